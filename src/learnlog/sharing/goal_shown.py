"""A goal as others get it: how far it is, and of what shows it all that they may see, and nothing of the rest."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from typing import Any

from learnlog.model.comeback import Returning
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import Entry
from learnlog.model.goal import evidence_of, reviews_of
from learnlog.model.post import KeptPost
from learnlog.model.safe import clean_line
from learnlog.sharing.shared import SharedEvidence, SourceUsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What an audience may see: the gate's own ways, for one entry.

    ``words`` cuts from a text what it may not name; ``entry`` returns an entry as it is now when it may be named,
    ``cited`` a kept post as everybody may cite it, each None otherwise; ``find`` the documents with an id, ``shown``
    the ids of the entries that pass the gate.
    """

    words: Callable[[str], str]
    entry: Callable[[Document], Entry | None]
    cited: Callable[[KeptPost], SourceUsed | None]
    find: Callable[[DocumentType, str], list[Document]]
    shown: Container[str]


def goal_shown(goal: Document, sight: Sight) -> dict[str, Any]:
    """Return the values of a `SharedEntry` that only a goal has."""
    said = Returning.of(goal)
    return {
        "progress": said.progress.value,
        "review": said.review,
        "reviews": tuple(replace(one, note=sight.words(one.note)) for one in reviews_of(goal)),
        "evidence": tuple(_evidence(goal, sight)),
    }


def _evidence(goal: Document, sight: Sight) -> Iterable[SharedEvidence]:
    for kind, id in evidence_of(goal):
        for document in sight.find(kind, id)[:1]:
            if kind is DocumentType.KEPT:
                kept = KeptPost.of(document)
                if source := sight.cited(kept):
                    yield SharedEvidence(title=source.title, day=kept.kept.date(), source=source)
            elif entry := sight.entry(document):
                title = sight.words(clean_line(entry.headline, 200))
                passed = entry.id if entry.id in sight.shown else ""
                yield SharedEvidence(title=title, day=entry.created.date(), entry=passed)
