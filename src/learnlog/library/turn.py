"""Whose turn it is to write: the threads of one process write one after the other, without a pause in between."""

import threading


class Turn:
    """Held while one writes.

    SQLite alone lets who has to wait look again after ever longer pauses, and so wait twice as long as it must: a key
    that marks a post waits for the slice of stories that is being joined.
    """

    def __init__(self, patience: float) -> None:
        self._lock = threading.Lock()
        self._patience = patience
        self._held = threading.local()

    def __enter__(self) -> None:
        self._held.is_so = self._lock.acquire(
            timeout=self._patience
        )  # without it SQLite has the say, as ever

    def __exit__(self, *error: object) -> None:
        if self._held.is_so:
            self._lock.release()
