"""How many are asked at once by all clients of this process together, whatever thread each lives in."""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from learnlog.reading.web.open_now import OpenNow, Others


@dataclass(slots=True, eq=False)
class _Asked:
    """A place at `host` that somebody in `loop` asked for."""

    host: str
    loop: asyncio.AbstractEventLoop
    is_given: asyncio.Event = field(default_factory=asyncio.Event)


class Places:
    """At most `connections` places, of one host `per_host`, given in the order in which they are asked for.

    Who waits for a busy host holds up nobody who wants another. ``open_now`` counts the connections, with those of
    the `others` that tell of theirs.
    """

    def __init__(self, connections: int = 16, per_host: int = 2, others: Others | None = None) -> None:
        self.connections = connections
        self.per_host = per_host
        self.open_now = OpenNow(per_host, others)
        self._taken: Counter[str] = Counter()
        self._waiting: list[_Asked] = []
        self._lock = threading.Lock()

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Wait for a place at `host`, and hold it."""
        place = _Asked(host, asyncio.get_running_loop())
        with self._lock:
            self._waiting.append(place)
            self._give(place.loop)
        try:
            await place.is_given.wait()
            yield
        finally:
            with self._lock:
                self._leave(place)

    def _leave(self, place: _Asked) -> None:
        if place in self._waiting:
            self._waiting.remove(place)
            return
        self._taken[place.host] -= 1
        if not self._taken[place.host]:
            del self._taken[place.host]
        self._give(place.loop)

    def _give(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give what is free to those who wait; called in `loop`."""
        free = self.connections - self._taken.total()
        for place in [*self._waiting] if free else ():
            if free and self._taken[place.host] < self.per_host:
                free -= 1
                self._taken[place.host] += 1
                self._waiting.remove(place)
                if place.loop is loop:
                    place.is_given.set()
                else:
                    place.loop.call_soon_threadsafe(place.is_given.set)
