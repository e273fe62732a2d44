"""Deleted documents, each under a folder that tells when it was deleted and whose it was."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from learnlog.model.moments import Clock
from learnlog.vault.disk import make_folder, safe_name, sync_folder
from learnlog.vault.versions import moment_of, stamp

_FOLDER = re.compile(r"\d{8}T\d{12}-(.+)")


@dataclass(frozen=True, slots=True)
class Trashed:
    """A deleted document: the ``path`` it had, its id, when it was deleted, and the ``file`` holding it."""

    path: str
    doc_id: str
    moment: datetime
    file: Path


class Trash:
    """What was deleted from a vault."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def take(self, file: Path, path: str, doc_id: str) -> None:
        """Move `file`, which the vault knows as `path`, in here."""
        make_folder(self._folder)
        newest = max((name for name in self._names()), default="")
        target = self._folder / f"{stamp(self._clock, newest)}-{safe_name(doc_id)}" / path
        make_folder(target.parent)
        file.rename(target)
        sync_folder(target.parent)
        sync_folder(file.parent)

    def all(self) -> list[Trashed]:
        """Return what is in here, newest first."""
        zone = self._clock().tzinfo
        found = []
        for name in sorted(self._names(), reverse=True):
            folder = self._folder / name
            for where, _, names in os.walk(folder):
                for file in (Path(where, inner) for inner in names if inner[0] != "."):
                    path = file.relative_to(folder).as_posix()
                    found.append(
                        Trashed(path, name.partition("-")[2], moment_of(name).astimezone(zone), file)
                    )
        return found

    def forget(self, trashed: Trashed) -> None:
        """Remove the empty folders that `trashed` leaves when its file has been taken out again."""
        folder = trashed.file.parent
        while folder not in (self._folder, folder.parent):
            try:
                folder.rmdir()
            except OSError:  # not empty: something else was put there
                return
            folder = folder.parent

    def _names(self) -> list[str]:
        try:
            return [name for name in os.listdir(self._folder) if _FOLDER.fullmatch(name)]  # noqa: PTH208 - names only
        except (FileNotFoundError, NotADirectoryError):
            return []
