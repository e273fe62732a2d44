"""Programmes: every week of those I am in, what is open, and what I answered; a missed week is only open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.errors import LearnlogError
from learnlog.reflecting.programme_files import Programme, offered
from learnlog.reflecting.programmes import Standing
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_reflecting import PROGRAMMES
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.asking_back import day_from
from learnlog.tui.screens.looking import LookingPage
from learnlog.tui.screens.tasks import Tasks
from learnlog.tui.text import fit, line, some, spoken_day
from learnlog.tui.widgets.line_list import meant

_STATE = 16
_FILE = ":file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A programme with all its weeks."""

    programme: Programme
    weeks: tuple[Standing, ...]

    def said(self, today: date) -> str:
        """Return where I am in it, in words."""
        if self.programme.left:
            return f"left on {spoken_day(self.programme.left, today)}"
        opened = [week for week in self.weeks if week.is_open]
        answered = sum(bool(week.answers) for week in self.weeks)
        place = f"week {len(opened)} of {len(self.weeks)}" if opened else "not begun"
        return f"{place} · {answered} answered"


class ProgrammesScreen(LookingPage[Course], Tasks):
    """Lists the programmes, week by week."""

    scope = "programmes"
    BINDINGS: ClassVar = bindings(PROGRAMMES, LISTS)

    def gather(self) -> Sequence[Course]:
        """Return the programmes in the vault that began; those I left at the end."""
        programmes = self.workspace.programmes
        begun = [one for one in programmes.all() if one.start]
        found = [Course(programme=one, weeks=tuple(programmes.weeks_of(one))) for one in begun]
        return sorted(found, key=lambda one: one.programme.left is not None)

    def about(self) -> str:
        """Say how many weeks are open."""
        there = [week for one in self.found if not one.programme.left for week in one.weeks]
        open_ones = sum(week.is_open and not week.answers for week in there)
        return f"{some(open_ones, 'week')} open" if open_ones else ""

    def page(self, width: int) -> Iterator[Option]:
        """Draw a heading for each programme, and a line for each of its weeks."""
        today = self.workspace.clock().date()
        for course in self.found:
            yield rows.section(course.programme.title, course.said(today))
            if course.programme.about:
                yield rows.wrapped(course.programme.about, width, "$text-muted", "  ")
            for week in course.weeks:
                yield Option(_week(week, today, width), id=f"week:{week.assignment.id}")
            yield rows.gap()
        if not self.found:
            yield rows.wrapped(
                "No programme yet: small steps, one a week, from a coach's file or one that comes with learnlog. "
                f"{key_of('begin-programme', 'programmes')} begins one.",
                width,
            )

    def _week(self) -> Standing | None:
        name = (self.list_at_hand.at if self.is_mounted else "").partition(":")[2]
        every = (week for course in self.found for week in course.weeks)
        return next((week for week in every if week.assignment.id == name), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the week under the cursor."""
        week = self._week()
        if action == "answer_task":
            return week is not None and week.is_open
        if action == "leave_programme":
            return week is not None and week.programme.left is None
        return week is not None if action == "open" else True

    def on_option_list_option_highlighted(self) -> None:
        """Let the footer follow the cursor."""
        self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show the week in full."""
        if meant(event.option) and (week := self._week()):
            self.open_task(week)

    def action_answer_task(self) -> None:
        """Answer the week under the cursor."""
        if week := self._week():
            self.answer_task(week)

    def action_leave_programme(self) -> None:
        """Leave the programme under the cursor; what was answered stays."""
        if week := self._week():
            name, title = week.programme.name, line(week.programme.title, 40)
            self.act(lambda: self.workspace.programmes.leave(name), f"Left “{title}”; your answers stay")

    @work(group="begin", exclusive=True)
    async def action_begin_programme(self) -> None:
        """Choose a programme, or name a coach's file, and the day on which its first week opens."""
        choices = [
            Choice(id=name, label=one.title, note=f"  {some(len(one.weeks), 'week')}")
            for name, one in await self.ask(offered)
        ]
        choices.append(Choice(id=_FILE, label="A file of my coach's"))
        source = await self.app.push_screen_wait(Choose("Which programme?", choices))
        if source == _FILE:
            source = await self.app.push_screen_wait(
                AskLine("Where is the file?", "~/", "Such as ~/course.toml")
            )
        if not source:
            return
        programmes = self.workspace.programmes
        try:
            usual = await self.ask(lambda: programmes.usual_start(source))
            hint = "The day its first week opens, such as 2026-12-07, or +7 for a week from now"
            typed = await self.app.push_screen_wait(AskLine("When does it begin?", usual.isoformat(), hint))
            if typed is None:
                return
            today = self.workspace.clock().date()
            day = usual if typed == usual.isoformat() else day_from(typed, today)
            made = await self.ask(lambda: programmes.begin(source, day))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.desk.say(f"“{line(made.title, 40)}” begins on {day.day} {day:%B}", undo=True)
        self.desk.changed()


def _week(week: Standing, today: date, width: int) -> Content:
    task = week.assignment
    muted = "" if week.is_open and not week.programme.left else "$text-muted"
    if week.answers:
        mark, state = "✓", f"answered {spoken_day(week.answers[-1].created.date(), today)}"
    elif not week.is_open:
        mark, state = " ", f"opens {spoken_day(task.opens, today)}" if task.opens != date.max else "later"
    else:
        is_now = week.is_current and not week.programme.left
        mark, state = ("▸", "this week") if is_now else ("○", "open")
    strong = "bold" if mark == "▸" else muted
    name = fit(f"{task.number:>2}  {task.title}", width - _STATE - 8)
    shade = "$accent" if mark == "▸" else "$text-muted"
    return Content.assemble("  ", (f"{mark} ", "$primary"), (name, strong), (f"  {state:>{_STATE}}", shade))
