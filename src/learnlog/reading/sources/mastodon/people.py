"""Searching servers of Mastodon and its kin for people: by name, by hashtag, in the directory, by who follows them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from learnlog.model.account import Account
from learnlog.model.finding import Description
from learnlog.model.moments import Clock, local_now
from learnlog.reading.sources.base import Client
from learnlog.reading.sources.inquiry import Inquiry, RefusalError, each
from learnlog.reading.sources.mastodon.addresses import base_of, host_of
from learnlog.reading.sources.mastodon.api import Bearer, Server, StatusError
from learnlog.reading.sources.mastodon.fields import entities, entity, line
from learnlog.reading.sources.people_search import Followee, Gathered, Sending, fits, server_name

if TYPE_CHECKING:
    from learnlog.reading.sources.mastodon.strangers import Strangers

SERVERS: Final = 3
"""Servers of those I follow that are asked beside my own."""
_COLLECTIONS: Final = "/api/v1/accounts/lookup, /api/v1/accounts/…/collections, /api/v1/collections/…"
_PAGE: Final = 40
_SUGGESTED: Final = 20
_TAGGED: Final = 5
"""People without a post so far whose featured hashtags are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A server to ask: its address, what its handles end with, and my account there (None: as nobody)."""

    base: str
    domain: str
    typed_host: str = ""
    account: Account | None = None
    followed: tuple[Followee, ...] = ()


class MastodonPeople:
    """Searches my own servers, and a few of those where people live whom I follow; `usual` when there are none."""

    def __init__(
        self,
        accounts: Sequence[Account] = (),
        bearer: Bearer = lambda base: "",
        usual: Sequence[str] = (),
        clock: Clock = local_now,
    ) -> None:
        self._accounts = [one for one in accounts if one.network == "mastodon"]
        self._bearer = bearer
        self._usual = usual
        self._clock = clock

    def jobs(self, terms: Sequence[str], followed: Sequence[Followee]) -> "list[MastodonJob]":
        """Return what would be asked, one job a server."""
        theirs = [one for one in followed if one.kind == "mastodon"]
        return [MastodonJob(place, tuple(terms), self._bearer, self._clock) for place in self._places(theirs)]

    def _places(self, theirs: Sequence[Followee]) -> list[Place]:
        at: dict[str, list[Followee]] = {}
        for one in theirs:
            at.setdefault(one.server or base_of(one.key), []).append(one)
        mine = {account.server: account for account in reversed(self._accounts)}
        others = [base for base in at if base and base not in mine][:SERVERS]
        usual = [] if mine or others else [_with_scheme(one) for one in self._usual]
        return [
            Place(
                base=base,
                domain=_domain(base, mine.get(base), at.get(base, ())),
                typed_host=_typed(base, mine.get(base), at.get(base, ())),
                account=mine.get(base),
                followed=tuple(at.get(base, ())),
            )
            for base in dict.fromkeys((*reversed(mine), *others, *usual))
            if base
        ]


class MastodonJob:
    """One search of one server. As somebody there it is asked for more than as nobody."""

    def __init__(self, place: Place, terms: tuple[str, ...], bearer: Bearer, clock: Clock) -> None:
        self.place = place
        self.terms = terms
        self.server = server_name(place.base)
        self._bearer = bearer
        self._clock = clock
        tags = tuple(dict.fromkeys(tag for term in terms if (tag := hashtag(term))))
        about = tuple(one.handle or one.key for one in place.followed[:SERVERS])
        self.people = self._sending("search for people", "/api/v2/search", words=terms)
        self.tagged = self._sending("posts with a hashtag", "/api/v1/timelines/tag", words=tags)
        self.directory = self._sending("its directory of people", "/api/v1/directory")
        self.featured = self._sending("hashtags that people feature", "/api/v1/accounts/…/featured_tags")
        self.suggested = self._sending("suggestions for me", "/api/v2/suggestions")
        self.familiar = self._sending(
            "who of those I follow there follows them", "/api/v1/accounts/familiar_followers"
        )
        self.collections = self._sending("collections of those I follow", _COLLECTIONS, about=about)

    def _sending(
        self, what: str, path: str, words: tuple[str, ...] = (), about: tuple[str, ...] = ()
    ) -> Sending:
        login = self.place.account.handle if self.place.account else ""
        return Sending(server=self.server, what=what, path=path, words=words, about=about, login=login)

    @property
    def sendings(self) -> tuple[Sending, ...]:
        """Everything that `run` may ask."""
        mine = (self.suggested, self.familiar) if self.place.account else ()
        of_mine = (self.collections,) if self.place.followed else ()
        return (self.people, self.tagged, self.directory, self.featured, *mine, *of_mine)

    async def run(self, http: Client, into: Gathered) -> None:
        """Ask all of it; what comes is in `into`."""
        from learnlog.reading.sources.mastodon.collections import Collections
        from learnlog.reading.sources.mastodon.strangers import Strangers

        place = self.place
        token = await asyncio.to_thread(self._bearer, place.base) if place.account else ""
        asking = Server(place.base, http, place.typed_host, token)
        strangers = Strangers(
            place.base, place.domain, into, self._clock().astimezone(UTC), is_mine=place.account is not None
        )
        inquiry = Inquiry(self.server, self.sendings, into)
        collections = Collections(self, inquiry, strangers)
        try:
            await each(
                (
                    *(self._called(term, inquiry, asking, strangers) for term in self.terms),
                    *(self._with_tag(tag, inquiry, asking, strangers) for tag in self.tagged.words),
                    self._listed(inquiry, asking, strangers),
                    *(collections.made_by(one, asking) for one in place.followed[:SERVERS]),
                    *((self._suggestions(inquiry, asking, strangers),) if place.account else ()),
                )
            )
            await self._features(inquiry, asking, strangers)
            if place.account:
                await self._familiar(inquiry, asking, strangers)
        finally:
            inquiry.close()

    async def get(self, asking: Server, path: str, **query: str) -> Any:
        """Return the JSON at `path`.

        Raises:
            RefusalError: the server refused.
            FetchError: it cannot be reached.
        """
        try:
            return await asking.get(path, **query)
        except StatusError as error:
            raise RefusalError(error.answer.status, error.message) from error

    async def _called(self, term: str, inquiry: Inquiry, asking: Server, strangers: "Strangers") -> None:
        path = self.people.path
        told = await inquiry.ask(
            self.people,
            lambda: self.get(asking, path, q=term, type="accounts", resolve="false", limit=str(_PAGE)),
            term,
        )
        strangers.see_all(entity(told).get("accounts"))

    async def _with_tag(self, tag: str, inquiry: Inquiry, asking: Server, strangers: "Strangers") -> None:
        path = f"{self.tagged.path}/{quote(tag, safe='')}"
        # a server that is not mine may only speak for its own people
        local = {} if self.place.account else {"local": "true"}
        told = await inquiry.ask(self.tagged, lambda: self.get(asking, path, limit=str(_PAGE), **local), tag)
        await asyncio.to_thread(strangers.read_posts, entities(told, _PAGE))

    async def _listed(self, inquiry: Inquiry, asking: Server, strangers: "Strangers") -> None:
        query = {"order": "active", "local": "true", "limit": "80"}
        told = await inquiry.ask(self.directory, lambda: self.get(asking, self.directory.path, **query))
        strangers.see_all(told, lambda profile: fits(f"{profile.name} {profile.bio}", self.terms))

    async def _suggestions(self, inquiry: Inquiry, asking: Server, strangers: "Strangers") -> None:
        told = await inquiry.ask(
            self.suggested, lambda: self.get(asking, self.suggested.path, limit=str(_SUGGESTED))
        )
        strangers.see_all([one.get("account") for one in entities(told, _SUGGESTED)])

    async def _features(self, inquiry: Inquiry, asking: Server, strangers: "Strangers") -> None:
        for key, own in strangers.without_posts(_TAGGED):
            path = f"/api/v1/accounts/{quote(own, safe='')}/featured_tags"
            told = await inquiry.ask(self.featured, lambda path=path: self.get(asking, path))  # type: ignore[misc]  # mypy: a default in a lambda
            tags = [f"#{name}" for tag in entities(told, 20) if (name := line(tag, "name", 60).lstrip("#"))]
            if tags:
                source = f"{key}#featured"
                strangers.into.describe(
                    key, Description(source=source, kind="tags", text=" ".join(tags), owner=key)
                )

    async def _familiar(self, inquiry: Inquiry, asking: Server, strangers: "Strangers") -> None:
        ids = strangers.ids()
        if not ids:
            return
        path = f"{self.familiar.path}?{urlencode([('id[]', own) for own in list(ids)[:_PAGE]])}"
        told = await inquiry.ask(self.familiar, lambda: self.get(asking, path))
        for one in entities(told, _PAGE):
            strangers.vouched(ids.get(line(one, "id", 200), ""), entities(one.get("accounts"), _PAGE))


def hashtag(term: str) -> str:
    """Return a word or phrase as a hashtag has it, without its sign: ``data contracts`` is ``datacontracts``."""
    return "".join(letter for letter in term.casefold() if letter.isalnum() or letter == "_")


def _domain(base: str, account: Account | None, followed: Sequence[Followee]) -> str:
    handles = [account.handle] if account else []
    handles += [one.handle for one in followed]
    return next((host for one in handles if (host := one.lstrip("@").partition("@")[2])), host_of(base))


def _with_scheme(server: str) -> str:
    return base_of(server if "://" in server else f"https://{server}")


def _typed(base: str, account: Account | None, followed: Sequence[Followee]) -> str:
    """Return the private address that may be asked: of my account, of a card, or as it stands in the settings."""
    if account:
        return account.typed_host
    if followed:
        return next((one.typed_host for one in followed if one.typed_host), "")
    from learnlog.reading.web.http import host_port

    return host_port(base)
