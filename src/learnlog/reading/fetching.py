"""Fetching: asking the channels of the people I follow, many at once, none harming another."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from learnlog.library import Library
from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import Arrived, FetchState
from learnlog.model.moments import Clock
from learnlog.model.person import Channel, Person
from learnlog.reading.people import People
from learnlog.reading.schedule import Schedule
from learnlog.reading.sources.base import Checking, Client, Fetched, Source
from learnlog.reading.taking_in import take_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How asking one channel went. ``error`` is a sentence, "" when it went well; ``note`` a quiet remark."""

    channel: Channel
    person: str
    new: int = 0
    changed: int = 0
    error: str = ""
    note: str = ""


VERIFY_EVERY = timedelta(hours=20)
"""How long a channel is not asked again which of its posts are still there."""
VERIFY_BACK = timedelta(days=14)
VERIFY_MOST = 10
"""The newest posts that are asked for, and as far back: at worst a server is asked for each by itself."""

Progress = Callable[[int, int, Outcome], None]
"""Called after each channel with how many are done, of how many, and how it went."""


class Fetching:
    """Asks channels through their sources and commits each channel's posts by itself.

    `afterwards` is what is left to do when all were asked; it is given what tells whether to stop.
    """

    def __init__(
        self,
        library: Library,
        people: People,
        sources: Sequence[Source],
        client: Callable[[], Client],
        clock: Clock,
        *,
        connections: int = 16,
        afterwards: Callable[[Callable[[], bool]], object] = lambda cancelled: None,
    ) -> None:
        self._library = library
        self._sources = {source.kind: source for source in sources}
        self._client = client
        self._clock = clock
        self._connections = connections
        self._afterwards = afterwards
        self.schedule = Schedule(library, people, self._sources, clock)

    def due(self, *, everything: bool = False, person: str = "") -> list[tuple[Person, Channel]]:
        """Return the channels to ask now: see `Schedule.due`."""
        return self.schedule.due(everything=everything, person=person)

    def run(
        self,
        *,
        everything: bool = False,
        person: str = "",
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[Outcome]:
        """Ask the channels that are due and return how each went. Blocks: call it from a thread.

        What arrived before `cancelled` said so, or before a crash, stays.
        """
        due = self.due(everything=everything, person=person)
        if not due:
            return []
        outcomes = asyncio.run(self._run(due, progress, cancelled))
        self._afterwards(cancelled)
        return outcomes

    async def _run(
        self, due: list[tuple[Person, Channel]], progress: Progress | None, cancelled: Callable[[], bool]
    ) -> list[Outcome]:
        outcomes: list[Outcome] = []
        places = asyncio.Semaphore(self._connections)

        async def one(person: Person, channel: Channel, client: Client) -> None:
            async with places:
                if cancelled():
                    return
                outcome = await self._ask(person, channel, client)
            outcomes.append(outcome)
            if progress:
                progress(len(outcomes), len(due), outcome)

        async with self._client() as client, asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(person, channel, client)) for person, channel in due]
            watcher = group.create_task(_cancel_when(cancelled, tasks))
            await asyncio.gather(*tasks, return_exceptions=True)
            watcher.cancel()
        return outcomes

    async def _ask(self, person: Person, channel: Channel, client: Client) -> Outcome:
        self._library.channels.ensure(channel)
        state = self._library.channels.state(channel.key)
        try:
            fetched = await self._sources[channel.kind].fetch(channel.key, state, client, channel.typed_host)
            posts = [
                one for one in fetched.posts if channel.boosts or not (one.social and one.social.is_boost)
            ]
            fetched = await self._verified(channel, fetched, client)
            arrived = take_in(
                self._library, channel.key, posts, fetched.state, self._clock(), gone=fetched.gone
            )
        except LearnlogError as error:
            return Outcome(channel=channel, person=person.name, error=error.message)
        except Exception as error:  # noqa: BLE001, RUF100 - one channel's surprise must not stop the others
            return self._surprise(person, channel, state, error)
        return _outcome(person, channel, fetched, arrived)

    async def _verified(self, channel: Channel, fetched: Fetched, client: Client) -> Fetched:
        """Ask now and then which of the newest posts are still there: no network tells it by itself."""
        source, now, state = self._sources[channel.kind], self._clock(), fetched.state
        if not isinstance(source, Checking) or state.error:
            return fetched
        if state.verified and now - state.verified < VERIFY_EVERY:
            return fetched
        here = {post.guid for post in fetched.posts}
        known = self._library.channels.newest(channel.key, now - VERIFY_BACK, VERIFY_MOST)
        asked = [pair for pair in known if pair[0] not in here]
        try:
            gone = await source.check(asked, state, client, channel.typed_host) if asked else ()
        except LearnlogError:
            return fetched
        return replace(fetched, gone=(*fetched.gone, *gone), state=replace(state, verified=now))

    def _surprise(self, person: Person, channel: Channel, state: FetchState, error: Exception) -> Outcome:
        """Note an error nobody foresaw on its channel, so that it waits and is seen."""
        said = f"Something unforeseen went wrong with it ({type(error).__name__})."
        now = self._clock()
        failed = replace(
            state, error=said, errors=state.errors + 1, checked=now, due=now + timedelta(hours=6)
        )
        self._library.channels.commit(channel.key, (), failed)
        return Outcome(channel=channel, person=person.name, error=said)


def _outcome(person: Person, channel: Channel, fetched: Fetched, arrived: Arrived) -> Outcome:
    return Outcome(
        channel=channel,
        person=person.name,
        new=arrived.new,
        changed=arrived.changed,
        error=fetched.state.error,
        note=fetched.note,
    )


async def _cancel_when(cancelled: Callable[[], bool], tasks: list[asyncio.Task[None]]) -> None:
    """Cancel every task soon after `cancelled` says so."""
    while not cancelled():
        await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
