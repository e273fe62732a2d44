"""The bytes of one connection, as asyncio brings them: no faster than they are read, no slower than they leave."""

import asyncio
from typing import Any

WAIT = 15.0
"""Seconds to wait for the next piece of an answer, and for room to write."""
_ENOUGH = 256 * 2**10
"""Bytes that may wait to be read; the rest waits at the server."""


class TornError(Exception):
    """The connection broke off."""


class HungUpError(TornError):
    """The server closed the connection where its answer should have begun."""


class ByteStream(asyncio.Protocol):
    """The bytes that come and go over one connection."""

    def __init__(self) -> None:
        self._arrived = bytearray()
        self._ended = False
        self._error: Exception | None = None
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._is_resting = False
        self.transport: Any = None

    @property
    def is_quiet(self) -> bool:
        """Tell whether it is open and nothing came unasked."""
        return not (self._ended or self._arrived or self.transport.is_closing())

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Take what came; when it is more than is read, let the rest wait."""
        self._arrived += data
        self._news.set()
        if len(self._arrived) > _ENOUGH and not self._is_resting:
            self._is_resting = True
            self.transport.pause_reading()

    def eof_received(self) -> bool:
        """Note that nothing more comes."""
        self._ended = True
        self._news.set()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that it is over."""
        self._ended, self._error = True, exc
        self._news.set()
        self._room.set()

    def pause_writing(self) -> None:
        """Wait until what was written has left."""
        self._room.clear()

    def resume_writing(self) -> None:
        """Write on."""
        self._room.set()

    async def read(self) -> bytes:
        """Return what came, b"" at the end; raise TornError, and TimeoutError when nothing comes."""
        if not (self._arrived or self._ended):
            self._news.clear()
            async with asyncio.timeout(WAIT):
                await self._news.wait()
        if not self._arrived and self._error:
            raise TornError from self._error
        data = bytes(self._arrived)
        self._arrived.clear()
        if self._is_resting and not self._ended:
            self._is_resting = False
            self.transport.resume_reading()
        return data

    async def write(self, data: bytes) -> None:
        """Send `data`. A server may answer before it heard all, so that it closes is only seen when reading."""
        if not self._ended:
            self.transport.write(data)
        if not self._room.is_set():
            async with asyncio.timeout(WAIT):
                await self._room.wait()
