"""Asking one Mastodon-like server: its answers, its refusals, and its pages."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_link
from learnlog.reading.sources.base import Client
from learnlog.reading.sources.lent import LentClient
from learnlog.reading.sources.manners import sentence
from learnlog.reading.sources.mastodon.addresses import Place, base_of, host_of
from learnlog.reading.sources.mastodon.fields import (
    Entity,
    entities,
    entity,
    own_id,
    raw,
    understood,
    undressed,
    uri,
)
from learnlog.reading.web.answers import Answer

PAGE = 40
LIMIT = 15 * 2**20  # a conversation of thousands of answers comes at once
CLOSED = frozenset({401, 403, 404, 405, 422, 501})
_NEXT = re.compile(r'<([^<>]{1,2000})>\s*;\s*rel="?next"?')

Bearer = Callable[[str], str]
"""Returns the access token for a server's base address, "" without an account there."""


class StatusError(LearnlogError):
    """A server answered, but with something else than success. ``answer`` is what it said."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(sentence(answer.status, host_of(answer.url)))
        self.answer = answer


class AbsentError(StatusError):
    """The server understood who is meant, and has no such account."""

    def __init__(self, base: str) -> None:
        super().__init__(Answer(status=404, url=base))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of statuses; ``next`` is where the older ones are, "" at the end."""

    statuses: list[Entity]
    next: str
    answer: Answer


class Server:
    """One server, asked through `http`; `token` only ever goes to it."""

    def __init__(self, base: str, http: Client, typed_host: str = "", token: str = "") -> None:
        self.base = base
        self._http = http
        self._typed = typed_host
        self._headers: Mapping[str, str] = {"Authorization": f"Bearer {token}"} if token else {}

    async def ask(self, path: str, *, etag: str = "", **query: str) -> Answer:
        """Ask for `path` and return whatever is answered."""
        url = urljoin(f"{self.base}/", path) + (f"?{urlencode(query)}" if query else "")
        return await self._http.request(
            "GET", url, headers=self._headers, etag=etag, typed_host=self._typed, limit=LIMIT
        )

    async def get(self, path: str, **query: str) -> Any:
        """Return the JSON at `path`; raise StatusError for a refusal."""
        answer = await self.ask(path, **query)
        if answer.status != 200:
            raise StatusError(answer)
        return understood(answer.body)

    async def account(self, place: Place) -> Entity:
        """Return the account as its server shows it; older and smaller servers know fewer ways to ask.

        Raises:
            AbsentError: it has no such account.
            StatusError: no way led there.
        """
        refusal = StatusError(Answer(status=404, url=self.base))
        ways = (
            ("/api/v1/accounts/lookup", {"acct": place.name}),
            ("/api/v2/search", {"q": place.handle, "resolve": "false", "type": "accounts", "limit": "5"}),
            ("/api/v1/accounts/search", {"q": place.handle, "resolve": "false", "limit": "5"}),
        )
        for path, query in ways:
            try:
                said = await self.get(path, **query)
            except StatusError as error:
                if error.answer.status not in (404, 405, 422, 501):
                    raise
                refusal = error
                continue
            found = next((one for one in _accounts(said) if self._is(one, place)), None)
            if found is not None:
                return found
            if isinstance(said, (dict, list)):
                raise AbsentError(self.base)
        raise refusal

    async def statuses(self, account_id: str, *, at: str = "", etag: str = "") -> Page:
        """Return the newest statuses of an account, or those at the address `at` that a page named.

        A 304 is a page without statuses. Raises StatusError for a refusal.
        """
        path = f"/api/v1/accounts/{quote(account_id, safe='')}/statuses"
        if at and base_of(at) == self.base:
            answer = await self.ask(at, etag=etag)
        else:
            answer = await self.ask(path, etag=etag, limit=str(PAGE))
        if answer.status not in (200, 304):
            raise StatusError(answer)
        if answer.status == 200 and not isinstance(understood(answer.body), list):
            raise StatusError(replace(answer, status=403))  # a page to log in, as Pixelfed shows it
        statuses = [undressed(status) for status in entities(understood(answer.body), 200)]
        return Page(statuses=statuses, next=self._next(answer, statuses, path), answer=answer)

    def _next(self, answer: Answer, statuses: list[Entity], path: str) -> str:
        """Return where the next page is: as the server says, on itself, or after the last id."""
        if not statuses:
            return ""
        said = _NEXT.search(answer.headers.get("link", ""))
        url = clean_link(urljoin(answer.url, said[1])) if said else ""
        if url and base_of(url) == self.base and url != answer.url:
            return url
        last = own_id(statuses[-1])
        older = f"{self.base}{path}?{urlencode({'limit': PAGE, 'max_id': last})}"
        return older if last and older != answer.url and (not said or not url) else ""

    def _is(self, account: Entity, place: Place) -> bool:
        """Tell whether it is the account that was asked for: by its address where that is known, else by name."""
        known = uri(account)
        if (
            place.actor
            and base_of(known) == self.base
            and base_of(place.actor) == self.base
            and "uri" in account
        ):
            return place.actor in (known, raw(account, "url"))
        name, wanted = raw(account, "acct").lstrip("@").lower(), place.name.lower()
        return name in (wanted, f"{wanted}@{place.host}")


class Confined(LentClient):
    """A client for what the user did not type: only the host that they did type may be private."""

    def __init__(self, http: Client, typed_host: str) -> None:
        super().__init__(http)
        self._typed = typed_host

    def trusted(self, host: str) -> str:
        """Return the host that was typed, whatever is said to have been."""
        return self._typed


def next_page(answer: Answer) -> str:
    """Return where the Link header says that the next page is, "" when it does not."""
    said = _NEXT.search(answer.headers.get("link", ""))
    return said[1] if said else ""


def _accounts(said: Any) -> list[Entity]:
    if isinstance(said, list):
        return entities(said, 20)
    account = entity(said)
    return entities(account.get("accounts"), 20) if "accounts" in account else [account]
