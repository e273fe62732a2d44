"""HTTP/1.1 over asyncio, h11 speaking it: as much of a client as asking for feeds needs, behind the guard.

Connections stay open for some seconds and are lent again only to the same host and port, and never from a question that
may reach private addresses to one that may not. Loaded only when something is asked.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import h11

from learnlog.model.safe import clean_line
from learnlog.reading.web.answers import FetchError
from learnlog.reading.web.byte_stream import ByteStream
from learnlog.reading.web.guard import TRY_SECONDS, Resolver, judged
from learnlog.reading.web.line import Line, Response
from learnlog.reading.web.open_now import OpenNow
from learnlog.reading.web.web_address import WebAddress
from learnlog.reading.web.wire import Ask

KEPT = 2.0
"""Seconds for which a connection is kept open when nobody needs it: so long another process may wait for it."""
CONNECT = 10.0
"""Seconds to connect."""
_PRELIMINARIES = 20
_LOOK = 0.05
"""Seconds after which who waits for other connections to be closed looks again."""
PATIENCE = 60.0
"""Seconds to wait for them: longer than a question takes, so who has them then was stopped."""


class ConnectFailedError(Exception):
    """No connection was made."""


class Lines:
    """Connections to servers: at most `most`, to one host as many as `open_now` lets be; `resolver` looks names up.

    Those that are kept open unused count among them: one is closed where another is needed.
    """

    def __init__(self, *, most: int, open_now: OpenNow, resolver: Resolver, seconds: float) -> None:
        self._most = most
        self._open_now = open_now
        self._lent = 0
        self._resolver = resolver
        self._seconds = min(CONNECT, seconds)
        self._kept: list[Line] = []
        self._secure: ssl.SSLContext | None = None

    @asynccontextmanager
    async def way(self, url: WebAddress, ask: Ask) -> AsyncIterator[None]:
        """Wait until `ask` may go over a connection to the host of `url`: one that is kept open, or one more."""
        self._drop_stale()
        ask.way = -1 if self._fitting(url, ask) else await self._free(url.host)
        try:
            yield
        finally:
            if ask.way >= 0:
                self._open_now.leave(url.host, ask.way)
                ask.way = -1

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
            self._lent -= 1
            self._put_back(line)

    async def aclose(self) -> None:
        """Close every connection that is kept."""
        for line in [*self._kept]:
            line.wire.transport.close()
            self._forget(line)

    async def _speak(self, line: Line, url: WebAddress, headers: Mapping[bytes, bytes], ask: Ask) -> Response:
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
                ask.is_answered = True
                return Response(line, event.status_code, event.headers.raw_items())
        raise h11.RemoteProtocolError("preliminary answers without end")

    async def _line(self, url: WebAddress, ask: Ask) -> Line:
        self._drop_stale()
        self._lent += 1
        if line := self._fitting(url, ask):
            self._kept.remove(line)
            self._open_now.wake(line)
            return line
        number, ask.way = ask.way, -1
        try:
            if number < 0:  # one that was kept open turned out to be closed
                number = await self._free(url.host)
            await asyncio.sleep(0)  # what others just gave up is closed when the loop comes round
            wire = await self.connect(url, trusting=_is_trusting(url, ask))
        except BaseException:
            self._lent -= 1
            if number >= 0:
                self._open_now.leave(url.host, number)
            raise
        ask.is_fresh = True
        return Line(_key(url, ask), url.host, number, wire)

    def _fitting(self, url: WebAddress, ask: Ask) -> Line | None:
        """Return a connection that is kept open and may be lent for this."""
        key = _key(url, ask)
        return next((line for line in self._kept if line.key == key), None)

    async def _free(self, host: str) -> int:
        """Return the number of a connection to `host` that may be opened; what is kept open makes room for it.

        Raises:
            FetchError: another process has all of them for very long.
        """
        clock = asyncio.get_running_loop().time
        end = clock() + PATIENCE
        try:
            while clock() < end:
                if spare := self._kept[: max(0, self._lent + len(self._kept) + 1 - self._most)]:
                    self._drop(spare)
                    await asyncio.sleep(0)  # a connection is closed when the loop comes round
                    continue
                if (number := self._open_now.take(host)) >= 0:
                    return number
                here = [line for line in self._kept if line.host == host]
                self._drop(here[:1])
                await asyncio.sleep(0 if here else _LOOK)
        finally:
            self._open_now.give_up(host)
        raise FetchError(
            f"Another learnlog has been asking {clean_line(host, 80)} for very long.",
            "Close or continue it (a stopped one may wait behind “fg”) and try again.",
        )

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
            from learnlog.reading.web.secure import secure_context

            self._secure = secure_context()
        return self._secure

    def _put_back(self, line: Line) -> None:
        if not (line.is_through and line.wire.is_quiet) or self._open_now.is_wanted(line.host):
            line.wire.transport.abort()
            self._open_now.leave(line.host, line.number)
            return
        loop = asyncio.get_running_loop()
        line.http.start_next_cycle()
        line.until = loop.time() + KEPT
        self._kept.append(line)
        self._open_now.rest(line, line.host, lambda: self._drop([line]))
        loop.call_later(KEPT, self._drop_stale)
        self._drop(self._kept[: -self._most])

    def _drop_stale(self) -> None:
        now = asyncio.get_running_loop().time()
        self._drop([line for line in self._kept if line.until <= now or not line.wire.is_quiet])

    def _drop(self, lines: list[Line]) -> None:
        for line in lines:
            if line in self._kept:
                line.wire.transport.abort()
                self._forget(line)

    def _forget(self, line: Line) -> None:
        self._kept.remove(line)
        self._open_now.wake(line)
        self._open_now.leave(line.host, line.number)


def _is_trusting(url: WebAddress, ask: Ask) -> bool:
    return url.host_port in ask.trusted


def _key(url: WebAddress, ask: Ask) -> tuple[bool, str, str]:
    """Return what a connection is lent for again: never for a question that may reach less."""
    return (_is_trusting(url, ask), url.scheme, url.host_port)
