"""The books of an import: what was added, merged and skipped, and how to take it all back."""

from collections.abc import Callable
from pathlib import Path

from learnlog.model.document import Document
from learnlog.model.errors import ConflictError
from learnlog.model.safe import clean_line
from learnlog.workspace import Workspace

KNOWN = "is here already"
DIFFERENT = "is here already with another text, which stays"


class Taking:
    """One import under way; nothing is written when it is a dry run."""

    def __init__(self, workspace: Workspace, dry_run: bool) -> None:
        self.workspace = workspace
        self.dry_run = dry_run
        self.added: list[str] = []
        self.merged: list[str] = []
        self.skipped: list[tuple[str, str]] = []
        self.seen: set[str] = set()
        self.own: Path | None = None
        """The folder of learnlog that is taken in, if it is one: its attached files come along."""
        self._undo: list[Callable[[], object]] = []

    def skip(self, name: str, why: str) -> None:
        """Note that the file `name` was passed over, or something in it, and why."""
        self.skipped.append((clean_line(name, 500), clean_line(why, 500)))

    def write(self, path: str, doc_id: str, text: str) -> None:
        """Write a new document.

        Raises:
            ConflictError: there is one at `path`.
        """
        document = self.workspace.shelf.put_text(path, doc_id, text, expected="")
        self._undo.append(lambda: self.workspace.shelf.take_back(document))

    def change(self, document: Document, text: str) -> None:
        """Write `text` over `document`, which stays as an earlier version.

        Raises:
            ConflictError: its file changed since it was read.
        """
        shelf = self.workspace.shelf
        written = shelf.put_text(document.path, document.id, text, expected=document.hash)
        self._undo.append(lambda: shelf.put_back(written, document.text))

    def finish(self, said: str) -> None:
        """Record the whole import as one change, so that one undo takes it back."""
        steps = list(reversed(self._undo))
        if steps:
            self.workspace.changes.record(said, lambda: _take_back(steps))


def _take_back(steps: list[Callable[[], object]]) -> None:
    """Do every step that can be done; what somebody changed since stays, and is told at the end.

    Raises:
        ConflictError: something was changed since.
    """
    refused: list[ConflictError] = []
    for step in steps:
        try:
            step()
        except ConflictError as error:
            refused.append(error)
    if refused:
        raise refused[0]
