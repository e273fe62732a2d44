"""Retention: old posts go where I said so, by age and by number, and never one that anything of mine rests on."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from learnlog.library import Library
from learnlog.library.tidying import SLICE, Named
from learnlog.model.address import same_page
from learnlog.model.document import DocumentType
from learnlog.model.errors import LearnlogError
from learnlog.model.limits import Limit, read_limit
from learnlog.model.moments import Clock
from learnlog.model.query import Place
from learnlog.reading.people.cards import People
from learnlog.settings import Settings
from learnlog.vault.drafts import Drafts
from learnlog.vault.files import Vault

_NAMES: Final = re.compile(r"(?:https?|at)://[^\s<>\"'\])}]+|\b[0-9a-z]{16}\b")
_PLACE: Final = "tidied"
_EVERY: Final = timedelta(days=1)
"""Time between two tidyings after a fetch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """One channel: ``over`` posts are older or more than its ``limit``, ``going`` of them go; the rest are spared.

    ``person`` is the name of whom I follow or followed there, "" for a channel that only a search brought.
    """

    key: str
    person: str
    limit: Limit
    over: int
    going: int


class Tidying:
    """Says what would go, and lets it go in slices."""

    def __init__(
        self, library: Library, vault: Vault, people: People, drafts: Drafts, settings: Settings, clock: Clock
    ) -> None:
        self._library = library
        self._vault = vault
        self._people = people
        self._drafts = drafts
        self._settings = settings
        self._clock = clock
        self.done: list[Tidied] = []
        """What the last tidying after a fetch did."""

    def look(self, limit: Limit | None = None) -> list[Tidied]:
        """Say for each channel with old posts what would go; `limit` stands for that of the settings.

        Raises:
            UsageError: a limit in the settings or on a card cannot be understood.
        """
        named, found = self._named(), []
        for key, person, own in self._channels(limit):
            over = self._old(key, own)
            going = len(self._library.tidying.free(over, named, keeps_unread=self._keeps_unread(person)))
            if over:
                found.append(Tidied(key=key, person=person, limit=own, over=len(over), going=going))
        return found

    def tidy(
        self, limit: Limit | None = None, *, cancelled: Callable[[], bool] = lambda: False
    ) -> list[Tidied]:
        """Let old posts go, a slice at a time; returns what went of which channel. What went is not fetched again.

        Raises:
            UsageError: a limit in the settings or on a card cannot be understood.
        """
        named, found = self._named(), []
        for key, person, own in self._channels(limit):
            over, going = self._old(key, own), 0
            for start in range(0, len(over), SLICE):
                if cancelled():
                    break
                rows = over[start : start + SLICE]
                # who is followed one day shall have all posts: of strangers' nothing is remembered
                going += self._library.tidying.drop(
                    rows, named, keeps_unread=self._keeps_unread(person), remember=bool(person)
                )
            if over:
                found.append(Tidied(key=key, person=person, limit=own, over=len(over), going=going))
        return found

    def after_fetch(self, cancelled: Callable[[], bool]) -> None:
        """Tidy once a day; what was done is in `done`. A limit that cannot be understood lets nothing go."""
        self.done = []
        now = int(self._clock().timestamp())
        last = self._library.posts.place(_PLACE)
        if last is not None and now - last.moment < _EVERY.total_seconds():
            return
        try:
            self.done = [one for one in self.tidy(cancelled=cancelled) if one.going]
        except LearnlogError:
            return  # `learnlog tidy` says which
        self._library.posts.remember_place(_PLACE, Place(now, 0))

    def allow_again(self, reference: str) -> int:
        """Let what went of a person's posts come again with the next fetch, as far as their channels have it."""
        person = self._people.get(reference)
        keys = [self._library.channels.key(channel.key) for channel in person.channels]
        return self._library.tidying.allow_again(keys)

    def _keeps_unread(self, person: str) -> bool:
        """Nobody reads what a search brought: there it is no sign that it is waited for."""
        return bool(person) and self._settings.keep_unread

    def _channels(self, limit: Limit | None) -> Iterator[tuple[str, str, Limit]]:
        """Yield key, person and limit of each channel that has one."""
        usual = limit or read_limit(self._settings.keep)
        found = read_limit(self._settings.keep_found)
        mine: dict[str, tuple[str, Limit]] = {}
        for person in self._people.all(unfollowed=True):
            for channel in person.channels:
                own = read_limit(channel.keep) if channel.keep else usual
                mine[self._library.channels.key(channel.key)] = (person.name, own)
        for key in self._library.tidying.channels():
            person_name, own = mine.get(key, ("", found))
            if not own.is_none:
                yield key, person_name, own

    def _old(self, key: str, limit: Limit) -> list[int]:
        before = int((self._clock() - timedelta(days=limit.days)).timestamp()) if limit.days else 0
        return self._library.tidying.old(key, before, limit.posts)

    def _named(self) -> Named:
        """Return what any page or draft of mine names: an id, an address, a network's name of a post."""
        words = {word.rstrip(".,;:!?") for text in self._texts() for word in _NAMES.findall(text)}
        pages = (same_page(word) for word in words if word.startswith("http"))
        return Named(frozenset(words), frozenset(page for page in pages if page))

    def _texts(self) -> Iterator[str]:
        for draft in self._drafts.names():
            yield f"{draft.name.replace('-', ' ')} {self._drafts.read(draft.name) or ''}"
        yield from self._library.tidying.texts()
        for file in sorted(self._vault.root.glob("*.md")) + sorted(self._vault.root.glob("[!.]*/*.md")):
            path = file.relative_to(self._vault.root).as_posix()
            if DocumentType.of_path(path) is None and (stored := self._vault.read(path)):
                yield stored.text


def tidied_said(done: Sequence[Tidied]) -> str:
    """Return what a tidying let go in one sentence; "" when nothing went."""
    count = sum(one.going for one in done)
    return f"Tidied {count:,} old post{'' if count == 1 else 's'} away." if count else ""
