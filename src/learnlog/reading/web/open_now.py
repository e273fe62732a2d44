"""Which connections are open now, over all clients of this process and, where they tell, of other processes."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol


class Others(Protocol):
    """What other processes have open: each place at a host is held by one at a time."""

    def lock(self, host: str, number: int) -> bool:
        """Hold the place `number` at `host`; tell whether it was free."""
        ...

    def unlock(self, host: str, number: int) -> None:
        """Let go of it."""
        ...


class OpenNow:
    """At most `per_host` connections to one host, those that are kept open unused counted in."""

    def __init__(self, per_host: int, others: Others | None = None) -> None:
        self._per_host = per_host
        self._others = others
        self._held: dict[str, set[int]] = {}
        self._idle: dict[object, tuple[str, asyncio.AbstractEventLoop, Callable[[], None]]] = {}
        self._lock = threading.Lock()

    def take(self, host: str) -> int:
        """Return the number of a place at `host` that may be connected to, -1 while there is none.

        Whoever keeps one of this process open unused is asked to close it.
        """
        with self._lock:
            held = self._held.setdefault(host, set())
            for number in range(self._per_host):
                if number not in held and (not self._others or self._others.lock(host, number)):
                    held.add(number)
                    return number
            idle = [(loop, drop) for at, loop, drop in self._idle.values() if at == host]
        for loop, drop in idle[:1]:
            with suppress(RuntimeError):  # its loop has ended, and its connections with it
                loop.call_soon_threadsafe(drop)
        return -1

    def leave(self, host: str, number: int) -> None:
        """Give back a place whose connection is closed."""
        with self._lock:
            self._held[host].discard(number)
            if not self._held[host]:
                del self._held[host]
            if self._others:
                self._others.unlock(host, number)

    def rest(self, line: object, host: str, drop: Callable[[], None]) -> None:
        """Note that `line` is open unused; `drop` closes it, when called in this loop."""
        with self._lock:
            self._idle[line] = (host, asyncio.get_running_loop(), drop)

    def wake(self, line: object) -> None:
        """Note that `line` is used again, or closed."""
        with self._lock:
            self._idle.pop(line, None)
