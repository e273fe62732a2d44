"""What passed the gate: entries and what they rest on, with nothing in them of what did not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

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
class SharedEntry:
    """An entry as its readers get it.

    ``entries`` are ids of others that passed the gate too, ``answers`` those of the comments it replies to.
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
    progress: str = ""
    review: date | None = None
    reviews: tuple[GoalReview, ...] = ()
    evidence: tuple[SharedEvidence, ...] = ()
    intentions: tuple[Intention, ...] = ()
    assignment: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an audience may see, in the order it is shown. ``themes`` are names by slug, of these entries only.

    ``withheld`` counts the entries of the same time and theme that stay private: for the writer's own eyes, in a
    preview; no output for others may tell it.
    """

    audience: Visibility
    entries: tuple[SharedEntry, ...] = ()
    themes: Mapping[str, str] = field(default_factory=dict)
    withheld: int = 0
