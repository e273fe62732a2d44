"""One client for everything that is fetched, with the guards on.

No cookies, no referrer, one honest name. Proxies named in the environment are not used: a proxy would
resolve names itself, behind the back of the guard against private addresses.
"""

import asyncio
from collections.abc import Collection
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Self

from learnlog import __version__
from learnlog.model.moments import Clock, local_now
from learnlog.model.safe import clean_line
from learnlog.reading.answers import Answer, FetchError, RefusedError

if TYPE_CHECKING:
    import httpx

    from learnlog.reading.guard import Resolver

__all__ = ["MAX_BODY", "USER_AGENT", "Answer", "FetchError", "Http", "RefusedError", "host_port"]

USER_AGENT = f"learnlog/{__version__} (personal feed reader)"
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.6, */*;q=0.1"
)
MAX_BODY = 15 * 2**20
MAX_REDIRECTS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}


@dataclass(slots=True)
class _Ask:
    """One question on its way through redirects."""

    headers: dict[bytes, bytes]
    trusted: frozenset[str]
    left: float
    seen: list[str] = field(default_factory=list)
    permanent: bool = True


class Http:
    """Fetches addresses: ``async with Http() as http: answer = await http.get(url)``.

    `allowed` holds ``host:port`` pairs that may be private; `timeout` bounds a whole question, redirects
    included but not the waiting for a free connection. Nothing is opened before the ``async with``.
    """

    def __init__(
        self,
        *,
        allowed: Collection[str] = (),
        connections: int = 16,
        per_host: int = 2,
        timeout: float = 30.0,
        clock: Clock = local_now,
        resolver: "Resolver | None" = None,
    ) -> None:
        self._allowed = frozenset(item.lower() for item in allowed)
        self._connections = connections
        self._per_host = per_host
        self._timeout = timeout
        self._clock = clock
        self._resolver = resolver
        self._slots = asyncio.Semaphore(connections)
        self._host_slots: dict[str, asyncio.Semaphore] = {}
        self._client: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        """Open the client."""
        self._client = _client(self._connections, self._timeout, self._resolver)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the client and its connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def get(
        self, url: str, *, etag: str = "", last_modified: str = "", typed_host: str = "", accept: str = ACCEPT
    ) -> Answer:
        """Ask for `url`, following redirects; `typed_host` is the ``host:port`` the user typed.

        Whatever the server answers, 404 and 500 included, is an Answer; FetchError says none came.
        """
        ask = _Ask(
            headers=_headers(etag, last_modified, accept),
            trusted=self._allowed | ({typed_host.lower()} if typed_host else frozenset()),
            left=self._timeout,
        )
        hop = url
        while True:
            answer, target = await self._hop(hop, ask)
            if not target:
                return answer
            ask.permanent = ask.permanent and answer.status in (301, 308)
            hop = target

    async def _hop(self, address: str, ask: _Ask) -> tuple[Answer, str]:
        """Ask one server once; return what it said and, for a redirect, where it points."""
        url = _parse(address)
        _count(str(url), ask)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._host_slot(url.host))
            await stack.enter_async_context(self._slots)
            clock = asyncio.get_running_loop().time
            started = clock()
            try:
                async with asyncio.timeout(max(ask.left, 0.001)):
                    return await self._exchange(url, ask)
            except FetchError:
                raise
            except Exception as error:
                raise _explained(error, url.host, self._timeout) from error
            finally:
                ask.left -= clock() - started

    async def _exchange(self, url: "httpx.URL", ask: _Ask) -> tuple[Answer, str]:
        from learnlog.reading.guard import is_public
        from learnlog.reading.inflate import Inflater

        assert self._client is not None, "Http is used inside `async with`"  # noqa: S101  # a caller's mistake
        extensions = {"trusted": _host_port(url) in ask.trusted}
        async with self._client.stream("GET", url, headers=ask.headers, extensions=extensions) as response:
            # Asked now: a server that closes the connection takes its address with it.
            peer = response.extensions["network_stream"].get_extra_info("server_addr")
            headers = _lower(response.headers.raw)
            target = _target(url, headers) if response.status_code in _REDIRECTS else ""
            body = b""
            if 200 <= response.status_code < 300:
                inflater = Inflater(headers.get("content-encoding", ""), MAX_BODY)
                async for part in response.aiter_raw():
                    inflater.feed(part)
                body = inflater.finish()
        moved = len(ask.seen) > 1 and ask.permanent and not target
        answer = Answer(
            status=response.status_code,
            url=str(url),
            headers=headers,
            body=body,
            permanent_to=str(url) if moved else "",
            retry_after=self._retry_after(headers),
            private=bool(peer) and not is_public(str(peer[0])),
        )
        return answer, target

    def _host_slot(self, host: str) -> asyncio.Semaphore:
        return self._host_slots.setdefault(host, asyncio.Semaphore(self._per_host))

    def _retry_after(self, headers: MappingProxyType[str, str]) -> int | None:
        """Read Retry-After: seconds, or a date, which counts from the server's own Date."""
        text = headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return int(text[:9])
        if not text:
            return None
        from email.utils import parsedate_to_datetime

        try:
            until = parsedate_to_datetime(text)
            sent = parsedate_to_datetime(headers["date"]) if "date" in headers else self._clock()
            return max(0, int(until.timestamp() - sent.timestamp()))
        except (ValueError, OverflowError, OSError, IndexError, TypeError):
            return None


def host_port(url: str) -> str:
    """Return the ``host:port`` of an http(s) address, the form of `typed_host` and `allowed`."""
    return _host_port(_parse(url))


def _host_port(url: "httpx.URL") -> str:
    host = url.raw_host.decode("ascii").lower()
    return f"{f'[{host}]' if ':' in host else host}:{url.port or _PORTS[url.scheme]}"


def _client(connections: int, seconds: float, resolver: "Resolver | None") -> "httpx.AsyncClient":
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    from learnlog.reading.guard import GuardedTransport, resolve
    from learnlog.reading.inflate import accepted

    # SSL_CERT_FILE and SSL_CERT_DIR are heeded; proxies and .netrc are not (see the module's text).
    context = httpx.create_ssl_context(trust_env=True)
    return httpx.AsyncClient(
        transport=GuardedTransport(connections=connections, resolver=resolver or resolve, context=context),
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": accepted()},
        timeout=httpx.Timeout(min(15.0, seconds), connect=min(10.0, seconds), pool=None),
        follow_redirects=False,
        trust_env=False,
    )


def _headers(etag: str, last_modified: str, accept: str) -> dict[bytes, bytes]:
    """Return the headers of a question; validators go back byte for byte, whatever they hold."""
    headers = {b"Accept": accept.encode("latin-1", "ignore")}
    if etag:
        headers[b"If-None-Match"] = etag.encode("latin-1", "ignore")
    if last_modified:
        headers[b"If-Modified-Since"] = last_modified.encode("latin-1", "ignore")
    return headers


def _lower(raw: list[tuple[bytes, bytes]]) -> MappingProxyType[str, str]:
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1").strip()
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return MappingProxyType(headers)


def _parse(address: str) -> "httpx.URL":
    import httpx

    try:
        url = httpx.URL(address.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise FetchError(f"“{clean_line(address, 80)}” is not a web address.") from error
    if url.scheme not in _PORTS or not url.host:
        raise RefusedError(
            f"“{clean_line(address, 80)}” is not a web address.", "Only http and https addresses are fetched."
        )
    return url


def _target(url: "httpx.URL", headers: MappingProxyType[str, str]) -> str:
    import httpx

    location = headers.get("location", "")
    if not location:
        return ""
    try:
        location = location.encode("latin-1").decode("utf-8", "replace")
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{clean_line(url.host, 80)} redirects to something that is no address.") from error


def _count(address: str, ask: _Ask) -> None:
    if address in ask.seen:
        raise FetchError(f"{clean_line(address, 120)} redirects in a circle.")
    if len(ask.seen) > MAX_REDIRECTS:
        raise FetchError(f"{clean_line(ask.seen[0], 120)} redirects more than {MAX_REDIRECTS} times.")
    ask.seen.append(address)


def _explained(error: Exception, host: str, seconds: float) -> FetchError:
    """Say in one sentence what went wrong between us and `host`."""
    import ssl

    import httpcore

    host = clean_line(host, 80)
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLError):
        reason = getattr(cause, "verify_message", "") or cause.reason or "no agreement"
        return FetchError(f"No secure connection to {host}: {clean_line(str(reason), 120)}.")
    if isinstance(error, (TimeoutError, httpcore.TimeoutException)):
        return FetchError(f"{host} did not answer fully within {seconds:g} seconds.", "Try again later.")
    if isinstance(error, httpcore.ConnectError):
        return FetchError(
            f"{host} could not be reached.", "Check the address, and that this machine is online."
        )
    if isinstance(error, (httpcore.ReadError, httpcore.WriteError)):
        return FetchError(f"The connection to {host} broke off.", "Try again later.")
    return FetchError(f"{host} sent something that is not proper HTTP.")
