"""What concerns me on all my networks, since I last looked: who, what, and about which entry of mine."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from learnlog.accounts.base import AccountError
from learnlog.journal.entries import Journal
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.plain_file import plain_table
from learnlog.talking.base import LaterError, Marks, Notice, SendError, UnsureError, Voice
from learnlog.talking.message import Message
from learnlog.talking.outbox import Outbox
from learnlog.talking.sending import Voices

NOTIFICATIONS: Final = "notifications"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerning:
    """One notice, the ``account`` it is for, and the id of the ``entry`` it is about ("" when about none).

    ``about`` is what that entry is called, or the first words of the post of mine that came from none.
    """

    account: Account
    notice: Notice
    entry: str = ""
    about: str = ""
    unread: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new, oldest first, and why some accounts could not be asked."""

    new: tuple[Concerning, ...] = ()
    problems: tuple[str, ...] = ()


class Notices:
    """Asks every account for what is new. What was told is remembered in a small file of this machine."""

    def __init__(
        self,
        accounts: Callable[[], Sequence[Account]],
        journal: Journal,
        outbox: Outbox,
        voices: Voices,
        state: Path,
    ) -> None:
        self._accounts = accounts
        self._journal = journal
        self._outbox = outbox
        self._voices = voices
        self._state = state

    def look(self) -> News:
        """Return what is new; it stays new until `told`."""
        seen = self._seen()
        return self._ask(lambda voice: voice.notices(seen.get(voice.account.id, "")))

    def recent(self) -> News:
        """Return what the networks still tell of before as well; ``unread`` is what was not `told` yet."""
        seen = self._seen()
        news = self._ask(lambda voice: voice.notices())
        read: set[tuple[str, str]] = set()
        for account, last in (*seen.items(), *self._read_elsewhere().items()):
            ids = [one.notice.id for one in news.new if one.account.id == account]
            read |= {(account, id) for id in ids[: ids.index(last) + 1 if last in ids else 0]}
        marked = (replace(one, unread=(one.account.id, one.notice.id) not in read) for one in news.new)
        return replace(news, new=tuple(marked))

    def _read_elsewhere(self) -> dict[str, str]:
        """Return by account the notice up to which I read in other programs, where a network keeps that."""
        found = {}
        for account in self._accounts():
            with suppress(LearnlogError):
                if marks := self._voices(account.id).marks:
                    found[account.id] = marks.get().get(NOTIFICATIONS, "")
        return found

    def share(self, news: News) -> None:
        """Tell the networks that keep it that `news` was read, where I may write; never back to an earlier one.

        A network that cannot be asked is not told: nothing is lost but that.
        """
        newest = {one.account.id: one for one in news.new}
        for one in newest.values():
            with suppress(LearnlogError):
                marks = self._voices(one.account.id).marks if one.account.can_write else None
                if marks and not self._is_past(marks, one):
                    marks.put(notifications=one.notice.id)

    @staticmethod
    def _is_past(marks: Marks, one: Concerning) -> bool:
        """Tell whether other programs read as far as the notice, or further."""
        there = marks.get().get(NOTIFICATIONS, "")
        if there in ("", one.notice.id):
            return bool(there)
        moment = marks.noticed(there)
        return moment is not None and moment > one.notice.moment

    def _ask(self, question: Callable[[Voice], Sequence[Notice]]) -> News:
        mine = self._outbox.by_uri()
        called = _Called(self._journal)
        found: list[Concerning] = []
        problems: list[str] = []
        for account in self._accounts():
            try:
                notices = question(self._voices(account.id))
            except (AccountError, LaterError, SendError, UnsureError, NotFoundError) as error:
                problems.append(f"{account.handle}: {error.message}")
                continue
            for notice in notices:
                entry, about = called.by(mine.get(notice.about))
                found.append(Concerning(account=account, notice=notice, entry=entry, about=about))
        found.sort(key=lambda one: one.notice.moment)
        return News(new=tuple(found), problems=tuple(problems))

    def told(self, news: News) -> None:
        """Remember that `news` was told: the newest notice of each account.

        Raises:
            LearnlogError: the disk refuses.
        """
        from learnlog.vault.disk import make_folder, put, told

        if not news.new:
            return
        seen = self._seen() | {one.account.id: one.notice.id for one in news.new}
        with told("What was told could not be remembered"):
            make_folder(self._state)
            put(self._file, json.dumps(seen, indent=1).encode("utf-8"), self._state)

    @property
    def _file(self) -> Path:
        return self._state / "notices.json"

    def _seen(self) -> dict[str, str]:
        return {k: v for k, v in plain_table(self._file).items() if isinstance(v, str)}


class _Called:
    """Says what a message of mine is about; each entry is looked up once."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._known: dict[str, str] = {}

    def by(self, message: Message | None) -> tuple[str, str]:
        """Return the entry's id and what it is called; without an entry "", and the message's first words."""
        if message is None:
            return "", ""
        if message.entry and message.entry not in self._known:
            try:
                self._known[message.entry] = self._journal.get(message.entry).headline
            except NotFoundError:
                self._known[message.entry] = ""
        title = self._known.get(message.entry, "")
        return (message.entry, title) if title else ("", message.headline)
