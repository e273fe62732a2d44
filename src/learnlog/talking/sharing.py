"""From an entry to drafts in the outbox, one for each account, as each network counts and shows it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from learnlog.accounts.base import AccountError
from learnlog.journal.entries import Journal
from learnlog.model.account import Account
from learnlog.model.entry import Entry
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.person import Person
from learnlog.model.social import Audience
from learnlog.model.visibility import Visibility
from learnlog.talking.base import LaterError, Limits, Picture, Voice
from learnlog.talking.drafting import Names, text_of_entry
from learnlog.talking.message import Answered, Message, Purpose
from learnlog.talking.outbox import NewMessage, Outbox
from learnlog.talking.sending import Voices
from learnlog.talking.splitting import split

NEEDED: Final = {
    Audience.PUBLIC: Visibility.PUBLIC,
    Audience.UNLISTED: Visibility.PUBLIC,
    Audience.FOLLOWERS: Visibility.COHORT,
    Audience.DIRECT: Visibility.COACH,
}
"""The level an entry must have before it is drafted for an audience."""

_MASTODON = re.compile(r"https?://([^/]+)/(?:@|users/)([^/@?#]+)/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How something is to be sent. ``mentions`` are handles; ``publish`` raises the entry as far as needed."""

    audience: Audience = Audience.PUBLIC
    language: str = ""
    warning: str = ""
    pictures: Sequence[Picture] = ()
    mentions: Sequence[str] = ()
    counters: bool = False
    publish: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One post of a preview: ``text`` and ``warning`` exactly as they will be sent, ``length`` and ``limit``."""

    text: str
    length: int
    limit: int
    warning: str = ""

    @property
    def over(self) -> int:
        """By how much it is too long."""
        return max(0, self.length - self.limit)


class Sharing:
    """Drafts messages. The voices are asked for what a server allows; offline, the usual is taken."""

    def __init__(self, outbox: Outbox, journal: Journal, voices: Voices, names: Names) -> None:
        self._outbox = outbox
        self._journal = journal
        self._voices = voices
        self._names = names

    def share(
        self, reference: str, accounts: Sequence[Account], wish: Wish, kind: Purpose = Purpose.SHARE
    ) -> list[Message]:
        """Put an entry in the outbox as drafts, one for each of `accounts`.

        Raises:
            UsageError: the entry is not for that audience, or a network has no such posts.
        """
        entry = self._journal.get(reference)
        for account in accounts:
            offered(account, wish.audience)
        entry = self._visible(entry, wish)
        text = " ".join((*wish.mentions, text_of_entry(entry, self._names)))
        return [self.draft(account, text, wish, kind=kind, entry=entry.id) for account in accounts]

    def text(self, reference: str) -> str:
        """Return what would be shared of an entry, as one text."""
        return text_of_entry(self._journal.get(reference), self._names)

    def _visible(self, entry: Entry, wish: Wish) -> Entry:
        level = NEEDED[wish.audience]
        if entry.visibility.height >= level.height:
            return entry
        if not wish.publish:
            raise UsageError(
                f"“{entry.headline}” is {entry.visibility.value}, so it is not drafted for others.",
                f"--publish makes the entry {level.value} and drafts it.",
            )
        return self._journal.set_visibility(entry.id, level)

    def draft(
        self,
        account: Account,
        text: str,
        wish: Wish,
        *,
        kind: Purpose = Purpose.SHARE,
        entry: str = "",
        answered: Answered | None = None,
    ) -> Message:
        """Put `text`, split as the network counts, in the outbox as a draft."""
        offered(account, wish.audience)
        voice = self._voices(account.id)
        most = limits_of(voice).length
        texts = split(
            text, lambda piece: not shown(voice, piece, wish.warning, most).over, counters=wish.counters
        )
        return self._outbox.draft(
            NewMessage(
                account=account.id,
                texts=texts,
                kind=kind,
                entry=entry,
                answered=answered,
                audience=wish.audience,
                language=wish.language,
                warning=wish.warning,
                pictures=wish.pictures,
            )
        )

    def preview(self, message: Message) -> list[Shown]:
        """Return the posts of `message` exactly as they will be sent, with how long they are.

        When its account is gone, they are counted by letters and the limit is 0.
        """
        try:
            voice = self._voices(message.account)
        except NotFoundError:
            return [Shown(text=text, length=len(text), limit=0) for text in message.texts]
        limit = limits_of(voice).length
        return [shown(voice, text, message.warning, limit) for text in message.texts]


def shown(voice: Voice, text: str, warning: str, limit: int) -> Shown:
    """Return a post as it will stand, and how long it is then."""
    stands, fold = voice.standing(text, warning)
    return Shown(text=stands, warning=fold, length=voice.length(stands, fold), limit=limit)


def limits_of(voice: Voice) -> Limits:
    """Return what the server allows; when it cannot be asked now, what is usual. Sending looks again."""
    try:
        return voice.limits()
    except (LaterError, AccountError):
        return Limits(length=300 if voice.account.network == "bluesky" else 500)


def offered(account: Account, audience: Audience) -> None:
    """Look whether the account's network has posts for `audience`.

    Raises:
        UsageError: it has not.
    """
    if account.network == "bluesky" and audience not in (Audience.PUBLIC, Audience.DIRECT):
        raise UsageError(
            "Bluesky has public posts, and private messages to one person; nothing between.",
            "Use a Mastodon account for this audience.",
        )


def mention(person: Person, network: str) -> str:
    """Return what mentions `person` on `network`, like ``@ana@social.example``.

    Raises:
        UsageError: no handle of theirs there is known.
    """
    for channel in person.channels:
        if channel.kind != network:
            continue
        if network == "mastodon":
            found = _MASTODON.fullmatch(channel.address) or _MASTODON.fullmatch(channel.key)
            if found:
                return f"@{found[2]}@{found[1]}"
        handle = channel.address.rstrip("/").rpartition("/")[2]
        if network == "bluesky" and "." in handle:
            return f"@{handle}"
    raise UsageError(
        f"No handle of {person.name} on {network} is known.", "Give the handle itself: --mention @name@host."
    )


def mentions(wanted: Sequence[str], network: str, people: Callable[[str], Person]) -> list[str]:
    """Return the handles on `network` of those in `wanted`: handles already, or people I follow."""
    found = []
    for who in wanted:
        is_handle = who.startswith("@") and "." in who
        found.append(who.strip() if is_handle else mention(people(who), network))
    return list(dict.fromkeys(found))


def narrowed(wish: Wish, audience: Audience) -> Wish:
    """Return `wish` for an answer: to no more people than could read what is answered."""
    order = list(Audience)
    return replace(wish, audience=max(wish.audience, audience, key=order.index))
