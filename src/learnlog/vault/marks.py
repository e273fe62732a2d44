"""Marks in ``.learnlog/pending``: a small file for each write that the index may not know of."""

import os
from pathlib import Path

from learnlog.plain_file import plain_text
from learnlog.vault.disk import put, safe_name, told


class Marks:
    """Sets marks before a write, and takes them away once the index knows; `temporary` is where they are made."""

    def __init__(self, folder: Path, temporary: Path) -> None:
        self.folder = folder
        self._temporary = temporary

    def set(self, doc_id: str, *paths: str) -> None:
        """Mark the document beside the `paths` that are marked already.

        Raises:
            LearnlogError: the disk refuses.
        """
        mark = self.folder / safe_name(doc_id)
        lines = dict.fromkeys([doc_id, *(path for _, path in _read(mark)), *paths])
        put(mark, "\n".join(lines).encode("utf-8", "replace"), self._temporary, sync=False)

    def take(self, doc_id: str) -> None:
        """Take the document's mark away.

        Raises:
            LearnlogError: the disk refuses.
        """
        with told("A finished write could not be ticked off"):
            (self.folder / safe_name(doc_id)).unlink(missing_ok=True)

    def all(self) -> list[tuple[str, str]]:
        """Return (doc_id, path) of every mark."""
        try:
            names = os.listdir(self.folder)  # noqa: PTH208 - mostly empty, and asked for at every start
        except OSError:
            return []
        return [pair for name in names if name[0] != "." for pair in _read(self.folder / name)]


def _read(mark: Path) -> list[tuple[str, str]]:
    try:
        doc_id, *paths = plain_text(mark).split("\n")
    except (OSError, ValueError):
        return []
    return [(doc_id, path) for path in paths if path]
