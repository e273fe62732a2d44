"""One writer at a time: a lock between processes that a thread may take again while it has it."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from learnlog.model.errors import LearnlogError
from learnlog.vault.disk import told

if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> None:
        """Lock an open file, or raise OSError when somebody else has it."""
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    try:
        import fcntl
    except ImportError:  # a Python without file locks: threads alone are kept apart

        def try_lock(handle: int) -> None:
            """Lock nothing."""

    else:

        def try_lock(handle: int) -> None:
            """Lock an open file, or raise OSError when somebody else has it."""
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


PATIENCE: Final = 30.0
"""Seconds to wait for another process before giving up."""


class FolderLock:
    """The lock on one file. The system lets go of it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.RLock()
        self._depth = 0
        self._handle = -1

    @contextmanager
    def held(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the lock; within, the same thread may hold it again.

        Raises:
            LearnlogError: someone else held it for `patience` seconds.
        """
        deadline = time.monotonic() + patience
        if not self._thread.acquire(timeout=patience):
            raise _busy()
        try:
            if self._depth == 0:
                self._handle = self._open(deadline)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    os.close(self._handle)
        finally:
            self._thread.release()

    def _open(self, deadline: float) -> int:
        with told("The vault could not be locked for writing"):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _wait(handle, deadline)
        except BaseException:
            os.close(handle)
            raise
        return handle


def _wait(handle: int, deadline: float) -> None:
    pause = 0.001
    while True:
        try:
            try_lock(handle)
        except (BlockingIOError, PermissionError):
            if time.monotonic() > deadline:
                raise _busy() from None
            time.sleep(pause)
            pause = min(pause * 1.5, 0.02)
        except OSError:  # a disk without locks (some network disks): the last look before a write must do
            return
        else:
            return


def _busy() -> LearnlogError:
    return LearnlogError(
        "Another learnlog has been writing for half a minute, so nothing was saved.",
        "Close or continue it (a stopped one may wait behind “fg”) and try again.",
    )


_LOCKS: dict[str, FolderLock] = {}


def shared_lock(path: Path) -> FolderLock:
    """Return the one lock that this process has for `path`."""
    return _LOCKS.setdefault(os.path.realpath(path), FolderLock(path))
