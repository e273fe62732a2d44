"""Fetching: asking the channels of the people I follow, many at once, none harming another."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from learnlog.library import Library
from learnlog.library.indexing import A_FETCH
from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.moments import Clock
from learnlog.model.person import Channel, Person
from learnlog.reading.fetching.alone import Alone
from learnlog.reading.fetching.outcome import Outcome, is_cut_off, outcome_of
from learnlog.reading.fetching.relocating import Relocating
from learnlog.reading.fetching.schedule import Schedule
from learnlog.reading.fetching.taking_in import take_in
from learnlog.reading.fetching.turns import Turns
from learnlog.reading.people.cards import People
from learnlog.reading.sources.base import Checking, Client, Fetched, Source
from learnlog.reading.sources.manners import failed, offline
from learnlog.reading.sources.pace import host_of
from learnlog.reading.web.budget import Budgets


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is asked at once, and for how long: connections, of them to one host; the rest in seconds.

    ``pause`` lies between two channels of one host; ``per_channel`` and ``in_all`` bound a conversation and a fetch.
    """

    connections: int = 16
    per_host: int = 2
    pause: float = 0.25
    per_channel: float = 120.0
    in_all: float = 1800.0


LIMITS = Limits()
VERIFY_EVERY = timedelta(hours=20)
"""How long a channel is not asked again which of its posts are still there."""
VERIFY_BACK = timedelta(days=14)
VERIFY_MOST = 10
"""The newest posts that are asked for, and as far back: at worst a server is asked for each by itself."""

Progress = Callable[[int, int, Outcome], None]
"""Called after each channel with how many are done, of how many, and how it went."""


class Fetching:
    """Asks channels through their sources and commits each channel's posts by itself.

    `afterwards` is what is left to do when all were asked; it is given what tells whether to stop. `budgets` is told
    which hosts want no questions yet, so that no redirect leads there either. `alone` keeps fetches of other
    processes apart from this one. ``left`` is how many channels the last `run` had no time for: they stay due.
    """

    def __init__(
        self,
        library: Library,
        people: People,
        sources: Sequence[Source],
        client: Callable[[], Client],
        clock: Clock,
        *,
        afterwards: Callable[[Callable[[], bool]], object] = lambda cancelled: None,
        limits: Limits = LIMITS,
        budgets: Budgets | None = None,
        alone: Alone | None = None,
    ) -> None:
        self._library = library
        self._people = people
        self._sources = {source.kind: source for source in sources}
        self._client = client
        self._clock = clock
        self._afterwards = afterwards
        self._limits = limits
        self._budgets = budgets or Budgets(clock)
        self._alone = alone
        self.left = 0
        self.schedule = Schedule(library, people, self._sources, clock, self._budgets.paused)

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
        waiting: Callable[[], object] = lambda: None,
    ) -> list[Outcome]:
        """Ask the channels that are due and return how each went. Blocks: call it from a thread.

        What arrived before `cancelled` said so, before the time was over, or before a crash, stays. While another
        process fetches, this one waits, says so by `waiting`, and then asks only what the other did not.

        Raises:
            BusyError: another process fetches for longer than a fetch may take.
        """
        self.left, began = 0, self._clock()
        if self._alone is None:
            return self._run_alone(self.due(everything=everything, person=person), progress, cancelled)
        with self._alone.held(waiting, cancelled) as was_free:
            due = [] if cancelled() else self.due(everything=everything, person=person)
            if not was_free:
                states = self._library.channels.states()
                due = [pair for pair in due if not _was_asked(states.get(pair[1].key), began)]
            return self._run_alone(due, progress, cancelled)

    def _run_alone(
        self,
        due: list[tuple[Person, Channel]],
        progress: Progress | None,
        cancelled: Callable[[], bool],
    ) -> list[Outcome]:
        if not due:
            return []
        self._budgets.rest_hosts(self.schedule.resting())
        outcomes = asyncio.run(self._run(due, progress, cancelled))
        if not cancelled():
            self.left = len(due) - len(outcomes)
        if self._library.indexing.waiting() <= A_FETCH:  # more would not be done soon, and waits as a whole
            self._library.catch_up()
        settled = self._settled(outcomes)
        self._afterwards(cancelled)
        return settled

    async def _run(
        self, due: list[tuple[Person, Channel]], progress: Progress | None, cancelled: Callable[[], bool]
    ) -> list[Outcome]:
        outcomes: list[Outcome] = []
        limits, hosts = self._limits, self._hosts(due)
        turns = Turns(limits.connections, limits.per_host, limits.pause)
        clock = asyncio.get_running_loop().time
        end = clock() + limits.in_all

        def is_over() -> bool:
            return cancelled() or clock() > end

        async def all_of(host: str, listed: Iterator[tuple[Person, Channel]], client: Client) -> None:
            for person, channel in listed:
                async with turns.at(host) as turn:
                    if is_over():
                        return
                    outcome = await self._ask(person, channel, turn.lend(client))
                outcomes.append(outcome)
                if progress:
                    progress(len(outcomes), len(due), outcome)

        async with self._client() as client, asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(all_of(host, listed, client))
                for host, here in hosts.items()
                for listed in [iter(here)] * min(limits.per_host, len(here))
            ]
            watcher = group.create_task(_cancel_when(is_over, tasks))
            await asyncio.gather(*tasks, return_exceptions=True)
            watcher.cancel()
        return outcomes

    def _hosts(self, due: list[tuple[Person, Channel]]) -> dict[str, list[tuple[Person, Channel]]]:
        """Return what is due by the host that it asks, in the order in which it is due."""
        states = self._library.channels.states()
        found: dict[str, list[tuple[Person, Channel]]] = {}
        for person, channel in due:
            host = host_of(channel.key, states.get(channel.key, FetchState()))
            found.setdefault(host, []).append((person, channel))
        return found

    async def _ask(self, person: Person, channel: Channel, client: Client) -> Outcome:
        self._library.channels.ensure(channel)
        state = self._library.channels.state(channel.key)
        try:
            fetched = await self._fetched(channel, state, client)
            posts = [
                one for one in fetched.posts if channel.boosts or not (one.social and one.social.is_boost)
            ]
            arrived = take_in(
                self._library, channel.key, posts, fetched.state, self._clock(), gone=fetched.gone
            )
        except LearnlogError as error:
            return Outcome(channel=channel, person=person.name, error=error.message)
        except Exception as error:  # noqa: BLE001, RUF100 - one channel's surprise must not stop the others
            return self._surprise(person, channel, state, error)
        return outcome_of(person, channel, fetched, arrived, state)

    async def _fetched(self, channel: Channel, state: FetchState, client: Client) -> Fetched:
        """Ask the channel; a conversation of many questions has a time of its own as well."""
        source, seconds = self._sources[channel.kind], self._limits.per_channel
        try:
            async with asyncio.timeout(seconds):
                fetched = await source.fetch(channel.key, state, client, channel.typed_host)
                return await self._verified(channel, fetched, client)
        except TimeoutError:
            said = f"It was not read fully within {seconds:g} seconds."
            return Fetched(state=failed(channel.key, state, self._clock(), said))

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

    def _settled(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Return how the channels went, now that all were asked: who moved, and whether anybody was reached."""
        if is_cut_off(outcomes):
            for one in (one for one in outcomes if not one.refused):
                self._library.channels.put_state(one.channel.key, offline(one.before, self._clock()))
            return outcomes
        relocating = Relocating(self._library, self._people)
        return [self._followed(one, relocating) if one.is_moving else one for one in outcomes]

    def _followed(self, outcome: Outcome, relocating: Relocating) -> Outcome:
        person = self._people.find(outcome.channel.key)
        address = relocating.adopt(person, outcome.channel) if person else ""
        return replace(outcome, moved_to=address)

    def _surprise(self, person: Person, channel: Channel, state: FetchState, error: Exception) -> Outcome:
        """Note an error nobody foresaw on its channel, so that it waits and is seen."""
        said = f"Something unforeseen went wrong with it ({type(error).__name__})."
        now = self._clock()
        after = failed(channel.key, state, now, said)
        after = replace(after, due=max(after.due or now, now + timedelta(hours=6)))
        self._library.channels.commit(channel.key, (), after)
        return Outcome(channel=channel, person=person.name, error=said)


def _was_asked(state: FetchState | None, since: datetime) -> bool:
    return bool(state and state.checked and state.checked >= since.replace(microsecond=0))


async def _cancel_when(cancelled: Callable[[], bool], tasks: list[asyncio.Task[None]]) -> None:
    """Cancel every task soon after `cancelled` says so."""
    while not cancelled():
        await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
