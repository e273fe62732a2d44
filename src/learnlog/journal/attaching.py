"""Files on entries: copied into the vault, named by the entry, taken off again with a way back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from learnlog.journal.entries import Journal
from learnlog.journal.shelf import Shelf
from learnlog.model.attachment import Attachment, ending
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry
from learnlog.model.errors import AmbiguousError, LearnlogError, NotFoundError, UsageError
from learnlog.model.safe import clean_line

MOST: Final = 60
"""Files that one entry may have: its front matter names each of them."""
OPENED: Final = frozenset(
    (
        *("png", "jpg", "jpeg", "gif", "webp", "pdf", "txt", "md", "csv"),
        *("docx", "xlsx", "pptx", "odt", "ods", "odp"),
        *("mp3", "m4a", "ogg", "wav", "mp4", "webm", "mov"),
    )
)
"""Endings of files that are handed to the system to be opened: nothing that could run."""


class Attaching:
    """The files of my entries. `limit` is how many bytes a file may have."""

    def __init__(self, shelf: Shelf, journal: Journal, limit: int) -> None:
        self._shelf = shelf
        self._journal = journal
        self._limit = limit

    def take_in(self, sources: Sequence[Path], alt: str = "") -> tuple[Attachment, ...]:
        """Copy files into the vault for an entry that is still to be written.

        Raises:
            LearnlogError: one of them is no plain file, is too large, or cannot be copied; then none is taken.
        """
        with _Staging(self._shelf, sources, self._limit) as staging, self._shelf.vault.locked():
            return staging.settled(_words(sources, alt))

    def attach(
        self, reference: str, sources: Sequence[Path], alt: str = ""
    ) -> tuple[Entry, tuple[Attachment, ...]]:
        """Copy files into the vault and name them on an entry; a file that it has already is there once.

        `alt` says in words what the file shows, and is for one file.

        Raises:
            NotFoundError: there is no such entry or file.
            LearnlogError: a file is no plain file, is too large, or cannot be copied; then none is attached.
        """
        known = self._journal.get(reference)
        with _Staging(self._shelf, sources, self._limit) as staging, self._shelf.vault.locked():
            entry = self._journal.get(known.id)
            if len(entry.attachments) + len(sources) > MOST:
                raise UsageError(
                    f"An entry can have {MOST} files.", "Put the others into a zip, or a new entry."
                )
            made = staging.settled(_words(sources, alt))
            kept = joined(entry.attachments, made)
            if kept != entry.attachments:
                what = f"“{made[0].name}”" if len(made) == 1 else f"{len(made)} files"
                entry = self._journal.save(replace(entry, attachments=kept), said=f"attached {what}")
            staging.keep()
        return entry, tuple(one for one in kept if one.file in {new.file for new in made})

    def detach(self, reference: str, names: Sequence[str]) -> tuple[Entry, tuple[Attachment, ...]]:
        """Take files off an entry; one that no entry names any more goes to the trash.

        Raises:
            NotFoundError: there is no such entry, or it has no such file.
        """
        with self._shelf.vault.locked():
            entry = self._journal.get(reference)
            gone = tuple(dict.fromkeys(self.find(entry, name) for name in names))
            left = tuple(one for one in entry.attachments if one not in gone)
            what = f"“{gone[0].name}”" if len(gone) == 1 else f"{len(gone)} files"
            return self._journal.save(replace(entry, attachments=left), said=f"detached {what}"), gone

    def describe(self, reference: str, name: str, alt: str) -> Entry:
        """Say in words what a file of an entry shows."""
        with self._shelf.vault.locked():
            entry = self._journal.get(reference)
            meant = self.find(entry, name)
            said = replace(meant, alt=_clean_alt(alt))
            kept = tuple(said if one == meant else one for one in entry.attachments)
            if said == meant:
                return entry
            return self._journal.save(replace(entry, attachments=kept), said=f"described “{meant.name}”")

    def find(self, entry: Entry, name: str) -> Attachment:
        """Return the file of `entry` that `name` means: its number from 1, its name, or the start of either's.

        Raises:
            NotFoundError: there is none.
            AmbiguousError: several fit.
        """
        word = name.strip()
        numbered = word.isascii() and word.isdigit() and 0 < int(word) <= len(entry.attachments)
        fits = [one for one in entry.attachments if word in (one.name, one.file)]
        if not fits and numbered:
            return entry.attachments[int(word) - 1]
        folded = word.casefold()
        fits = fits or [one for one in entry.attachments if folded and one.name.casefold().startswith(folded)]
        if len(fits) == 1:
            return fits[0]
        hint = f"`learnlog attachments {entry.id[-6:]}` lists its files with their numbers."
        shown = clean_line(word, 80)
        if fits:
            raise AmbiguousError(f"“{shown}” fits several files of “{clean_line(entry.headline, 60)}”.", hint)
        raise NotFoundError(f"“{clean_line(entry.headline, 60)}” has no file “{shown}”.", hint)

    def entries(self) -> list[Entry]:
        """Return every entry that has files, newest first."""
        found = self._shelf.library.documents.having("file")
        return [Entry.of(one) for one in found if one.type is DocumentType.ENTRY]

    def path(self, attachment: Attachment) -> Path:
        """Return where a file stands; one that lies in the trash although an entry names it comes back.

        Raises:
            NotFoundError: it is not there.
        """
        self._shelf.files.bring_back(attachment.file)
        return self._shelf.files.path(attachment.file)

    def path_to_open(self, attachment: Attachment) -> Path:
        """Return where a file stands that the system may be asked to open.

        Raises:
            NotFoundError: it is not there.
            LearnlogError: it is of a kind that could run or do something; the hint says where it is.
        """
        path = self.path(attachment)
        check_opens(attachment.file, f"It is here: {path}")
        return path


def check_opens(file: str, hint: str) -> None:
    """See that a `file` of this name may be handed to the system to be opened.

    Raises:
        LearnlogError: it may not.
    """
    if ending(file) not in OPENED:
        raise LearnlogError(
            f"learnlog opens no file that ends in .{ending(file)}: it could do something by itself.",
            hint,
        )


def joined(known: Iterable[Attachment], new: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Return `known` files with `new` ones; a file that is there keeps its name, and its words unless new ones come."""
    kept = {one.file: one for one in known}
    for one in new:
        here = kept.get(one.file)
        kept[one.file] = replace(one, name=here.name, alt=one.alt or here.alt) if here else one
    return tuple(kept.values())


def _words(sources: Sequence[Path], alt: str) -> str:
    if alt.strip() and len(sources) != 1:
        raise UsageError("The words say what one file shows.", "Attach the files one by one with --alt.")
    return _clean_alt(alt)


def _clean_alt(alt: str) -> str:
    return clean_line(alt, 1500)


class _Staging:
    """Files on their way into the vault: whatever fails, no copy stays behind that nothing names."""

    def __init__(self, shelf: Shelf, sources: Sequence[Path], limit: int) -> None:
        self._shelf = shelf
        self._files = shelf.files
        self._settled: list[Attachment] = []
        self._staged = []
        try:
            for source in sources:
                self._staged.append(self._files.stage(source, limit))
        except BaseException:
            self._forget()
            raise

    def __enter__(self) -> "_Staging":
        return self

    def settled(self, alt: str) -> tuple[Attachment, ...]:
        """Give every file its place."""
        self._settled = [self._files.settle(one, alt) for one in self._staged]
        return tuple(self._settled)

    def keep(self) -> None:
        """Say that an entry names the files now."""
        self._settled = []

    def __exit__(self, kind: object, *_: object) -> None:
        self._forget()
        if kind is not None:
            self._shelf.let_go(one.file for one in self._settled)

    def _forget(self) -> None:
        for one in self._staged:
            self._files.forget(one)
