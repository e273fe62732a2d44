"""Ending a question early, from any thread: what was found until then is the answer."""

import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

from learnlog.library.connection import Database
from learnlog.library.trouble import CutShortError

T = TypeVar("T")


class Cut:
    """Ends one question when nobody waits for the rest of its answer any more; each question has its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._db: Database | None = None
        self._wanted = False
        self.was_made = False
        """Whether the answer may lack something because of this."""

    def now(self) -> None:
        """End the question, also one that was not begun yet; one that has its answer already is left alone."""
        with self._lock:
            self._wanted = True
            if self._db is not None:
                self._db.interrupt()

    def until(self, db: Database, found: Iterable[T]) -> Iterator[T]:
        """Yield what is found by asking `db`, until `now` ends it."""
        with self._lock:
            if self._wanted:
                self.was_made = True
                return
            self._db = db
        try:
            yield from found
        except CutShortError:
            self.was_made = True
        finally:
            with self._lock:
                self._db = None
