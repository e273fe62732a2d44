"""Earlier versions of documents, each a file of its own whose name tells when and why it was kept."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from learnlog.model.moments import Clock
from learnlog.vault.disk import make_folder, put, safe_name, take
from learnlog.vault.places import LARGEST

_NAME = re.compile(r"(\d{8}T\d{6})(\d{6})-([0-9a-f]{8})-([a-z]+)\.md")


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier text of a document. ``number`` counts from 1, the oldest; ``moment`` is when it was kept.

    ``origin`` tells why: ``save`` (learnlog wrote over it), ``outside`` (someone else did), ``delete``, or
    ``conflict`` (it could not be saved, because the file had changed meanwhile).
    """

    id: str
    number: int
    moment: datetime
    origin: str
    file: Path

    def data(self) -> bytes:
        """Return the version's bytes as they were; none when someone removed them."""
        found = take(self.file, LARGEST)
        return found[0] if found else b""

    def read(self) -> str:
        """Return the version's text."""
        return self.data().decode("utf-8", "replace")

    @property
    def hash(self) -> str:
        """The SHA-256 of the version's bytes, in hex."""
        import hashlib

        return hashlib.sha256(self.data()).hexdigest()


class Versions:
    """All versions in a vault, a folder for each document."""

    def __init__(self, folder: Path, temporary: Path, clock: Clock) -> None:
        self._folder = folder
        self._temporary = temporary
        self._clock = clock

    def keep(self, doc_id: str, data: bytes, origin: str) -> None:
        """Keep `data`, unless the newest version of the document is the same."""
        folder = self._folder / safe_name(doc_id)
        make_folder(folder)
        newest = max(_names(folder), default="")
        import hashlib

        digest = hashlib.sha256(data).hexdigest()
        if newest and newest.split("-")[1] == digest[:8] and _same(folder / newest, data):
            return
        name = f"{stamp(self._clock, newest)}-{digest[:8]}-{origin}.md"
        put(folder / name, data, self._temporary)

    def of(self, doc_id: str) -> list[Version]:
        """Return the versions of a document, oldest first."""
        folder = self._folder / safe_name(doc_id)
        zone = self._clock().tzinfo
        return [
            Version(name.removesuffix(".md"), number, moment_of(name).astimezone(zone), origin, folder / name)
            for number, name in enumerate(sorted(_names(folder)), 1)
            for origin in [name.removesuffix(".md").rpartition("-")[2]]
        ]


def _same(file: Path, data: bytes) -> bool:
    found = take(file, LARGEST)
    return found is not None and found[0] == data


def _names(folder: Path) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if _NAME.fullmatch(name)]  # noqa: PTH208 - names are enough
    except (FileNotFoundError, NotADirectoryError):
        return []


def stamp(clock: Clock, newest: str = "") -> str:
    """Return the present moment as text that sorts by time, always after the one `newest` begins with."""
    moment = clock().astimezone(UTC)
    if newest:
        moment = max(moment, moment_of(newest) + timedelta(microseconds=1))
    return f"{moment:%Y%m%dT%H%M%S}{moment.microsecond:06}"


def moment_of(name: str) -> datetime:
    """Return the moment with which `name` begins."""
    read: Callable[[str], datetime] = datetime.fromisoformat
    return read(name[:15]).replace(microsecond=int(name[15:21]), tzinfo=UTC)
