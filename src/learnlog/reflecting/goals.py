"""Goals: outcomes in my own words, how far I say they are, what shows it, and when I look again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from learnlog.journal.changes import Changes
from learnlog.journal.entries import Journal, NewEntry
from learnlog.journal.shelf import Shelf
from learnlog.model.comeback import Progress, Returning
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.goal import EVIDENCE, GoalReview, evidence_lines, evidence_of, reviews_of
from learnlog.model.moments import Clock
from learnlog.model.post import KeptPost
from learnlog.model.query import EntryFilter
from learnlog.model.safe import clean_line

REVIEW_WEEKS: Final = 3
"""Weeks after which a goal is looked at again, when no day is said."""
_MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An entry or a kept post that shows something; ``day`` is None, and the title its id, when it is gone.

    ``entry`` is of which kind the entry is, ``files`` are the names of those attached to it.
    """

    kind: DocumentType
    id: str
    title: str
    day: date | None = None
    entry: EntryKind | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal as it stands. ``outcome`` is how I will see that I am there; ``review`` when I look at it again."""

    entry: Entry
    progress: Progress = Progress.NOT_STARTED
    review: date | None = None
    reviews: tuple[GoalReview, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def outcome(self) -> str:
        """What I wrote below the title; "" when the goal is only its first line."""
        return self.entry.body.strip() if self.entry.title else ""


class Goals:
    """My goals, and what is said of them; each act is one change that undo takes back."""

    def __init__(self, shelf: Shelf, journal: Journal, changes: Changes, clock: Clock) -> None:
        self._shelf = shelf
        self._journal = journal
        self._changes = changes
        self._clock = clock

    def all(self) -> list[Goal]:
        """Return open goals, the one to look at first at the front, then those that are closed. Reads the database."""
        entries = self._journal.list(EntryFilter(kind=EntryKind.GOAL.value), limit=_MOST)
        documents = self._shelf.library.documents
        goals = [self._goal(document) for entry in entries if (document := documents.by_path(entry.path))]
        return sorted(
            goals, key=lambda g: (not g.entry.is_open, g.review or date.max, -g.entry.created.timestamp())
        )

    def get(self, reference: str) -> Goal:
        """Return the goal that an id, or its start or end, means.

        Raises:
            NotFoundError: there is no such entry.
            UsageError: the entry is no goal.
        """
        document = self._shelf.find(reference, DocumentType.ENTRY)
        entry = Entry.of(document)
        if entry.kind is not EntryKind.GOAL:
            raise UsageError(
                f"“{clean_line(entry.headline, 60)}” is no goal.",
                "`learnlog edit ID --kind goal` makes it one.",
            )
        return self._goal(document)

    def begin(
        self, words: str, *, outcome: str = "", review: date | None = None, themes: Sequence[str] = ()
    ) -> Goal:
        """Write a new goal; without a day it comes back in `REVIEW_WEEKS` weeks.

        Raises:
            UsageError: there are no words.
        """
        if not words.strip():
            raise UsageError("A goal needs words.", "What do you want to be able to do?")
        before = self._changes.mark()
        new = NewEntry(title=clean_line(words, 200), body=outcome, kind=EntryKind.GOAL, themes=themes)
        entry = self._journal.add(new)
        day = review or self._clock().date() + timedelta(weeks=REVIEW_WEEKS)
        values = {"review": day.isoformat(), "progress": Progress.NOT_STARTED.value}
        document = self._change(entry, values, f"set the goal “{clean_line(entry.headline, 60)}”")
        self._changes.group(f"set the goal “{clean_line(entry.headline, 60)}”", before)
        return self._goal(document)

    def look_again(
        self,
        reference: str,
        *,
        progress: Progress | None = None,
        review: date | None = None,
        note: str = "",
    ) -> Goal:
        """Say how far a goal is, and when it is looked at again; what was said before stays in its history.

        Raises:
            UsageError: the entry is no goal.
        """
        goal = self.get(reference)
        values: dict[str, Any] = {}
        words = clean_line(note, 500)
        if progress or words:
            said = GoalReview(day=self._clock().date(), progress=progress or goal.progress, note=words)
            values["progress"] = said.progress.value
            values["reviews"] = [one.front_matter() for one in (*goal.reviews, said)]
        if review:
            values["review"] = review.isoformat()
        document = self._change(goal.entry, values, f"looked at “{clean_line(goal.entry.headline, 60)}”")
        return self._goal(document)

    def add_evidence(self, reference: str, *shown: str) -> Goal:
        """Say that entries or kept posts show how far a goal is; what is there already stays once.

        Raises:
            NotFoundError: there is no such goal, entry or kept post.
            UsageError: the entry is no goal, or is to show itself.
        """
        goal = self.get(reference)
        found = [self._shelf.find(one, *EVIDENCE) for one in shown]
        if any(document.id == goal.entry.id for document in found):
            raise UsageError("A goal cannot show how far itself is.", "Name an entry or a kept post.")
        wanted = [(one.kind, one.id) for one in goal.evidence] + [(d.type, d.id) for d in found]
        said = f"added evidence for “{clean_line(goal.entry.headline, 60)}”"
        return self._goal(self._change(goal.entry, {"evidence": evidence_lines(wanted)}, said))

    def drop_evidence(self, reference: str, *shown: str) -> Goal:
        """Take entries or kept posts off the evidence of a goal; they stay where they are.

        Raises:
            NotFoundError: the goal has no such evidence.
        """
        goal = self.get(reference)
        left = list(goal.evidence)
        for one in shown:
            fits = [e for e in left if e.id.startswith(one.strip()) or e.id.endswith(one.strip())]
            if not one.strip() or len(fits) != 1:
                raise NotFoundError(
                    f"“{clean_line(goal.entry.headline, 60)}” has no evidence “{clean_line(one, 60)}”.",
                    f"`learnlog goal {goal.entry.id}` lists it.",
                )
            left.remove(fits[0])
        lines = evidence_lines((one.kind, one.id) for one in left)
        said = f"took evidence off “{clean_line(goal.entry.headline, 60)}”"
        return self._goal(self._change(goal.entry, {"evidence": lines}, said))

    def _change(self, entry: Entry, values: Mapping[str, Any], said: str) -> Document:
        return self._shelf.save(entry, values, self._changes, said)

    def _goal(self, document: Document) -> Goal:
        said = Returning.of(document)
        return Goal(
            entry=Entry.of(document),
            progress=said.progress,
            review=said.review,
            reviews=reviews_of(document),
            evidence=tuple(self._shown(kind, id) for kind, id in evidence_of(document)),
        )

    def _shown(self, kind: DocumentType, id: str) -> Evidence:
        document = next(iter(self._shelf.library.documents.by_id(kind, id)), None)
        if document is None:
            return Evidence(kind=kind, id=id, title=id)
        if kind is DocumentType.KEPT:
            kept = KeptPost.of(document)
            return Evidence(kind=kind, id=id, title=kept.headline, day=kept.kept.date())
        entry = Entry.of(document)
        files = tuple(one.name for one in entry.attachments)
        return Evidence(
            kind=kind, id=id, title=entry.headline, day=entry.created.date(), entry=entry.kind, files=files
        )
