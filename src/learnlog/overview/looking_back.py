"""What of my own comes back on Today: this week's task, one insight, what is due, what I wrote on a day like this."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from learnlog.model.comeback import ComebackKind
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError
from learnlog.model.moments import week_start
from learnlog.model.query import EntryFilter
from learnlog.reflecting.returning import Coming
from learnlog.workspace import Workspace

if TYPE_CHECKING:
    from learnlog.reflecting.programmes import Standing

FRIDAY = 4
MONTHS_BACK = 120
_LEAST_BACK = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """An insight that comes back, and the ``theme`` it stands under ("" for none)."""

    entry: Entry
    theme: str

    def question(self, now: datetime) -> str:
        """Return what is asked before my words are shown."""
        about = f"about {self.theme}" if self.theme else "then"
        return f"What did you conclude {about} in {month(self.entry.created, now)}?"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookingBack:
    """What comes back; each part is empty when there is nothing.

    ``assignment`` is the newest that opened and has no answer, ``missed`` how many before it are open too.
    ``review`` is a day of the week whose review is due. ``trouble`` says what could not be read, and what to do.
    """

    assignment: "Standing | None" = None
    missed: int = 0
    recall: Recall | None = None
    due: tuple[Coming, ...] = ()
    that_day: Entry | None = None
    review: date | None = None
    trouble: str = ""


def look_back(workspace: Workspace) -> LookingBack:
    """Gather what comes back. Reads disk and database: a screen asks in a thread."""
    now = workspace.clock()
    coming = workspace.returns.due(recalls=1)
    recalls = [one for one in coming if one.kind is ComebackKind.RECALL]
    assignment, missed, trouble = _assignment(workspace)
    return LookingBack(
        assignment=assignment,
        missed=missed,
        recall=look_at_recall(workspace, recalls[0].entry) if recalls else None,
        due=tuple(one for one in coming if one.kind is not ComebackKind.RECALL),
        that_day=_that_day(workspace, now.date(), {one.entry.id for one in recalls}),
        review=_review(workspace, now),
        trouble=trouble,
    )


def look_at_recall(workspace: Workspace, entry: Entry) -> Recall:
    """Return `entry` as something to recall."""
    theme = workspace.themes.find(entry.themes[0]) if entry.themes else None
    return Recall(entry=entry, theme=theme.name if theme else "")


def _assignment(workspace: Workspace) -> "tuple[Standing | None, int, str]":
    if not (workspace.paths.vault / "programmes").is_dir():
        return None, 0, ""
    try:
        standing = workspace.programmes.standing(answered=False)
    except LearnlogError as error:
        return None, 0, f"{error.message} {error.hint}".strip()
    current = next((one for one in standing if one.is_current), None)
    return current, len(standing) - (current is not None), ""


def _that_day(workspace: Workspace, today: date, besides: set[str]) -> Entry | None:
    days = sorted(_same_days(today), key=lambda day: (day.month != today.month, -day.toordinal()))
    found = workspace.library.comebacks.of_days(days, 1 + len(besides))
    return next((Entry.of(one) for one in found if one.id not in besides), None)


def _same_days(today: date) -> Iterator[date]:
    """Yield the days of earlier months with today's number, the latest first."""
    year, month_ = today.year, today.month
    for _ in range(MONTHS_BACK):
        year, month_ = (year, month_ - 1) if month_ > 1 else (year - 1, 12)
        try:
            day = date(year, month_, today.day)
        except ValueError:  # a month without a 31st
            continue
        if (today - day).days >= _LEAST_BACK:
            yield day


def _review(workspace: Workspace, now: datetime) -> date | None:
    """Return a day of the week to look back at: this one from Friday on, on Monday the one before."""
    start = week_start(now)
    if now.weekday() == 0:
        start = week_start(start - timedelta(days=1))
    elif now.weekday() < FRIDAY:
        return None
    until = week_start(start + timedelta(days=8))
    if workspace.reviewing.review_of(start.date()):
        return None
    wrote = workspace.journal.list(EntryFilter(since=start, until=until), limit=1)
    return start.date() if wrote else None


def month(moment: datetime, now: datetime) -> str:
    """Return the month of `moment` as one says it: October, October 2024."""
    moment = moment.astimezone(now.tzinfo)
    same = moment.year == now.year or (now - moment).days < 300
    return f"{moment:%B}" if same else f"{moment:%B %Y}"
