"""Weeks: how themes went over them, and what each has; Enter opens a week."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import ClassVar

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.reflecting.weeks import Calendar, ThemeCount, WeekContent, WeekCount
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_reflecting import WEEK, WEEKS
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.looking import LookingPage
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.text import bars, fit, line, some
from learnlog.tui.widgets.line_list import meant

_NAME = 26
_SHOWN_THEMES = 8


class WeeksScreen(LookingPage[Calendar]):
    """Shows half a year of weeks, the newest first."""

    scope = "weeks"
    BINDINGS: ClassVar = bindings(WEEKS, LISTS)

    def gather(self) -> Sequence[Calendar]:
        """Count."""
        return (self.workspace.weeks.look(),)

    def about(self) -> str:
        """Say how many weeks have a reflection."""
        found = self.found[0]
        return f"{found.reflected} of {some(len(found.weeks), 'week')}"

    def page(self, width: int) -> Iterator[Option]:
        """Draw the themes as small pictures, then a line for each week."""
        if not self.found:
            return
        found = self.found[0]
        if not any(week.entries or week.kept for week in found.weeks):
            yield rows.wrapped(
                f"Nothing was written or kept yet: {key_of('write')} writes, two lines are enough.", width
            )
            return
        if found.themes:
            yield rows.section(
                f"Themes over {some(len(found.weeks), 'week')}", "entries and kept posts: this week, and all"
            )
            for theme in found.themes[:_SHOWN_THEMES]:
                yield rows.told(_theme(theme))
            yield rows.gap()
        said = f"Weeks with a reflection: {found.reflected} of {len(found.weeks)}"
        yield rows.section(said, "● written, ◆ read and kept")
        names = {theme.slug: theme.name for theme in found.themes}
        for week in reversed(found.weeks):
            yield _week(week, names, width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open a week while the cursor is on one."""
        at = self.list_at_hand.at if self.is_mounted else ""
        return bool(at) if action in ("open", "review_week") else True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the week."""
        if monday := meant(event.option):
            self.app.push_screen(WeekScreen(date.fromisoformat(monday)))

    def action_review_week(self) -> None:
        """Look back at the week under the cursor."""
        self.desk.action_review(self.list_at_hand.at)


def _theme(theme: ThemeCount) -> Content:
    number = (f"{theme.weeks[-1] or '–':>5}", "$text-muted")
    return Content.assemble(
        "  ", fit(theme.name, _NAME), "  ", (bars(theme.weeks), "$primary"), number, f"{theme.total:>6,}"
    )


def _week(week: WeekCount, names: dict[str, str], width: int) -> Option:
    when = f"{week.name[5:]}  {week.monday.day:>2} {week.monday:%b}"
    mark = "●" if week.entries else "◆" if week.kept else "·"
    number = f"{week.entries:>3} written" if week.entries else " " * 11
    kept = f"{week.kept:>3} kept" if week.kept else " " * 8
    about = " · ".join(f"{names.get(slug, slug)} {n}" for slug, n in week.themes)
    is_empty = not (week.entries or week.kept)
    return Option(
        Content.assemble(
            (f"  {when}  ", "$text-muted"),
            (f"{mark} ", "$text-muted" if is_empty else "$primary"),
            f"{number} {kept}   ",
            (line(about, max(0, width - 42)), "$text-muted"),
        ),
        id=None if is_empty else week.monday.isoformat(),
        disabled=is_empty,
    )


class WeekScreen(OneList[WeekContent]):
    """Shows what was written and kept in the week that begins on `monday`."""

    scope = "week"
    mode = "today"
    BINDINGS: ClassVar = bindings(WEEK, LISTS)

    def __init__(self, monday: date) -> None:
        super().__init__()
        self._monday = monday
        self._names: dict[str, str] = {}

    def gather(self) -> Sequence[WeekContent]:
        """Find what the week has."""
        self._names = {theme.slug: theme.name for theme in self.workspace.themes.all(merged=True)}
        return (self.workspace.weeks.open(self._monday),)

    def about(self) -> str:
        """Say which week it is."""
        return f"week {self._monday.isocalendar().week}"

    def options(self, width: int) -> Iterator[Option]:
        """Draw entries and kept posts."""
        sunday, now = self._monday + timedelta(days=6), self.workspace.clock()
        since = f"{self._monday.day} {self._monday:%B}"
        yield rows.section(
            f"Week {self._monday.isocalendar().week}", f"{since} to {sunday.day} {sunday:%B %Y}"
        )
        yield rows.gap()
        for week in self.found:
            yield from rows.entries("Written", week.entries, now, width, self._names)
            yield from rows.kept_posts(week.kept, now, width)
            if week.kept and not week.entries:
                yield rows.wrapped("You read in this week, and kept what counted.", width, "$text-muted")
            elif not (week.entries or week.kept):
                yield rows.wrapped("Nothing was written or kept in this week.", width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open what there is."""
        return bool(self.is_mounted and self.list_at_hand.at) if action == "open" else True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the entry or the kept post."""
        kind, _, name = meant(event.option).partition(":")
        if name:
            self.desk.open_document(kind, name)

    def action_review_week(self) -> None:
        """Look back at this week."""
        self.desk.action_review(self._monday.isoformat())
