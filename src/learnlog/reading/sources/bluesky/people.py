"""Searching Bluesky for people: who is called so, who writes so, who is in starter packs called so."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from learnlog.model.finding import Profile, ProfileLink
from learnlog.reading.sources.base import Client
from learnlog.reading.sources.bluesky.embeds import actor_of
from learnlog.reading.sources.bluesky.loose import Table, items, raw, table
from learnlog.reading.sources.bluesky.names import is_own_domain
from learnlog.reading.sources.bluesky.posts import Posts
from learnlog.reading.sources.bluesky.profiles import bio_of, links_in
from learnlog.reading.sources.bluesky.refusing import BlueskyError
from learnlog.reading.sources.inquiry import Inquiry, RefusalError, each
from learnlog.reading.sources.people_search import Followee, Gathered, Sending, server_name

if TYPE_CHECKING:
    from learnlog.reading.sources.bluesky.signed_in import SignedIn

PUBLIC: Final = ("public.api.bsky.app", "api.bsky.app")
"""Hosts that search posts only for those who log in."""
_SEARCH: Final = 25
_POSTS: Final = 100
_MINE: Final = 5
"""So many of those I follow are asked after: for their packs, their lists, and who is like them."""
_BOT: Final = "bot"
_LEXICON: Final = {
    "searchActors": "app.bsky.actor",
    "searchPosts": "app.bsky.feed",
    "searchStarterPacks": "app.bsky.graph",
    "getStarterPack": "app.bsky.graph",
    "getList": "app.bsky.graph",
    "getActorStarterPacks": "app.bsky.graph",
    "getLists": "app.bsky.graph",
    "getSuggestedFollowsByActor": "app.bsky.graph",
}


class BlueskyPeople:
    """Searches Bluesky at `appview`; posts as `me`, when I have an account."""

    def __init__(self, appview: str, me: "SignedIn | None" = None) -> None:
        self._appview = appview.rstrip("/")
        self._me = me

    def jobs(self, terms: Sequence[str], followed: Sequence[Followee]) -> "Sequence[BlueskyJob]":
        """Return what would be asked."""
        mine = [one for one in followed if one.kind == "bluesky"][:_MINE]
        return (BlueskyJob(self._appview, self._me, tuple(terms), mine),)


class BlueskyJob:
    """One search of Bluesky. The appview is asked as nobody; only posts are searched as me, where that is needed."""

    def __init__(
        self, appview: str, me: "SignedIn | None", terms: tuple[str, ...], mine: Sequence[Followee]
    ) -> None:
        self.appview = appview
        self.server = server_name(appview)
        self.terms = terms
        self.mine = mine
        self._me = me
        self._for_posts = self._posts_sending()
        at, about = self.server, tuple(one.handle or one.key for one in mine)
        self.people = Sending(server=at, what="search for people", path="searchActors", words=terms)
        self.packs = Sending(
            server=at, what="search for starter packs", path="searchStarterPacks", words=terms
        )
        self.pack = Sending(server=at, what="what is in a starter pack", path="getStarterPack")
        self.list = Sending(server=at, what="who is in a list", path="getList")
        self.their_packs = Sending(
            server=at, what="starter packs of those I follow", path="getActorStarterPacks", about=about
        )
        self.their_lists = Sending(server=at, what="lists of those I follow", path="getLists", about=about)
        self.alike = Sending(
            server=at, what="who is like those I follow", path="getSuggestedFollowsByActor", about=about
        )

    @property
    def sendings(self) -> tuple[Sending, ...]:
        """Everything that `run` may ask."""
        of_mine = (self.their_packs, self.their_lists, self.alike) if self.mine else ()
        posts = (self._for_posts,) if self._for_posts else ()
        return (self.people, *posts, self.packs, self.pack, self.list, *of_mine)

    async def run(self, http: Client, into: Gathered) -> None:
        """Ask all of it; what comes is in `into`."""
        from learnlog.reading.sources.bluesky.packs import Packs

        inquiry = Inquiry(self.server, self.sendings, into)
        packs = Packs(self, inquiry, into, http)
        searches = [self._people(term, inquiry, into, http) for term in self.terms]
        searches += [packs.called(term) for term in self.terms]
        searches += [self._like(one, inquiry, into, http) for one in self.mine]
        searches += [packs.made_by(one) for one in self.mine]
        try:
            await each([self._posts(inquiry, into, http), *searches])
        finally:
            inquiry.close()

    async def get(self, http: Client, sending: Sending, **params: Any) -> Table:
        """Return what the appview answers.

        Raises:
            RefusalError: it refused.
            FetchError: it cannot be reached.
        """
        from learnlog.reading.sources.bluesky.source import _load
        from learnlog.reading.web.http import host_port

        sdk = await asyncio.to_thread(_load)
        try:
            told: Table = await sdk.ask(
                self.appview,
                http,
                host_port(self.appview),
                f"{_LEXICON[sending.path]}.{sending.path}",
                params,
            )
        except BlueskyError as refusal:
            raise RefusalError(refusal.status, refusal.sentence(self.server)) from refusal
        return told

    def _posts_sending(self) -> Sending | None:
        what, path = "search for posts", "searchPosts"
        if self._me:
            account = self._me.account
            at = server_name(account.server)
            return Sending(server=at, what=what, path=path, words=self.terms, login=account.handle)
        if self.server in PUBLIC:
            return None
        return Sending(server=self.server, what=what, path=path, words=self.terms)

    async def _people(self, term: str, inquiry: Inquiry, into: Gathered, http: Client) -> None:
        told = await inquiry.ask(
            self.people, lambda: self.get(http, self.people, q=term, limit=_SEARCH), term
        )
        for actor in items(told, "actors", _SEARCH):
            if profile := profile_in(actor):
                into.see(profile)

    async def _posts(self, inquiry: Inquiry, into: Gathered, http: Client) -> None:
        sending = self._for_posts
        if sending is None:
            into.note(
                "Bluesky searches posts only for those who log in; `learnlog account add bluesky` adds yours."
            )
            return
        if self._me:  # another server, with troubles of its own
            inquiry = Inquiry(sending.server, (sending,), into)
        views = Posts()
        for term in self.terms:
            told = await inquiry.ask(sending, lambda term=term: self._search(sending, term, http), term)  # type: ignore[misc]  # mypy: a default in a lambda
            for view in items(told, "posts", _POSTS):
                profile, post = profile_in(table(view, "author")), views.of_view(view)
                if profile and post and not post.plain.isspace() and into.see(profile):
                    into.add_post(profile.key, post)
        if self._me:
            inquiry.close()

    async def _search(self, sending: Sending, term: str, http: Client) -> Table:
        if self._me:
            return await self._me.ask("app.bsky.feed.searchPosts", q=term, limit=_POSTS, sort="top")
        return await self.get(http, sending, q=term, limit=_POSTS, sort="top")

    async def _like(self, one: Followee, inquiry: Inquiry, into: Gathered, http: Client) -> None:
        told = await inquiry.ask(self.alike, lambda: self.get(http, self.alike, actor=one.key))
        if table(told).get("isFallback") is True:  # the same for everybody: it says nothing about them
            return
        for actor in items(told, "suggestions", _SEARCH):
            if profile := profile_in(actor):
                into.see(profile)


def profile_in(view: Table) -> Profile | None:
    """Return what a profile's view says; None when it names nobody."""
    actor = actor_of(view)
    if actor is None:
        return None
    bio = bio_of(view)
    own = (f"https://{actor.handle.lower()}/",) if is_own_domain(actor.handle) else ()
    return Profile(
        key=actor.key,
        kind="bluesky",
        handle=actor.handle,
        name=actor.name,
        url=actor.url,
        bio=bio,
        is_bot=any(raw(label, "val") == _BOT for label in items(view, "labels", 30)),
        links=tuple(ProfileLink(address=one) for one in dict.fromkeys((*own, *links_in(bio)))),
    )
