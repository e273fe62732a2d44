"""A summary: the page that a coach is glad to read, as values; how it looks is decided elsewhere."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from learnlog.model.comeback import Intention
from learnlog.model.entry import EntryKind
from learnlog.model.safe import clean_line, clean_text
from learnlog.sharing.assigned import Assigned
from learnlog.sharing.shared import Selection, SharedEntry, SourceUsed

MOST_WEEKS = 12
"""Weeks that the small pictures show at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeWeeks:
    """A theme with its shared entries in each of the weeks shown, oldest first, and what they rest on."""

    slug: str
    name: str
    weeks: tuple[int, ...]
    sources: tuple[SourceUsed, ...] = ()

    @property
    def total(self) -> int:
        """The entries of all weeks shown."""
        return sum(self.weeks)

    @property
    def experts(self) -> tuple[tuple[SourceUsed, tuple[SourceUsed, ...]], ...]:
        """Whom the learner learned from, each with what of theirs; what has no author stands for itself."""
        found: dict[str, list[SourceUsed]] = {}
        for source in self.sources:
            found.setdefault(source.author or source.words, []).append(source)
        told: list[tuple[SourceUsed, tuple[SourceUsed, ...]]] = []
        for name, sources in found.items():
            if not sources[0].author:
                told.append((sources[0], ()))
                continue
            person = next((one for one in sources if not one.title), SourceUsed(author=name))
            told.append((person, tuple(one for one in sources if one.title)))
        return tuple(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What is shown. ``learner`` is how they want to be called; ``question`` what they ask the coach.

    ``goals`` are the entries of that kind, ``entries`` all others, in the learner's order; ``monday`` is the first
    day of the first week of the pictures. ``first`` and ``last`` are the days of the oldest and newest entry.
    ``programme`` is the one that was asked for; ``assignments`` are what those that entries answer are called, by id.
    """

    learner: str
    made: datetime
    question: str = ""
    first: date | None = None
    last: date | None = None
    goals: tuple[SharedEntry, ...] = ()
    entries: tuple[SharedEntry, ...] = ()
    themes: tuple[ThemeWeeks, ...] = ()
    monday: date | None = None
    names: tuple[tuple[str, str], ...] = ()
    programme: Assigned | None = None
    assignments: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing passed the gate."""
        return not (self.goals or self.entries)

    @property
    def every(self) -> tuple[SharedEntry, ...]:
        """Goals and entries, in the order they are shown."""
        return (*self.goals, *self.entries)

    @property
    def tallest(self) -> int:
        """The most entries of one theme in one week; 1 where there are none."""
        return max((max(theme.weeks) for theme in self.themes if theme.weeks), default=1) or 1

    @property
    def intentions(self) -> tuple[tuple[Intention, SharedEntry], ...]:
        """What the learner meant to do, with the entry that says so; what came of it stands with it."""
        return tuple((one, entry) for entry in self.every for one in entry.intentions)

    def facts_of(self, entry: SharedEntry) -> list[str]:
        """Return what is said of an entry below its title, after its day."""
        said = [entry.kind.value]
        if entry.kind in (EntryKind.GOAL, EntryKind.QUESTION):
            said.append((entry.progress or "open") if entry.is_open else "closed")
        if entry.assignment:
            said.append(f"answers {dict(self.assignments).get(entry.assignment, entry.assignment)}")
        return [*said, *(self.name_of(slug) for slug in entry.themes)]

    def name_of(self, slug: str) -> str:
        """Return what a theme is called."""
        return dict(self.names).get(slug, slug)


def summarise(selection: Selection, *, learner: str, question: str, made: datetime) -> Summary:
    """Return the summary of what passed the gate."""
    days = [entry.written for entry in selection.entries]
    monday, weeks = _weeks(days)
    return Summary(
        learner=clean_line(learner, 80),
        made=made,
        question=clean_text(question).strip()[:2000],
        first=min(days, default=None),
        last=max(days, default=None),
        goals=tuple(e for e in selection.entries if e.kind is EntryKind.GOAL),
        entries=tuple(e for e in selection.entries if e.kind is not EntryKind.GOAL),
        themes=tuple(_themes(selection, monday, weeks)) if monday else (),
        monday=monday,
        names=tuple(selection.themes.items()),
    )


def _weeks(days: Sequence[date]) -> tuple[date | None, int]:
    """Return the Monday of the first week to show, and how many weeks."""
    if not days:
        return None, 0
    last = _monday(max(days))
    weeks = min(MOST_WEEKS, (last - _monday(min(days))).days // 7 + 1)
    return last - timedelta(weeks=weeks - 1), weeks


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _themes(selection: Selection, monday: date, weeks: int) -> Iterable[ThemeWeeks]:
    """Yield each theme of the entries, the one with most entries first."""
    used = Counter(slug for entry in selection.entries for slug in entry.themes)
    for slug, _ in sorted(used.items(), key=lambda pair: (-pair[1], selection.themes[pair[0]].casefold())):
        filed = [entry for entry in selection.entries if slug in entry.themes]
        counts = Counter((_monday(entry.written) - monday).days // 7 for entry in filed)
        sources = dict.fromkeys(source for entry in filed for source in entry.sources)
        yield ThemeWeeks(
            slug=slug,
            name=selection.themes[slug],
            weeks=tuple(counts[week] for week in range(weeks)),
            sources=tuple(sources),
        )
