"""A closer look at the few people a search found who fit best: their newest posts, and what else is theirs.

A search brings a name and a line or two. Whether somebody knows shows in what they write, and that is read where
they publish: on their own server, on the sites their profile names. No word of the theme goes there.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from learnlog.model.address import host_of
from learnlog.model.errors import LearnlogError
from learnlog.model.finding import Profile, ProfileLink
from learnlog.model.safe import clean_line
from learnlog.reading.following.meeting import Offer
from learnlog.reading.following.pages import Page
from learnlog.reading.following.proving import Narrow, Proving
from learnlog.reading.sources.base import Client, Found, Source
from learnlog.reading.sources.people_search import ELSEWHERE, Gathered, Sending, fits, profile_of

MOST: Final = 12
"""People who are looked at more closely in one search."""
_OF_A_KIND: Final = 8
_ADDRESSES: Final = 4
"""Pages and profiles that are looked at for one of them."""
_SECONDS: Final = 8.0


class CloserLook:
    """Looks at those whom `terms` fit best among what was gathered; `mine` are keys of those I follow."""

    server = "their own servers and sites"

    def __init__(self, sources: Sequence[Source], terms: Sequence[str], mine: Collection[str]) -> None:
        self._sources = {source.kind: source for source in sources}
        self._terms = terms
        self._mine = mine
        self.pages: list[tuple[str, Page]] = []
        self.their_posts = Sending(
            server=f"servers of up to {MOST} people found",
            what="their profiles and newest posts",
            path=ELSEWHERE,
        )
        self.their_sites = Sending(
            server=f"sites that {MOST} people found name as theirs",
            what="a page and its feed",
            path=ELSEWHERE,
        )

    @property
    def sendings(self) -> tuple[Sending, ...]:
        """Everything that `run` may ask."""
        return (self.their_posts, self.their_sites)

    async def run(self, http: Client, into: Gathered) -> None:
        """Look at each, many at once; what one server does not show costs that one only."""
        chosen = promising(into, self._terms, self._mine)
        notes: dict[str, None] = {}
        await asyncio.gather(*(self._look(profile, http, into, notes) for profile in chosen))
        if notes:
            many = len(notes) > 3
            named = ", ".join(list(notes)[:3]) + (f" and {len(notes) - 3} more" if many else "")
            into.note(f"Some pages that profiles name could not be read: {named}.")

    async def _look(self, profile: Profile, http: Client, into: Gathered, notes: dict[str, None]) -> None:
        """Look at one of them; whatever goes wrong is noted and costs nobody else."""
        try:
            found = await self._found(profile, http, into)
            if found:
                self._take(found, profile, into)
                await self._prove(found, http, into, notes)
        except TimeoutError:
            into.note(f"{_called(profile)}: their server took too long to answer.")
        except LearnlogError as error:
            into.note(error.message)
        except Exception as error:  # noqa: BLE001, RUF100 - whatever a server made a library say
            into.note(f"{_called(profile)} could not be understood ({type(error).__name__}).")

    async def _found(self, profile: Profile, http: Client, into: Gathered) -> Found | None:
        source = self._sources.get(profile.kind)
        if source is None:
            return None
        address = profile.key if profile.kind != "mastodon" else profile.handle
        into.sent.setdefault(self.their_posts, set())
        async with asyncio.timeout(_SECONDS):
            return next(iter(await source.find(address, Narrow(http, "", _foreign(profile)))), None)

    def _take(self, found: Found, profile: Profile, into: Gathered) -> None:
        into.see(profile_of(found))
        into.channels[found.key] = found
        # Its server shows no more than the account's feed. Any other key is somebody else: a handle proves nothing.
        if found.kind == "feed" != profile.kind and host_of(found.key) == host_of(profile.key):
            _link(into, Offer(found=found, proven=True, evidence="the account's own feed"), profile.key)

    async def _prove(self, found: Found, http: Client, into: Gathered, notes: dict[str, None]) -> None:
        """Look at what the profile names, and note which of it is proven to be theirs."""
        into.sent.setdefault(self.their_sites, set())
        proving = Proving([*self._sources.values()], http, "", _ADDRESSES)
        offers, remarks = await proving.offers(found)
        self.pages += [(found.key, page) for page in proving.pages]
        for offer in offers:
            profile = profile_of(offer.found)
            into.see(replace(profile, url=offer.found.site) if offer.proven else profile)
            _link(into, offer, found.key)
            if offer.proven:
                into.channels[offer.found.key] = offer.found
        if not remarks:
            into.looked.add(found.key)
        notes.update(
            dict.fromkeys(clean_line(remark.partition(" ")[0].rstrip(":"), 60) for remark in remarks)
        )


def promising(into: Gathered, terms: Sequence[str], mine: Collection[str]) -> list[Profile]:
    """Return whom to look at more closely, the likeliest first: posts, lists and words of their own count."""
    posts = Counter(key for key, _ in into.posts.values())
    called = Counter(key for key, _ in into.descriptions)

    def promise(profile: Profile) -> tuple[float, str]:
        says_so = fits(f"{profile.name} {profile.handle} {profile.bio}", terms)
        named = min(into.named[profile.key], 3)
        value = 2 * min(posts[profile.key], 3) + 2 * min(called[profile.key], 2) + 2 * says_so + named
        return -value + 3 * profile.is_bot, profile.key

    strangers = (one for one in into.profiles.values() if one.key not in mine and one.kind != "web")
    chosen: list[Profile] = []
    kinds: Counter[str] = Counter()
    for profile in sorted(strangers, key=promise):
        if len(chosen) < MOST and kinds[profile.kind] < _OF_A_KIND:
            kinds[profile.kind] += 1
            chosen.append(profile)
    return chosen


def _link(into: Gathered, offer: Offer, key: str) -> None:
    """Note on the profile `key`, and when it is proven on the other one too, that both may be one person's."""
    one, other = into.profiles.get(key), into.profiles.get(offer.found.key)
    if one is None or other is None:
        return
    pairs = ((one, other), (other, one)) if offer.proven else ((one, other),)
    for owner, target in pairs:
        links = (
            ProfileLink(address=address, evidence=clean_line(offer.evidence, 100), both_ways=offer.proven)
            for address in _names(target)
        )
        into.profiles[owner.key] = replace(owner, links=_with(owner.links, links))


def _with(links: Sequence[ProfileLink], told: Iterator[ProfileLink]) -> tuple[ProfileLink, ...]:
    """Return `links` with those `told`, the proven ones first, each address once."""
    every = {link.address: link for link in links}
    for link in told:
        known = every.get(link.address)
        if known is None or not known.both_ways:
            every[link.address] = link
    return tuple(sorted(every.values(), key=lambda link: not link.both_ways))


def _names(profile: Profile) -> dict[str, None]:
    """Return the addresses that mean the channel of `profile`: its key first."""
    return dict.fromkeys(name for name in (profile.key, profile.url) if name)


def _foreign(profile: Profile) -> str:
    """Return an address at the host that `profile` was said to be at: nobody typed it."""
    return f"https://{profile.handle.rpartition('@')[2]}" if profile.kind == "mastodon" else profile.key


def _called(profile: Profile) -> str:
    return clean_line(profile.handle or profile.name or profile.key, 60)
