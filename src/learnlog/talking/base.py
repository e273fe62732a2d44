"""The port every network stands behind when I talk: what can be said, how it is sent, what comes back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.post import NewPost
from learnlog.model.social import Actor, Audience


class SendError(LearnlogError):
    """It was not sent, and surely so: refused, too long, not allowed. Sending again would be refused again."""


class NotOfferedError(SendError):
    """The server, or its network, does not have it."""


class UnsureError(LearnlogError):
    """Nobody knows whether it was sent: the connection broke after it was given away."""


class LaterError(LearnlogError):
    """It was not sent; it can be sent later: offline, or the server asked us to wait until ``until``."""

    def __init__(self, message: str, hint: str = "", until: datetime | None = None) -> None:
        super().__init__(message, hint)
        self.until = until


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one post may hold. ``length`` is counted as `Voice.length` counts; ``media`` is how many pictures."""

    length: int
    media: int = 4
    media_bytes: int = 1_000_000
    audiences: tuple[Audience, ...] = (Audience.PUBLIC,)
    warnings: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture to send, with the words for those who cannot see it; both are needed."""

    path: Path
    alt: str

    @property
    def name(self) -> str:
        """What its file is called; of a long name that only tells what the file holds, the beginning."""
        stem = self.path.stem
        is_a_hash = len(stem) >= 64 and not stem.strip("0123456789abcdef-")
        return f"{stem[:8]}…{self.path.suffix}" if is_a_hash else self.path.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One post of what I send, exactly as it will stand. ``root`` and ``parent`` are of the thread it continues.

    ``key`` makes it one: a record key on Bluesky, an ``Idempotency-Key`` on Mastodon.
    """

    key: str
    text: str
    created: datetime
    parent: "Sent | None" = None
    root: "Sent | None" = None
    pictures: tuple[Picture, ...] = ()
    language: str = ""
    warning: str = ""
    audience: Audience = Audience.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A post that is out. ``uri`` is the network's own name for it, ``home`` the id to act on it, ``url`` opens it."""

    uri: str
    url: str = ""
    cid: str = ""
    home: str = ""


class Deed(StrEnum):
    """What can be done with a post or a person besides talking; each can be undone."""

    LIKE = "like"
    BOOST = "boost"
    BOOKMARK = "bookmark"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that concerns me. ``kind`` is reply, mention, boost, like, follow or quote; ``id`` is the network's.

    ``post`` is what was said (None for a follow); ``about`` the uri of my own post it answers or is about.
    """

    id: str
    kind: str
    actor: Actor
    moment: datetime
    post: NewPost | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePost:
    """A line of my own timeline on a network: ``id`` is the server's for the line, ``uri`` names the post itself.

    ``by`` is the handle and ``who`` the name of whoever it came from, ``words`` how it begins.
    """

    id: str
    uri: str
    by: str
    who: str
    words: str
    moment: datetime


class Marks(Protocol):
    """How far I read on a network, shared by all I read with. Ids are told apart, never compared by size.

    All raise `NotOfferedError` where the server keeps no such thing.
    """

    def get(self) -> Mapping[str, str]:
        """Return the ids up to which ``home`` and ``notifications`` are read; what nobody said is missing."""
        ...

    def put(self, **ids: str) -> None:
        """Say up to which id ``home`` or ``notifications`` is read."""
        ...

    def one(self, id: str) -> HomePost | None:
        """Return one line of my timeline, None when it is gone."""
        ...

    def noticed(self, id: str) -> datetime | None:
        """Return when the notice with that id came, None when it is gone."""
        ...

    def newer(self, id: str) -> Sequence[HomePost]:
        """Return the lines next above `id`, oldest first."""
        ...

    def older(self, id: str = "") -> Sequence[HomePost]:
        """Return the lines next below `id` (from the top without one), newest first."""
        ...


class Voice(Protocol):
    """One account of mine, able to speak. Its calls block on the network: they run off the screen's thread.

    All raise `AccountError` when the network does not let us in, `LaterError` when it cannot be reached now.
    """

    @property
    def account(self) -> Account:
        """Whose voice it is."""
        ...

    @property
    def marks(self) -> Marks | None:
        """How far I read there, None when the network keeps no such thing."""
        ...

    def limits(self) -> Limits:
        """Return what one post may hold here."""
        ...

    def standing(self, text: str, warning: str) -> tuple[str, str]:
        """Return a post's words and its warning exactly as they will stand: a network may put one in the other."""
        ...

    def length(self, text: str, warning: str = "") -> int:
        """Return how long a post is as this network counts, when it stands with `text` and `warning`."""
        ...

    def send(self, piece: Piece) -> Sent:
        """Send one post; with the same ``key`` a second time it is the same post.

        Raises:
            SendError: it was refused.
            UnsureError: whether it arrived is not known.
        """
        ...

    def find_sent(self, piece: Piece, others: Collection[str] = ()) -> Sent | None:
        """Look among my own posts for `piece`; None when it surely is not there. Raises UnsureError if unsure.

        `others` are uris of posts that are known to be something else, however alike they look.
        """
        ...

    def retract(self, sent: Sent) -> None:
        """Delete a post of mine; one that is gone already is no error."""
        ...

    def act(self, deed: Deed, target: str, *, undo: bool = False) -> Mapping[Deed, bool]:
        """Do or undo `deed` with a post (its uri) or person (their key); done twice is done once.

        Return what is done by then and what is not, as far as the network tells.
        """
        ...

    def answers(self, uri: str) -> Sequence[NewPost]:
        """Return the posts below the post `uri`, oldest first, the whole thread under it."""
        ...

    def notices(self, after: str = "") -> Sequence[Notice]:
        """Return what concerns me since the notice with the id `after`, oldest first."""
        ...
