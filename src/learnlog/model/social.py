"""What a post on a social network carries beyond its words: threads, boosts, quotes, warnings, pictures."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    """Who can see a post on its network, from all to those it names."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "followers"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody on a network. ``key`` is what stays (a DID, an actor's address), ``handle`` what they are called.

    ``handle`` is as a person writes it: ``name.bsky.social``, ``@name@host``.
    """

    key: str
    handle: str = ""
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture, film, sound or file of a post. ``kind`` is image, video, audio or file; ``alt`` its description."""

    kind: str = "image"
    url: str = ""
    alt: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The post that is quoted, as it was then. ``gone`` says why it cannot be shown ("" when it can)."""

    guid: str
    url: str = ""
    author: Actor | None = None
    text: str = ""
    published: datetime | None = None
    warning: str = ""
    gone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of a poll; ``votes`` is None while they are not told."""

    words: str
    votes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A poll. ``closes`` is when it ends or ended (None: unknown); ``several`` that one may choose more than one."""

    choices: tuple[Choice, ...]
    closes: datetime | None = None
    several: bool = False
    voters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCard:
    """What a linked page says of itself."""

    url: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Social:
    """What a social network knows of a post. Every text in it is foreign, cleaned like the post's own.

    ``author`` wrote it: of a boost somebody else than the channel's owner. ``boost_of`` is the guid of the
    post that is boosted ("" when it is the person's own), ``boosted`` when. ``parent`` is the guid of the
    post it answers, ``root`` that of the thread's first post, ``answers`` whom it answers. Guids here are
    the network's own (AT-URI, ActivityPub id), so that they mean the same in every channel. ``replies``, ``boosts`` and
    ``likes`` are counts (None: not told). ``home`` is where the post can be acted on: the server's own id of it.
    """

    author: Actor
    uri: str = ""
    cid: str = ""
    home: str = ""
    boost_of: str = ""
    boosted: datetime | None = None
    parent: str = ""
    root: str = ""
    answers: Actor | None = None
    quote: Quoted | None = None
    warning: str = ""
    labels: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    poll: Poll | None = None
    card: LinkCard | None = None
    mentions: tuple[Actor, ...] = ()
    audience: Audience = Audience.PUBLIC
    replies: int | None = None
    boosts: int | None = None
    likes: int | None = None

    @property
    def is_boost(self) -> bool:
        """Tell whether the channel's owner only passes it on."""
        return bool(self.boost_of)
