"""A goal: what I want to be able to do, how far I say it is, and what shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from learnlog.model.comeback import Progress, read_day
from learnlog.model.document import Document, DocumentType
from learnlog.model.safe import clean_line

EVIDENCE = (DocumentType.ENTRY, DocumentType.KEPT)
"""What can show how far a goal is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalReview:
    """A look at a goal on ``day``: how far it was, as its learner said, and in a line why."""

    day: date
    progress: Progress
    note: str = ""

    def front_matter(self) -> dict[str, str]:
        """Return it as it stands on the goal."""
        said = {"day": self.day.isoformat(), "progress": self.progress.value, "note": self.note}
        return {name: value for name, value in said.items() if value}


def reviews_of(document: Document) -> tuple[GoalReview, ...]:
    """Return every look at a goal, the oldest first; what says no day or nothing known is passed over."""
    listed = document.data.get("reviews")
    found = [_review(item) for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return tuple(sorted((one for one in found if one), key=lambda one: one.day))


def _review(item: Mapping[str, Any]) -> GoalReview | None:
    day, said = read_day(item.get("day")), str(item.get("progress", "")).strip().lower()
    if day is None or said not in list(Progress):
        return None
    note = item.get("note")
    return GoalReview(
        day=day, progress=Progress(said), note=clean_line(note, 500) if isinstance(note, str) else ""
    )


def evidence_of(document: Document) -> tuple[tuple[DocumentType, str], ...]:
    """Return what shows how far a goal is: types and ids, written as ``entry:ID`` and ``kept:ID``."""
    known = {kind.value: kind for kind in EVIDENCE}
    found = []
    for said in document.words("evidence"):
        kind, colon, id = said.partition(":")
        if not colon:
            kind, id = DocumentType.ENTRY.value, said
        if kind.strip() in known and id.strip():
            found.append((known[kind.strip()], id.strip()))
    return tuple(dict.fromkeys(found))


def evidence_lines(evidence: Iterable[tuple[DocumentType, str]]) -> list[str] | None:
    """Return evidence as it stands on a goal; None when there is none."""
    return [f"{kind.value}:{id}" for kind, id in dict.fromkeys(evidence)] or None
