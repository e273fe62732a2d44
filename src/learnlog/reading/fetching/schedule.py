"""Whom to ask and when: every channel I follow with when it was last asked, what it said, and when it is next due."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from learnlog.library import Library
from learnlog.model.errors import UsageError
from learnlog.model.fetching import FetchState
from learnlog.model.moments import Clock
from learnlog.model.person import Channel, Person
from learnlog.model.safe import clean_line
from learnlog.reading.people.cards import People
from learnlog.reading.sources.manners import answered, was_spared
from learnlog.reading.sources.pace import host_of, hosts_at_rest, may_ask, next_due, rests_until

LONGEST = timedelta(days=30)
"""Longer than any pause that a server, a failure or a rhythm can bring about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with asking a channel.

    ``said`` is what it answered when it was last asked, a sentence; ``due`` when it is asked next (None: not any
    more), and ``reason`` why then and not sooner, as half a sentence. ``host`` is whom that asks.
    """

    person: Person
    channel: Channel
    state: FetchState
    said: str
    due: datetime | None
    reason: str
    host: str


class Schedule:
    """Decides which channels are asked. ``kinds`` are those that can be asked here; `paused` says which hosts rest."""

    def __init__(
        self,
        library: Library,
        people: People,
        kinds: Collection[str],
        clock: Clock,
        paused: Callable[[], Mapping[str, datetime]] = dict,
    ) -> None:
        self._library = library
        self._paused = paused
        self._people = people
        self._kinds = frozenset(kinds)
        self._clock = clock

    def channels(self, person: str = "") -> list[tuple[Person, Channel]]:
        """Return every channel of those I follow (or of one person), each once."""
        people = [self._people.get(person)] if person else self._people.all()
        pairs = [(one, channel) for one in people for channel in one.channels if channel.kind in self._kinds]
        now_called = self._library.channels.present_keys()
        renamed = [
            (one, replace(channel, key=now_called.get(channel.key, channel.key))) for one, channel in pairs
        ]
        return list({channel.key: (one, channel) for one, channel in reversed(renamed)}.values())[::-1]

    def due(self, *, everything: bool = False, person: str = "") -> list[tuple[Person, Channel]]:
        """Return the channels to ask now: the due ones, or all save what rests or is gone for good."""
        states, now = self._library.channels.states(), self._clock()
        resting = hosts_at_rest(states, now, self._paused())
        return [
            (one, channel)
            for one, channel in self.channels(person)
            if may_ask(channel.key, states.get(channel.key, FetchState()), now, resting, all_=everything)
        ]

    def resting(self) -> dict[str, datetime]:
        """Return until when each host rests that told one of its channels to come back later."""
        return hosts_at_rest(self._library.channels.states(), self._clock(), self._paused())

    def explain(self, reference: str = "") -> list[Standing]:
        """Return how it stands with every channel, or with those of a person, or with one channel.

        Raises:
            NotFoundError: `reference` means nobody and no channel.
        """
        wanted = self._people.get(reference) if reference else None
        states, now = self._library.channels.states(), self._clock()
        resting = hosts_at_rest(states, now, self._paused())
        pairs = self.channels(wanted.id if wanted else "")
        asked = reference.strip()
        only = [pair for pair in pairs if asked and asked in (*pair[1].keys, pair[1].address)]
        return [
            standing(one, channel, states.get(channel.key, FetchState()), resting, now)
            for one, channel in only or pairs
        ]

    def revive(self, reference: str) -> list[Channel]:
        """Ask what was gone for good again, with the next fetch: of a person, or one channel; return which.

        Raises:
            NotFoundError: `reference` means nobody and no channel.
            UsageError: nothing of it is gone for good.
        """
        found = self.explain(reference)
        gone = [one for one in found if one.state.retired]
        if not gone:
            name = found[0].person.name if found else reference
            raise UsageError(
                f"Nothing of {clean_line(name, 80)} is gone for good.",
                "`learnlog fetch --explain` says how it stands with each channel.",
            )
        for one in gone:
            state = replace(one.state, retired=None, due=None, errors=0)
            self._library.channels.put_state(one.channel.key, state)
        return [one.channel for one in gone]


def standing(
    person: Person, channel: Channel, state: FetchState, resting: dict[str, datetime], now: datetime
) -> Standing:
    """Return how it stands with a channel whose last conversations are `state`."""
    rest = rests_until(channel.key, state, now, resting)
    if state.retired:
        due, reason = None, next_due(channel.key, state, now).reason
    elif rest:
        due, reason = max(rest, state.due or rest), "its host asked us to wait"
    elif state.checked is None or state.due is None:
        due, reason = now, "it was not asked yet"
    elif was_spared(state):
        due, reason = state.due, "its host had asked us to wait"
    elif state.error:
        due, reason = state.due, _failing(state.errors)
    elif state.due - state.checked > LONGEST:
        due, reason = state.due, "nothing of it is expected before"
    else:
        due, reason = state.due, next_due(channel.key, state, state.checked).reason
    return Standing(
        person=person,
        channel=channel,
        state=state,
        said=answered(state),
        due=due,
        reason=reason,
        host=host_of(channel.key, state),
    )


def _failing(errors: int) -> str:
    if not errors:
        return "nobody could be reached, which is no fault of its own"
    if errors < 2:
        return "it failed, so it is left alone for a while"
    return f"it failed {errors} times in a row, so it is asked less and less often"
