"""One client for everything that is fetched, with the guards on.

No cookies, no referrer, one honest name. Proxies named in the environment are not used: a proxy would
resolve names itself, behind the back of the guard against private addresses.
"""

import asyncio
from collections.abc import Collection, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self

from learnlog.model.moments import Clock, local_now
from learnlog.reading.web.answers import Answer, FetchError, LostError, RefusedError
from learnlog.reading.web.budget import Budgets, PausedError, waiting
from learnlog.reading.web.places import Places
from learnlog.reading.web.wire import (
    JSON,
    MAX_BODY,
    USER_AGENT,
    Ask,
    body_of,
    count,
    headers_for,
    host_port,
    is_json,
    lower,
    origin,
    parse,
    purse_of,
    question,
    target_of,
    trouble,
)

if TYPE_CHECKING:
    from learnlog.reading.web.exchange import Lines
    from learnlog.reading.web.guard import Resolver
    from learnlog.reading.web.web_address import WebAddress

__all__ = [
    "MAX_BODY",
    "USER_AGENT",
    "Answer",
    "Budgets",
    "FetchError",
    "Http",
    "LostError",
    "PausedError",
    "RefusedError",
    "host_port",
]

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.6, */*;q=0.1"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Http:
    """Fetches addresses: ``async with Http() as http: answer = await http.get(url)``.

    `allowed` holds ``host:port`` pairs that may be private; `pause` seconds lie before a question to a host that
    another one led to, and with `spaced` before every page of a host after the first; `timeout` bounds a whole
    question, redirects included but not the waiting for one of the `places`. `budgets` and `places` outlive a
    client when several share them.
    Nothing is opened before the ``async with``.
    """

    def __init__(
        self,
        *,
        allowed: Collection[str] = (),
        pause: float = 0.0,
        spaced: bool = False,
        timeout: float = 30.0,
        clock: Clock = local_now,
        resolver: "Resolver | None" = None,
        budgets: Budgets | None = None,
        places: Places | None = None,
    ) -> None:
        self._budgets = budgets or Budgets(clock)
        self._places = places or Places()
        self._allowed = frozenset(item.lower() for item in allowed)
        self._pause = pause
        self._spaced = spaced
        self._begun: dict[str, float] = {}
        self._timeout = timeout
        self._clock = clock
        self._resolver = resolver
        self._lines: Lines | None = None

    async def __aenter__(self) -> Self:
        """Open the client."""
        from learnlog.reading.web.exchange import Lines
        from learnlog.reading.web.guard import resolve

        self._lines = Lines(
            most=self._places.connections,
            open_now=self._places.open_now,
            resolver=self._resolver or resolve,
            seconds=self._timeout,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the client and its connections."""
        if self._lines is not None:
            await self._lines.aclose()
            self._lines = None

    async def get(
        self, url: str, *, etag: str = "", last_modified: str = "", typed_host: str = "", accept: str = ACCEPT
    ) -> Answer:
        """Ask for `url`, following redirects; `typed_host` is the ``host:port`` the user typed.

        Whatever the server answers, 404 and 500 included, is an Answer; FetchError says none came.
        """
        ask = Ask(
            headers=headers_for(etag, last_modified, accept),
            trusted=self._trusted(typed_host),
            left=self._timeout,
            keeps_refusals=is_json(accept),
            is_spaced=self._spaced,
        )
        return await self._follow(url, ask)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        content_type: str = "",
        etag: str = "",
        typed_host: str = "",
        accept: str = JSON,
        limit: int = MAX_BODY,
    ) -> Answer:
        """Ask for more than a page: with `headers` of one's own, or to change something.

        Only GET follows redirects, and `headers` never go to another server than `url` names.

        Raises:
            PausedError: the host wants no questions for a while.
            LostError: the question was given away and no answer came.
            FetchError: it was not even asked.
        """
        own = {name.encode("ascii"): value.encode("utf-8") for name, value in (headers or {}).items()}
        if content_type:
            own[b"Content-Type"] = content_type.encode("latin-1", "ignore")
        ask = Ask(
            method=method,
            headers=headers_for(etag, "", accept),
            own=own,
            body=body,
            trusted=self._trusted(typed_host),
            left=self._timeout,
            limit=limit,
            keeps_refusals=is_json(accept),
        )
        if method == "GET":
            return await self._follow(url, ask)
        return (await self._hop(url, ask))[0]

    async def _follow(self, url: str, ask: Ask) -> Answer:
        hop = url
        while True:
            answer, target = await self._hop(hop, ask)
            if not target:
                return answer
            ask.permanent = ask.permanent and answer.status in (301, 308)
            if origin(target) != origin(hop):
                ask.own = {}
            hop = target

    async def _hop(self, address: str, ask: Ask) -> tuple[Answer, str]:
        """Ask one server once; return what it said and, for a redirect, where it points."""
        url = parse(address)
        count(url.text, ask)
        purse = purse_of(url, ask)
        async with self._places.at(url.host):
            is_led = len(ask.seen) > 1 and parse(ask.seen[-2]).host != url.host
            await self._wait(url.host, is_spaced=is_led or ask.is_spaced)
            self._budgets.check(purse)
            async with self._opened.way(url, ask):
                answer, target = await self._timed(url, ask)
        self._budgets.note(purse, answer.status, answer.headers, answer.retry_after)
        return answer, target

    async def _timed(self, url: "WebAddress", ask: Ask) -> tuple[Answer, str]:
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(max(ask.left, 0.001)):
                return await self._asked(url, ask)
        except Exception as error:
            raise trouble(error, url.host, ask, self._timeout) from error
        finally:
            ask.left -= clock() - started

    async def _asked(self, url: "WebAddress", ask: Ask) -> tuple[Answer, str]:
        """Ask; a page is asked for once more when a connection that was kept open turned out to be closed."""
        from learnlog.reading.web.troubles import is_torn

        ask.is_fresh = ask.is_answered = False
        try:
            return await self._exchange(url, ask)
        except Exception as error:
            if ask.method != "GET" or ask.is_fresh or ask.is_answered or not is_torn(error):
                raise
            return await self._exchange(url, ask)

    async def _exchange(self, url: "WebAddress", ask: Ask) -> tuple[Answer, str]:
        from learnlog.reading.web.guard import is_public

        async with self._opened.asked(url, question(url, ask, USER_AGENT), ask) as response:
            headers = lower(response.headers)
            target = target_of(url, headers) if response.status in _REDIRECTS else ""
            body = await body_of(response, headers, ask)
        ask.is_private = ask.is_private or (bool(response.peer) and not is_public(response.peer))
        moved = len(ask.seen) > 1 and ask.permanent and not target
        answer = Answer(
            status=response.status,
            url=url.text,
            headers=headers,
            body=body,
            permanent_to=url.text if moved else "",
            passing=not ask.permanent,
            retry_after=waiting(headers, self._clock()),
            private=ask.is_private,
        )
        return answer, target

    async def _wait(self, host: str, *, is_spaced: bool) -> None:
        """Leave the pause before a question where nobody else sees to that."""
        clock = asyncio.get_running_loop().time
        while is_spaced and host in self._begun and (left := self._begun[host] + self._pause - clock()) > 0:
            await asyncio.sleep(left)
        self._begun[host] = clock()

    @property
    def _opened(self) -> "Lines":
        assert self._lines is not None, "Http is used inside `async with`"  # noqa: S101  # a caller's mistake
        return self._lines

    def _trusted(self, typed_host: str) -> frozenset[str]:
        return self._allowed | ({typed_host.lower()} if typed_host else frozenset())
