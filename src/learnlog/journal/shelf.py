"""The vault and its index as one: every write reaches the file first, then the index."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from learnlog.library import Library
from learnlog.model.document import PAGES, Document, DocumentType, Written
from learnlog.model.errors import AmbiguousError, BusyError, ConflictError, LearnlogError, NotFoundError
from learnlog.vault.documents import new_document, read_document, write_text
from learnlog.vault.files import Stored, Vault

if TYPE_CHECKING:
    from learnlog.journal.changes import Changes
    from learnlog.vault.attachments import AttachmentFiles

NAMES = {
    DocumentType.ENTRY: "entry",
    DocumentType.THEME: "theme",
    DocumentType.PERSON: "person",
    DocumentType.KEPT: "kept post",
    DocumentType.FILED: "filed post",
}


def record_of(path: str, doc_id: str) -> str:
    """Return the name under which the versions of a document are kept.

    An id is unique by itself; a theme and a person may have the same slug, so theirs say what they are.
    """
    kind = DocumentType.of_path(path)
    return f"{kind}.{doc_id}" if kind in (DocumentType.THEME, DocumentType.PERSON) else doc_id


class Shelf:
    """Reads, writes and finds documents; the file is the truth, the index follows.

    Attached files follow too: one that no document names any more goes to the trash, and comes back with its name.
    """

    def __init__(self, vault: Vault, library: Library) -> None:
        self.vault = vault
        self.library = library
        self._waiting: list[tuple[Document, Stored]] | None = None

    @cached_property
    def files(self) -> "AttachmentFiles":
        """The files that are attached to entries."""
        from learnlog.vault.attachments import AttachmentFiles

        return AttachmentFiles(self.vault)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Index what is written inside at once, at the end: for many files. Others wait meanwhile."""
        with self.vault.locked():
            if self._waiting is not None:
                yield
                return
            waiting = self._waiting = []
            try:
                yield
            finally:
                self._waiting = None
                self.library.documents.put_many((d, s.mtime_ns, s.size) for d, s in waiting)
                for document, _ in waiting:
                    self.vault.settled(record_of(document.path, document.id))

    def index(self, stored: Stored) -> Document:
        """Put the file `stored` into the index and return it as a document."""
        return self._settle(read_document(stored), stored)

    def notice(self, path: str) -> Document | None:
        """Bring the index in line with the file at `path`; an outside change keeps the version we knew.

        Returns the document as the file has it now, or None when the file is gone.
        """
        seen = self.library.documents.stat_of(path)
        if seen is not None and seen == self.vault.stat(path):
            return self.library.documents.by_path(path)
        with self.vault.locked():
            known = self.library.documents.by_path(path)
            stored = self.vault.read(path)
            if stored is None:
                if known is not None:
                    self.vault.keep_version(record_of(path, known.id), known.text, "outside")
                    self.library.documents.remove(path)
                return None
            if known is not None and known.hash != stored.hash:
                self.vault.keep_version(record_of(path, known.id), known.text, "outside")
            return self.index(stored)

    def write(
        self,
        path: str,
        doc_id: str,
        values: Mapping[str, Any],
        body: str,
        *,
        expected: str | None = "",
    ) -> Document:
        """Write a document: only the lines of front matter that differ change in an existing file.

        `expected` is the hash the file must still have, "" when it must not exist yet, None for whatever.

        Raises:
            ConflictError: the file is not as expected; nothing was written.
        """
        with self.vault.locked():
            current = self.vault.read(path)
            text = write_text(values, body, current.text if current else "")
            if current is not None:
                return self.put_text(path, doc_id, text, expected=expected)
            stored = self.vault.write(path, text, doc_id=record_of(path, doc_id), expected=expected)
            document = self._settle(new_document(stored, values), stored)
            self._follow((), _files_of(document))
            return document

    def rewrite(
        self, path: str, doc_id: str, values: Mapping[str, Any], body: str, *, expected: str | None
    ) -> tuple[Document, Callable[[], object] | None]:
        """Like `write`, and also return what takes it back; None when nothing changed.

        Raises:
            ConflictError: the file is not as expected; nothing was written.
        """
        with self.vault.locked():
            before = self.vault.read(path)
            document = self.write(path, doc_id, values, body, expected=expected)
        if before is None or before.hash == document.hash:
            return document, None
        return document, lambda: self.put_back(document, before.text)

    def save(
        self,
        one: Written,
        values: Mapping[str, Any],
        changes: "Changes",
        said: str,
        *,
        body: str | None = None,
    ) -> Document:
        """Write `values`, and `body` when it is another, over what `one` was loaded from; `changes` hears `said`.

        Raises:
            ConflictError: it was changed since; nothing was written.
        """
        text = one.body if body is None else body
        document, undo = self.rewrite(one.path, one.id, values, text, expected=one.hash)
        if undo:
            changes.record(said, undo)
        return document

    def put_back(self, document: Document, text: str) -> None:
        """Undo the write that made `document`: put the earlier `text` back, unless someone else changed it since.

        Raises:
            ConflictError: someone did; the file stays as it is.
        """
        try:
            self.put_text(document.path, document.id, text, expected=document.hash)
        except ConflictError as error:
            raise _changed_since(document) from error

    def take_back(self, document: Document) -> None:
        """Undo the making of a document: move it to the trash, unless someone else changed it since.

        Raises:
            ConflictError: someone did; the file stays as it is.
        """
        with self.vault.locked():
            stored = self.vault.read(document.path)
            if stored is not None and stored.hash != document.hash:
                raise _changed_since(document)
            self.delete(document)

    def put_text(self, path: str, doc_id: str, text: str, *, expected: str | None) -> Document:
        """Write the whole `text` of a file and index it.

        Raises:
            ConflictError: the file is not as expected; nothing was written.
        """
        with self.vault.locked():
            before = _files_of(self.library.documents.by_path(path))
            stored = self.vault.write(path, text, doc_id=record_of(path, doc_id), expected=expected)
            document = self._settle(read_document(stored), stored)
            self._follow(before, _files_of(document))
            return document

    def _follow(self, before: Sequence[str], after: Sequence[str]) -> None:
        """Bring back the attached files that a document names anew, let those go that it names no more."""
        for file in after:
            if file not in before:
                with suppress(LearnlogError):  # the words are written; the doctor tells of a missing file
                    self.files.bring_back(file)
        self.let_go(file for file in before if file not in after)

    def let_go(self, files: Iterable[str]) -> None:
        """Move those of the attached `files` to the trash that no document names."""
        if self._waiting is not None:  # the index does not know yet who names them
            return
        for file in files:
            if not self.library.documents.linking_to([("file", file)]):
                with suppress(LearnlogError):  # it stays where it is then, and the doctor tells
                    self.files.drop(file)

    def _settle(self, document: Document | None, stored: Stored) -> Document:
        if document is None:
            raise LearnlogError(f"{stored.path} is not in one of learnlog's folders.")
        if self._waiting is not None:
            self._waiting.append((document, stored))
            return document
        try:
            self.library.documents.put(document, mtime_ns=stored.mtime_ns, size=stored.size)
        except BusyError:
            # The words are safe in their file; the mark that stays behind has them indexed at the next start.
            return document
        self.vault.settled(record_of(document.path, document.id))
        return document

    def delete(self, *documents: Document) -> None:
        """Move the documents' files to the trash and take them out of the index, which hears of all at once."""
        gone: list[Document] = []
        with self.vault.locked():
            try:
                for document in documents:
                    self.vault.delete(document.path, doc_id=record_of(document.path, document.id))
                    gone.append(document)
            finally:
                self.library.documents.remove(*(one.path for one in gone))
                for one in gone:
                    self.vault.settled(record_of(one.path, one.id))
                    self.let_go(_files_of(one))

    def heal(self) -> int:
        """Index what a crash left written but not indexed; returns how many files that were."""
        marks = self.vault.pending()
        for record, path in marks:
            if DocumentType.of_path(path) is None:  # a page beside the documents, like that of my accounts
                self.vault.settled(record)
                continue
            try:
                self.notice(path)
            except BusyError:
                return 0
            if self.library.documents.stat_of(path) == self.vault.stat(path):
                self.vault.settled(record)
        return len(marks)

    def find(self, reference: str, *types: DocumentType) -> Document:
        """Return the one document that `reference` (an id, or its start or end) means, as it stands now.

        Raises:
            NotFoundError: nothing fits.
            AmbiguousError: several documents fit; the hint lists them.
        """
        documents = self.library.documents
        wanted = types or PAGES
        fragment = reference.strip()
        exact = [d for kind in wanted for d in documents.by_id(kind, fragment)[:1]]
        found = exact or (documents.match(fragment, wanted) if fragment else [])
        different = {(d.type, d.id): d for d in reversed(found)}
        if len(different) > 1:
            listed = ", ".join(f"{d.id} ({d.word('title') or d.word('name') or d.path})" for d in found[:5])
            raise AmbiguousError(f"“{fragment}” fits several: {listed}.", "Give a longer piece of the id.")
        current = self.notice(found[0].path) if found else None
        if current is None:
            kind = NAMES[wanted[0]] if len(wanted) == 1 else "entry, kept post, theme or person"
            raise NotFoundError(f"There is no {kind} “{fragment}”.", "`learnlog list` and `search` show ids.")
        return current

    def all(self, kind: DocumentType, *, naming: str = "") -> Sequence[Document]:
        """Return every document of one type, as the index has it; with `naming` those that have such a value."""
        return self.library.documents.all(kind, naming=naming)


def _files_of(document: Document | None) -> list[str]:
    """Return the attached files that `document` names."""
    if document is None or "attachments" not in document.data:
        return []
    from learnlog.model.attachment import Attachment

    return [one.file for one in Attachment.all_of(document.data["attachments"])]


def _changed_since(document: Document) -> ConflictError:
    name = document.word("title") or document.word("name") or document.path
    return ConflictError(
        f"“{name}” was changed elsewhere since, so it was left as it is.",
        f"`learnlog history {document.id}` shows every version.",
    )
