"""One person, many channels: what is proven to be one, what only may be, and what I decided.

Proven is what both sides say: a link checked both ways, two profiles that name each other, a handle that is the
site's own domain, a feed of that very site. What one side says alone is only proposed: anybody may link to a
famous page.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from learnlog.model.address import bare, host_of
from learnlog.model.finding import Profile, ProfileLink
from learnlog.model.sites import site_at, site_of

Pair = frozenset[str]
"""Two keys."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Evidence that the keys ``one`` and ``other`` are one person's."""

    one: str
    other: str
    evidence: str
    proven: bool

    @property
    def pair(self) -> Pair:
        """Both keys."""
        return frozenset((self.one, self.other))


@dataclass(frozen=True, slots=True)
class Decided:
    """What I said: which keys are one person's, and which pairs are not."""

    joined: tuple[tuple[str, ...], ...] = ()
    parted: frozenset[Pair] = frozenset()


class Groups:
    """Keys that count as one person's. Two people I follow are never made one here: their cards say who is who."""

    def __init__(self, owners: Mapping[str, str], parted: frozenset[Pair] = frozenset()) -> None:
        self._group: dict[str, set[str]] = {}
        self._owners = owners
        self._parted = parted
        first: dict[str, str] = {}
        for key, person in owners.items():
            self._put(first.setdefault(person, key), key)

    def of(self, key: str) -> frozenset[str]:
        """Return every key of the person with `key`."""
        return frozenset(self._group.get(key, {key}))

    def person(self, key: str) -> str:
        """Return the id of the person I follow who has `key`, "" when it is nobody's."""
        return next((self._owners[one] for one in sorted(self.of(key)) if one in self._owners), "")

    def join(self, one: str, other: str) -> bool:
        """Make the people with these keys one; False when they may not be."""
        mine, theirs = self.person(one), self.person(other)
        if mine and theirs and mine != theirs:
            return False
        if any(frozenset((a, b)) in self._parted for a in self.of(one) for b in self.of(other)):
            return False
        self._put(one, other)
        return True

    def _put(self, one: str, other: str) -> None:
        group = self._group.setdefault(one, {one}) | self._group.setdefault(other, {other})
        for key in group:
            self._group[key] = group


def grouped(
    edges: Sequence[Edge], owners: Mapping[str, str], decided: Decided
) -> tuple[Groups, dict[str, list[Edge]]]:
    """Return who is one, by what is proven and what I decided, and what is proposed or was used, by key."""
    groups = Groups(owners, decided.parted)
    for keys in decided.joined:
        for other in keys[1:]:
            groups.join(keys[0], other)
    by_key: dict[str, list[Edge]] = defaultdict(list)
    for edge in sorted(edges, key=lambda edge: (not edge.proven, edge.one, edge.other)):
        if edge.pair in decided.parted or (edge.proven and not groups.join(edge.one, edge.other)):
            continue
        by_key[edge.one].append(edge)
        by_key[edge.other].append(edge)
    return groups, dict(by_key)


def edges_of(profiles: Iterable[Profile], owners: Mapping[str, str]) -> list[Edge]:
    """Return all evidence among `profiles`; `owners` tells the keys of those I follow."""
    listed = {profile.key: profile for profile in profiles}
    places: dict[str, set[str]] = defaultdict(set)
    for profile in listed.values():
        for name in names_of(profile):
            places[name].add(profile.key)
    return [*_by_site(listed.values(), owners), *_by_link(listed, places)]


def _by_link(listed: Mapping[str, Profile], places: Mapping[str, set[str]]) -> Iterator[Edge]:
    for profile in listed.values():
        for link in profile.links:
            for other in sorted(places.get(bare(link.address), set()) - {profile.key}):
                yield _linked(profile, link, listed[other])


def _linked(profile: Profile, link: ProfileLink, other: Profile) -> Edge:
    who, whom = called(profile), called(other)
    mine = names_of(profile)
    if link.both_ways:
        how = f" ({link.evidence})" if link.evidence else ""
        return Edge(profile.key, other.key, f"{who} and {whom} name each other{how}", True)
    if any(bare(back.address) in mine for back in other.links):
        return Edge(profile.key, other.key, f"{who} and {whom} link to each other", True)
    return Edge(profile.key, other.key, f"{who} links to {whom}; whether that links back is not known", False)


def _by_site(profiles: Iterable[Profile], owners: Mapping[str, str]) -> Iterator[Edge]:
    """Yield what a site of one owner proves: its feeds, and the handle that is its domain."""
    sites: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        if site := own_site(profile):
            sites[site].append(profile)
    for site, found in sites.items():
        people = {owners[one.key] for one in found if one.key in owners}
        first = min(found, key=lambda one: (one.key not in owners, one.key))
        for other in found:
            if len(people) < 2 and other.key != first.key:
                handle = next((one.handle for one in (first, other) if one.kind == "bluesky"), "")
                said = f"the handle {handle} is the domain of that site" if handle else "the same site"
                yield Edge(first.key, other.key, f"{said}: {bare(site)}", True)


def own_site(profile: Profile) -> str:
    """Return the site that only the owner of this profile can have: the one their feed lies on, a domain handle's.

    What a feed calls its site is not believed where it lies elsewhere: it may call any site so.
    """
    if profile.kind == "bluesky":
        return site_of(profile.handle)
    return site_at(profile.key) if profile.kind in ("feed", "web") else ""


def names_of(profile: Profile) -> set[str]:
    """Return every address that surely means this profile, bare: others' servers may claim any address."""
    names, own = {bare(profile.key)}, host_of(profile.key)
    if profile.kind == "bluesky":
        names |= {bare(f"bsky.app/profile/{name}") for name in (profile.handle, profile.key) if name}
        names.add(bare(profile.url))
    elif profile.kind == "mastodon":
        user, _, host = profile.handle.removeprefix("@").partition("@")
        names |= {bare(f"{host}/@{user}"), bare(f"{host}/users/{user}")} if host_of(host) == own else set()
        names |= {bare(profile.url)} if host_of(profile.url) == own else set()
    else:
        site = own_site(profile)
        names |= {bare(site), *([bare(profile.url)] if site and site_at(profile.url) == site else [])}
    return names - {""}


def called(profile: Profile) -> str:
    """Return what a profile is called in a sentence."""
    return profile.handle or bare(profile.url) or bare(profile.key)
