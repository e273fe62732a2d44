"""Following: from an address a person typed to posts that are there at once."""

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from learnlog.library import Library
from learnlog.library.indexing import A_FETCH
from learnlog.model.address import host_of
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.moments import local_now
from learnlog.model.person import Channel, Person
from learnlog.model.safe import clean_line
from learnlog.reading.fetching.taking_in import take_in
from learnlog.reading.following.asked_once import AskedOnce
from learnlog.reading.following.meeting import Meeting, Offer
from learnlog.reading.people.cards import People
from learnlog.reading.sources.base import Client, Found, OutlineError, Source

if TYPE_CHECKING:
    from learnlog.reading.sources.follows import Followed, Follows

_DOMAIN = re.compile(r"(?:[^\W_][\w-]*\.)+[^\W\d_][\w-]+")


class Following:
    """Looks at an address, and follows what was found there.

    ``sources`` are asked in turn; ``client`` makes the one network client they share; ``afterwards`` sorts the posts
    that came with somebody.
    """

    def __init__(
        self,
        library: Library,
        people: People,
        sources: Sequence[Source],
        client: Callable[[], Client],
        afterwards: Callable[[], None] = lambda: None,
    ) -> None:
        self._library = library
        self._people = people
        self._sources = sources
        self._client = client
        self._afterwards = afterwards

    def look(self, address: str) -> list[Found]:
        """Return what can be followed at `address`, best first, with its newest posts already read.

        Blocks on the network: call it from a thread when there is a screen.

        Raises:
            LearnlogError: nothing was found, or the address could not be reached.
        """
        return asyncio.run(self._look(address))

    def meet(self, address: str) -> Meeting:
        """Return whom `address` leads to: what `look` finds, and their other channels with what proves them.

        A bare domain is asked as a name on networks and as a homepage. Blocks on the network.

        Raises:
            OutlineError: it is a list of feeds.
            LearnlogError: nothing was found, or the address could not be reached.
        """
        return asyncio.run(self._meet(address))

    async def _look(self, address: str) -> list[Found]:
        async with self._client() as client:
            return (await self._asked(address, AskedOnce(client)))[0]

    async def _asked(self, address: str, client: Client) -> tuple[list[Found], list[Found]]:
        """Return what the first source that knows `address` finds there, and what a bare domain's feeds are."""
        found, beside = await self._found(address, client)
        return [self._as_followed(one) for one in found], [self._as_followed(one) for one in beside]

    def _as_followed(self, found: Found) -> Found:
        """Return a feed as the one it says it moved to, when that is followed already."""
        target = found.state.redirect_to
        if not target or self._people.find(found.key) or not self._people.find(target):
            return found
        state = replace(found.state, redirect_to="", redirects=0)
        return replace(found, key=target, typed_host="", state=state)

    async def _found(self, address: str, client: Client) -> tuple[list[Found], list[Found]]:
        ordered = sorted(self._sources, key=lambda source: not source.claims(address))
        if not is_domain(address) or any(source.claims(address) for source in ordered):
            return await _first_of(ordered, address, client), []
        networks_first = sorted(ordered, key=lambda source: source.kind == "feed")
        tries = await asyncio.gather(*(_try(source, address, client) for source in networks_first))
        answered = [found for found, _ in tries if found]
        if not answered:
            raise _said_of(error for _, error in tries) or _nothing(address)
        return answered[0], [one for found in answered[1:] for one in found]

    async def _meet(self, address: str) -> Meeting:
        from learnlog.reading.following.proving import Proving

        async with self._client() as opened:
            client = AskedOnce(opened)
            found, beside = await self._asked(address, client)
            proving = Proving(self._sources, client, _typed(address))
            offers, notes = await proving.offers(found[0])
        known = {offer.found.key for offer in offers} | {found[0].key}
        more = [Offer(found=one, evidence=_beside(address)) for one in (*found[1:], *beside)]
        fresh = {offer.found.key: offer for offer in more if offer.found.key not in known}
        every = (Offer(found=found[0]), *offers, *fresh.values())
        self._remember(*(offer.found for offer in every if offer.found is not found[0]))
        self._remember(found[0], proven=[offer for offer in offers if offer.proven])
        notes += [note for offer in every if (note := self._known(offer.found))]
        return Meeting(offers=every, notes=tuple(notes))

    def _known(self, found: Found) -> str:
        owner = self._people.find(found.key)
        name = clean_line(found.title or found.key, 60)
        return f"{name} is on the card of {owner.name} already." if owner else ""

    def follow_move(self, reference: str) -> Person:
        """Follow a person who moved to their new account; what came from the old one stays theirs.

        Raises:
            UsageError: nobody said that they moved.
            LearnlogError: the new account could not be reached.
        """
        person = self._people.get(reference)
        states = self._library.channels.states()
        for channel in person.channels:
            target = states[channel.key].moved_to if channel.key in states else ""
            if target and target not in channel.keys:
                found = asyncio.run(self._look_untyped(target, channel.typed_host))
                moved = self._people.move(person.id, channel.key, channel_of(found))
                now = found.state.checked or local_now()
                take_in(self._library, found.key, found.newest, found.state, now)
                self._library.catch_up(A_FETCH)
                return moved
        raise UsageError(f"{person.name} did not move, as far as their channels say.")

    def look_untyped(self, address: str) -> Found:
        """Return the first thing to follow at an address that others wrote: its host does not count as typed.

        Raises:
            LearnlogError: nothing was found, or the address could not be reached.
        """
        return asyncio.run(self._look_untyped(address, ""))

    def listed(self, source: "Follows", address: str) -> "list[Followed]":
        """Return the people that `source` lists at `address`. Blocks on the network."""

        async def ask() -> "list[Followed]":
            async with self._client() as client:
                return list(await source.follows(address, client))

        return asyncio.run(ask())

    async def _look_untyped(self, address: str, typed: str) -> Found:
        from learnlog.reading.following.proving import Narrow

        async with self._client() as client:
            once = AskedOnce(Narrow(client, typed, _written(address)))
            return (await self._asked(address, once))[0][0]

    def follow(
        self,
        found: Sequence[Found],
        *,
        name: str = "",
        themes: Sequence[str] = (),
        circles: Sequence[str] = (),
        why: str = "",
        boosts: bool = True,
    ) -> tuple[Person, int]:
        """Follow what `look` found as one person; returns the card and how many posts are new here.

        Without `boosts` what they only pass on is not wanted.

        Raises:
            UsageError: it is followed already, as somebody else than `name`.
        """
        is_asked = bool(name) and not any(_is_offered(name, f.title) for f in found)
        title = name or next((f.title or f.handle for f in found if f.title or f.handle), "")
        title = title or host_of(found[0].key)
        channels = [replace(channel_of(one), boosts=boosts) for one in found]
        self._remember(*found)
        person = self._people.add(title, channels, why=why, themes=themes, circles=circles, is_asked=is_asked)
        arrived = 0
        for one in found:
            self._library.channels.ensure(channel_of(one))
            now = one.state.checked or local_now()
            arrived += take_in(self._library, one.key, one.newest, one.state, now).new
        self._library.catch_up(A_FETCH)
        if arrived:
            self._afterwards()
        return person, arrived

    def _remember(self, *found: Found, proven: Sequence[Offer] | None = None) -> None:
        """Keep what owners say of themselves and where they point, for the finder.

        `proven` is what was just proven to be theirs, and all that is: what was proven before is not any more.
        """
        from learnlog.model.finding import ProfileLink
        from learnlog.reading.sources.people_search import profile_of, together

        links = tuple(
            ProfileLink(address=one.found.key, evidence=one.evidence, both_ways=True) for one in proven or ()
        )
        actors = self._library.actors
        known = actors.get_many([one.key for one in found])
        for one in found:
            profile = profile_of(one)
            told = replace(profile, links=(*links, *profile.links))
            if one.key in known:
                whole = together(known[one.key], told)
                told = whole if proven is None else replace(whole, links=told.links)
            actors.put([told], one.state.checked or local_now())


def channel_of(found: Found) -> Channel:
    """Return the channel as it will stand on the person's card."""
    return Channel(
        kind=found.kind,
        key=found.key,
        title=clean_line(found.title, 200),
        address=found.site,
        typed_host=found.typed_host,
    )


def is_domain(address: str) -> bool:
    """Tell whether `address` is a bare domain that may have both a homepage and a name on networks."""
    text = address.strip().casefold()
    return bool(_DOMAIN.fullmatch(text)) and not text.endswith(".bsky.social")


async def _first_of(sources: Sequence[Source], address: str, client: Client) -> list[Found]:
    errors: list[LearnlogError | None] = []
    for source in sources:
        found, error = await _try(source, address, client)
        if found:
            return found
        errors.append(error)
    raise _said_of(errors) or _nothing(address)


def _said_of(errors: Iterable[LearnlogError | None]) -> LearnlogError | None:
    """Return what is to be said when no source found anybody: that it is a list of feeds, else the first refusal."""
    said = [error for error in errors if error]
    return next((error for error in said if isinstance(error, OutlineError)), said[0] if said else None)


async def _try(source: Source, address: str, client: Client) -> tuple[list[Found], LearnlogError | None]:
    try:
        return list(await source.find(address, client)), None
    except LearnlogError as error:
        return [], error


def _written(address: str) -> str:
    """Return an address with a scheme; of a name on a network, its host's."""
    return address if "//" in address else f"https://{address.rpartition('@')[2]}"


def _nothing(address: str) -> LearnlogError:
    return LearnlogError(f"Nothing to follow was found at {clean_line(address, 200)}.")


def _typed(address: str) -> str:
    """Return the host and port that the user typed, "" for a name on a network."""
    from learnlog.reading.sources.discovery import address_of
    from learnlog.reading.web.http import host_port

    try:
        return host_port(address_of(address))
    except LearnlogError:
        return ""


def _beside(address: str) -> str:
    return f"also found at {clean_line(address, 60)}"


def _is_offered(name: str, title: str) -> bool:
    """Tell whether `name` is only the feed's own title, perhaps cut, as a form offers it."""
    title = clean_line(title)
    return name == title or (name.endswith("…") and title.startswith(name.removesuffix("…")))
