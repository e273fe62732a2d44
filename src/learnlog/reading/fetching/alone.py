"""One fetch at a time in a home: who comes second waits, and then asks only what is still due."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from learnlog.model.errors import BusyError
from learnlog.vault.disk import make_folder
from learnlog.vault.locking import try_lock

_LOOK: Final = 0.1


class Alone:
    """The lock on the file `path`. The system lets go of it when its process ends, however it ends."""

    def __init__(self, path: Path, patience: float) -> None:
        self._path = path
        self._patience = patience

    @contextmanager
    def held(self, waiting: Callable[[], object], cancelled: Callable[[], bool]) -> Iterator[bool]:
        """Hold the lock; give whether nobody held it before. `waiting` is called once when somebody did.

        When `cancelled` says so first, it is not held.

        Raises:
            BusyError: somebody held it too long.
        """
        handle = self._open()
        try:
            yield self._wait(handle, waiting, cancelled)
        finally:
            if handle >= 0:
                os.close(handle)

    def _open(self) -> int:
        try:
            make_folder(self._path.parent)
            return os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError:
            return -1  # a disk that takes no lock must not keep anybody from reading

    def _wait(self, handle: int, waiting: Callable[[], object], cancelled: Callable[[], bool]) -> bool:
        deadline, is_first = time.monotonic() + self._patience, True
        while handle >= 0:
            try:
                try_lock(handle)
            except (BlockingIOError, PermissionError):
                if time.monotonic() > deadline:
                    raise BusyError(
                        "Another learnlog has been asking the channels for very long.",
                        "Close or continue it (a stopped one may wait behind “fg”) and try again.",
                    ) from None
                if is_first:
                    waiting()
                is_first = False
                if cancelled():
                    return False
                time.sleep(_LOOK)
            except OSError:
                break
            else:
                break
        return is_first
