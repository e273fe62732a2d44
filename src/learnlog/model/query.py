"""What a list is about: filters for the river and the journal, and places in a windowed list."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFilter:
    """Which posts a river shows; empty values ask for nothing. ``theme``, ``person`` are slugs."""

    theme: str = ""
    circle: str = ""
    person: str = ""
    channel: str = ""
    unread: bool = False
    starred: bool = False
    since: datetime | None = None
    until: datetime | None = None
    boosts: bool = True
    """Whether what they only pass on is shown."""
    answers: bool = True
    """Whether their answers to others are shown; what they add to a thread of their own always is."""
    search: str = ""
    """Only what this search finds (see `learnlog.library.query`); its last word is a whole one."""
    now: datetime | None = None
    """The moment from which `search` counts its days; None is the present one."""
    hidden: str = "out"
    """Posts that a rule hid: ``out`` leaves them out, ``too`` shows them with the others, ``only`` nothing else."""
    every_voice: bool = False
    """Whether a post is shown even when another voice of its story is."""
    follows: bool = False
    """Only posts in whose story another voice stands first."""
    arrived_after: int = 0
    """Only posts whose row is higher than this (0: all)."""
    arrived_until: int = 0
    """Only posts whose row is at most this (0: all): what lets new posts wait behind a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which entries a list shows; empty values ask for nothing. ``themes`` are slugs, any of which fits."""

    themes: tuple[str, ...] = ()
    tag: str = ""
    kind: str = ""
    person: str = ""
    visibility: str = ""
    since: datetime | None = None
    until: datetime | None = None
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list ordered newest first: a moment in epoch seconds, and a row to break ties."""

    moment: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result of a search. ``type`` is ``entry``, ``theme``, ``person``, ``kept`` or ``post``.

    ``excerpt`` is plain text around the first match; ``moment`` is when it was written or published; ``voices`` are
    the ids of the other posts that tell a post's story.
    """

    type: str
    id: str
    title: str
    excerpt: str
    moment: datetime
    kind: str = ""
    person: str = ""
    themes: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
