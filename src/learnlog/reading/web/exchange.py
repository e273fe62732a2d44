"""HTTP/1.1 over asyncio, h11 speaking it: as much of a client as asking for feeds needs, behind the guard.

Connections stay open for some seconds and are lent again only to the same host and port, and never from a question that
may reach private addresses to one that may not. Loaded only when something is asked.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import h11

from learnlog.reading.web.answers import FetchError
from learnlog.reading.web.byte_stream import ByteStream, HungUpError
from learnlog.reading.web.guard import TRY_SECONDS, Resolver, judged
from learnlog.reading.web.web_address import WebAddress
from learnlog.reading.web.wire import Ask

KEPT = 5.0
"""Seconds for which a connection is kept open when nobody needs it."""
MOST_HEADERS = 100 * 2**10
CONNECT = 10.0
"""Seconds to connect."""
_PRELIMINARIES = 20
_CRUMBS, _CRUMB = 20_000, 64
"""Pieces of an answer after which each must hold so many bytes on average: a chunk costs more than what is in it."""
_BREATH = 200
"""Pieces after which others have their turn, however much is there already."""


class ConnectFailedError(Exception):
    """No connection was made."""


@dataclass(slots=True)
class _Line:
    """One connection with what was said over it."""

    key: tuple[bool, str, str]
    host: str
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
        return event


def _speaker() -> h11.Connection:
    return h11.Connection(our_role=h11.CLIENT, max_incomplete_event_size=MOST_HEADERS)


class Response:
    """An answer whose body is still to be read: ``status``, raw ``headers``, ``peer`` (the server's address)."""

    def __init__(self, line: _Line, status: int, headers: list[tuple[bytes, bytes]]) -> None:
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


class Lines:
    """Connections to servers: at most `most`, to one host `per_host`; names are looked up by `resolver`.

    Those that are kept open unused count among them: one is closed where another is needed.
    """

    def __init__(self, *, most: int, per_host: int, resolver: Resolver, seconds: float) -> None:
        self._most = most
        self._per_host = per_host
        self._lent: list[str] = []
        self._resolver = resolver
        self._seconds = min(CONNECT, seconds)
        self._kept: list[_Line] = []
        self._secure: ssl.SSLContext | None = None

    @asynccontextmanager
    async def asked(
        self, url: WebAddress, headers: Mapping[bytes, bytes], ask: Ask
    ) -> AsyncIterator[Response]:
        """Ask `url` with `headers` and give the answer; the connection is free again when the body was read.

        `ask` is told when the question is given away, and whether over a connection of its own.

        Raises:
            RefusedError: its address is private, and `ask` does not trust it.
            ConnectFailedError, TornError, TimeoutError, h11.ProtocolError, ssl.SSLError: what went wrong.
        """
        line = await self._line(url, ask)
        try:
            yield await self._speak(line, url, headers, ask)
        finally:
            self._lent.remove(line.host)
            self._put_back(line)

    async def aclose(self) -> None:
        """Close every connection that is kept."""
        while self._kept:
            self._kept.pop().wire.transport.close()

    async def _speak(
        self, line: _Line, url: WebAddress, headers: Mapping[bytes, bytes], ask: Ask
    ) -> Response:
        question = h11.Request(method=ask.method, target=url.target, headers=list(headers.items()))
        said = [line.http.send(question)]
        if ask.body:
            said.append(line.http.send(h11.Data(data=ask.body)))
        said.append(line.http.send(h11.EndOfMessage()))
        ask.is_given = True
        await line.wire.write(b"".join(part for part in said if part))
        for _ in range(_PRELIMINARIES):
            event = await line.hear()
            if isinstance(event, h11.Response) or (
                isinstance(event, h11.InformationalResponse) and event.status_code == 101
            ):
                return Response(line, event.status_code, event.headers.raw_items())
        raise h11.RemoteProtocolError("preliminary answers without end")

    async def _line(self, url: WebAddress, ask: Ask) -> _Line:
        now = asyncio.get_running_loop().time()
        key = (url.host_port in ask.trusted, url.scheme, url.host_port)
        self._drop([line for line in self._kept if line.until < now or not line.wire.is_quiet])
        self._lent.append(url.host)
        for line in self._kept:
            if line.key == key:
                self._kept.remove(line)
                return line
        try:
            await self._make_room(url.host)
            wire = await self.connect(url, trusting=key[0])
        except BaseException:
            self._lent.remove(url.host)
            raise
        ask.is_fresh = True
        return _Line(key, url.host, wire)

    async def _make_room(self, host: str) -> None:
        """Close what is kept open and stands in the way of one more, which counts as lent already."""
        here = [line for line in self._kept if line.host == host]
        too_many = self._lent.count(host) + len(here) - self._per_host
        self._drop(here[: max(0, too_many)])
        self._drop(self._kept[: max(0, len(self._lent) + len(self._kept) - self._most)])
        await asyncio.sleep(0)  # a connection is closed when the loop comes round

    async def connect(self, url: WebAddress, *, trusting: bool) -> ByteStream:
        """Connect to the first judged address of the host that answers."""
        port = int(url.host_port.rpartition(":")[2])
        addresses = await judged(
            url.raw_host, port, self._seconds, resolver=self._resolver, trusting=trusting
        )
        for address in addresses[:-1]:
            try:
                return await self.dial(address, port, url, min(self._seconds, TRY_SECONDS))
            except (ConnectFailedError, TimeoutError):
                continue
        return await self.dial(addresses[-1], port, url, self._seconds)

    async def dial(self, address: str, port: int, url: WebAddress, seconds: float) -> ByteStream:
        """Connect to `address`, where the server named in `url` is expected."""
        secure = self._context() if url.scheme == "https" else None
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                _, wire = await loop.create_connection(
                    ByteStream,
                    address,
                    port,
                    ssl=secure,
                    server_hostname=url.raw_host if secure else None,
                    ssl_handshake_timeout=seconds * 2 if secure else None,
                )
        except ssl.SSLError:
            raise
        except OSError as error:
            if isinstance(error, TimeoutError):
                raise
            raise ConnectFailedError(address) from error
        return wire

    def _context(self) -> ssl.SSLContext:
        if self._secure is None:
            self._secure = secure_context()
        return self._secure

    def _put_back(self, line: _Line) -> None:
        if _is_through(line.http) and line.wire.is_quiet:
            line.http.start_next_cycle()
            line.until = asyncio.get_running_loop().time() + KEPT
            self._kept.append(line)
            self._drop(self._kept[: -self._most])
        else:
            line.wire.transport.abort()

    def _drop(self, lines: list[_Line]) -> None:
        for line in lines:
            self._kept.remove(line)
            line.wire.transport.abort()


def _is_through(http: h11.Connection) -> bool:
    """Tell whether all was said on both sides, and nothing unasked after it.

    An answer without a body ends where its headers end.
    """
    if http.their_state is h11.SEND_BODY:
        try:
            http.next_event()
        except h11.ProtocolError:
            return False
    return http.our_state is h11.DONE and http.their_state is h11.DONE and not http.trailing_data[0]


def secure_context() -> ssl.SSLContext:
    """Return what secure connections are checked by; SSL_CERT_FILE and SSL_CERT_DIR are heeded."""
    import os

    if file := os.environ.get("SSL_CERT_FILE"):
        context = ssl.create_default_context(cafile=file)
    elif folder := os.environ.get("SSL_CERT_DIR"):
        context = ssl.create_default_context(capath=folder)
    else:
        import certifi

        context = ssl.create_default_context(cafile=certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context
