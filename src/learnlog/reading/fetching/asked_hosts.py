"""Which hosts are asked now, told between the processes of a home by locks on the bytes of one empty file.

The system lets go of them when a process ends, however it ends. Where it has no such locks, each process keeps its
own count only.
"""

import os
import threading
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from learnlog.vault.disk import make_folder

try:
    import fcntl
except ImportError:
    _CAN_LOCK = False
else:
    _CAN_LOCK = True

_ROOM: Final = 2**10
"""Places that one host may have."""


class AskedHosts:
    """The file `path`, open while anybody is asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1
        self._held = 0
        self._lock = threading.Lock()

    def lock(self, host: str, number: int) -> bool:
        """Hold the place `number` at `host`; tell whether no other process held it."""
        if not _CAN_LOCK:
            return True
        with self._lock:
            if not self._held:
                self._handle = self._opened()
            is_free = self._handle < 0 or self._is_locked(_place(host, number))
            self._held += is_free
            self._close_unused()
            return is_free

    def unlock(self, host: str, number: int) -> None:
        """Let go of it."""
        if not _CAN_LOCK:
            return
        with self._lock:
            if self._handle >= 0:
                with suppress(OSError):
                    fcntl.lockf(self._handle, fcntl.LOCK_UN, 1, _place(host, number))
            self._held -= 1
            self._close_unused()

    def _is_locked(self, place: int) -> bool:
        try:
            fcntl.lockf(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:
            return True  # a disk that takes no lock must not keep anybody from reading
        return True

    def _opened(self) -> int:
        try:
            make_folder(self._path.parent)
            return os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError:
            return -1

    def _close_unused(self) -> None:
        if not self._held and self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _place(host: str, number: int) -> int:
    digest = blake2b(host.encode("utf-8", "replace"), digest_size=6).digest()
    return int.from_bytes(digest) * _ROOM + number % _ROOM
