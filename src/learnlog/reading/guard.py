"""The guard at the door to the network: private addresses are refused at the moment of connecting.

A name is resolved once, every address it has is judged, and the connection goes to a judged address, so
a name that means something else a moment later (DNS rebinding) gains nothing. TLS and the Host header
still see the name. Loaded only when something is fetched.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from learnlog.model.safe import clean_line
from learnlog.reading.answers import FetchError, RefusedError

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Returns the addresses of a host."""

_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
_IETF = ipaddress.ip_network("192.0.0.0/24")  # Python versions differ on what of it is global
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
TRY_SECONDS = 4.0
"""Seconds an address may take to answer while the host has others."""


def is_public(address: str) -> bool:
    """Tell whether `address` is an address of the public internet; one inside an IPv6 address counts."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        return ip in _GLOBAL_V6 and ip.is_global
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and ip not in _IETF


def permitted(host: str, addresses: list[str], hint: str, *, trusting: bool) -> list[str]:
    """Return those of the host's `addresses` that may be asked: the public ones, or all when `trusting`.

    Raises:
        RefusedError: none may; `hint` says what would be let through.
    """
    allowed = addresses if trusting else [address for address in addresses if is_public(address)]
    if not allowed:
        named = clean_line(host, 80)
        raise RefusedError(f"{named} is an address in a private network, so it was not asked.", hint)
    return allowed


def addresses_of(found: Iterable[tuple[Any, ...]]) -> list[str]:
    """Return the addresses among what ``getaddrinfo`` answered, in its order, each once."""
    return list(dict.fromkeys(str(item[4][0]) for item in found))


@contextmanager
def looking_up(host: str) -> Iterator[None]:
    """Say as a FetchError what goes wrong inside, where the addresses of `host` are asked for."""
    named = clean_line(host, 80)
    try:
        yield
    except TimeoutError as error:
        raise FetchError(f"The host {named} could not be looked up in time.") from error
    except (OSError, UnicodeError) as error:
        raise FetchError(
            f"The host {named} was not found.", "Check its spelling, and that this machine is online."
        ) from error


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of `host` in the order the system prefers them."""
    return addresses_of(await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to addresses, never to names; to private ones only when `trusting`."""

    def __init__(
        self,
        *,
        trusting: bool,
        resolver: Resolver = resolve,
        inner: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._trusting = trusting
        self._resolver = resolver
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open a connection to the first judged address of `host` that answers."""
        addresses = await self._judged(host, port, timeout)
        for address in addresses[:-1]:
            try:
                brief = min(timeout or TRY_SECONDS, TRY_SECONDS)
                return await self._inner.connect_tcp(address, port, brief, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def _judged(self, host: str, port: int, seconds: float | None) -> list[str]:
        with looking_up(host):
            async with asyncio.timeout(seconds):
                addresses = list(await self._resolver(host, port))
        hint = "Only an address you type yourself in `learnlog follow` may be private."
        return permitted(host, addresses, hint, trusting=self._trusting)

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks between tries."""
        await asyncio.sleep(seconds)


class _Body(httpx.AsyncByteStream):
    def __init__(self, parts: AsyncIterator[bytes], close: Callable[[], Awaitable[None]]) -> None:
        self._parts = parts
        self._close = close

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._parts:
            yield part

    async def aclose(self) -> None:
        await self._close()


class GuardedTransport(httpx.AsyncBaseTransport):
    """Two pools behind one client, so that a kept connection to a private host is never lent to a stranger.

    A request with the extension ``trusted`` goes through the pool that may reach private addresses.
    """

    def __init__(self, *, connections: int, resolver: Resolver, context: ssl.SSLContext) -> None:
        def pool(*, trusting: bool) -> httpcore.AsyncConnectionPool:
            return httpcore.AsyncConnectionPool(
                ssl_context=context,
                max_connections=connections,
                max_keepalive_connections=connections,
                keepalive_expiry=5.0,
                network_backend=GuardedBackend(trusting=trusting, resolver=resolver),
            )

        self._strict = pool(trusting=False)
        self._trusting = pool(trusting=True)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` through the pool it is entitled to."""
        pool = self._trusting if request.extensions.get("trusted") else self._strict
        url = request.url
        answer = await pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        stream = answer.stream
        assert not isinstance(stream, bytes)  # noqa: S101  # an asynchronous pool answers with a stream
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(stream.__aiter__(), answer.aclose),  # type: ignore[union-attr]  # as above
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close every kept connection."""
        await self._strict.aclose()
        await self._trusting.aclose()
