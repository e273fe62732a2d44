"""Bluesky as a source: who is behind a name, what is new in their feed, and the thread around a post."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.moments import Clock, local_now
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_line
from learnlog.reading.sources.base import Client, Fetched, Found
from learnlog.reading.sources.bluesky.embeds import actor_of
from learnlog.reading.sources.bluesky.loose import Table, items, raw, table
from learnlog.reading.sources.bluesky.names import is_did, is_post, maybe_actor, profile_page, surely_actor
from learnlog.reading.sources.bluesky.paging import PAGE, Reading, gaps_of, gaps_text
from learnlog.reading.sources.bluesky.profiles import bio_of, did_at_domain, links_in, nobody, proofs_of
from learnlog.reading.sources.bluesky.refusing import BlueskyError
from learnlog.reading.sources.bluesky.threads import posts_of_thread
from learnlog.reading.sources.manners import LONGEST_BACK_OFF, failed, heard, paused
from learnlog.reading.sources.pace import host_at
from learnlog.reading.web.answers import Answer, FetchError, UnreachedError
from learnlog.reading.web.budget import PausedError

if TYPE_CHECKING:
    from learnlog.reading.sources.follows import Followed

_AT_ONCE = 25


class BlueskySource:
    """Reads Bluesky without an account. `appview` is who is asked, `plc` where DIDs are looked up.

    Both are addresses of the user's own settings: they may be private ones.
    """

    kind = "bluesky"

    def __init__(self, appview: str, plc: str, clock: Clock = local_now) -> None:
        self._appview = appview.rstrip("/")
        self._plc = plc.rstrip("/")
        self._clock = clock

    def claims(self, address: str) -> bool:
        """Tell whether `address` is a DID, a handle with its @, one of bsky.social, or a profile's page."""
        return bool(surely_actor(address))

    async def find(self, address: str, http: Client) -> Sequence[Found]:
        """Return the account that `address` names, its newest posts already read.

        Raises:
            LearnlogError: nobody is called so, or Bluesky could not be asked.
        """
        actor = maybe_actor(address)
        if not actor:
            raise nobody(clean_line(address, 200))
        try:
            did = actor if is_did(actor) else await self._did_of(actor, http)
            return [await self._found(did, http)]
        except BlueskyError as refusal:
            raise LearnlogError(refusal.sentence(self._host), "Check it in a browser.") from refusal

    async def fetch(self, key: str, state: FetchState, http: Client, typed_host: str) -> Fetched:
        """Read what is new in the feed of the DID `key`, and on in its gaps; failures are told in the state."""
        reading = self._reading(key, http)
        reading.gaps = gaps_of(state.gap)
        failure: BlueskyError | FetchError | None = None
        try:
            await reading.news(state.newest)
            await self._fill(reading)
        except (BlueskyError, FetchError) as error:
            failure = error
        after = self._after(key, self._told(reading, state), failure)
        unreached = isinstance(failure, UnreachedError)
        return Fetched(posts=tuple(reading.posts.values()), state=after, unreached=unreached)

    def lists(self, address: str) -> bool:
        """Tell whether `address` is an account, a list or a starter pack of Bluesky."""
        from learnlog.reading.sources.bluesky.follows import list_at

        return bool(list_at(address) or maybe_actor(address))

    async def follows(self, address: str, http: Client) -> "Sequence[Followed]":
        """Return whom an account follows, or who is in the list or starter pack at `address`.

        Raises:
            LearnlogError: there is no such thing, or Bluesky could not be asked.
        """
        from learnlog.reading.sources.bluesky.follows import follows_at

        async def ask(method: str, **params: Any) -> Table:
            return await self._ask(http, method, **params)

        async def did_of(actor: str) -> str:
            return actor if is_did(actor) else await self._did_of(actor, http)

        try:
            return await follows_at(address, ask, did_of)
        except BlueskyError as refusal:
            raise LearnlogError(refusal.sentence(self._host), "Check it in a browser.") from refusal

    async def thread(
        self, uri: str, state: FetchState, http: Client, typed_host: str = "", *, home: str = ""
    ) -> Sequence[NewPost]:
        """Return the posts above and below the post `uri`, and that one, the oldest first.

        Raises:
            LearnlogError: there is no such post any more, or Bluesky could not be asked.
        """
        try:
            told = await self._ask(http, "app.bsky.feed.getPostThread", uri=uri, depth=10, parentHeight=80)
        except BlueskyError as refusal:
            if refusal.name == "NotFound":
                raise LearnlogError("This post is not on Bluesky any more.") from refusal
            raise LearnlogError(refusal.sentence(self._host), "Try again later.") from refusal
        return await asyncio.to_thread(posts_of_thread, table(told, "thread"))

    async def check(
        self, posts: Sequence[tuple[str, str]], state: FetchState, http: Client, typed_host: str = ""
    ) -> tuple[str, ...]:
        """Return the guids, of pairs of guid and ``home``, that are not there any more.

        Raises:
            LearnlogError: Bluesky could not be asked.
        """
        wanted = [uri for uri in dict.fromkeys(guid for guid, _ in posts) if is_post(uri)]
        gone: list[str] = []
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            try:
                told = await self._ask(http, "app.bsky.feed.getPosts", uris=some)
            except BlueskyError as refusal:
                raise LearnlogError(refusal.sentence(self._host), "Try again later.") from refusal
            here = {raw(post, "uri") for post in items(told, "posts", _AT_ONCE)}
            gone += [uri for uri in some if uri not in here]
        return tuple(gone)

    async def _did_of(self, handle: str, http: Client) -> str:
        try:
            told = await self._ask(http, "com.atproto.identity.resolveHandle", handle=handle)
        except BlueskyError as refusal:
            if refusal.status not in (400, 404):
                raise
            told = {}
        did = raw(told, "did") or await did_at_domain(handle, http, "")
        if not is_did(did):
            raise nobody(handle)
        return did

    async def _found(self, did: str, http: Client) -> Found:
        profile = await self._ask(http, "app.bsky.actor.getProfile", actor=did)
        owner = actor_of(profile)
        if owner is None or owner.key != did:
            raise LearnlogError(f"{self._host} told of somebody else than was asked for.", "Try again later.")
        reading = self._reading(did, http)
        await reading.news("")
        proofs = await proofs_of(did, owner.handle.lower(), self._plc, http, self._typed(self._plc))
        bio = bio_of(profile)
        state = replace(
            self._told(reading, FetchState()), title=owner.name or owner.handle, handle=owner.handle
        )
        return Found(
            kind=self.kind,
            key=did,
            title=owner.name or owner.handle or did,
            site=profile_page(owner.handle or did),
            description=bio,
            handle=owner.handle,
            links=links_in(bio),
            proofs=proofs,
            newest=tuple(reading.posts.values()),
            state=self._after(did, state, None),
        )

    def _reading(self, did: str, http: Client) -> Reading:
        async def page(cursor: str) -> Table:
            asked: dict[str, Any] = {"actor": did, "limit": PAGE, "filter": "posts_with_replies"}
            return await self._ask(
                http, "app.bsky.feed.getAuthorFeed", **asked, **({"cursor": cursor} if cursor else {})
            )

        return Reading(did, page)

    async def _fill(self, reading: Reading) -> None:
        try:
            await reading.fill()
        except BlueskyError as refusal:
            if refusal.status != 400:
                raise
            del reading.gaps[:1]  # its cursor means nothing any more

    def _told(self, reading: Reading, state: FetchState) -> FetchState:
        """Return `state` with how far we read, and what the owner is called now."""
        own = (post.social for post in reading.posts.values())
        now = next((social.author for social in own if social and social.author.key == reading.owner), None)
        handle = (now.handle if now else "") or state.handle
        return replace(
            state,
            newest=reading.newest or state.newest,
            gap=gaps_text(reading.gaps),
            handle=handle,
            title=(now.name or now.handle if now else "") or state.title,
            site=profile_page(handle or reading.owner),
            server=self._appview,
        )

    def _after(self, key: str, state: FetchState, failure: BlueskyError | FetchError | None) -> FetchState:
        """Return `state` after a reading that went well or failed: when to ask again, and what went wrong."""
        now = self._clock().astimezone(UTC)
        if failure is None:
            return heard(key, state, Answer(status=200, url=self._appview), now)
        if isinstance(failure, PausedError):
            return paused(state, failure)
        if isinstance(failure, FetchError):
            return failed(key, state, now, failure.message)
        said = failure.sentence(self._host)
        # 410 of the server that shows everybody says nothing of one account
        status = failure.status if failure.status != 410 else 0
        host = host_at(self._appview)
        state = failed(key, replace(state, wait_until=None), now, said, status=status, host=host)
        state = replace(state, status=failure.status)
        until = failure.until(now)
        if until is not None:
            return replace(state, wait_until=until, due=max(until, state.due or until), resting=host)
        return replace(state, due=_a_day_from(now, state)) if failure.of_account else state

    async def _ask(self, http: Client, method: str, **params: Any) -> Table:
        # In a thread of its own: while the SDK is loaded, other channels are asked.
        sdk = await asyncio.to_thread(_load)
        answer: Table = await sdk.ask(self._appview, http, self._typed(self._appview), method, params)
        return answer

    def _typed(self, address: str) -> str:
        from learnlog.reading.web.http import host_port

        return host_port(address)

    @property
    def _host(self) -> str:
        return clean_line(urlsplit(self._appview).hostname or self._appview, 80)


def _load() -> Any:
    from learnlog.reading.sources.bluesky import sdk

    return sdk


def _a_day_from(now: datetime, state: FetchState) -> datetime:
    """Return when an account that cannot be read is asked again: tomorrow, or later when it was said so."""
    tomorrow = now + LONGEST_BACK_OFF
    return max(tomorrow, state.due or tomorrow)
