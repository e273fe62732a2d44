"""Which connections are open now, over all clients of this process and, where they tell, of other processes."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

QUEUE: Final = 1000
"""The place that is held by the process whose turn at a host is next."""


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
        self._queued: set[str] = set()
        self._idle: dict[object, tuple[str, asyncio.AbstractEventLoop, Callable[[], None]]] = {}
        self._lock = threading.Lock()

    def take(self, host: str) -> int:
        """Return the number of a place at `host` that may be connected to, -1 while there is none.

        Whoever keeps one of this process open unused is asked to close it, and another process to let this one have
        the next turn.
        """
        with self._lock:
            is_next = not self._others or host in self._queued or self._others.lock(host, QUEUE)
            number = self._free(host) if is_next else -1
            if is_next and self._others:
                self._queued.add(host)
                if number >= 0:
                    self._unqueue(host)
            if number >= 0:
                return number
            idle = [(loop, drop) for at, loop, drop in self._idle.values() if at == host]
        for loop, drop in idle[:1]:
            with suppress(RuntimeError):  # its loop has ended, and its connections with it
                loop.call_soon_threadsafe(drop)
        return -1

    def is_wanted(self, host: str) -> bool:
        """Tell whether another process waits for a connection to `host`: then none is kept open unused."""
        with self._lock:
            if not self._others or host in self._queued:
                return False
            is_free = self._others.lock(host, QUEUE)
            if is_free:
                self._others.unlock(host, QUEUE)
            return not is_free

    def give_up(self, host: str) -> None:
        """Note that nobody may be waiting for `host` any more; who still is asks again."""
        with self._lock:
            self._unqueue(host)

    def _free(self, host: str) -> int:
        held = self._held.get(host, set())
        for number in range(self._per_host):
            if number not in held and (not self._others or self._others.lock(host, number)):
                self._held.setdefault(host, held).add(number)
                return number
        return -1

    def _unqueue(self, host: str) -> None:
        if host in self._queued and self._others:
            self._queued.discard(host)
            self._others.unlock(host, QUEUE)

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
