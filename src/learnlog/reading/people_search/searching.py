"""Searching the networks for people, only when the user says so: what would go where, then asking, then keeping.

Everything that comes back is stored, so that the finder ranks those people like anybody else, also offline.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from learnlog.library import Library
from learnlog.model.errors import LearnlogError, NotFoundError, UsageError
from learnlog.model.fetching import FetchState
from learnlog.model.finding import Profile
from learnlog.model.moments import Clock
from learnlog.model.person import Channel
from learnlog.model.post import Post
from learnlog.model.safe import clean_line
from learnlog.reading.following.proving import Narrow
from learnlog.reading.people.cards import People
from learnlog.reading.people_search.closer import CloserLook
from learnlog.reading.people_search.linked import LinkedSites
from learnlog.reading.people_search.storing import Storing
from learnlog.reading.sources.base import Client, Found, Source
from learnlog.reading.sources.people_search import (
    ELSEWHERE,
    Followee,
    Gathered,
    Job,
    SearchingPeople,
    Sending,
    profile_of,
    terms_of,
)

SECONDS: Final = 20.0
"""How long a search may take in all."""
_ASKING: Final = 11.0
"""How long of it the networks are asked; the rest is for a closer look at those they named."""
_LOOK: Final = 0.1
_PEEK: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a search is: ``doing`` in words, how many people and posts came so far."""

    doing: str
    people: int
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a search brought. ``sent`` is what was really asked, with the words that really went.

    ``notes`` say in a sentence each what could not be had. ``people`` and ``posts`` count what is in the library
    now, ``new_posts`` what was not there before.
    """

    terms: tuple[str, ...]
    sent: tuple[Sending, ...] = ()
    notes: tuple[str, ...] = ()
    people: int = 0
    posts: int = 0
    new_posts: int = 0

    @property
    def where(self) -> str:
        """The servers that were asked, as a list in words."""
        named = list(dict.fromkeys(one.server for one in self.sent if one.path != ELSEWHERE))
        named += ["sites of those found"] if any(one.path == ELSEWHERE for one in self.sent) else []
        return ", ".join(named) or "nobody was asked"


class Searching:
    """Searches `networks`, then looks closer through `sources`. Everything blocks: call it from a thread.

    `why_not` is a sentence when nothing may be searched here.
    """

    def __init__(
        self,
        library: Library,
        people: People,
        networks: Callable[[], Sequence[SearchingPeople]],
        sources: Sequence[Source],
        client: Callable[[], Client],
        clock: Clock,
        *,
        why_not: str = "",
    ) -> None:
        self._library = library
        self._people = people
        self._networks = networks
        self._sources = sources
        self._client = client
        self._storing = Storing(library, clock)
        self.why_not = why_not

    @property
    def is_allowed(self) -> bool:
        """Tell whether anything may be searched online at all."""
        return not self.why_not

    def plan(self, words: Sequence[str], *, theme: str = "") -> tuple[Sending, ...]:
        """Return which words would go to which server, without asking anyone; () when searching is switched off.

        Of those I follow, whoever has the `theme` on their card is asked after first.
        """
        if not self.is_allowed:
            return ()
        first, then = self._jobs(terms_of(words), theme)
        return tuple(sending for job in (*first, *then) for sending in job.sendings)

    def search(
        self,
        words: Sequence[str],
        *,
        theme: str = "",
        told: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        seconds: float = SECONDS,
    ) -> Searched:
        """Ask what `plan` says, for at most `seconds`, and keep what comes, also when it is `cancelled` midway.

        Raises:
            UsageError: there is no word to search for, or searching is switched off.
        """
        terms = terms_of(words)
        if not self.is_allowed:
            raise UsageError(self.why_not)
        if not terms:
            raise UsageError("There is no word to search for.", "Give a theme or some words.")
        into = Gathered()
        asyncio.run(self._search(self._jobs(terms, theme), into, told, cancelled, seconds))
        new = self._storing.keep(into, self._followed("")[1])
        sent = tuple(replace(one, words=_in_order(one, words)) for one, words in into.sent.items())
        posts = len(into.posts) + sum(len(found.newest) for found in into.channels.values())
        return Searched(
            terms=terms,
            sent=sent,
            notes=tuple(into.notes),
            people=len(into.profiles),
            posts=posts,
            new_posts=new,
        )

    def peek(self, key: str) -> list[Post]:
        """Return the newest posts of somebody, after asking their channel for news unless I follow them.

        Raises:
            NotFoundError: nobody is known by that key.
            LearnlogError: their server could not be asked; `newest` still has what is stored.
        """
        profile = self._library.actors.get(key)
        if self._is_followed(key):  # fetching asks them, and knows how far it read
            return self.newest(key)
        if profile is None:
            raise NotFoundError(f"Nobody is known as {clean_line(key, 80)}.")
        return self.newest(asyncio.run(self._read(profile)))

    def newest(self, key: str) -> list[Post]:
        """Return the newest stored posts of somebody, followed or not."""
        return self._library.posts.of_channel(self._library.channels.key(key), _PEEK)

    def _is_followed(self, key: str) -> bool:
        person = self._people.find(key)
        return person is not None and person.is_followed

    def _jobs(self, terms: tuple[str, ...], theme: str) -> tuple[list[Job], list[Job]]:
        """Return what is asked first, all at once, and what follows from it, one after the other."""
        followed, mine = self._followed(theme)
        first = [job for network in self._networks() for job in network.jobs(terms, followed)]
        closer = CloserLook(self._sources, terms, mine)
        return first, [closer, LinkedSites(self._sources, closer)]

    def _followed(self, theme: str) -> tuple[list[Followee], set[str]]:
        """Return the channels of those I follow, those with the theme first, and all keys they have or had."""
        states = self._library.channels.states()
        people = sorted(self._people.all(), key=lambda person: theme not in person.themes)
        channels = [channel for person in people for channel in person.channels]
        found = [_followee(channel, states.get(channel.key, FetchState())) for channel in channels]
        return found, {key for channel in channels for key in channel.keys}

    async def _search(
        self,
        jobs: tuple[list[Job], list[Job]],
        into: Gathered,
        told: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool],
        seconds: float,
    ) -> None:
        first, then = jobs
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds

        def tell(doing: str) -> None:
            if told:
                told(Progress(doing=doing, people=len(into.profiles), posts=len(into.posts)))

        async with self._client() as http:
            tell("asking " + ", ".join(dict.fromkeys(job.server for job in first)))
            asking = min(loop.time() + _ASKING, end)
            await asyncio.gather(*(_until(asking, cancelled, job, http, into) for job in first))
            for job in then:
                if not cancelled() and loop.time() < end:
                    tell(f"looking at {job.server}")
                    await _until(end, cancelled, job, http, into)

    async def _read(self, profile: Profile) -> str:
        """Ask the channel of `profile` for news and store it; return the channel's key."""
        source = next((one for one in self._sources if one.kind == _kind(profile)), None)
        if source is None:
            raise LearnlogError(f"This learnlog cannot read {profile.kind}.")
        async with self._client() as http:
            if profile.kind == "web":
                found: Found = (await source.find(profile.key, Narrow(http, "", profile.key)))[0]
                self._storing.commit(profile_of(found), found.newest, found.state)
                return found.key
            state = self._library.channels.state(profile.key)
            state = replace(state, handle=state.handle or profile.handle)
            fetched = await source.fetch(profile.key, state, http, "")
        self._storing.commit(profile, fetched.posts, fetched.state)
        if fetched.state.error:
            raise LearnlogError(fetched.state.error, "What is stored of them is shown.")
        return profile.key


async def _until(end: float, cancelled: Callable[[], bool], job: Job, http: Client, into: Gathered) -> None:
    """Run `job` until the loop's time `end`, or until it is cancelled; its trouble is noted, never raised."""
    loop = asyncio.get_running_loop()
    running: Awaitable[None] = job.run(http, into)
    task = asyncio.ensure_future(running)
    while not task.done() and not cancelled() and loop.time() < end:
        await asyncio.wait([task], timeout=min(_LOOK, max(end - loop.time(), 0.001)))
    if not task.done():
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if not cancelled():
            into.note(f"{job.server} took too long; what came until then is here.")
        return
    error = task.exception()
    if error is not None:
        into.note(f"{job.server} answered something that could not be understood ({type(error).__name__}).")


def _followee(channel: Channel, state: FetchState) -> Followee:
    return Followee(
        key=channel.key,
        kind=channel.kind,
        handle=state.handle,
        server=state.server if channel.kind == "mastodon" else "",
        typed_host=channel.typed_host,
    )


def _kind(profile: Profile) -> str:
    return "feed" if profile.kind == "web" else profile.kind


def _in_order(sending: Sending, sent: set[str]) -> tuple[str, ...]:
    return tuple(word for word in sending.words if word in sent)
