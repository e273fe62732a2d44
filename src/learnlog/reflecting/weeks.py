"""Weeks: what each of them has, and how themes went over them. Weeks with a reflection are told; nothing is scored."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from learnlog.journal.shelf import Shelf
from learnlog.journal.themes import Themes
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.moments import Clock
from learnlog.model.post import KeptPost

USUAL: Final = 26
MOST: Final = 520
_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCount:
    """A week: its ``monday``, its entries (bookmarks are none), its kept posts, and both by theme, most first."""

    monday: date
    entries: int = 0
    kept: int = 0
    themes: tuple[tuple[str, int], ...] = ()

    @property
    def name(self) -> str:
        """The week as ISO 8601 names it."""
        return week_name(self.monday)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCount:
    """A theme with its entries and kept posts in each of the weeks, the oldest first."""

    slug: str
    name: str
    weeks: tuple[int, ...]

    @property
    def total(self) -> int:
        """Those of all weeks."""
        return sum(self.weeks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Weeks, the oldest first, and the themes that have anything in them, the one with most first."""

    weeks: tuple[WeekCount, ...]
    themes: tuple[ThemeCount, ...]

    @property
    def reflected(self) -> int:
        """How many weeks have an entry."""
        return sum(week.entries > 0 for week in self.weeks)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekContent:
    """What was written and kept in a week, the oldest first."""

    monday: date
    entries: tuple[Entry, ...]
    kept: tuple[KeptPost, ...]


class Weeks:
    """Counts and opens weeks, by the days on their writers' calendars."""

    def __init__(self, shelf: Shelf, themes: Themes, clock: Clock) -> None:
        self._calendar = shelf.library.calendar
        self._themes = themes
        self._clock = clock

    def look(self, number: int = USUAL, *, until: date | None = None, whole: bool = False) -> Calendar:
        """Return so many weeks, the last being that of the day `until` (this one). Reads the database.

        Weeks before the first that has anything are left out, unless the `whole` number is asked for.
        """
        last = monday_of(until or self._clock().date())
        first = last - timedelta(weeks=max(1, min(number, MOST)) - 1)
        begun = self._calendar.first_day()
        if not whole:
            first = max(first, min(last, monday_of(begun) if begun else last))
        mondays = [first + timedelta(weeks=n) for n in range((last - first).days // _DAYS + 1)]
        end = last + timedelta(days=_DAYS - 1)
        written, kept = Counter[date](), Counter[date]()
        for one in self._calendar.days(first, end):
            if one.type == DocumentType.KEPT:
                kept[monday_of(one.day)] += one.count
            elif one.kind != EntryKind.BOOKMARK:
                written[monday_of(one.day)] += one.count
        by_theme: dict[str, Counter[date]] = {}
        for one in self._calendar.themes(first, end):
            by_theme.setdefault(one.theme, Counter())[monday_of(one.day)] += one.count
        return Calendar(
            weeks=tuple(
                WeekCount(
                    monday=monday,
                    entries=written[monday],
                    kept=kept[monday],
                    themes=_most_first({slug: weeks[monday] for slug, weeks in by_theme.items()}),
                )
                for monday in mondays
            ),
            themes=tuple(self._named(slug, by_theme[slug], mondays) for slug, _ in _totals(by_theme)),
        )

    def open(self, day: date) -> WeekContent:
        """Return what was written and kept in the week that `day` is in. Reads the database."""
        monday = monday_of(day)
        found = self._calendar.of_days(monday, monday + timedelta(days=_DAYS - 1))
        return WeekContent(
            monday=monday,
            entries=tuple(Entry.of(one) for one in found if one.type is DocumentType.ENTRY),
            kept=tuple(KeptPost.of(one) for one in found if one.type is DocumentType.KEPT),
        )

    def _named(self, slug: str, weeks: Counter[date], mondays: list[date]) -> ThemeCount:
        theme = self._themes.find(slug)
        return ThemeCount(
            slug=slug, name=theme.name if theme else slug, weeks=tuple(weeks[monday] for monday in mondays)
        )


def monday_of(day: date) -> date:
    """Return the first day of the ISO week that `day` is in."""
    return day - timedelta(days=day.weekday())


def week_name(monday: date) -> str:
    """Return a week as ISO 8601 names it: 2026-W48."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"


def _totals(by_theme: dict[str, Counter[date]]) -> tuple[tuple[str, int], ...]:
    return _most_first({slug: weeks.total() for slug, weeks in by_theme.items()})


def _most_first(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((slug, n) for slug, n in counts.items() if n), key=lambda one: (-one[1], one[0])))
