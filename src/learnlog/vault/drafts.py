"""Drafts: what is being written and not yet saved, so that a crash costs nothing."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from learnlog.model.entry import first_line
from learnlog.model.errors import LearnlogError
from learnlog.vault.disk import make_folder, put, sweep, take, told
from learnlog.vault.places import HIDDEN, LIMIT

_UNSAFE = re.compile(rb"[^A-Za-z0-9_-]")
_CODED = re.compile(rb"%([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class DraftInfo:
    """A draft in a list: its name, when it was saved last, and its first line."""

    name: str
    moment: datetime
    first_line: str


class Drafts:
    """The drafts of the vault at `root`, each a file; names are free text."""

    def __init__(self, root: Path) -> None:
        self._folder = root / HIDDEN / "drafts"

    def save(self, name: str, text: str) -> None:
        """Save `text` as the draft `name`, in place of an earlier one.

        Raises:
            LearnlogError: the disk refuses; the earlier draft is unchanged.
        """
        data = text.encode("utf-8", "replace")
        if len(data) > LIMIT:
            raise LearnlogError("The draft is larger than 5 MB.", "Split it into several texts.")
        with told("The draft could not be saved"):
            make_folder(self._folder)
            put(self._file(name), data, self._folder)

    def read(self, name: str) -> str | None:
        """Return the text of the draft `name`, or None when there is none."""
        found = take(self._file(name), LIMIT)
        return found[0].decode("utf-8", "replace") if found else None

    def names(self) -> list[DraftInfo]:
        """Return all drafts, the one saved last first."""
        sweep(self._folder)
        try:
            files = [file for file in os.listdir(self._folder) if file.endswith(".md") and file[0] != "."]  # noqa: PTH208 - names are enough
        except OSError:
            return []
        found = []
        for file in files:
            draft = take(self._folder / file, LIMIT)
            if draft:
                moment = datetime.fromtimestamp(draft[1].st_mtime, UTC).astimezone()
                found.append(
                    DraftInfo(_decode(file[:-3]), moment, first_line(draft[0].decode("utf-8", "replace")))
                )
        return sorted(found, key=lambda draft: draft.moment, reverse=True)

    def discard(self, name: str) -> None:
        """Remove the draft `name`; a missing one is fine."""
        with told("The draft could not be removed"):
            self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        coded = _UNSAFE.sub(lambda match: b"%%%02x" % match[0][0], name.encode("utf-8", "replace")).decode()
        if not coded or len(coded) > 200:
            raise LearnlogError("The draft has no usable name.", "Give it a shorter one.")
        return self._folder / f"{coded}.md"


def _decode(coded: str) -> str:
    return _CODED.sub(lambda match: bytes([int(match[1], 16)]), coded.encode()).decode("utf-8", "replace")
