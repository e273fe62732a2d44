"""The journal's rows: entries newest first under the days they were written on, read page by page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from textual.content import Content

from learnlog.model.entry import Entry
from learnlog.model.query import EntryFilter, Place
from learnlog.model.visibility import Visibility
from learnlog.tui.text import fit, line
from learnlog.tui.widgets.kinds import sign
from learnlog.tui.widgets.window_list import Row
from learnlog.workspace import Workspace

_BEGINNING = Place(-(2**62), 0)


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An entry in the list, or the heading of its day; ``word`` says what is wrong with its file, if anything."""

    place: Place
    entry: Entry
    word: str = ""
    is_day: bool = False

    @property
    def date(self) -> date:
        """The day its writer's calendar showed."""
        return self.entry.created.date()


class JournalPages:
    """A pager over the entries that `asked` fits, day by day; called in threads."""

    def __init__(self, workspace: Workspace, asked: EntryFilter) -> None:
        self._workspace = workspace
        self._asked = asked
        copies = workspace.library.documents.duplicates()
        self.copies = frozenset(path for paths in copies.values() for path in paths[1:])
        self._twice = frozenset(path for paths in copies.values() for path in paths)

    def after(self, row: Row[JournalRow] | None, limit: int) -> Sequence[Row[JournalRow]]:
        """Return the rows that follow `row`, days with their headings: `limit` entries and a little more."""
        place = row.item.place if row else None
        if place and row and row.header:
            place = _just_above(place)  # a heading stands before the entry whose place it has
        found = self._workspace.journal.page(self._asked, after=place, limit=limit)
        return self._headed(found, row.item.date if row else None)

    def last(self, limit: int) -> Sequence[Row[JournalRow]]:
        """Return the oldest entries, under their days."""
        return self._back_from(_BEGINNING, limit)

    def before(self, row: Row[JournalRow], limit: int) -> Sequence[Row[JournalRow]]:
        """Return the rows that stand before `row`, with the heading of the day that begins there."""
        rows = self._back_from(row.item.place, limit)
        if not row.header:
            place = _just_above(row.item.place)
            here = self._headed(self._workspace.journal.page(self._asked, after=place, limit=1), None)
            if here and not (rows and rows[-1].item.date == here[0].item.date):
                rows.append(here[0])
        return rows

    def _back_from(self, place: Place, limit: int) -> list[Row[JournalRow]]:
        """Return entries newer than `place`; a first day that may go on above has its heading not yet."""
        found = self._workspace.journal.page(self._asked, before=place, limit=limit)
        rows = self._headed(found, None)
        return rows[1:] if len(found) == limit else rows

    def _headed(self, found: Iterable[tuple[Place, Entry]], last: date | None) -> list[Row[JournalRow]]:
        rows: list[Row[JournalRow]] = []
        for place, entry in found:
            item = JournalRow(place, entry, self._word(entry))
            if item.date != last:
                rows.append(_heading(item))
                last = item.date
            rows.append(Row(entry.path, item))
        return rows

    def _word(self, entry: Entry) -> str:
        if entry.problem:
            return "needs mending"
        if entry.path in self.copies:
            return "copy"
        return "has a copy" if entry.path in self._twice else ""


def _just_above(place: Place) -> Place:
    return Place(place.moment, place.row + 1)


def _heading(item: JournalRow) -> Row[JournalRow]:
    return Row(f"day {item.date} {item.entry.path}", replace(item, is_day=True), header=True)


def draw_row(item: JournalRow, width: int, names: dict[str, str]) -> Content:
    """Return the line of an entry: time, kind, title; at the right its themes, who sees it, what is wrong."""
    entry = item.entry
    seen = "" if entry.visibility is Visibility.PRIVATE else entry.visibility.value
    themes = " · ".join(line(names.get(slug, slug), 30) for slug in entry.themes)
    word = f"! {item.word}" if item.word else ""
    fixed = sum(len(part) + 2 for part in (seen, word) if part)
    spare = width - 13 - fixed - len(line(entry.headline))
    themes = line(themes, max(14, min(36, spare))) if width > 50 else ""
    room = max(8, width - 11 - fixed - (len(themes) + 2 if themes else 0))
    return Content.assemble(
        (f"  {entry.created:%H:%M} ", "$text-muted"),
        (f"{sign(entry)} ", "$primary"),
        fit(entry.headline, room),
        (f"  {themes}" if themes else "", "$text-muted"),
        (f"  {seen}" if seen else "", "$accent" if entry.visibility is Visibility.PUBLIC else "$text-muted"),
        (f"  {word}" if word else "", "$error"),
    )


def draw_day(item: JournalRow, now: datetime, width: int) -> Content:
    """Return the heading of a day, as a person says it, and a line to the end."""
    written = item.entry.created
    nearby = {now.date(): "Today, ", now.date() - timedelta(days=1): "Yesterday, "}
    words = f" {nearby.get(item.date, '')}{written:%A} {written.day} {written:%B}"
    words += "" if item.date.year == now.year else f" {item.date.year}"
    return Content.assemble(
        (words, "$text-muted"), (" " + "─" * max(0, width - len(words) - 2), "$border-blurred")
    )
