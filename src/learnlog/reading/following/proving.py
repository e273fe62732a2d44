"""What else is theirs: channels that are proven both ways, and those that only one side names.

A claim of one side proves nothing: anybody may link to a famous page, and any server may say that it
checked. What counts is that the page and the profile name each other, that a handle is the page's own
domain, or that a page declares the very feed. Nothing found on the way counts as typed by the user.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from learnlog.model.address import bare, host_of
from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line, clean_link
from learnlog.reading.following.meeting import Offer, kind_of
from learnlog.reading.following.pages import Page, identities, name_of, named_by, read_page
from learnlog.reading.sources.base import Client, Found, Source
from learnlog.reading.sources.lent import LentClient

MOST: Final = 6
"""Addresses that are looked at for one person."""
SECONDS: Final = 12.0
_FEEDS: Final = 2


class Narrow(LentClient):
    """The client, for the address `foreign` that others wrote: its host counts as typed only if it is `typed`."""

    def __init__(self, client: Client, typed: str, foreign: str) -> None:
        super().__init__(client)
        self._typed = typed.lower()
        self._foreign = name_of(foreign)

    def trusted(self, host: str) -> str:
        """Return `host` unless it is that of the foreign address."""
        return host if host.lower() == self._typed or name_of(f"//{host}") != self._foreign else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What an address turned out to be: a page with feeds, or something to follow."""

    page: Page | None = None
    found: tuple[Found, ...] = ()
    note: str = ""


class Proving:
    """Looks for the other channels of one person, at a few addresses (`most`) and for a few seconds.

    ``pages`` are those it read on the way.
    """

    def __init__(self, sources: Sequence[Source], client: Client, typed: str, most: int = MOST) -> None:
        self._networks = [source for source in sources if source.kind != "feed"]
        self._feeds = [source for source in sources if source.kind == "feed"]
        self._typed = typed
        self._client = client
        self._left = most
        self.pages: list[Page] = []
        self._looked: set[str] = set()

    async def offers(self, first: Found) -> tuple[list[Offer], list[str]]:
        """Return what else may be followed of the owner of `first`, and remarks on what could not be seen."""
        self._looked |= identities(first) if first.kind != "feed" else {bare(first.key)}
        near = await self._look(_pointed_at(first))
        pages = self.pages = [seen.page for seen in near if seen.page]
        far = await self._look(link for page in pages for link in page.me if self._is_profile(link))
        found = [*_near(first, near), *_far(first, pages, far)]
        # That a feed's own page is missing is no news: nothing was to be proven by it.
        told = far if first.kind == "feed" else (*near, *far)
        return _each_once(found, first), [seen.note for seen in told if seen.note]

    def _is_profile(self, address: str) -> bool:
        has_path = "/" in bare(address)
        return has_path and any(source.claims(address) for source in self._networks)

    async def _look(self, addresses: Iterable[str]) -> list[_Seen]:
        """Look at the addresses that nobody looked at yet, at once, while some may still be."""
        wanted: list[str] = []
        for address in addresses:
            if self._left > 0 and bare(address) not in self._looked:
                self._looked.add(bare(address))
                self._left -= 1
                wanted.append(address)
        return await asyncio.gather(*(self._at(address) for address in wanted))

    async def _at(self, address: str) -> _Seen:
        place = clean_line(bare(address), 60)
        try:
            async with asyncio.timeout(SECONDS):
                return await self._understood(address)
        except TimeoutError:
            return _Seen(note=f"{place} took too long to answer.")
        except LearnlogError as error:
            return _Seen(note=f"{place}: {error.message}")
        except Exception as error:  # noqa: BLE001, RUF100 - one strange page must not spoil the meeting
            return _Seen(note=f"{place} could not be understood ({type(error).__name__}).")

    async def _understood(self, address: str) -> _Seen:
        if self._is_profile(address):
            source = next(source for source in self._networks if source.claims(address))
            return _Seen(found=tuple((await source.find(address, self._narrow(address)))[:1]))
        from learnlog.reading.sources.parsing import sniff

        answer = await self._narrow(address).get(address, typed_host=self._typed)
        if answer.status != 200:
            place = clean_line(bare(address), 60)
            return _Seen(note=f"Nothing is proven by {place}: it answered {answer.status}.")
        if sniff(answer.body, answer.content_type) in ("xml", "json"):
            return _Seen(found=tuple((await self._feeds_at([address]))[:1]))
        page = await read_page(address, answer)
        return _Seen(page=page, found=tuple(await self._feeds_at(page.feeds[:_FEEDS])))

    async def _feeds_at(self, addresses: Sequence[str]) -> list[Found]:
        found = []
        for address in addresses:
            for source in self._feeds[:1]:
                try:
                    found += list(await source.find(address, self._narrow(address)))[:1]
                except LearnlogError:
                    continue
        return found

    def _narrow(self, address: str) -> Narrow:
        return Narrow(self._client, self._typed, address)


def _pointed_at(first: Found) -> list[str]:
    """Return the pages and profiles a channel's owner points to, the best proven first."""
    from learnlog.reading.sources.discovery import address_of

    proofs = sorted(first.proofs, key=lambda proof: not proof.both_ways)
    named = [*(proof.address for proof in proofs), *first.links]
    if first.kind == "feed":
        named.insert(0, first.site)
    return [clean_link(address_of(name)) for name in named if name.strip() and clean_link(address_of(name))]


def _near(first: Found, near: Sequence[_Seen]) -> Iterator[Offer]:
    """Yield what stands where the first channel points to."""
    for seen in near:
        if seen.page is None:
            yield from (Offer(found=one, evidence=_named(first, one)) for one in seen.found)
            continue
        proven, evidence = tie(first, seen.page)
        for number, feed in enumerate(seen.found):
            if number:
                yield Offer(found=feed, evidence=f"another feed of {_place(seen.page)}")
            else:
                yield Offer(found=feed, proven=proven, evidence=evidence)


def _far(first: Found, pages: Sequence[Page], far: Sequence[_Seen]) -> Iterator[Offer]:
    """Yield the profiles that the pages call their owner's."""
    for profile in (one for seen in far for one in seen.found):
        page = next((page for page in pages if page.claims(profile)), None)
        if page is None:
            yield Offer(found=profile, evidence="a page of theirs links to it")
            continue
        proven, evidence = tie(profile, page)
        is_theirs, why = tie(first, page)
        yield Offer(found=profile, proven=proven and is_theirs, evidence=evidence if is_theirs else why)


def tie(found: Found, page: Page) -> tuple[bool, str]:
    """Tell whether `found` and `page` are proven to be one person's, and why or why not."""
    place, who = _place(page), clean_line(found.handle or found.title or found.key, 60)
    if found.kind == "feed":
        if page.declares(found):
            return True, f"{place} declares the feed, and the feed names {place}"
        return False, f"the feed names {place}, which does not declare it"
    handles = [proof.address for proof in found.proofs if proof.both_ways and proof.kind == "domain handle"]
    if page.host and page.host in map(host_of, handles):
        return True, f"the handle {who} is the domain of {place}"
    names, back = bool(named_by(found) & page.names), page.claims(found)
    checked = any(p.kind == "verified field" and bare(p.address) in page.names for p in found.proofs)
    if names and back:
        also = ", and its server checked it" if checked else ""
        return True, f"{place} and {who} link to each other{also}"
    if back:
        return False, f"{place} says {who} is theirs, but {who} does not link to it"
    if checked:
        return False, f"the server of {who} says it checked {place}, which does not link back now"
    return False, f"{who} links to {place}, which does not link back"


def _named(first: Found, one: Found) -> str:
    who = clean_line(first.handle or first.title or first.key, 60)
    both = bool(named_by(one) & identities(first))
    return f"{who} and this {kind_of(one)} name each other" if both else f"{who} links to it"


def _place(page: Page) -> str:
    return clean_line(bare(page.url), 60)


def _each_once(offers: Iterable[Offer], first: Found) -> list[Offer]:
    """Return each channel once, proven where anything proves it, the proven ones first."""
    kept: dict[str, Offer] = {}
    for offer in offers:
        known = kept.get(offer.found.key)
        if offer.found.key != first.key and (known is None or (offer.proven and not known.proven)):
            kept[offer.found.key] = offer
    return sorted(kept.values(), key=lambda offer: not offer.proven)
