"""What comes back today: insights to recall, intentions on their date, goals to look at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from learnlog.journal.changes import Changes
from learnlog.journal.entries import Journal, NewEntry
from learnlog.journal.shelf import Shelf
from learnlog.model.comeback import (
    Comeback,
    ComebackKind,
    Intention,
    Outcome,
    Returning,
    as_intention,
    kept_lines,
)
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Something that comes back, with its entry, and of an intention its sentence."""

    kind: ComebackKind
    day: date
    entry: Entry
    number: int = 0
    intention: Intention | None = None


class Returns:
    """Finds what comes back, and writes down what came of it, on the entry itself."""

    def __init__(self, shelf: Shelf, journal: Journal, changes: Changes, clock: Clock) -> None:
        self._shelf = shelf
        self._journal = journal
        self._changes = changes
        self._clock = clock

    def due(self, *, recalls: int = 1, limit: int = 20) -> list[Coming]:
        """Return what is due: intentions and goals, and at most `recalls` insights, so that no day is flooded.

        One that was looked at today counts: after it, none comes until tomorrow, unless more than one is asked for.
        """
        today = self._clock().date()
        promises = (ComebackKind.INTENTION, ComebackKind.GOAL)
        comebacks = self._shelf.library.comebacks
        found = comebacks.due(today, promises, limit)
        if recalls > 1 or (recalls and not comebacks.was_recalled(today)):
            found += comebacks.due(today, (ComebackKind.RECALL,), recalls)
        return [_coming(one.comeback, one.document) for one in found]

    def look(self, reference: str) -> tuple[Entry, Returning]:
        """Return an entry, and what it says of coming back."""
        document = self._shelf.find(reference, DocumentType.ENTRY)
        return Entry.of(document), Returning.of(document)

    def recall(self, reference: str, words: str = "") -> Entry | None:
        """Say that an insight was looked at again; `words` become a follow-up that links to it.

        Returns the follow-up, None without words.
        """
        before = len(self._changes)
        entry, said = self.look(reference)
        if entry.kind is not EntryKind.INSIGHT:
            raise UsageError(f"“{clean_line(entry.headline, 60)}” is no insight, so it is not recalled.")
        today = self._clock().date()
        days = [day.isoformat() for day in dict.fromkeys((*said.recalled, today))]
        self._change(entry, {"recalled": days}, f"recalled “{clean_line(entry.headline, 60)}”")
        if not words.strip():
            return None
        new = NewEntry(
            body=words,
            kind=EntryKind.INSIGHT,
            themes=entry.themes,
            entries=[entry.id],
            people=entry.people,
        )
        followed = self._journal.add(new)
        self._changes.group(f"recalled “{clean_line(entry.headline, 60)}” and wrote on", before)
        return followed

    def rest(self, reference: str, rests: bool = True) -> Entry:
        """Let an insight rest: it comes back no more, or again. No other takes its place on the same day."""
        entry, _ = self.look(reference)
        since = self._clock().date().isoformat() if rests else None
        said = f"let “{clean_line(entry.headline, 60)}” {'rest' if rests else 'come back'}"
        return self._change(entry, {"comes_back": "no" if rests else None, "rested": since}, said)

    def intend(self, reference: str, words: str, due: date | None) -> Entry:
        """Write an intention on an entry: “If …, then I will …”, which comes back on `due`.

        Raises:
            UsageError: there are no words.
        """
        entry, said = self.look(reference)
        intention = as_intention(words, due)
        if not intention.then:
            raise UsageError("An intention needs words.", "If … happens, then I will …")
        lines = kept_lines((*said.intentions, intention))
        return self._change(entry, {"intentions": lines}, f"intended “{clean_line(intention.words, 60)}”")

    def settle(
        self, reference: str, outcome: Outcome, *, number: int = 0, note: str = "", later: date | None = None
    ) -> Entry:
        """Say what became of an intention; `later` lets it come back once more.

        Raises:
            NotFoundError: the entry has no such intention.
        """
        entry, said = self.look(reference)
        if not 0 <= number < len(said.intentions):
            raise NotFoundError(f"“{clean_line(entry.headline, 60)}” has no intention {number + 1}.")
        one = said.intentions[number]
        changed = replace(one, outcome=outcome, note=clean_line(note, 500) or one.note, due=later or one.due)
        lines = kept_lines((*said.intentions[:number], changed, *said.intentions[number + 1 :]))
        word = "put off" if outcome is Outcome.OPEN else outcome.value
        return self._change(entry, {"intentions": lines}, f"{word}: “{clean_line(one.words, 60)}”")

    def change(
        self, reference: str, words: str, due: date | None, *, number: int = 0, note: str = ""
    ) -> Entry:
        """Say that an intention was changed, and what I intend in its place; both are one change.

        Raises:
            NotFoundError: the entry has no such intention.
            UsageError: there are no words.
        """
        before = self._changes.mark()
        self.settle(reference, Outcome.CHANGED, number=number, note=note or clean_line(words, 200))
        entry = self.intend(reference, words, due)
        self._changes.group(f"changed to “{clean_line(words, 60)}”", before)
        return entry

    def _change(self, entry: Entry, values: Mapping[str, Any], said: str) -> Entry:
        """Write only these lines of front matter, and record how to take them back."""
        return Entry.of(self._shelf.save(entry, values, self._changes, said))


def _coming(comeback: Comeback, document: Document) -> Coming:
    intentions: Sequence[Intention] = Returning.of(document).intentions
    is_one = comeback.kind is ComebackKind.INTENTION and comeback.number < len(intentions)
    return Coming(
        kind=comeback.kind,
        day=comeback.day,
        entry=Entry.of(document),
        number=comeback.number,
        intention=intentions[comeback.number] if is_one else None,
    )
