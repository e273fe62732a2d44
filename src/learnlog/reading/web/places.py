"""How many are asked at once by all clients of this process together, whatever thread each lives in."""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

_LOOK: Final = 0.02
"""Seconds after which who waits looks again: a place may be freed by another thread's client."""


class Places:
    """At most `connections` places, of one host `per_host`."""

    def __init__(self, connections: int, per_host: int) -> None:
        self._connections = connections
        self._per_host = per_host
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Wait for a place at `host`, and hold it."""
        while not self._take(host):
            await asyncio.sleep(_LOOK)
        try:
            yield
        finally:
            self._leave(host)

    def _take(self, host: str) -> bool:
        with self._lock:
            is_free = self._taken[host] < self._per_host and self._taken.total() < self._connections
            self._taken[host] += is_free
        return is_free

    def _leave(self, host: str) -> None:
        with self._lock:
            self._taken[host] -= 1
            if not self._taken[host]:
                del self._taken[host]
