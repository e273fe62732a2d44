"""Who may know: the people behind the posts, ties and descriptions on a theme, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from learnlog.finding.gates import distinct
from learnlog.finding.identity import Decided, Edge, Groups, edges_of, grouped, own_site
from learnlog.library import Library
from learnlog.library.schema import WROTE
from learnlog.library.traces import OWN, Trace
from learnlog.model.address import bare
from learnlog.model.finding import Candidate, Description, Identity, Profile
from learnlog.model.person import Channel, Person
from learnlog.model.ranking import Ranked
from learnlog.model.safe import clean_line

_ORDER = ("bluesky", "mastodon", "feed", "web")
_ROUNDS = 2
"""How often the links of profiles are followed to further ones that are known here."""


@dataclass(slots=True, kw_only=True)
class Standing:
    """Somebody, with all that the store has of them on a theme.

    ``traces`` are posts of theirs (`OWN`, `WROTE`) and posts of others that tell of them; ``called`` is how many
    lists, packs and bios call them by the theme, ``listed_by`` the ids of those I follow who made one. ``ranked`` is
    every figure of the ranking (None: no post of theirs is close to it). ``person`` is the id of somebody I follow,
    "" for the others.
    """

    key: str
    keys: frozenset[str]
    person: str = ""
    traces: list[Trace] = field(default_factory=list)
    profiles: tuple[Profile, ...] = ()
    described: tuple[Description, ...] = ()
    called: int = 0
    listed_by: set[str] = field(default_factory=set)
    ranked: Ranked | None = None

    _written: list[Trace] | None = None

    @property
    def score(self) -> float:
        """What orders people."""
        return self.ranked.score if self.ranked else 0.0

    @property
    def seen(self) -> int:
        """How many posts of theirs are on the theme, copies counted."""
        return sum(trace.relation in (OWN, WROTE) for trace in self.traces)

    def best(self, most: int) -> list[str]:
        """Return the ids of their best posts on the theme, each once, `most` at most."""
        theirs = {trace.post: trace for trace in self.traces if trace.relation in (OWN, WROTE)}
        ranked = self.ranked.evidence if self.ranked else ()
        listed = [theirs[post] for post in ranked if post in theirs] or self.written
        return [trace.post for trace in {trace.same: trace for trace in reversed(listed)}.values()][::-1][
            :most
        ]

    @property
    def written(self) -> list[Trace]:
        """Their posts, newest first: each once, also when several pass it on, and nearly equal ones once."""
        if self._written is None:
            kept: dict[str, Trace] = {}
            for trace in self.traces:
                if trace.relation == OWN or (trace.relation == WROTE and trace.same not in kept):
                    kept[trace.same] = trace
            ordered = sorted(kept.values(), key=lambda trace: (-trace.moment, trace.row))
            self._written = [ordered[place] for place in distinct(trace.text for trace in ordered)]
        return self._written


class Everybody:
    """All people a theme leads to, told apart by what is proven and decided."""

    def __init__(self, library: Library, people: Sequence[Person], decided: Decided) -> None:
        self._library = library
        self._decided = decided
        self.cards = {person.id: person for person in people}
        self.owners = {key: pair[0] for key, pair in library.traces.owners().items()}
        self.sites = {site for p in people for c in p.channels if (site := own_site(_profile(c, None)))}
        self.groups = Groups(self.owners)
        self.edges: dict[str, list[Edge]] = {}
        self.profiles: dict[str, Profile] = {}

    def gather(self, traces: Iterable[Trace], described: Iterable[str]) -> list[Standing]:
        """Return everybody whom `traces` tell of or who is `described`, in no order."""
        listed = list(traces)
        keys = dict.fromkeys([*(trace.who for trace in listed), *described])
        self._recognise(keys)
        found: dict[frozenset[str], Standing] = {}
        for key in keys:
            group = self.groups.of(key)
            if group not in found:
                found[group] = self._standing(group)
        of = {key: found[self.groups.of(key)] for key in keys}
        for trace in listed:
            standing = of[trace.who]
            is_self = trace.relation != OWN and self.groups.of(trace.channel) == standing.keys
            if not is_self:
                standing.traces.append(trace)
        return list(found.values())

    def candidate(self, standing: Standing, last: int | None) -> Candidate:
        """Return `standing` as others see it."""
        from learnlog.library.post_rows import moment

        card = self.cards.get(standing.person)
        names = [profile.name for profile in standing.profiles]
        names += [clean_line(trace.author, 120) for trace in standing.written[:1]]
        handles = [profile.handle or bare(profile.url) for profile in standing.profiles]
        name = card.name if card else next(filter(None, (*names, *handles)), standing.key)
        channels = card.channels if card else tuple(_channel(p) for p in _readable(standing.profiles))
        return Candidate(
            key=standing.key,
            name=name,
            handle=next((p.handle for p in standing.profiles if p.handle), ""),
            bio=next((p.bio for p in standing.profiles if p.bio), ""),
            person=standing.person,
            channels=channels,
            proposed=self._proposed(standing),
            last=moment(last) if last is not None else None,
            is_bot=any(profile.is_bot for profile in standing.profiles),
        )

    def evidence(self, standing: Standing) -> str:
        """Return in words why the channels of `standing` count as one person's; "" when there is but one."""
        used = [edge for key in sorted(standing.keys) for edge in self.edges.get(key, ()) if edge.proven]
        card = self.cards.get(standing.person)
        said_so = {channel.key for channel in card.channels} if card else set()
        shown = {profile.key for profile in standing.profiles if profile.kind != "web"} - said_so
        by_pair = {e.pair: e.evidence for e in reversed(used) if e.pair <= standing.keys and e.pair & shown}
        said = dict.fromkeys(reversed(by_pair.values()))
        joined = any(set(keys) <= standing.keys for keys in self._decided.joined)
        return " · ".join([*said, *(["joined by me"] if joined else [])])

    def _recognise(self, keys: Iterable[str]) -> None:
        """Find out who is one, from the profiles with `keys` and those they link to."""
        actors = self._library.actors
        profiles = actors.get_many(list(keys))
        fresh = profiles
        for _ in range(_ROUNDS):
            linked = [link.address for profile in fresh.values() for link in profile.links]
            sites = [site for profile in fresh.values() if (site := own_site(profile))]
            near = actors.at([*linked, *sites]) if linked or sites else {}
            fresh = {key: profile for key, profile in near.items() if key not in profiles}
            profiles |= fresh
        for person in self.cards.values():
            for channel in person.channels:
                profiles[channel.key] = _profile(channel, profiles.get(channel.key))
        for key in keys:
            profiles.setdefault(key, Profile(key=key, kind=_kind(key)))
        self.profiles = profiles
        self.groups, self.edges = grouped(
            edges_of(profiles.values(), self.owners), self.owners, self._decided
        )

    def _standing(self, group: frozenset[str]) -> Standing:
        known = sorted((self.profiles[key] for key in group if key in self.profiles), key=_rank)
        person = self.groups.person(next(iter(group)))
        key = f"person:{person}" if person else known[0].key if known else min(group)
        return Standing(key=key, keys=group, person=person, profiles=tuple(known))

    def _proposed(self, standing: Standing) -> tuple[Identity, ...]:
        found: dict[str, Identity] = {}
        for edge in (edge for key in sorted(standing.keys) for edge in self.edges.get(key, ())):
            for key in sorted(edge.pair - standing.keys):
                profile = self.profiles.get(key)
                if profile and not self.groups.person(key):
                    found.setdefault(key, Identity(channel=_channel(profile), evidence=edge.evidence))
        return tuple(found.values())


def _rank(profile: Profile) -> tuple[int, bool, str]:
    order = _ORDER.index(profile.kind) if profile.kind in _ORDER else len(_ORDER)  # a card may name any kind
    return order, not profile.name, profile.key


def _kind(key: str) -> str:
    return "bluesky" if key.startswith("did:") else "feed"


def _readable(profiles: Sequence[Profile]) -> list[Profile]:
    """Return the channels that can be followed: a site, whose feed is not known, only where there is nothing else."""
    return [profile for profile in profiles if profile.kind != "web"] or list(profiles)


def _channel(profile: Profile) -> Channel:
    return Channel(kind=profile.kind, key=profile.key, title=profile.name, address=profile.url)


def _profile(channel: Channel, known: Profile | None) -> Profile:
    if known is not None:
        return known
    return Profile(key=channel.key, kind=channel.kind, name=channel.title, url=channel.address)
