"""A message: what I send, exactly as it will stand, and how far sending it came."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import Any, TypeVar

from learnlog.model.moments import EPOCH, from_text, to_text
from learnlog.model.safe import clean_line
from learnlog.model.social import Audience
from learnlog.talking.base import Picture, Sent
from learnlog.talking.splitting import joined, parts


class Status(StrEnum):
    """Where a message stands on its way."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    RETRACTED = "retracted"
    DROPPED = "dropped"


EDITABLE = frozenset((Status.DRAFT, Status.QUEUED, Status.FAILED, Status.DROPPED))
WAITING = frozenset((Status.QUEUED, Status.SENDING, Status.UNSURE))


class Purpose(StrEnum):
    """What a message is for."""

    SHARE = "share"
    ASK = "ask"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The post a message answers; ``root`` is the uri of its thread's first post ("" when it is that itself)."""

    uri: str
    url: str = ""
    cid: str = ""
    home: str = ""
    root: str = ""
    author: str = ""

    @property
    def parent(self) -> Sent:
        """The post, as a piece's parent."""
        return Sent(uri=self.uri, url=self.url, cid=self.cid, home=self.home)

    @property
    def first(self) -> Sent:
        """The first post of its thread."""
        return Sent(uri=self.root) if self.root and self.root != self.uri else self.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far one piece came: the ``key`` it is sent with, and where it is, once it was ``sent``."""

    key: str
    sent: str = ""
    uri: str = ""
    url: str = ""
    cid: str = ""
    home: str = ""

    @property
    def place(self) -> Sent:
        """The post that is out."""
        return Sent(uri=self.uri, url=self.url, cid=self.cid, home=self.home)

    def done(self, sent: Sent, now: datetime) -> "Step":
        """Return this step with the piece out as `sent`."""
        said = {"uri": sent.uri, "url": sent.url, "cid": sent.cid, "home": sent.home}
        return replace(self, sent=to_text(now), **{name: clean_line(text) for name, text in said.items()})

    def front_matter(self) -> dict[str, str]:
        """Return it as it stands in the file."""
        return {name: getattr(self, name) for name in ("key", "sent", "uri", "url", "cid", "home")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one account. ``texts`` are its posts; ``steps`` are there once sending began.

    ``account`` is the id of my account, ``entry`` of the entry it is from. ``posted`` is when sending began: what
    its posts are dated by. ``later`` is when it may be tried again, ``error`` why it did not go out.
    """

    id: str
    account: str
    kind: Purpose = Purpose.SHARE
    entry: str = ""
    texts: tuple[str, ...] = ()
    answered: Answered | None = None
    audience: Audience = Audience.PUBLIC
    language: str = ""
    warning: str = ""
    pictures: tuple[Picture, ...] = ()
    status: Status = Status.DRAFT
    created: datetime = EPOCH
    posted: datetime = EPOCH
    steps: tuple[Step, ...] = ()
    later: str = ""
    error: str = ""
    hash: str = ""

    @property
    def path(self) -> str:
        """Its file in the vault."""
        return f"outbox/{self.id}.md"

    @property
    def network(self) -> str:
        """The network it goes to."""
        return self.account.partition(":")[0]

    @property
    def headline(self) -> str:
        """Its first words, on one line."""
        return clean_line(self.texts[0], 80) if self.texts else "(empty)"

    @property
    def out(self) -> tuple[Step, ...]:
        """The pieces that are out, in order."""
        return tuple(takewhile(lambda step: step.sent and step.uri, self.steps))

    @property
    def body(self) -> str:
        """Its posts as one text, parted by lines ``---``."""
        return joined(list(self.texts))

    def front_matter(self) -> dict[str, Any]:
        """Return the values that belong in the file's front matter; None says a key is not wanted."""
        to = self.answered or Answered(uri="")
        posted = None if self.posted == EPOCH else to_text(self.posted)
        pictures = [{"file": str(picture.path), "alt": picture.alt} for picture in self.pictures]
        return {
            "id": self.id,
            "account": self.account,
            "kind": self.kind.value,
            "status": self.status.value,
            "created": to_text(self.created),
            "entry": self.entry or None,
            "reply_uri": to.uri or None,
            "reply_url": to.url or None,
            "reply_cid": to.cid or None,
            "reply_home": to.home or None,
            "reply_root": to.root or None,
            "reply_author": to.author or None,
            "audience": self.audience.value,
            "language": self.language or None,
            "warning": self.warning or None,
            "pictures": pictures or None,
            "posted": posted,
            "pieces": [step.front_matter() for step in self.steps] or None,
            "later": self.later or None,
            "error": self.error or None,
        }

    @classmethod
    def of(cls, id: str, data: Mapping[str, Any], body: str, hash: str) -> "Message":
        """Understand a file of the outbox; what is missing or broken gets its quiet default: a draft."""

        def word(key: str) -> str:
            value = data.get(key)
            return clean_line(value) if isinstance(value, str) else ""

        created = from_text(word("created"), EPOCH)
        names = ("uri", "url", "cid", "home", "root", "author")
        answered = Answered(**{name: word(f"reply_{name}") for name in names})
        return cls(
            id=id,
            account=word("account"),
            kind=_one_of(Purpose, word("kind"), Purpose.SHARE),
            entry=word("entry"),
            texts=tuple(parts(body)),
            answered=answered if answered.uri else None,
            audience=_one_of(Audience, word("audience"), Audience.DIRECT),
            language=word("language"),
            warning=word("warning"),
            pictures=tuple(
                Picture(path=Path(item["file"]), alt=item.get("alt", ""))
                for item in _mappings(data.get("pictures"))
                if item.get("file")
            ),
            status=_one_of(Status, word("status"), Status.DRAFT),
            created=created,
            posted=from_text(word("posted"), EPOCH),
            steps=tuple(_step(item) for item in _mappings(data.get("pieces")) if item.get("key")),
            later=word("later"),
            error=word("error"),
            hash=hash,
        )


Kind = TypeVar("Kind", bound=StrEnum)


def _one_of(kind: type[Kind], word: str, default: Kind) -> Kind:
    try:
        return kind(word)
    except ValueError:
        return default


def _mappings(value: object) -> list[dict[str, str]]:
    listed = value if isinstance(value, list) else []
    return [
        {key: clean_line(text) for key, text in item.items() if isinstance(text, str)}
        for item in listed
        if isinstance(item, dict)
    ]


def _step(item: Mapping[str, str]) -> Step:
    return Step(**{name: item.get(name, "") for name in ("key", "sent", "uri", "url", "cid", "home")})
