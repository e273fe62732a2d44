"""Files that came with learners' entries: read out of a bundle, looked at, kept."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from learnlog.journal.attaching import check_opens
from learnlog.library import Library
from learnlog.model.attachment import ENDINGS, UNKNOWN, ending, media_type, shown_name
from learnlog.model.errors import NotFoundError
from learnlog.model.ids import slugify
from learnlog.model.learner import ReceivedEntry, ReceivedFile
from learnlog.model.safe import clean_line, line_in
from learnlog.sharing.bundle import FILES
from learnlog.sharing.writing_out import write_new
from learnlog.vault.attachments import HEAD
from learnlog.vault.disk import make_folder, put, told

MOST: Final = 60
"""Files of one entry that are taken in."""
TOGETHER: Final = 60 * 2**20
"""Bytes of all files of one bundle that are taken in."""


class FilesIn:
    """The attached files of the bundle `archive`; the zip's names are only compared, never used as paths.

    ``changed`` says that one is not what its maker signed: `sums` has the SHA-256 of each, None where none is signed.
    """

    def __init__(self, archive: zipfile.ZipFile, sums: dict[str, Any] | None) -> None:
        self._archive = archive
        self._sums = sums
        self._infos = {info.filename: info for info in archive.infolist()}
        self._read: dict[str, tuple[bytes, str]] = {}
        self._left = TOGETHER
        self.changed = False

    def of(self, item: dict[str, Any]) -> Iterator[ReceivedFile]:
        """Yield the files that the manifest's `item` names for its entry; what is not there, or too much, is not."""
        listed = item.get("files")
        for said in listed[:MOST] if isinstance(listed, list) else ():
            place = said.get("file") if isinstance(said, dict) else None
            if not isinstance(place, str) or not place.startswith(f"{FILES}/") or place not in self._infos:
                continue
            data, digest = self._content(place)
            if data and self._left >= len(data):
                self._left -= len(data)
                name = shown_name(line_in(said, "name", 120))
                kind = media_type(name, data[:HEAD])
                alt = line_in(said, "alt", 1500)
                yield ReceivedFile(name=name, type=kind, alt=alt, size=len(data), hash=digest, data=data)

    def _content(self, place: str) -> tuple[bytes, str]:
        """Return what is in a file and its SHA-256, read once, however often it is named."""
        if place not in self._read:
            with self._archive.open(self._infos[place]) as file:
                data = file.read(TOGETHER + 1)
            digest = hashlib.sha256(data).hexdigest()
            self.changed |= self._sums is not None and self._sums.get(place) != digest
            self._read[place] = (data if len(data) <= TOGETHER else b"", digest)
        return self._read[place]


class ReceivedFiles:
    """A coach's way to the files; `folder` is where one lies while a program of the system shows it."""

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._folder = folder

    def find(self, entry: ReceivedEntry, name: str) -> ReceivedFile:
        """Return the file of `entry` that a number from 1 or a name means.

        Raises:
            NotFoundError: there is none.
        """
        for one in entry.files:
            if name.strip() in (str(one.number), one.name):
                return one
        raise NotFoundError(
            f"“{clean_line(entry.title, 60)}” has no file “{clean_line(name, 60)}”.",
            "`learnlog coach show LEARNER ENTRY` lists them with their numbers.",
        )

    def data(self, entry: ReceivedEntry, file: ReceivedFile) -> bytes:
        """Return what is in a file.

        Raises:
            NotFoundError: it was withdrawn.
        """
        found = self._library.learners.file_data(entry.learner, entry.id, file.number)
        if not found:
            raise NotFoundError(f"“{clean_line(file.name, 60)}” is not here any more: it was withdrawn.")
        return found

    def lay_out(self, entry: ReceivedEntry, file: ReceivedFile) -> Path:
        """Write a file to where the system can open it, under a name of ours, and return that place.

        Raises:
            LearnlogError: it is of a kind that could do something by itself, is gone, or the disk refuses.
        """
        name = safe_file_name(file)
        check_opens(name, "`learnlog coach file LEARNER ENTRY FILE --output PATH` writes it where you say.")
        data = self.data(entry, file)
        self.sweep()
        with told("The file could not be laid out"):
            make_folder(self._folder)
            put(self._folder / name, data, self._folder)
        return self._folder / name

    def save(self, entry: ReceivedEntry, file: ReceivedFile, target: Path) -> Path:
        """Write a file to the new file `target`, or into that folder, and return where it is.

        Raises:
            LearnlogError: there is a file already, it is gone, or the disk refuses.
        """
        target = target.expanduser()
        return write_new(target / safe_file_name(file) if target.is_dir() else target, self.data(entry, file))

    def sweep(self) -> None:
        """Take away what was laid out before."""
        with suppress(OSError), os.scandir(self._folder) as found:
            for item in found:
                with suppress(OSError):
                    Path(item.path).unlink()


def safe_file_name(file: ReceivedFile) -> str:
    """Return a name for a file that says what it is and can do nothing: its ending is that of its bytes."""
    stem = file.name.rpartition(".")[0] or file.name
    end = ENDINGS.get(file.type) or ("bin" if file.type == UNKNOWN else ending(file.name))
    return f"{slugify(stem, 40)}-{file.hash[:12]}.{end}"
