"""What was changed last, and how to take it back."""

import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``said`` names it as a person would ("starred 1 post"), ``undo`` takes it back.

    ``about`` is the id of what it changed, where that may come out of undo's reach.
    """

    said: str
    undo: Callable[[], object]
    about: str = ""


class Changes:
    """The changes of this session, newest last; every verb that changes anything records one."""

    def __init__(self, limit: int = 100) -> None:
        self._limit = limit
        self._made: list[Change] = []
        self._undoing = (
            0  # the thread that takes something back: what it does meanwhile is no change of its own
        )

    def record(self, said: str, undo: Callable[[], object], about: str = "") -> None:
        """Remember that `said` was done and that `undo` takes it back."""
        if self._undoing != threading.get_ident():
            self._made = [*self._made[-self._limit + 1 :], Change(said, undo, about)]

    def forget(self, about: str) -> None:
        """Forget the changes of what undo does not reach any more: it was sent."""
        self._made = [change for change in self._made if change.about != about]

    @property
    def last(self) -> Change | None:
        """The change that `undo` would take back next."""
        return self._made[-1] if self._made else None

    def group(self, said: str, since: int) -> None:
        """Join everything recorded after the first `since` changes into one change named `said`."""
        parts = self._made[since:]
        if not parts:
            return
        del self._made[since:]

        def undo_all() -> None:
            for change in reversed(parts):
                change.undo()

        same = {change.about for change in parts}
        self._made.append(Change(said, undo_all, same.pop() if len(same) == 1 else ""))

    def __len__(self) -> int:
        return len(self._made)

    def undo(self) -> str:
        """Take the last change back and return what it was; "" when there is nothing to take back."""
        if not self._made:
            return ""
        change = self._made.pop()
        self._undoing = threading.get_ident()
        try:
            change.undo()
        finally:
            self._undoing = 0
        return change.said
