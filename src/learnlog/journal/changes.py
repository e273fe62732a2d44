"""What was changed last, and how to take it back."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from learnlog.model.errors import ConflictError


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
        self._forgotten = 0
        self._held: int | None = None
        self._refused: Change | None = None
        self._undoing = (
            0  # the thread that takes something back: what it does meanwhile is no change of its own
        )

    def record(self, said: str, undo: Callable[[], object], about: str = "") -> None:
        """Remember that `said` was done and that `undo` takes it back."""
        if self._undoing == threading.get_ident():
            return
        self._made.append(Change(said, undo, about))
        too_many = len(self._made) - self._limit
        if self._held is not None:  # the parts of what will be one change stay together, however many
            too_many = min(too_many, self._held - self._forgotten)
        if too_many > 0:
            del self._made[:too_many]
            self._forgotten += too_many

    def forget(self, about: str) -> None:
        """Forget the changes of what undo does not reach any more: it was sent."""
        left = [change for change in self._made if change.about != about]
        self._forgotten += len(self._made) - len(left)
        self._made = left

    @property
    def last(self) -> Change | None:
        """The change that `undo` would take back next."""
        return self._made[-1] if self._made else None

    def mark(self) -> int:
        """Return the present place in the list of changes: what is recorded from here on can be made one."""
        self._held = len(self)
        return self._held

    def group(self, said: str, since: int) -> None:
        """Join everything recorded since the `mark` into one change named `said`."""
        self._held = None
        place = max(since - self._forgotten, 0)
        parts = self._made[place:]
        if not parts:
            return
        del self._made[place:]

        def undo_all() -> None:
            while (
                parts
            ):  # what is taken back is done with: after a part that failed, the rest can be tried again
                parts[-1].undo()
                parts.pop()

        same = {change.about for change in parts}
        self._made.append(Change(said, undo_all, same.pop() if len(same) == 1 else ""))

    def __len__(self) -> int:
        return self._forgotten + len(self._made)

    def undo(self) -> str:
        """Take the last change back and return what it was; "" when there is nothing to take back.

        A change that cannot be taken back now stays the last one, to be tried again. Where somebody else changed the
        same since, the second try lets it go, so that those before it can still be reached.

        Raises:
            LearnlogError: it cannot be taken back, and why.
        """
        if not self._made:
            return ""
        change = self._made.pop()
        self._undoing = threading.get_ident()
        try:
            change.undo()
        except ConflictError:
            if self._refused is not change:
                self._made.append(change)
            self._refused = change
            raise
        except BaseException:
            self._made.append(change)
            raise
        finally:
            self._undoing = 0
        return change.said
