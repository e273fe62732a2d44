"""What is to be sent from a screen: an entry, a question, an answer to a post, or a message of the outbox again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from learnlog.model.account import Account
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.safe import clean_line
from learnlog.model.social import Audience, Social
from learnlog.talking.base import Picture
from learnlog.talking.message import Answered, Message, Purpose
from learnlog.talking.outbox import NewMessage
from learnlog.talking.sharing import NEEDED, Shown, Wish, limits_of, offered, shown
from learnlog.talking.splitting import joined, parts, split
from learnlog.workspace import Workspace

SEEN_BY: Final = {
    Audience.PUBLIC: "everyone can see it",
    Audience.UNLISTED: "everyone who comes across it, but in no list",
    Audience.FOLLOWERS: "my followers only",
    Audience.DIRECT: "private: only those it names",
}
_NAMED = re.compile(r"(?<![\w/@])@[\w.-]*\w(?:@[\w.-]*\w)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a `ShareScreen` begins with.

    ``network`` is where it has to go ("" when anywhere), ``widest`` the most people it may reach, ``quoted`` the
    words that are answered, ``message`` what stands in the outbox already. ``draft`` is the name of the draft it
    goes on with, when that cannot be told from the rest.
    """

    title: str
    text: str = ""
    kind: Purpose = Purpose.SHARE
    entry: Entry | None = None
    answered: Answered | None = None
    quoted: str = ""
    network: str = ""
    widest: Audience = Audience.PUBLIC
    message: Message | None = None
    draft: str = ""

    @property
    def wish(self) -> Wish:
        """How it is sent as long as nothing else is chosen."""
        message = self.message
        if message is None:
            return Wish(audience=self.widest)
        return Wish(
            audience=message.audience,
            language=message.language,
            warning=message.warning,
            pictures=message.pictures,
        )

    @property
    def audiences(self) -> list[Audience]:
        """Whom it may reach, from most people to fewest."""
        order = list(Audience)
        return order[order.index(self.widest) :]


def of_entry(workspace: Workspace, entry: Entry) -> Plan:
    """Return the plan to share an entry; one that is a question is asked. Reads the vault."""
    asks = entry.kind is EntryKind.QUESTION
    return Plan(
        title=f"{'Ask' if asks else 'Share'} “{entry.headline}”",
        text=workspace.sharing.text(entry.id),
        kind=Purpose.ASK if asks else Purpose.SHARE,
        entry=entry,
    )


def of_answer(network: str, answered: Answered, social: Social | None, quoted: str, name: str) -> Plan:
    """Return the plan to answer a post."""
    handle = social.author.handle if social else ""
    return Plan(
        title=f"Answer {name or answered.author}",
        text=f"{handle} " if network == "mastodon" and handle else "",
        kind=Purpose.ANSWER,
        answered=answered,
        quoted=quoted,
        network=network,
        widest=social.audience if social else Audience.PUBLIC,
    )


def of_message(message: Message) -> Plan:
    """Return the plan to write on a message of the outbox."""
    answered = message.answered
    return Plan(
        title=f"Answer {answered.author}" if answered else "From the outbox",
        text=message.body,
        kind=message.kind,
        answered=answered,
        network=message.network,
        message=message,
        widest=message.audience if answered else Audience.PUBLIC,
    )


def named_in(text: str) -> list[str]:
    """Return the handles that stand in `text`, each once."""
    return list(dict.fromkeys(_NAMED.findall(text)))


def fitted(workspace: Workspace, text: str, accounts: Sequence[str], warning: str = "") -> str:
    """Return `text` parted into posts that fit for every one of `accounts`. Asks the servers what fits."""
    voices = [workspace.voice(id) for id in accounts]
    most = [(voice, limits_of(voice).length) for voice in voices]
    return joined(
        split(text, lambda piece: not any(shown(voice, piece, warning, limit).over for voice, limit in most))
    )


def counted(
    workspace: Workspace, texts: Sequence[str], accounts: Sequence[str], warning: str = ""
) -> list[tuple[str, list[Shown]]]:
    """Return how `texts` will stand on each of `accounts`, with how long each is. Asks the servers."""
    found = []
    for id in accounts:
        voice = workspace.voice(id)
        limit = limits_of(voice).length
        found.append((id, [shown(voice, text, warning, limit) for text in texts]))
    return found


def needs_raising(workspace: Workspace, plan: Plan, wish: Wish) -> Entry | None:
    """Return the plan's entry when fewer people may see it than it would be sent to. Reads the vault."""
    if plan.entry is None:
        return None
    entry = workspace.journal.get(plan.entry.id)
    return entry if entry.visibility.height < NEEDED[wish.audience].height else None


def put_in_outbox(
    workspace: Workspace, plan: Plan, texts: Sequence[str], accounts: Sequence[Account], wish: Wish
) -> list[Message]:
    """Keep exactly these posts in the outbox, as a draft for each account; return the drafts.

    Raises:
        UsageError: a network has no such posts, or the entry is not for that audience.
    """
    for account in accounts:
        offered(account, wish.audience)
    if plan.entry is not None:
        workspace.sharing.share(plan.entry.id, (), wish)  # looks at its visibility, and raises it if agreed
    if plan.message is not None:
        return [_again(workspace, plan.message, texts, wish)]
    before = workspace.changes.mark()
    drafts = [
        workspace.outbox.draft(
            NewMessage(
                account=account.id,
                texts=texts,
                kind=plan.kind,
                entry=plan.entry.id if plan.entry else "",
                answered=plan.answered,
                audience=wish.audience,
                language=wish.language,
                warning=wish.warning,
                pictures=wish.pictures,
            )
        )
        for account in accounts
    ]
    if len(drafts) > 1:
        workspace.changes.group(f"drafted {len(drafts)} messages", before)
    return drafts


def _again(workspace: Workspace, message: Message, texts: Sequence[str], wish: Wish) -> Message:
    before = workspace.changes.mark()
    edited = workspace.outbox.edit(message.id, joined(list(texts)))
    changed = workspace.outbox.change(
        edited,
        audience=wish.audience,
        language=wish.language,
        warning=wish.warning,
        pictures=tuple(wish.pictures),
    )
    workspace.changes.group(f"changed “{clean_line(changed.headline, 40)}”", before)
    return changed


def posts_of(text: str) -> list[str]:
    """Return the posts that a text is parted into."""
    return parts(text)


def picture_problem(picture: Picture) -> str:
    """Return what is wrong with a picture, "" when nothing is."""
    if not picture.alt.strip():
        return "Say what the picture shows, for those who cannot see it. Without these words it is not sent."
    if not picture.path.is_file():
        return f"There is no file {picture.path}."
    return ""
