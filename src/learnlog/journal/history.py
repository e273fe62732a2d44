"""Earlier versions of what I wrote, and the way back to them."""

from dataclasses import dataclass
from datetime import datetime

from learnlog.journal.changes import Changes
from learnlog.journal.shelf import Shelf, record_of
from learnlog.model.document import Document, DocumentType
from learnlog.model.errors import AmbiguousError, NotFoundError
from learnlog.vault.documents import read_document
from learnlog.vault.files import Stored
from learnlog.vault.versions import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One line of a history: the version's ``number`` (1 is the oldest), when and why it was kept."""

    number: int
    moment: datetime
    origin: str
    text: str
    is_current: bool = False


class History:
    """Versions and trash of everything in the vault."""

    def __init__(self, shelf: Shelf, changes: Changes) -> None:
        self._shelf = shelf
        self._changes = changes

    def resolve(self, reference: str) -> tuple[str, str]:
        """Return the record (see `record_of`) and path of what `reference` means, there or in the trash."""
        try:
            document = self._shelf.find(reference, *DocumentType)
        except NotFoundError:
            fragment = reference.strip().lower()
            found = {
                item.doc_id: item.path
                for item in self._shelf.vault.trashed()
                if fragment
                and DocumentType.of_path(item.path)  # an attached file comes back with its entry
                and (item.doc_id.startswith(fragment) or item.doc_id.endswith(fragment))
            }
            if len(found) > 1:
                raise AmbiguousError(
                    f"“{reference}” fits several deleted things.", "Give a longer piece of the id."
                ) from None
            if not found:
                raise
            return next(iter(found.items()))
        return record_of(document.path, document.id), document.path

    def of(self, reference: str) -> list[Kept]:
        """Return the versions of what `reference` means, oldest first, the present one last."""
        doc_id, path = self.resolve(reference)
        kept = [
            Kept(number=v.number, moment=v.moment, origin=v.origin, text=v.read())
            for v in self._shelf.vault.versions(doc_id)
        ]
        stored = self._shelf.vault.read(path)
        if stored is not None:
            moment = datetime.fromtimestamp(stored.mtime_ns / 1e9).astimezone()
            number = kept[-1].number + 1 if kept else 1
            kept.append(Kept(number=number, moment=moment, origin="now", text=stored.text, is_current=True))
        return kept

    def restore(self, reference: str, version: int = 0) -> Document:
        """Bring a version back: the given number, else the last one kept. What is there now is kept too.

        Raises:
            NotFoundError: there is no such version.
        """
        doc_id, path = self.resolve(reference)
        versions = self._shelf.vault.versions(doc_id)
        wanted = _pick(versions, version)
        if wanted is None:
            raise NotFoundError(
                f"There is no version {version or ''} of “{reference}”.".replace("  ", " "),
                f"`learnlog history {doc_id}` lists the versions.",
            )
        before = self._shelf.vault.read(path)
        document = self._shelf.put_text(path, _id_of(doc_id), wanted.read(), expected=None)
        self._changes.record(f"restored version {wanted.number}", lambda: self._put_back(document, before))
        return document

    def _put_back(self, document: Document, before: Stored | None) -> None:
        if before is None:
            self._shelf.take_back(document)
        else:
            self._shelf.put_back(document, before.text)

    def read(self, path: str, text: str) -> Document | None:
        """Understand a version's `text` as the document it was."""
        return read_document(Stored(path=path, text=text, hash="", mtime_ns=0, size=len(text)))


def _pick(versions: list[Version], number: int) -> Version | None:
    if number == 0:
        return versions[-1] if versions else None
    return next((v for v in versions if v.number == number), None)


def _id_of(record: str) -> str:
    return record.removeprefix("theme.").removeprefix("person.")
