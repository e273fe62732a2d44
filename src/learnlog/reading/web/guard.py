"""The guard at the door to the network: private addresses are refused at the moment of connecting.

A name is resolved once, every address it has is judged, and the connection goes to a judged address, so
a name that means something else a moment later (DNS rebinding) gains nothing. TLS and the Host header
still see the name. Loaded only when something is fetched.
"""

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from learnlog.model.safe import clean_line
from learnlog.reading.web.answers import FetchError, RefusedError

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


def permitted(host: str, addresses: list[str], *, trusting: bool) -> list[str]:
    """Return those of the host's `addresses` that may be asked: the public ones, or all when `trusting`.

    Raises:
        RefusedError: none may.
    """
    allowed = addresses if trusting else [address for address in addresses if is_public(address)]
    if not allowed:
        named = clean_line(host, 80)
        raise RefusedError(
            f"{named} is an address in a private network; only one that you type yourself is asked."
        )
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
    with suppress(ValueError):
        if str(ipaddress.IPv4Address(host)) == host:
            return [host]  # nothing to look up
    return addresses_of(await _looked_up(host, port))


async def _looked_up(host: str, port: int) -> list[tuple[Any, ...]]:
    """Ask the system in a thread of its own: nothing can stop it there, and a name server that hangs holds up nobody.

    In the loop's few threads six such names would keep all that was fetched from being read.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[tuple[Any, ...]]] = loop.create_future()

    def told(answer: list[tuple[Any, ...]], error: Exception | None) -> None:
        if not found.done():
            found.set_exception(error) if error else found.set_result(answer)

    def ask() -> None:
        answer: list[tuple[Any, ...]] = []
        trouble: Exception | None = None
        try:
            answer = list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:  # whatever it is, it is raised where it was asked
            trouble = error
        with suppress(RuntimeError):  # nobody waits any more
            loop.call_soon_threadsafe(told, answer, trouble)

    threading.Thread(target=ask, name="looking up", daemon=True).start()
    return await found


async def judged(
    host: str, port: int, seconds: float | None, *, resolver: Resolver, trusting: bool
) -> list[str]:
    """Return the addresses of `host` that may be connected to, which was looked up once for it.

    Raises:
        FetchError: it was not found within `seconds`.
        RefusedError: all are private, and nobody is `trusting`.
    """
    with looking_up(host):
        async with asyncio.timeout(seconds):
            addresses = list(await resolver(host, port))
    return permitted(host, addresses, trusting=trusting)
