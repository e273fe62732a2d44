"""The port of what searches a network for people: what it would send where, and what came back.

A query reveals a theme. So every question is planned before anything goes: a `Sending` says which words go to which
server, and `Inquiry` asks nothing that no `Sending` of the plan has said.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from learnlog.model.finding import Description, Profile, ProfileLink
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_line
from learnlog.model.sites import site_at
from learnlog.reading.sources.base import Client, Found

MOST_TERMS: Final = 5
"""Words or phrases that are searched for at once; each is a question to each server."""
ELSEWHERE: Final = "…"
"""The path of questions to servers that are not known before the search: those of the people it finds."""
MOST_PEOPLE: Final = 400
MOST_POSTS: Final = 1500
"""What one search brings home at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One kind of question to one server, as the user is told before it goes.

    ``server`` is a host; ``what`` the thing that is asked for ("search for posts"); ``path`` the endpoint. Each of
    ``words`` goes in a question of its own (none: no word of the theme goes there). ``about`` names the people whom
    the question names. ``login`` is the handle of my account that asks ("": nobody's).
    """

    server: str
    what: str
    path: str
    words: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    login: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followee:
    """Somebody I follow, by one of their channels. ``server`` is where that is asked ("": as the key says).

    ``typed_host`` is as on their card: the one private address that may be asked for them.
    """

    key: str
    kind: str
    handle: str = ""
    server: str = ""
    typed_host: str = ""


@dataclass(slots=True)
class Gathered:
    """What a search brought so far. Whoever is stopped midway leaves here what came until then."""

    profiles: dict[str, Profile] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)
    posts: dict[str, tuple[str, NewPost]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], tuple[str, Description]] = field(default_factory=dict)
    channels: dict[str, Found] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    looked: set[str] = field(default_factory=set)
    """Keys of those whose links were all looked at: what is not proven now is not proven any more."""
    sent: dict[Sending, set[str]] = field(default_factory=dict)

    def see(self, profile: Profile) -> bool:
        """Take in a profile; where it is silent, what is known stays. False when there is no room for more people."""
        known = self.profiles.get(profile.key)
        if known is None and len(self.profiles) >= MOST_PEOPLE:
            return False
        self.profiles[profile.key] = together(known, profile) if known else profile
        self.named[profile.key] += 1
        return True

    def add_post(self, key: str, post: NewPost) -> None:
        """Take in a post of the actor `key`."""
        if len(self.posts) < MOST_POSTS:
            self.posts.setdefault(post.guid, (key, post))

    def describe(self, key: str, description: Description) -> None:
        """Note what others call the actor `key`."""
        if key in self.profiles:
            self.descriptions[key, description.source] = (key, description)

    def note(self, sentence: str) -> None:
        """Say once what could not be had."""
        self.notes.setdefault(clean_line(sentence, 300))


class Job(Protocol):
    """The questions to one server (or of one kind), planned and not asked yet."""

    @property
    def server(self) -> str:
        """Who is asked, as a person reads it."""
        ...

    @property
    def sendings(self) -> tuple[Sending, ...]:
        """Everything that `run` may ask."""
        ...

    async def run(self, http: Client, into: Gathered) -> None:
        """Ask, and put what comes into `into`; what cannot be had is noted there, and nothing is raised."""
        ...


class SearchingPeople(Protocol):
    """A network that can be searched for people."""

    def jobs(self, terms: Sequence[str], followed: Sequence[Followee]) -> Sequence[Job]:
        """Return what would be asked, without asking anyone; `followed` with those who fit the theme first."""
        ...


def terms_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words and phrases to search for: harmless, each once in any case, at most five."""
    found: dict[str, str] = {}
    for word in words:
        if term := clean_line(word, 60).strip("#@\"'").strip():
            found.setdefault(term.casefold(), term)
    return tuple(found.values())[:MOST_TERMS]


def server_name(address: str) -> str:
    """Return what a server is called: the host of its address, with a port that is not the usual one."""
    return clean_line(address.partition("://")[2].partition("/")[0], 80)


def fits(text: str, terms: Iterable[str]) -> bool:
    """Tell whether `text` names one of `terms`: all its words, in any case, also as one word (#DataContracts)."""
    folded = text.casefold()
    return any(
        all(word in folded for word in term.casefold().split()) or "".join(term.casefold().split()) in folded
        for term in terms
    )


def together(known: Profile, told: Profile) -> Profile:
    """Return a profile with what either says, `told` before `known`; a link stays proven once it is."""
    links = {link.address: link for link in (*told.links, *known.links)}
    for link in (*told.links, *known.links):
        if link.both_ways:
            links[link.address] = link
    return replace(
        told,
        handle=told.handle or known.handle,
        name=told.name or known.name,
        url=told.url or known.url,
        bio=told.bio or known.bio,
        is_bot=told.is_bot or known.is_bot,
        links=tuple(links.values()),
    )


def profile_of(found: Found, *, is_bot: bool = False) -> Profile:
    """Return what a channel that was read says of its owner.

    A feed may call any site its own: it is believed only about the one it lies on.
    """
    checked = {proof.address: proof.kind for proof in found.proofs}
    named = dict.fromkeys((*checked, *found.links))
    return Profile(
        key=found.key,
        kind=found.kind,
        handle=found.handle,
        name=found.title,
        url="" if found.kind == "feed" and site_at(found.site) != site_at(found.key) else found.site,
        bio=found.description,
        is_bot=is_bot,
        links=tuple(ProfileLink(address=one, evidence=checked.get(one, "")) for one in named),
    )
