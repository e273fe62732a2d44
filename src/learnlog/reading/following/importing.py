"""Taking in whom I follow elsewhere, by choosing: Mastodon's CSV, follows, lists and starter packs."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from learnlog.journal.changes import Changes
from learnlog.library import Library
from learnlog.model.errors import LearnlogError
from learnlog.model.moments import Clock, local_now
from learnlog.model.person import Person
from learnlog.model.safe import clean_line
from learnlog.reading.following.by_address import Following
from learnlog.reading.sources.base import Source
from learnlog.reading.sources.follows import Followed, Follows
from learnlog.vault.given import read_given

LARGEST: Final = 5 * 2**20
MOST: Final = 5000
_ACCOUNT = re.compile(r"@?([\w.-]{1,100})@([\w.-]{1,253}(?::\d{1,5})?)")


Told = Callable[[int, int, str], None]
"""Called after each person with how many are done, of how many, and how it went in a sentence."""


class ImportingFollows:
    """Lists whom I follow elsewhere, and follows those I choose."""

    def __init__(
        self,
        library: Library,
        following: Following,
        sources: Sequence[Source],
        changes: Changes,
        clock: Clock = local_now,
    ) -> None:
        self._library = library
        self._following = following
        self._sources = sources
        self._changes = changes
        self._clock = clock

    def listed(self, place: str) -> list[Followed]:
        """Return who is in the CSV file or at the address `place`, each once, in its order.

        Raises:
            LearnlogError: it is neither, or it cannot be read.
        """
        path = Path(place).expanduser()
        is_file = path.suffix.lower() == ".csv" or (path.is_file() and "//" not in place)
        people = read_follows(_bytes_of(path)) if is_file else self._at(place)
        known = {state.handle.lstrip("@").casefold() for state in self._library.channels.states().values()}
        keys = set(self._library.channels.states())
        unique = {one.address.casefold(): one for one in reversed(people[:MOST])}
        return [
            replace(
                one,
                known=one.address.lstrip("@").casefold() in known or one.address in keys,
            )
            for one in reversed(unique.values())
        ]

    def _at(self, address: str) -> list[Followed]:
        for source in self._sources:
            if isinstance(source, Follows) and source.lists(address):
                listed = self._following.listed(source, address)
                self._remember(source.kind, address, listed)
                return listed
        raise LearnlogError(
            f"No list of people can be read at {clean_line(address, 100)}.",
            "Give Mastodon's CSV file, @me@instance, me.bsky.social, or a list or starter pack on bsky.app.",
        )

    def _remember(self, kind: str, address: str, listed: Sequence[Followed]) -> None:
        """Keep who was listed, and what the list calls them: the finder may propose them, and says why."""
        from learnlog.model.finding import Description, Profile

        actors, now = self._library.actors, self._clock()
        told = [one for one in listed if one.key]
        profiles = (
            Profile(key=one.key, kind=kind, handle=one.handle or one.address, name=one.name, bio=one.bio)
            for one in told
        )
        actors.put(profiles, now)
        titles: dict[str, list[str]] = {}
        for one in told:
            titles.setdefault(one.listed, []).append(one.key)
        form = "pack" if "/start" in address or "starterpack" in address else "list"
        for title, keys in titles.items():
            actors.describe(keys, Description(source=address, kind=form, text=title), now)

    def follow(
        self, chosen: Sequence[Followed], told: Told = lambda *_: None
    ) -> tuple[list[Person], list[tuple[str, str]]]:
        """Follow the `chosen`, as one change; return their cards, and who could not be followed with why."""
        before = self._changes.mark()
        people: list[Person] = []
        left_out: list[tuple[str, str]] = []
        for number, one in enumerate(chosen, start=1):
            try:
                found = self._following.look_untyped(one.address)
                person, new = self._following.follow([found], boosts=one.boosts)
            except LearnlogError as error:
                left_out.append((one.address, error.message))
                told(number, len(chosen), f"{one.address}: {error.message}")
                continue
            people.append(person)
            told(number, len(chosen), f"{person.name}: {new} new")
        self._changes.group(f"followed {len(people)} people", before)
        return people, left_out


def is_outline(words: str) -> bool:
    """Tell whether `words` name an OPML file here."""
    path = Path(words).expanduser()
    return "://" not in words and (
        path.suffix.lower() == ".opml" or (path.suffix.lower() == ".xml" and path.is_file())
    )


def name_at(address: str) -> str:
    """Return what a file at an address is called: as there, with its host."""
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    return clean_line(f"{parts.hostname or ''} {parts.path.rpartition('/')[2]}", 80)


def is_list(address: str) -> bool:
    """Tell whether `address` can only be a list of people: Mastodon's CSV, a list or starter pack on bsky.app."""
    from learnlog.reading.sources.bluesky.follows import list_at

    return address.strip().lower().endswith(".csv") or bool(list_at(address)[0])


def read_follows(data: bytes) -> list[Followed]:
    """Read Mastodon's list of follows: older ones have fewer columns, no heading, or a leading @.

    Raises:
        LearnlogError: nobody is in it.
    """
    text = data.decode("utf-8-sig", "replace").replace("\0", "")
    found: list[Followed] = []
    boosts_at = 1
    for row in csv.reader(io.StringIO(text, newline="")):
        cells = [cell.strip() for cell in row]
        match = _ACCOUNT.fullmatch(cells[0]) if cells else None
        if match is None:
            names = [cell.casefold() for cell in cells]
            boosts_at = names.index("show boosts") if "show boosts" in names else boosts_at
            continue
        shown = cells[boosts_at].casefold() if len(cells) > boosts_at else "true"
        found.append(Followed(address=f"@{match[1]}@{match[2]}", boosts=shown not in ("false", "0", "no")))
        if len(found) >= MOST:
            break
    if not found:
        raise LearnlogError(
            "Nobody is in that file.",
            "It should be the CSV of follows that Mastodon exports, one address a line.",
        )
    return found


def _bytes_of(path: Path) -> bytes:
    return read_given(
        path,
        LARGEST,
        is_what="It should be Mastodon's CSV of follows.",
        try_what="Give the path of Mastodon's CSV of follows.",
    )
