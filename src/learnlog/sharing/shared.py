"""What passed the gate: entries and what they rest on, with nothing in them of what did not."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from learnlog.model.attachment import PICTURES, kind_of, size_words
from learnlog.model.comeback import Intention
from learnlog.model.entry import EntryKind
from learnlog.model.goal import GoalReview
from learnlog.model.visibility import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceUsed:
    """A kept post or a person an entry rests on: what anybody can know of it, never my line on why."""

    title: str = ""
    author: str = ""
    url: str = ""

    @property
    def words(self) -> str:
        """Who and what it is; of one that has neither, where."""
        return ", ".join(part for part in (self.author, self.title) if part) or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedEvidence:
    """What shows how far a goal is, where its readers may see that too; nothing tells of what they may not.

    ``entry`` is its id where it passed the gate with the goal, "" where it may only be named.
    """

    title: str
    day: date | None = None
    entry: str = ""
    source: SourceUsed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFile:
    """A file as its readers get it. ``place`` is a name that is safe on every system and tells no other than ``name``.

    ``data`` are the bytes that leave, ``hash`` their SHA-256 in hex; ``alt`` says in words what it shows.
    """

    name: str
    type: str
    place: str
    data: bytes = field(repr=False)
    hash: str
    alt: str = ""

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)

    @property
    def is_picture(self) -> bool:
        """Tell whether it may be shown in a page: it was drawn anew, so it is what it says."""
        return self.type in PICTURES

    @property
    def told(self) -> str:
        """Kind and size, as a person reads them."""
        return f"{kind_of(self.type)}, {size_words(self.size)}"

    @property
    def data_uri(self) -> str:
        """The file as an address that holds all of it (RFC 2397)."""
        return f"data:{self.type};base64,{b64encode(self.data).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file of the entry ``entry`` (an id) that stays although its entry leaves, and why."""

    entry: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedEntry:
    """An entry as its readers get it.

    ``entries`` are ids of others that passed the gate too, ``answers`` those of the comments it replies to, and
    ``replies_to`` what these said, for a coach alone.
    ``progress`` is how far a goal is, ``review`` when it is looked at again, ``reviews`` what was said of it before,
    ``evidence`` what shows it; ``assignment`` which one of a programme it answers (``name/week``).
    ``written`` is the day, on its writer's calendar; the time of day is nobody's concern. ``hash`` says which
    version of its words this is (`learnlog.sharing.audience.version_hash`): a comment comes back with it.
    """

    id: str
    title: str
    body: str
    kind: EntryKind
    written: date
    visibility: Visibility
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_open: bool = False
    sources: tuple[SourceUsed, ...] = ()
    entries: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    replies_to: tuple[str, ...] = ()
    progress: str = ""
    review: date | None = None
    reviews: tuple[GoalReview, ...] = ()
    evidence: tuple[SharedEvidence, ...] = ()
    intentions: tuple[Intention, ...] = ()
    assignment: str = ""
    files: tuple[SharedFile, ...] = ()
    hash: str = ""

    @property
    def below(self) -> str:
        """Its words as they stand under its title; none where the title is all of them."""
        return "" if self.body.strip() == self.title else self.body

    @property
    def said(self) -> tuple[str, ...]:
        """Every text its readers get with it, one by one: where names of others may stand."""
        sources = (*self.sources, *(one.source for one in self.evidence if one.source))
        return (
            "" if self.body.startswith(self.title) else self.title,
            self.body,
            *self.replies_to,
            *self.tags,
            *(one.told for one in self.intentions),
            *(one.note for one in self.reviews),
            *(words for one in self.files for words in (one.name, one.alt)),
            *(one.title for one in self.evidence if not one.entry and not one.source),
            *dict.fromkeys(one.words for one in sources),
        )

    @property
    def pictures(self) -> tuple[SharedFile, ...]:
        """The files that a page shows."""
        return tuple(one for one in self.files if one.is_picture)

    @property
    def enclosed(self) -> tuple[SharedFile, ...]:
        """The files that a page only names."""
        return tuple(one for one in self.files if not one.is_picture)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an audience may see, in the order it is shown. ``themes`` are names by slug, of these entries only.

    ``withheld`` counts the entries of the same time and theme that stay private, ``left_out`` are files of those that
    leave which have to stay: for the writer's own eyes, in a preview; no output for others may tell it.
    """

    audience: Visibility
    entries: tuple[SharedEntry, ...] = ()
    themes: Mapping[str, str] = field(default_factory=dict)
    withheld: int = 0
    left_out: tuple[LeftOut, ...] = ()
