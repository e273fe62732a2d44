"""What comes back: an insight to be recalled, an intention on its date, a goal to be looked at again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from learnlog.model.document import Document
from learnlog.model.safe import clean_line

REVIEW_TAG = "weekly-review"
"""What an entry is tagged with that looks back at a week."""
LADDER = (1, 4, 12, 26)
"""Weeks after which an insight comes back; see `next_recall`."""


class ComebackKind(StrEnum):
    """Why something comes back."""

    RECALL = "recall"
    INTENTION = "intention"
    GOAL = "goal"
    RECALLED = "recalled"
    """Nothing comes back: the insight was looked at or let rest on that day, so no other comes on it."""


class Outcome(StrEnum):
    """What became of an intention."""

    OPEN = "open"
    DONE = "done"
    CHANGED = "changed"
    DROPPED = "dropped"

    @classmethod
    def read(cls, text: object) -> "Outcome":
        """Return the outcome that `text` names; whatever is unknown is open."""
        try:
            return cls(str(text).strip().lower())
        except ValueError:
            return cls.OPEN


class Progress(StrEnum):
    """How far a goal is, as its learner says; nobody else does."""

    NOT_STARTED = "not started"
    WORKING = "working"
    CAN_SHOW = "can show"
    TAUGHT_OTHERS = "taught others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intention:
    """“If ``when``, then I will ``then``”, which comes back on ``due``. ``note`` is what came of it.

    ``language`` is the one it was said in (``en``, ``nl``), so that it comes back as it was said.
    """

    when: str
    then: str
    due: date | None = None
    outcome: Outcome = Outcome.OPEN
    note: str = ""
    language: str = "en"

    @property
    def words(self) -> str:
        """The whole sentence."""
        if not self.when:
            return self.then
        is_dutch = self.language == "nl"
        return f"Als {self.when}, dan {self.then}" if is_dutch else f"If {self.when}, then I will {self.then}"

    @property
    def told(self) -> str:
        """The sentence with what came of it."""
        return f"{self.words} ({self.outcome.value}{f': {self.note}' if self.note else ''})"

    def front_matter(self) -> dict[str, Any]:
        """Return it as it stands on an entry."""
        values = {
            "if": self.when,
            "then": self.then,
            "due": self.due.isoformat() if self.due else "",
            "outcome": self.outcome.value,
            "note": self.note,
            "language": self.language if self.language != "en" else "",
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """What an entry's front matter says of coming back.

    ``recalled`` are the days on which the insight was looked at again, ``rests`` that it is to come back no more,
    ``rested`` since when;
    ``review`` is the day on which a goal is looked at, ``progress`` how far it is.
    """

    recalled: tuple[date, ...] = ()
    rests: bool = False
    rested: date | None = None
    intentions: tuple[Intention, ...] = ()
    review: date | None = None
    progress: Progress = Progress.NOT_STARTED

    @classmethod
    def of(cls, document: Document) -> "Returning":
        """Understand what `document` says; what is no date or no intention is passed over."""
        listed = document.data.get("intentions")
        items = listed if isinstance(listed, list) else []
        recalled = (read_day(word) for word in document.words("recalled"))
        said = document.word("progress").lower()
        return cls(
            recalled=tuple(sorted(day for day in recalled if day)),
            rests=document.word("comes_back").lower() in ("no", "false", "never"),
            rested=read_day(document.word("rested")),
            intentions=tuple(one for item in items if (one := _intention(item))),
            review=read_day(document.word("review")),
            progress=Progress(said) if said in list(Progress) else Progress.NOT_STARTED,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comeback:
    """Something that comes back on ``day``; of an intention ``number`` counts from 0 which of the entry's it is."""

    kind: ComebackKind
    day: date
    number: int = 0


def comebacks(document: Document, written: date) -> list[Comeback]:
    """Return what of an entry, `written` on that day, comes back next, and when it did last."""
    kind, said = document.word("kind"), Returning.of(document)
    found: list[Comeback] = []
    if kind == "insight" and not said.rests and (day := next_recall(written, said.recalled)):
        found.append(Comeback(kind=ComebackKind.RECALL, day=day))
    if answered := [*said.recalled, *((said.rested,) if said.rested else ())]:
        found.append(Comeback(kind=ComebackKind.RECALLED, day=max(answered)))
    if kind == "goal" and said.review and document.word("status") != "closed":
        found.append(Comeback(kind=ComebackKind.GOAL, day=said.review))
    for number, one in enumerate(said.intentions):
        if one.due and one.outcome is Outcome.OPEN:
            found.append(Comeback(kind=ComebackKind.INTENTION, day=one.due, number=number))
    return found


def next_recall(written: date, recalled: Sequence[date]) -> date | None:
    """Return the day on which an insight comes back next, None after the last step of `LADDER`.

    A step that was late is no debt: the distance to the next one stays as the ladder has it.
    """
    step = len(recalled)
    if step >= len(LADDER):
        return None
    due = written + timedelta(weeks=LADDER[step])
    if not recalled:
        return due
    return max(due, max(recalled) + timedelta(weeks=LADDER[step] - LADDER[step - 1]))


def read_day(text: object) -> date | None:
    """Return the day that `text` (ISO 8601) names; None when it names none."""
    try:
        return date.fromisoformat(str(text).strip()[:10])
    except ValueError:
        return None


def as_intention(words: str, due: date | None) -> Intention:
    """Understand “If …, then I will …” (also Dutch “Als …, dan …”); other words are what I will do."""
    import re

    line = clean_line(words, 500).rstrip(".")
    found = re.fullmatch(
        r"(?:if|when|als|wanneer)\s+(.+?),?\s+(?:then\s+(?:i\s+will\s+|i'll\s+)?|dan\s+)(.+)",
        line,
        re.IGNORECASE,
    )
    when, then = found.groups() if found else ("", line)
    is_dutch = bool(found) and line.casefold().startswith(("als ", "wanneer "))
    return Intention(when=when, then=then, due=due, language="nl" if is_dutch else "en")


def _intention(item: object) -> Intention | None:
    if isinstance(item, str):
        return as_intention(item, None) if item.strip() else None
    if not isinstance(item, dict):
        return None
    words = {name: clean_line(value, 500) for name, value in item.items() if isinstance(value, str)}
    if not words.get("then"):
        return None
    return Intention(
        when=words.get("if", ""),
        then=words["then"],
        due=read_day(words.get("due", "")),
        outcome=Outcome.read(words.get("outcome", "")),
        note=words.get("note", ""),
        language=words.get("language", "en"),
    )


def kept_lines(intentions: Iterable[Intention]) -> list[dict[str, Any]] | None:
    """Return intentions as they stand on an entry; None when there are none."""
    return [one.front_matter() for one in intentions] or None
