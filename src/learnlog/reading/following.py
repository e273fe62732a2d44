"""Following: from an address a person typed to posts that are there at once."""

import asyncio
from collections.abc import Callable, Sequence

from learnlog.library import Library
from learnlog.model.errors import LearnlogError
from learnlog.model.person import Channel, Person
from learnlog.model.safe import clean_line
from learnlog.reading.people import People
from learnlog.reading.sources.base import Client, Found, Source


class Following:
    """Looks at an address, and follows what was found there.

    ``sources`` are asked in turn; ``client`` makes the one network client they share.
    """

    def __init__(
        self, library: Library, people: People, sources: Sequence[Source], client: Callable[[], Client]
    ) -> None:
        self._library = library
        self._people = people
        self._sources = sources
        self._client = client

    def look(self, address: str) -> list[Found]:
        """Return what can be followed at `address`, best first, with its newest posts already read.

        Blocks on the network: call it from a thread when there is a screen.

        Raises:
            LearnlogError: nothing was found, or the address could not be reached.
        """
        return asyncio.run(self._look(address))

    async def _look(self, address: str) -> list[Found]:
        failure: LearnlogError | None = None
        async with self._client() as client:
            for source in sorted(self._sources, key=lambda source: not source.claims(address)):
                try:
                    found = await source.find(address, client)
                except LearnlogError as error:
                    failure = failure or error
                    continue
                if found:
                    return list(found)
        raise failure or LearnlogError(f"Nothing to follow was found at {clean_line(address, 200)}.")

    def follow(
        self,
        found: Sequence[Found],
        *,
        name: str = "",
        themes: Sequence[str] = (),
        circles: Sequence[str] = (),
        why: str = "",
    ) -> tuple[Person, int]:
        """Follow what `look` found as one person; returns the card and how many posts are new here.

        Raises:
            UsageError: it is followed already, as somebody else than `name`.
        """
        is_asked = bool(name) and not any(_is_offered(name, f.title) for f in found)
        title = name or next((f.title for f in found if f.title), "") or _host(found[0].key)
        channels = [channel_of(one) for one in found]
        person = self._people.add(title, channels, why=why, themes=themes, circles=circles, is_asked=is_asked)
        arrived = 0
        for one in found:
            self._library.channels.ensure(channel_of(one))
            arrived += self._library.channels.commit(one.key, one.newest, one.state).new
        return person, arrived


def channel_of(found: Found) -> Channel:
    """Return the channel as it will stand on the person's card."""
    return Channel(
        kind=found.kind,
        key=found.key,
        title=clean_line(found.title, 200),
        address=found.site,
        typed_host=found.typed_host,
    )


def _is_offered(name: str, title: str) -> bool:
    """Tell whether `name` is only the feed's own title, perhaps cut, as a form offers it."""
    title = clean_line(title)
    return name == title or (name.endswith("…") and title.startswith(name.removesuffix("…")))


def _host(address: str) -> str:
    return address.split("//", 1)[-1].split("/", 1)[0].rpartition("@")[2]
