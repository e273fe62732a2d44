"""Feeds: RSS, Atom, RDF and JSON Feed, found from any address and asked politely."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.moments import Clock, local_now
from learnlog.model.safe import clean_line
from learnlog.reading.sources.base import Client, Fetched, Found, OutlineError
from learnlog.reading.sources.manners import failed, heard, paused, refused, sentence
from learnlog.reading.sources.pace import LEAST, host_at
from learnlog.reading.sources.understanding import understand
from learnlog.reading.web.answers import Answer, FetchError, RefusedError, UnreachedError
from learnlog.reading.web.budget import PausedError

if TYPE_CHECKING:
    from learnlog.reading.sources.discovery import Pointer


class FeedSource:
    """Reads feeds. `clock` says when things happened and what undated posts get."""

    kind = "feed"

    def __init__(self, clock: Clock = local_now) -> None:
        self._clock = clock

    def claims(self, address: str) -> bool:
        """Any address may be a feed or a page with one; none is surely so."""
        return False

    async def find(self, address: str, http: Client) -> list[Found]:
        """Return the feed at `address`, or the feeds of the page there, as the page orders them.

        Raises:
            OutlineError: it is a list of feeds.
            LearnlogError: the address cannot be reached, or no feed was found.
        """
        from learnlog.reading.sources.discovery import address_of
        from learnlog.reading.sources.parsing import NoFeedError, ParseError, is_outline
        from learnlog.reading.sources.usual_feeds import feeds_of_place, why_none, why_not_found
        from learnlog.reading.web.http import host_port

        url = address_of(address)
        why, instead = why_none(url)
        if why:
            raise LearnlogError(why, instead)
        if found := await self._first_filled(feeds_of_place(url), http):
            return found
        answer, asked = await self._open(address, http)
        if answer.status >= 300:
            raise LearnlogError(sentence(answer.status, _host(answer.url)), "Check the address in a browser.")
        unread = ""
        try:
            if here := await self._as_feed(asked, answer, host_port(asked)):
                return [here]
        except ParseError as error:
            unread = "" if isinstance(error, NoFeedError) else error.message
        if is_outline(answer.body, answer.content_type):
            raise OutlineError(answer.body, asked)
        found, refusal = await self._found_on_page(asked, answer, http)
        if found:
            return found
        why, instead = why_not_found(url)
        raise LearnlogError(
            why or unread or f"No feed was found at {clean_line(asked, 200)}.",
            refusal
            or instead
            or "Look on the page for a link named RSS, Atom or feed, and follow that address.",
        )

    async def _first_filled(self, places: Sequence[str], http: Client) -> list[Found]:
        """Ask one after the other; return the first feed that has posts, else the first there is."""
        empty: list[Found] = []
        for place in places:
            found, _ = await self._each([place], http, "")
            if found and found[0].newest:
                return found
            empty = empty or found
        return empty

    async def fetch(self, key: str, state: FetchState, http: Client, typed_host: str) -> Fetched:
        """Ask the feed at `key` for news, conditionally; failures are told in the state, not raised."""
        try:
            answer = await http.get(
                key, etag=state.etag, last_modified=state.last_modified, typed_host=typed_host
            )
        except PausedError as error:
            after = paused(state, error)
            if error.host != host_at(key):  # our own host was asked, and sent us there
                after = replace(
                    after, status=0, checked=self._now(), due=max(error.until, self._now() + LEAST)
                )
            return Fetched(state=after)
        except FetchError as error:
            is_ours = isinstance(error, RefusedError) and _is_numbered(key)
            after = failed(key, state, self._now(), error.message)
            return Fetched(state=after, refused=is_ours, unreached=isinstance(error, UnreachedError))
        now = self._now()
        if answer.status == 304 and (state.etag or state.last_modified):
            return Fetched(state=heard(key, state, answer, now))
        if not 200 <= answer.status < 300:
            said = sentence(answer.status, _host(answer.url))
            return Fetched(state=refused(key, state, now, answer, said))
        digest = sha256(answer.body).hexdigest()
        if state.body_hash == digest:
            return Fetched(state=heard(key, state, answer, now), note=state.note)
        return await self._news(key, state, answer, now, digest)

    async def _news(self, key: str, state: FetchState, answer: Answer, now: datetime, digest: str) -> Fetched:
        from learnlog.reading.sources.parsing import ParseError

        try:
            feed, after = await understand(key, state, answer, now, digest)
        except ParseError as error:
            # Its validators are not kept: what it said was no feed, so we do not hold what they name.
            return Fetched(state=failed(key, state, now, error.message, status=answer.status))
        return Fetched(posts=feed.posts, state=after, note=feed.warning)

    async def _open(self, address: str, http: Client) -> tuple[Answer, str]:
        """Ask for what the user typed; without a scheme https is tried first, then http."""
        from learnlog.reading.sources.discovery import address_of, has_scheme
        from learnlog.reading.web.http import host_port

        url = address_of(address)
        try:
            return await http.get(url, typed_host=host_port(url)), url
        except RefusedError:
            raise
        except FetchError as error:
            if has_scheme(address) or not url.startswith("https://"):
                raise
            url = f"http://{url.removeprefix('https://')}"
            try:
                return await http.get(url, typed_host=host_port(url)), url
            except FetchError:
                raise error from None

    async def _understood(self, asked: str, answer: Answer, typed: str) -> Found | None:
        """Return the feed that `answer` is, or None when it is something else or cannot be read."""
        from learnlog.reading.sources.parsing import ParseError

        try:
            return await self._as_feed(asked, answer, typed)
        except ParseError:
            return None

    async def _as_feed(self, asked: str, answer: Answer, typed: str) -> Found | None:
        """Return the feed that `answer` is, or None when it is something else; `typed` is the host the user typed.

        Where it says that it moved for good is only noted: fetching finds out whether that holds.

        Raises:
            ParseError: it cannot be read.
        """
        from learnlog.reading.sources.parsing import sniff
        from learnlog.reading.web.http import host_port

        if sniff(answer.body, answer.content_type) not in ("xml", "json"):
            return None
        key = asked.partition("#")[0]
        digest = sha256(answer.body).hexdigest()
        feed, state = await understand(key, FetchState(), answer, self._now(), digest)
        return Found(
            kind=self.kind,
            key=key,
            title=feed.title,
            site=feed.site,
            description=feed.description,
            newest=feed.posts,
            typed_host=host_port(key) if answer.private and host_port(key) == typed else "",
            state=state,
        )

    async def _found_on_page(self, asked: str, page: Answer, http: Client) -> tuple[list[Found], str]:
        """Return the feeds of a page, and why a declared one could not be read."""
        from learnlog.reading.sources.discovery import look_for_feeds, usual_places
        from learnlog.reading.web.http import host_port

        typed = host_port(asked)
        header = page.headers.get("link", "")
        pointers = await asyncio.to_thread(look_for_feeds, page.body, page.content_type, page.url, header)
        found, refusal = await self._titled(pointers.declared, http, typed)
        found = found or await self._first_filled(await asyncio.to_thread(_named_by, page), http)
        if not found:
            found, why = await self._titled(pointers.linked, http, typed)
            refusal = refusal or why
        if found:
            return found, ""
        for place in usual_places(page.url):
            found, _ = await self._each([place], http, typed)
            if found:
                return found, ""
        return [], refusal

    async def _titled(
        self, pointers: "Sequence[Pointer]", http: Client, typed: str
    ) -> tuple[list[Found], str]:
        """Ask for what `pointers` lead to; a feed without a title of its own has the pointer's."""
        found, why = await self._each([pointer.url for pointer in pointers], http, typed)
        titles = {pointer.url: pointer.title for pointer in pointers}
        return [replace(one, title=one.title or titles.get(one.key, "")) for one in found], why

    async def _each(self, urls: Sequence[str], http: Client, typed: str) -> tuple[list[Found], str]:
        """Ask for every address at once; return those that are feeds, each feed once, and a first refusal."""
        answers = await asyncio.gather(*(self._try(url, http, typed) for url in urls))
        found = [one for one, _ in answers if one]
        return _distinct(found), next((why for _, why in answers if why), "")

    async def _try(self, url: str, http: Client, typed: str) -> tuple[Found | None, str]:
        try:
            answer = await http.get(url, typed_host=typed)
        except FetchError as error:
            return None, error.message
        if not 200 <= answer.status < 300:
            return None, ""
        return await self._understood(url, answer, typed), ""

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def _named_by(page: Answer) -> tuple[str, ...]:
    """Return the feeds of the well-known place that a page says it is about."""
    from learnlog.reading.sources.charset import decode
    from learnlog.reading.sources.discovery import MAX_PAGE
    from learnlog.reading.sources.usual_feeds import feeds_named

    text, _ = decode(page.body[:MAX_PAGE], page.content_type)
    return feeds_named(text, page.url)


def _is_numbered(address: str) -> bool:
    """Tell whether the host of `address` is a number: no name server could have sent us there."""
    try:
        ip_address(urlsplit(address).hostname or "")
    except ValueError:
        return False
    return True


def _distinct(found: Iterable[Found]) -> list[Found]:
    """Return each feed once, though a page may name it by several addresses."""
    kept: dict[str, Found] = {}
    bodies: set[str] = set()
    for one in found:
        if one.key not in kept and one.state.body_hash not in bodies:
            kept[one.key] = one
            bodies.add(one.state.body_hash)
    return list(kept.values())


def _host(url: str) -> str:
    return clean_line(urlsplit(url).hostname or url, 80)
