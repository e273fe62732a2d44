"""Feeds that moved for good: asked at their new address once it proved to be a feed several times."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from learnlog.library import Library
from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel, Person
from learnlog.model.safe import clean_link
from learnlog.reading.people.cards import People
from learnlog.reading.sources.pace import host_at

PROVEN = 3
"""How often, at least an hour apart, a feed has to be found where a permanent redirect (301, 308) leads."""
CROWD = 3
"""So many channels that all move to one address at once were led there by something else than their owners."""


class Relocating:
    """Changes the address on a person's card, and with it in the library; posts keep their ids and marks."""

    def __init__(self, library: Library, people: People) -> None:
        self._library = library
        self._people = people

    def adopt(self, person: Person, channel: Channel) -> str:
        """Ask the channel at its new address from now on, when that is proven; return it, "" when it is not."""
        states = self._library.channels.states()
        state = states.get(channel.key, FetchState())
        target = new_address(channel, state, states)
        owner = self._people.find(target) if target else None
        if not target or (owner is not None and owner.id != person.id):
            return ""
        keeps_host = bool(channel.typed_host) and host_at(target) == host_at(channel.key)
        moved = replace(channel, key=target, typed_host=channel.typed_host if keeps_host else "")
        try:
            self._people.move(
                person.id, channel.key, moved, said=f"asked the feed of {person.name} at its new address"
            )
        except LearnlogError:
            return ""  # the card changed meanwhile; the next answer proves it again
        after = replace(state, redirect_to="", redirects=0)
        self._library.channels.put_state(target, after)
        return target


def new_address(channel: Channel, state: FetchState, states: Mapping[str, FetchState]) -> str:
    """Return where a feed is to be asked from now on, "" while that is not proven.

    It is not when the new address is less safe than the old one, or when many channels were led to it: a network
    that shows everybody its own page does so.
    """
    target = state.redirect_to
    if channel.kind != "feed" or state.error or state.redirects < PROVEN or clean_link(target) != target:
        return ""
    if channel.key.startswith("https:") and not target.startswith("https:"):
        return ""
    led_there = Counter(one.redirect_to for one in states.values())
    return target if led_there[target] < CROWD else ""
