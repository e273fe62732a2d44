"""Keeping what a search brought: people, what others call them, what proves their channels, and their posts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from itertools import groupby

from learnlog.library import Library
from learnlog.model.fetching import FetchState
from learnlog.model.finding import Profile, ProfileLink
from learnlog.model.moments import Clock
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.reading.sources.people_search import Gathered, profile_of, together


class Storing:
    """Puts what was gathered into the library, under the channels' own keys and nobody's card."""

    def __init__(self, library: Library, clock: Clock) -> None:
        self._library = library
        self._clock = clock

    def keep(self, into: Gathered, mine: Collection[str]) -> int:
        """Store it, and return how many posts are new. Channels of those I follow (`mine`) are left to fetching."""
        self._keep_people(into)
        for key, description in into.descriptions.values():
            self._library.actors.describe([key], description, self._clock())
        new = 0
        for found in into.channels.values():
            if found.key not in mine:
                new += self.commit(profile_of(found), found.newest, found.state)
        loose = sorted(into.posts.values(), key=lambda pair: pair[0])
        for key, pairs in groupby(loose, key=lambda pair: pair[0]):
            if key not in mine:
                new += self.commit(into.profiles[key], [post for _, post in pairs], None)
        return new

    def commit(self, of: Profile, posts: Sequence[NewPost], state: FetchState | None) -> int:
        """Store posts of somebody's channel; without a `state` what is known about asking it stays."""
        channels = self._library.channels
        with self._library.transaction():
            channels.introduce(Channel(kind=of.kind, key=of.key), of.handle)
            known = state or channels.state(of.key)
            return channels.commit(of.key, posts, replace(known, checked=self._clock().astimezone(UTC))).new

    def _keep_people(self, into: Gathered) -> None:
        actors = self._library.actors
        with self._library.transaction():
            known = actors.get_many(list(into.profiles))
            now_said = {
                key: together(known[key], profile) if key in known else profile
                for key, profile in into.profiles.items()
            }
            for key in into.looked & known.keys():
                links = tuple(into.profiles[key].links)
                now_said[key] = replace(now_said[key], links=links)
                self._withdraw(key, known[key], links, now_said)
            actors.put(now_said.values(), self._clock())

    def _withdraw(
        self, key: str, known: Profile, links: Iterable[ProfileLink], now_said: dict[str, Profile]
    ) -> None:
        """Take back on the other side what was proven of `key` once and is not so any more."""
        proven = {link.address for link in links if link.both_ways}
        lost = [link.address for link in known.links if link.both_ways and link.address not in proven]
        others: Mapping[str, Profile] = self._library.actors.get_many(lost)
        for other in others.values():
            told = now_said.get(other.key, other)
            kept = [
                replace(link, both_ways=False) if link.address in (key, known.url) else link
                for link in told.links
            ]
            now_said[other.key] = replace(told, links=tuple(kept))
