"""Who knows about a theme: people as the finder shows them, each with reasons that open."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from learnlog.model.person import Channel
from learnlog.model.post import Post


class Circle(StrEnum):
    """Where a found person stands: among those I follow, or new to me."""

    MINE = "mine"
    NEW = "new"


class ReasonKind(StrEnum):
    """What speaks for a person."""

    POSTS = "posts"
    """They wrote about it."""
    BOOSTED = "boosted"
    """People I follow pass on what they write about it."""
    QUOTED = "quoted"
    MENTIONED = "mentioned"
    LINKED = "linked"
    """People I follow link to a site of theirs in posts about it."""
    TALKS = "talks"
    """People I follow talk with them about it."""
    LISTED = "listed"
    """They are in a list, starter pack or folder that is called so."""
    BIO = "bio"
    """They say so of themselves."""
    ANSWERS = "answers"
    """They answer those who ask them."""
    INSIGHTS = "insights"
    """Insights of mine on this came from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileLink:
    """Where a profile points: ``evidence`` is what it rests on (`Proof.kind`), ``both_ways`` that it is proven."""

    address: str
    evidence: str = ""
    both_ways: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What somebody is called on one channel and says of themselves, whether I follow them or not.

    ``key`` is as a channel's (a DID, an actor's address, a feed's or a site's address); ``kind`` is ``bluesky``,
    ``mastodon``, ``feed``, or ``web`` for a site whose feed nobody looked up.
    """

    key: str
    kind: str
    handle: str = ""
    name: str = ""
    url: str = ""
    bio: str = ""
    is_bot: bool = False
    links: tuple[ProfileLink, ...] = ()
    seen: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What others call somebody: the title of a list, starter pack, OPML folder or blogroll they are in.

    ``source`` is its address or the file's name, ``kind`` list, pack, opml or blogroll; ``owner`` is the key of
    whoever made it ("": not known).
    """

    source: str
    kind: str
    text: str
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason in words, with what it counts.

    ``words`` is a whole short sentence part ("7 posts on data contracts, newest 3 days ago"). ``posts`` are ids of
    the posts it rests on, best first, ``entries`` those of mine; ``people`` ids of those I follow who vouch;
    ``address`` the list or page.
    """

    kind: ReasonKind
    words: str
    count: int = 0
    posts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    address: str = ""
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A channel that may be the same person's, with the ``evidence``; ``proven`` when both sides say so."""

    channel: Channel
    evidence: str = ""
    proven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may know: a person I follow (``person`` is their id) or somebody new.

    ``key`` is ``person:<id>`` or the key of the best known channel (a DID, an actor's address, a feed's or a site's
    address). ``channels`` are what ``f`` follows, all proven to be theirs or joined by me; ``proposed`` are those
    that only may be theirs. ``last`` is when they last published as far as is known. ``is_bot`` that they say so.
    """

    key: str
    name: str
    handle: str = ""
    bio: str = ""
    person: str = ""
    channels: tuple[Channel, ...] = ()
    proposed: tuple[Identity, ...] = ()
    last: datetime | None = None
    is_bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A found person with their proof, best reasons first.

    ``score`` orders the list and is explained to the last number by `Figure`; ``evidence`` are their best posts
    on the theme. ``beyond`` marks somebody whom none of mine passes on. ``identity`` says in words why their
    channels count as one person's.
    """

    candidate: Candidate
    circle: Circle
    score: float
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Post, ...] = ()
    beyond: bool = False
    identity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the finder found for a theme: ``mine`` and ``new`` people, best first.

    ``terms`` are the words that were looked for. ``searched`` says where ("stored posts only", or servers);
    ``notes`` one sentence for each server that could not be asked; ``left_out`` how many each gate kept back, by
    the gate's name in words.
    """

    asked: str
    theme: str = ""
    terms: tuple[str, ...] = ()
    mine: tuple[Suggestion, ...] = ()
    new: tuple[Suggestion, ...] = ()
    searched: str = "stored posts only"
    notes: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def beyond(self) -> int:
        """How many of the new people none of mine passes on."""
        return sum(one.beyond for one in self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A line of an explanation: what it is in words, its value, and the figures it is made of."""

    words: str
    value: float | None = None
    parts: tuple["Figure", ...] = ()
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """A word or phrase that people I follow suddenly write, against their usual.

    ``people`` are the names of those who do this week, ``count`` how many posts, ``usual`` how many people use it in
    a usual week. ``posts`` are ids, newest first. ``known`` is the name of the theme or the tag of mine that it
    belongs to ("": none).
    """

    word: str
    count: int = 0
    usual: float = 0.0
    people: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A look back at a person I follow (``person`` is their id): what this season brought.

    ``posts`` and ``read`` count this season's posts and those I read, ``insights`` all of mine that came from them;
    ``last`` is when they last published, ``since`` the day the season began.
    """

    person: str
    name: str
    posts: int = 0
    read: int = 0
    insights: int = 0
    last: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAbout:
    """Something I could be asked about, by what I wrote: a theme's or a tag's name, and what stands behind it.

    ``entries`` and ``insights`` count what I wrote on it, ``weeks`` in how many weeks, ``words`` set it apart from the
    rest of my journal. Nobody but me sees it.
    """

    name: str
    theme: str = ""
    entries: int = 0
    insights: int = 0
    weeks: int = 0
    words: tuple[str, ...] = ()
    last: datetime | None = None
