"""The guard at the door for clients that block: the same judgement of addresses as `guard`, without a loop.

What networks' own libraries send while I talk goes through here. Redirects are refused: a login or a post must
not be repeated to a server nobody named. Loaded only when I talk.
"""

import socket
import ssl
import threading
from collections.abc import Collection, Iterable
from time import monotonic
from typing import Any

import httpcore
import httpx

from learnlog.model.safe import clean_line
from learnlog.reading.web.answers import FetchError, LostError, RefusedError
from learnlog.reading.web.guard import TRY_SECONDS, addresses_of, looking_up, permitted
from learnlog.reading.web.troubles import explained
from learnlog.reading.web.wire import USER_AGENT

MAX_BODY = 15 * 2**20
_OURS = frozenset({b"accept-encoding", b"user-agent", b"cookie", b"referer"})
"""Headers of which a library does not decide: what we are called, and what nobody needs to be told."""


class _Patience(threading.local):
    """Until when (monotonic seconds) this thread waits for the answer to its question."""

    until = float("inf")


class _Stream(httpcore.NetworkStream):
    """A connection on which nobody waits longer than agreed, though something comes all the time."""

    def __init__(self, inner: httpcore.NetworkStream, patience: _Patience) -> None:
        self._inner = inner
        self._patience = patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what comes."""
        left = self._patience.until - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return self._inner.read(max_bytes, left if timeout is None else min(timeout, left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send `buffer`."""
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        """Close it."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on in secret."""
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, timeout), self._patience)

    def get_extra_info(self, info: str) -> Any:
        """Tell about it."""
        return self._inner.get_extra_info(info)


class BlockingBackend(httpcore.NetworkBackend):
    """Connects to addresses, never to names; to private ones only when `trusting`."""

    def __init__(self, patience: _Patience, *, trusting: bool) -> None:
        self._patience = patience
        self._trusting = trusting
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a connection to the first judged address of `host` that answers."""
        return _Stream(self._connected(host, port, timeout, local_address, socket_options), self._patience)

    def _connected(
        self,
        host: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        addresses = self._judged(host, port)
        for address in addresses[:-1]:
            try:
                brief = min(timeout or TRY_SECONDS, TRY_SECONDS)
                return self._inner.connect_tcp(address, port, brief, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    def _judged(self, host: str, port: int) -> list[str]:
        with looking_up(host):
            addresses = addresses_of(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        return permitted(host, addresses, trusting=self._trusting)


class BlockingTransport(httpx.BaseTransport):
    """What a library's blocking client sends its questions through; `trusted` are ``host:port`` that may be private.

    Raises FetchError when the question never left, LostError when it did and no whole answer came in `seconds`.
    """

    def __init__(self, trusted: Collection[str] = (), *, seconds: float = 30.0) -> None:
        self._trusted = frozenset(item.lower() for item in trusted)
        self._seconds = seconds
        context = httpx.create_ssl_context(trust_env=True)
        self._patience = _Patience()
        self._strict, self._trusting = (
            _pool(context, self._patience, trusting=trusting) for trusting in (False, True)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` through the pool it is entitled to, and read its whole answer."""
        url = request.url
        host = url.raw_host.decode("ascii").lower()
        port = url.port or {"http": 80, "https": 443}.get(url.scheme, 0)
        pool = self._trusting if f"{host}:{port}" in self._trusted else self._strict
        is_given = False

        def watch(event: str, _: Any) -> None:
            nonlocal is_given
            is_given = is_given or event.endswith("send_request_headers.started")

        try:
            answer = self._exchange(pool, request, watch)
        except FetchError:
            raise
        except Exception as error:
            said = explained(error, url.host, self._seconds)
            raise (LostError if is_given else FetchError)(said.message, said.hint) from error
        if 300 <= answer.status_code < 400:
            raise RefusedError(f"{clean_line(url.host, 80)} points elsewhere, where nobody wanted to go.")
        return answer

    def _exchange(self, pool: httpcore.ConnectionPool, request: httpx.Request, watch: Any) -> httpx.Response:
        until = self._patience.until = monotonic() + self._seconds
        brief = min(15.0, self._seconds)
        headers = [pair for pair in request.headers.raw if pair[0].lower() not in _OURS]
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=[
                *headers,
                (b"User-Agent", USER_AGENT.encode("ascii")),
                (b"Accept-Encoding", b"identity"),
            ],
            content=request.stream,
            extensions={
                "timeout": {"connect": 10.0, "read": brief, "write": brief, "pool": brief},
                "trace": watch,
            },
        )
        answer = pool.handle_request(asked)
        body = bytearray()
        try:
            for part in answer.iter_stream():
                body += part
                if len(body) > MAX_BODY:
                    raise LostError(f"{clean_line(request.url.host, 80)} sent more than can be meant.")
                if monotonic() > until:
                    raise httpcore.ReadTimeout
        finally:
            answer.close()
        kept = [pair for pair in answer.headers if pair[0].lower() != b"content-encoding"]
        return httpx.Response(answer.status, headers=kept, content=bytes(body))

    def close(self) -> None:
        """Close every kept connection."""
        self._strict.close()
        self._trusting.close()


def _pool(context: ssl.SSLContext, patience: _Patience, *, trusting: bool) -> httpcore.ConnectionPool:
    return httpcore.ConnectionPool(
        ssl_context=context,
        max_connections=2,
        keepalive_expiry=5.0,
        network_backend=BlockingBackend(patience, trusting=trusting),
    )
