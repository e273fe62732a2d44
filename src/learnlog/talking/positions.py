"""How far I read, here and on my networks: what was read there is marked here, and the other way round.

A network keeps how far I read as a place in my own timeline, which also holds people I do not follow here. So
nothing beyond the first post that I did not read is told by itself; going further takes my word.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from learnlog.library import Library
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.moments import EPOCH, Clock, from_text, to_text
from learnlog.model.post import Post
from learnlog.plain_file import plain_table
from learnlog.reading.river.posts import River
from learnlog.talking.base import HomePost, Marks, NotOfferedError
from learnlog.talking.sending import Voices, allowed

HOME: Final = "home"
PAGES: Final = 3
"""Pages of my timeline that are looked at, each way."""
PAUSE: Final = timedelta(minutes=10)
"""How long after one look the next is taken by itself."""
NEVER: Final = timedelta(days=1)
"""How long a server that keeps no such thing is not asked again by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far I read on the network of ``account``, and here.

    ``place`` is up to where I read there, None when nobody said. ``read_there`` are posts that are unread here.
    ``ahead`` is up to where I read everything here, in the order of my timeline there; ``furthest`` the last of it
    that I read here, which skips ``skipped`` that I did not.
    """

    account: Account
    place: HomePost | None = None
    read_there: tuple[Post, ...] = ()
    ahead: HomePost | None = None
    furthest: HomePost | None = None
    skipped: int = 0

    @property
    def is_even(self) -> bool:
        """Tell whether I read as far here as there."""
        return not (self.read_there or self.ahead or self.furthest)


class Positions:
    """Compares how far I read here and there, and evens it out. Blocks on the network."""

    def __init__(
        self,
        accounts: Callable[[], Sequence[Account]],
        library: Library,
        river: River,
        voices: Voices,
        state: Path,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._library = library
        self._river = river
        self._voices = voices
        self._state = state
        self._clock = clock

    def look(self, account: Account, *, known: str = "") -> Standing:
        """Return how far I read as `account` there, and here; below the line `known` nothing new is looked for.

        Raises:
            NotOfferedError: its server, or its network, keeps no such thing.
            LearnlogError: it cannot be asked now.
        """
        marks = self._marks(account)
        home = marks.get().get(HOME, "")
        self._remember(account, home=home)
        place = marks.one(home) if home and home != known else None
        there = [place] if place else []
        there += self._walk(marks.older, home) if home and home != known else ()
        above = self._walk(marks.newer, home) if home else list(reversed(marks.older()))
        progress = self._progress(account, above)
        if progress.ahead and not self._lies_on(marks, above, home):
            progress = replace(progress, ahead=None, furthest=progress.furthest or progress.ahead)
        unread = tuple(post for post in self._here(there) if not post.read)
        return replace(progress, place=place, read_there=unread)

    def take(self, standing: Standing) -> int:
        """Mark read here what was read there; returns how many were unread. Undo takes it back."""
        return self._river.mark_read([post.id for post in standing.read_there])

    def share(self, standing: Standing, *, skipping: bool = False) -> HomePost | None:
        """Say there how far I read here; `skipping` goes past what I did not read, too. Returns up to where.

        Raises:
            AccountError: the account may only read so far.
        """
        place = standing.furthest if skipping and standing.furthest else standing.ahead
        if place is not None:
            marks = allowed(self._voices(standing.account.id)).marks
            if marks is not None:
                marks.put(home=place.id)
                self._remember(standing.account, home=place.id)
        return place

    def settle(self) -> tuple[Standing, ...]:
        """After fetching: say there how far I read where nothing is skipped, and return what was read there.

        Accounts that were looked at a moment ago, or that cannot be asked, are passed over.
        """
        found = []
        for account in self._accounts():
            if account.network != "mastodon" or not self._is_due(account):
                continue
            try:
                standing = self.look(account, known=str(self._known().get(account.id, {}).get("home", "")))
                if account.can_write:
                    self.share(standing)
            except NotOfferedError:
                self._remember(account, wait=NEVER)
                continue
            except LearnlogError:
                continue
            if standing.read_there:
                found.append(standing)
        return tuple(found)

    def _marks(self, account: Account) -> Marks:
        marks = self._voices(account.id).marks
        if marks is None:
            raise NotOfferedError(f"{account.network.title()} keeps for nobody how far they read.")
        return marks

    @staticmethod
    def _walk(ask: Callable[[str], Sequence[HomePost]], start: str) -> list[HomePost]:
        """Return the lines of a few pages from `start` on, as `ask` gives them."""
        found: list[HomePost] = []
        for _ in range(PAGES):
            page, known = ask(found[-1].id if found else start), {one.id for one in found}
            fresh = [one for one in page if one.id not in known]
            found += fresh
            if not fresh:
                break
        return found

    def _here(self, lines: Sequence[HomePost]) -> list[Post]:
        return self._library.posts.by_uris([one.uri for one in lines])

    def _progress(self, account: Account, above: Sequence[HomePost]) -> Standing:
        """Return up to where all of `above` (oldest first) is read here, the last that is, and what that skips."""
        read = {post.uri for post in self._here(above) if post.read}
        is_read = [one.uri in read or one.by == account.handle for one in above]
        run = is_read.index(False) if False in is_read else len(is_read)
        last = max((n for n, one in enumerate(above) if one.uri in read), default=-1)
        return Standing(
            account=account,
            ahead=above[run - 1] if run else None,
            furthest=above[last] if last >= run else None,
            skipped=is_read[: last + 1].count(False),
        )

    @staticmethod
    def _lies_on(marks: Marks, above: Sequence[HomePost], home: str) -> bool:
        """Tell whether the first of `above` is next to `home`: else what lies between is not known to be read."""
        below = marks.older(above[0].id) if home else ()
        return bool(below) and below[0].id == home

    def _is_due(self, account: Account) -> bool:
        known = self._known().get(account.id, {})
        return self._clock() >= from_text(str(known.get("next", "")), EPOCH)

    def _remember(self, account: Account, *, home: str = "", wait: timedelta = PAUSE) -> None:
        """Remember when to look again; a disk that refuses only means looking sooner."""
        from learnlog.vault.disk import make_folder, put

        until: datetime = self._clock() + wait
        known = {**self._known(), account.id: {"home": home, "next": to_text(until)}}
        try:
            make_folder(self._state)
            put(self._file, json.dumps(known, indent=1).encode(), self._state)
        except OSError:
            return

    @property
    def _file(self) -> Path:
        return self._state / "positions.json"

    def _known(self) -> Mapping[str, Mapping[str, Any]]:
        return {id: said for id, said in plain_table(self._file).items() if isinstance(said, dict)}
