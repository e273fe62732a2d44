"""Whose turn it is: many channels at once, few of one host, and a pause between them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Lets at most `connections` in at once, of one host `per_host`, each `pause` seconds after the one before.

    Who waits for a host takes no place away from the others.
    """

    def __init__(self, connections: int, per_host: int, pause: float) -> None:
        self._places = asyncio.Semaphore(connections)
        self._per_host = per_host
        self._pause = pause
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._called: dict[str, float] = {}
        self._begun: dict[str, float] = {}

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at `host`, and hold it."""
        async with self._hosts.setdefault(host, asyncio.Semaphore(self._per_host)):
            await self._wait(self._called, host)
            async with self._places:
                # Two that were called one after the other may have got their places at once.
                await self._wait(self._begun, host)
                yield

    async def _wait(self, last: dict[str, float], host: str) -> None:
        clock = asyncio.get_running_loop().time
        while host in last and (left := last[host] + self._pause - clock()) > 0:
            await asyncio.sleep(left)
        last[host] = clock()
