"""One connection, h11 speaking over it, and the answer that comes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import h11

from learnlog.reading.web.answers import FetchError
from learnlog.reading.web.byte_stream import ByteStream, HungUpError, TornError

MOST_HEADERS = 100 * 2**10
_CRUMBS, _CRUMB = 20_000, 64
"""Pieces of an answer after which each must hold so many bytes on average: a chunk costs more than what is in it."""
_BREATH = 200
"""Pieces after which others have their turn, however much is there already."""


@dataclass(slots=True, eq=False)
class Line:
    """One connection with what was said over it; `number` is its place at the host."""

    key: tuple[bool, str, str]
    host: str
    number: int
    wire: ByteStream
    http: h11.Connection = field(default_factory=lambda: _speaker())
    until: float = 0.0

    async def hear(self) -> Any:
        """Return the next event of the answer."""
        while (event := self.http.next_event()) is h11.NEED_DATA:
            data = await self.wire.read()
            if not data and self.http.their_state is h11.SEND_RESPONSE:
                raise HungUpError
            self.http.receive_data(data)
            if not data:
                return self._last()
        return event

    def _last(self) -> Any:
        """Return the last event, now that nothing more comes."""
        try:
            return self.http.next_event()
        except h11.RemoteProtocolError as error:  # more was announced
            raise TornError from error

    @property
    def is_through(self) -> bool:
        """Tell whether all was said on both sides, and nothing unasked after it.

        An answer without a body ends where its headers end.
        """
        http = self.http
        if http.their_state is h11.SEND_BODY:
            try:
                http.next_event()
            except h11.ProtocolError:
                return False
        return http.our_state is h11.DONE and http.their_state is h11.DONE and not http.trailing_data[0]


def _speaker() -> h11.Connection:
    return h11.Connection(our_role=h11.CLIENT, max_incomplete_event_size=MOST_HEADERS)


class Response:
    """An answer whose body is still to be read: ``status``, raw ``headers``, ``peer`` (the server's address)."""

    def __init__(self, line: Line, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.status = status
        self.headers = headers
        peer = line.wire.transport.get_extra_info("peername")
        self.peer = str(peer[0]) if peer else ""
        self._line = line

    async def parts(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes, compressed as it is; raise FetchError when it comes in crumbs."""
        pieces = size = 0
        while isinstance(event := await self._line.hear(), h11.Data):
            pieces += 1
            size += len(event.data)
            if pieces > _CRUMBS and size < pieces * _CRUMB:
                raise FetchError("The answer comes in pieces too small to be meant.")
            if pieces % _BREATH == 0:
                await asyncio.sleep(0)
            yield bytes(event.data)
