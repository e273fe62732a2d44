"""Web addresses as they are asked: understood by ourselves when they are plain, by httpx when they are not.

httpx normalises what RFC 3986 leaves to be normalised (escapes, dots in paths, names in other alphabets); nearly every
address of a feed has nothing of it, and importing httpx costs more than asking a server does.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address

_PORTS = {"http": 80, "https": 443}
# Without anything that httpx would write otherwise; a test compares.
_PLAIN = re.compile(
    r"(https?)://([a-z0-9]+(?:[.-][a-z0-9]+)*)(?::([1-9][0-9]{1,4}))?"
    r"((?:/(?!\.)(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*)"
    r"(\?(?:[A-Za-z0-9/?._~!$&()*+,;=:@-]|%[0-9A-Fa-f]{2})*)?(?:#[A-Za-z0-9/?._~-]*)?"
)
_LONGEST = 4096


class NotWebError(ValueError):
    """An address, but not of http or https."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http(s) address without its fragment: ``text`` as it is compared and shown, the rest as it is asked.

    ``host`` is how a person writes it, ``raw_host`` how it is looked up; ``port`` is None when it is the scheme's own.
    ``login`` is what stands before the host (``name:password``), "" as a rule.
    """

    text: str
    scheme: str
    host: str
    raw_host: str
    port: int | None
    target: str
    login: str = ""

    @property
    def host_port(self) -> str:
        """``host:port`` with the port said always."""
        named = f"[{self.raw_host}]" if ":" in self.raw_host else self.raw_host
        return f"{named}:{self.port or _PORTS[self.scheme]}"

    @property
    def host_header(self) -> str:
        """The Host header: the port only where it is unusual."""
        named = f"[{self.raw_host}]" if ":" in self.raw_host else self.raw_host
        return named if self.port is None else f"{named}:{self.port}"


@lru_cache(maxsize=64)
def understand(address: str) -> WebAddress:
    """Return `address` understood.

    Raises:
        NotWebError: it is not http(s).
        ValueError: it is no address at all.
    """
    return _plain(address) or _through_httpx(address)


def join(base: WebAddress, location: str) -> str:
    """Return where `location`, as a redirect says it, leads from `base`; raise ValueError for nonsense."""
    from urllib.parse import urljoin

    plain = _plain(location)
    return urljoin(base.text, plain.text) if plain else _joined_by_httpx(base, location)


def _plain(address: str) -> WebAddress | None:
    found = _PLAIN.fullmatch(address) if len(address) <= _LONGEST else None
    if found is None:
        return None
    scheme, host, port, path, query = found.groups("")
    is_number = host[-1].isdigit()
    if (port and not 0 < int(port) < 65536) or "xn--" in host or (is_number and not _is_ip(host)):
        return None
    number = int(port) if port and int(port) != _PORTS[scheme] else None
    target = f"{path or '/'}{query}"
    named = host if number is None else f"{host}:{number}"
    return WebAddress(f"{scheme}://{named}{path}{query}", scheme, host, host, number, target)


def _is_ip(host: str) -> bool:
    try:
        return str(IPv4Address(host)) == host
    except AddressValueError:
        return False


def _through_httpx(address: str) -> WebAddress:
    import httpx

    try:
        url = httpx.URL(address).copy_with(fragment=None)
    except (httpx.InvalidURL, TypeError) as error:
        raise ValueError(address) from error
    if url.scheme not in _PORTS or not url.host:
        raise NotWebError(address)
    login = f"{url.username}:{url.password}" if url.username or url.password else ""
    return WebAddress(
        str(url),
        url.scheme,
        url.host,
        url.raw_host.decode("ascii").lower(),
        url.port,
        url.raw_path.decode("ascii"),
        login,
    )


def _joined_by_httpx(base: WebAddress, location: str) -> str:
    import httpx

    try:
        return str(httpx.URL(base.text).join(location))
    except httpx.InvalidURL as error:
        raise ValueError(location) from error
