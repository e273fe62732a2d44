"""How asking a channel went, and what all of them together say of this machine."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from learnlog.model.fetching import Arrived, FetchState
from learnlog.model.person import Channel, Person
from learnlog.reading.fetching.relocating import PROVEN
from learnlog.reading.sources.base import Fetched
from learnlog.reading.sources.pace import host_of

OFFLINE_FROM = 3
"""So many hosts of which none is there: that is not theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How asking one channel went: how many posts are ``new``, ``edited``, and ``gone`` (taken back by their author).

    ``error`` is a sentence, "" when it went well; ``note`` a quiet remark. ``status`` is the HTTP status (0: no answer
    came), ``is_retired`` whether it is gone for good. ``is_moving`` tells that it says it moved, and that this is
    proven; ``moved_to`` where it is asked from now on ("": where it was). ``before`` is its state from before, where
    nobody was reached; ``refused`` tells that we would not ask there, ``unreached`` that nobody was there to be asked.
    """

    channel: Channel
    person: str
    new: int = 0
    edited: int = 0
    gone: int = 0
    error: str = ""
    note: str = ""
    status: int = 0
    is_retired: bool = False
    is_moving: bool = False
    moved_to: str = ""
    before: FetchState = field(default_factory=FetchState)
    refused: bool = False
    unreached: bool = False


def is_cut_off(outcomes: Sequence[Outcome]) -> bool:
    """Tell whether no host at all was reached, of so many that it is this machine that is offline.

    Whom we would not ask says nothing of that, nor who was not there the last time either.
    """
    asked = [one for one in outcomes if not one.refused]
    missed = {host_of(one.channel.key, one.before) for one in asked if not one.before.errors}
    return len(missed) >= OFFLINE_FROM and all(one.unreached for one in asked)


def outcome_of(
    person: Person, channel: Channel, fetched: Fetched, arrived: Arrived, before: FetchState
) -> Outcome:
    """Return how asking a channel went that brought `fetched`, of which `arrived` came here."""
    return Outcome(
        channel=channel,
        person=person.name,
        new=arrived.new,
        edited=arrived.edited,
        gone=arrived.gone,
        error=fetched.state.error,
        note=fetched.note,
        status=fetched.state.status,
        is_retired=fetched.state.retired is not None,
        is_moving=fetched.state.redirects >= PROVEN,
        before=before
        if fetched.unreached
        else FetchState(),  # else nobody asks for it: very many would be held
        refused=fetched.refused,
        unreached=fetched.unreached,
    )
