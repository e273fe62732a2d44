"""The Mastodon source: an account is found by its handle and read from its own server, without any login."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.moments import Clock, local_now
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_line
from learnlog.reading.sources.base import Client, Fetched, Found
from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.sources.manners import failed, heard, paused, refused
from learnlog.reading.sources.mastodon.addresses import (
    Place,
    Typed,
    base_of,
    find_place,
    host_of,
    read_address,
)
from learnlog.reading.sources.mastodon.api import (
    CLOSED,
    AbsentError,
    Bearer,
    Confined,
    Page,
    Server,
    StatusError,
)
from learnlog.reading.sources.mastodon.paging import Gap, Mark, Reading, newest_of, read_back
from learnlog.reading.sources.mastodon.posts import Reader
from learnlog.reading.sources.mastodon.profile import Profile, key_at, read_profile
from learnlog.reading.sources.mastodon.standing import domain_of, place_of, told
from learnlog.reading.sources.mastodon.threads import gone_of, home_of, thread_of
from learnlog.reading.sources.pace import host_at
from learnlog.reading.web.answers import FetchError, UnreachedError
from learnlog.reading.web.budget import PausedError, resting

if TYPE_CHECKING:
    from learnlog.reading.sources.follows import Followed

DAY = timedelta(days=1)


def _nobody(base: str) -> str:
    return ""


class MastodonSource:
    """Reads accounts of Mastodon and its kin. `bearer` gives my token for a server where I have an account."""

    kind = "mastodon"

    def __init__(self, clock: Clock = local_now, bearer: Bearer = _nobody) -> None:
        self._clock = clock
        self._bearer = bearer

    def claims(self, address: str) -> bool:
        """Tell whether `address` has the form of a handle or of a profile's page."""
        return read_address(address) is not None

    async def find(self, address: str, http: Client) -> list[Found]:
        """Return the account at `address`, or its feed where the server's API is closed; [] for other forms.

        Raises:
            LearnlogError: the server cannot be reached, knows no such account, or shows nothing of it.
        """
        typed = read_address(address)
        if typed is None:
            return []
        place, typed_host = await _located(typed, http)
        server = self._server(place.base, http, typed_host)
        try:
            profile = await self._profile(server, place)
            if profile.trouble:
                raise LearnlogError(profile.trouble, "Look for them elsewhere.")
            page = await server.statuses(profile.id)
        except AbsentError:
            raise _nobody_there(place, typed) from None
        except StatusError as error:
            if error.answer.status not in CLOSED:
                raise
            return [await self._feed(typed, place, Confined(http, typed_host), error)]
        return [await self._found(server, place, profile, page, typed_host)]

    async def fetch(self, key: str, state: FetchState, http: Client, typed_host: str) -> Fetched:
        """Ask the account's server for what is new since the last time; failures are told in the state."""
        place = place_of(key, state)
        server = self._server(place.base, http, typed_host)
        try:
            profile = await self._profile(server, place)
            if profile.trouble:
                return Fetched(state=self._shut(key, state, profile.trouble))
            page = await server.statuses(profile.id, etag=state.etag if not state.gap else "")
        except PausedError as error:
            return Fetched(state=paused(state, error))
        except StatusError as error:
            return Fetched(state=self._refused(key, state, place, error))
        except FetchError as error:
            after = failed(key, state, self._now(), error.message)
            return Fetched(state=after, unreached=isinstance(error, UnreachedError))
        except LearnlogError as error:
            return Fetched(state=self._shut(key, state, error.message))
        return await self._news(key, state, server, place, profile, page)

    def lists(self, address: str) -> bool:
        """Tell whether whom an account follows may be read at `address`."""
        return self.claims(address)

    async def follows(self, address: str, http: Client) -> "Sequence[Followed]":
        """Return whom the account at `address` follows, as far as its server shows it.

        Raises:
            LearnlogError: the server cannot be reached, knows no such account, or does not show it.
        """
        from learnlog.reading.sources.mastodon.follows import follows_of

        typed = read_address(address)
        if typed is None:
            raise LearnlogError(f"{clean_line(address, 100)} is no account.", "It looks like @name@host.")
        place, typed_host = await _located(typed, http)
        server = self._server(place.base, http, typed_host)
        try:
            return await follows_of(server, place)
        except AbsentError:
            raise _nobody_there(place, typed) from None

    async def thread(
        self, uri: str, state: FetchState, http: Client, typed_host: str = "", *, home: str = ""
    ) -> Sequence[NewPost]:
        """Return the posts above and below the post `uri`, and that one; ``home`` is its id where it was read.

        Raises:
            LearnlogError: the server does not show it, or cannot be reached.
        """
        base = state.server if home and state.server else base_of(uri) or state.server
        server = self._server(base, http, typed_host)
        reader = self._reader(base, domain_of(state, base))
        if home:
            return await thread_of(server, home, reader)
        try:
            # the end of its address, which is the id on most servers
            return await thread_of(server, urlsplit(uri).path.rstrip("/").rpartition("/")[2], reader)
        except LearnlogError:
            known = await home_of(server, place_of("", state), uri) if base == state.server else ""
            if not known:
                raise
        return await thread_of(server, known, reader)

    async def check(
        self, posts: Sequence[tuple[str, str]], state: FetchState, http: Client, typed_host: str = ""
    ) -> tuple[str, ...]:
        """Return the guids, of pairs of guid and ``home``, that the server no longer has."""
        if not state.server:
            return ()
        return await gone_of(self._server(state.server, http, typed_host), posts)

    async def _news(
        self, key: str, state: FetchState, server: Server, place: Place, profile: Profile, page: Page
    ) -> Fetched:
        state = told(heard(key, state, page.answer, self._now()), state, profile, place)
        if page.answer.status == 304:
            return Fetched(state=state, note=state.note)
        known, gap = Mark.read(state.newest, state.last_modified), Gap.read(state.gap)
        reader = self._reader(place.base, place.host)
        reading = await read_back(server, reader, profile.id, page, known, gap)
        newest = newest_of(page.statuses, self._now())
        if newest.guid and newest.moment >= known.moment:
            state = replace(state, newest=newest.guid, last_modified=newest.moment.isoformat())
        state = replace(state, gap=reading.gap.text if reading.gap else "")
        if reading.trouble is not None:
            state = self._stopped(key, state, reading.trouble)
        return Fetched(posts=tuple(_distinct(reading)), state=state, note=state.note)

    async def _found(
        self, server: Server, place: Place, profile: Profile, page: Page, typed_host: str
    ) -> Found:
        key = key_at(profile.actor, place.base, place.actor)
        got = await self._news(key, FetchState(), server, place, profile, page)
        return Found(
            kind=self.kind,
            key=key,
            title=profile.actor.name,
            site=profile.actor.url or place.profile or key,
            description=profile.bio,
            handle=place.handle,
            links=profile.links,
            proofs=profile.proofs,
            newest=got.posts,
            typed_host=typed_host if page.answer.private else "",
            state=got.state,
        )

    async def _feed(self, typed: Typed, place: Place, http: Client, refusal: StatusError) -> Found:
        """Return the account's feed, which some servers show when their API is closed."""
        name = quote(place.name, safe="")
        usual = (f"/@{name}.rss", f"/@{name}/feed.rss", f"/{name}.rss", f"/@{name}/rss/")
        page = [place.profile] if base_of(place.profile) == place.base else []  # it may name its feed
        for address in (*(f"{place.base}{path}" for path in usual), *page):
            try:
                feeds = await FeedSource(self._clock).find(address, http)
            except LearnlogError:
                continue
            if feeds and base_of(feeds[0].key) == place.base:
                return replace(feeds[0], handle=place.handle, site=feeds[0].site or place.profile)
        if refusal.answer.status == 404 or place.unknown:
            raise _nobody_there(place, typed)
        raise LearnlogError(f"{host_of(place.base)} shows nothing without an account there.", _CLOSED_HINT)

    def _refused(self, key: str, state: FetchState, place: Place, error: StatusError) -> FetchState:
        answer, now = error.answer, self._now()
        if answer.status == 429:
            return self._stopped(key, state, error)
        if answer.status in (404, 410):
            return self._shut(key, state, f"{place.handle} is no longer there.", answer.status)
        if answer.status in (401, 403):
            said = f"{host_of(place.base)} shows nothing of {place.handle} without an account there."
            return self._shut(key, state, said, answer.status)
        return refused(key, state, now, answer, error.message)

    def _shut(self, key: str, state: FetchState, error: str, status: int = 0) -> FetchState:
        """Return the state of an account that shows nothing: looked at again in a day, or gone for good (410)."""
        now = self._now()
        shut = failed(key, state, now, error, status=status)
        return shut if shut.retired else replace(shut, due=now + DAY)

    def _stopped(self, key: str, state: FetchState, trouble: LearnlogError) -> FetchState:
        """Return the state when the server wanted no more questions, or broke off between two pages."""
        now = self._now()
        if isinstance(trouble, PausedError):
            return paused(state, trouble)
        if isinstance(trouble, StatusError):
            answer = trouble.answer
            until = resting(answer.status, answer.headers, answer.retry_after, now)
            if until is not None:
                wait = replace(state, checked=now, status=answer.status, error=trouble.message)
                return replace(wait, due=until, wait_until=until, resting=host_at(answer.url))
            return refused(key, state, now, answer, trouble.message)
        return failed(key, state, now, trouble.message)

    def _server(self, base: str, http: Client, typed_host: str) -> Server:
        return Server(base, http, typed_host, self._bearer(base))

    async def _profile(self, server: Server, place: Place) -> Profile:
        account = await server.account(place)
        return await asyncio.to_thread(_understood, account, place)

    def _reader(self, base: str, host: str) -> Reader:
        return Reader(base=base, host=host, now=self._now())

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


_CLOSED_HINT = "Read it in a browser, or add an account of yours on that server."


async def _located(typed: Typed, http: Client) -> tuple[Place, str]:
    """Return where an account lives, and the host that the user typed for it."""
    from learnlog.reading.web.http import host_port

    place = await find_place(typed, http)
    return place, host_port(f"{base_of(place.base).partition('://')[0]}://{typed.host}")


def _understood(account: object, place: Place) -> Profile:
    from learnlog.reading.sources.sanitize import Sanitizer

    profile = read_profile(account if isinstance(account, dict) else {}, place.base, place.host, Sanitizer())
    if profile is None:
        raise LearnlogError(f"What {host_of(place.base)} says of {place.handle} cannot be understood.")
    return profile


def _nobody_there(place: Place, typed: Typed) -> LearnlogError:
    said = f"{clean_line(typed.host, 80)} knows no account {clean_line(place.handle, 120)}."
    return LearnlogError(said, "Check the spelling on its profile page.")


def _distinct(reading: Reading) -> list[NewPost]:
    return list({post.guid: post for post in reversed(reading.posts)}.values())[::-1]
