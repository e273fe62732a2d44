"""Whose turn it is: many channels at once, few of one host, and a pause between them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Unpack

from learnlog.reading.sources.base import Client, More
from learnlog.reading.sources.lent import LentClient
from learnlog.reading.web.answers import Answer

AHEAD = 8
"""Channels whose answers may be read and stored while others are asked."""


class Turns:
    """Lets at most `connections` ask at once, of one host `per_host`, each `pause` seconds after the one before.

    `ahead` more may have their answers and read them meanwhile.
    Who waits for a host takes no place away from the others, nor does who has its answer and reads it.
    """

    def __init__(self, connections: int, per_host: int, pause: float, ahead: int = AHEAD) -> None:
        self._in_hand = asyncio.Semaphore(connections + ahead)
        self._places = asyncio.Semaphore(connections)
        self._gate = asyncio.Lock()
        self._per_host = per_host
        self._pause = pause
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._called: dict[str, float] = {}
        self._begun: dict[str, float] = {}

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator["Turn"]:
        """Wait for a turn at `host`, and hold it."""
        async with self._hosts.setdefault(host, asyncio.Semaphore(self._per_host)):
            await self._wait(self._called, host)
            async with self._in_hand:
                yield Turn(self, host)

    @asynccontextmanager
    async def place(self, host: str) -> AsyncIterator[None]:
        """Wait until `host` may be asked, and hold the place while it is."""
        async with self._places:
            # Two that were called one after the other may have got their places at once.
            await self._wait(self._begun, host)
            yield

    async def file_past(self) -> None:
        """Let one at a time go on with its answer: what else came is heard, and others are asked, in between."""
        async with self._gate:
            await asyncio.sleep(0)

    async def _wait(self, last: dict[str, float], host: str) -> None:
        clock = asyncio.get_running_loop().time
        while host in last and (left := last[host] + self._pause - clock()) > 0:
            await asyncio.sleep(left)
        last[host] = clock()


class Turn:
    """A turn at a host: its first question takes a place. Those after it are part of the same conversation."""

    def __init__(self, turns: Turns, host: str) -> None:
        self._turns = turns
        self._host = host
        self._has_begun = False

    def lend(self, client: Client) -> Client:
        """Return `client` as the turn lets it ask."""
        return _Waiting(self, client)

    @asynccontextmanager
    async def question(self) -> AsyncIterator[None]:
        """Wait until a question may be asked, and after it until its answer may be read."""
        if self._has_begun:
            yield
            return
        self._has_begun = True
        async with self._turns.place(self._host):
            yield
        await self._turns.file_past()


class _Waiting(LentClient):
    """A client whose first question waits for its turn."""

    def __init__(self, turn: Turn, client: Client) -> None:
        super().__init__(client)
        self._turn = turn

    def trusted(self, host: str) -> str:
        """Return `host`: who waits is who asks."""
        return host

    async def get(self, url: str, *, etag: str = "", last_modified: str = "", typed_host: str = "") -> Answer:
        """Ask for `url`."""
        async with self._turn.question():
            return await super().get(url, etag=etag, last_modified=last_modified, typed_host=typed_host)

    async def request(self, method: str, url: str, *, typed_host: str = "", **more: Unpack[More]) -> Answer:
        """Ask for more than a page."""
        async with self._turn.question():
            return await super().request(method, url, typed_host=typed_host, **more)
