"""One assignment in full: its task, whom to look at, what comes of it, and what I answered."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.reflecting.programmes import Standing
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_reflecting import ASSIGNMENT
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.screens.tasks import Tasks
from learnlog.tui.text import fit, line, spoken_day
from learnlog.tui.widgets.line_list import meant


class AssignmentScreen(OneList[Standing], Tasks):
    """Shows the assignment `id` of the programme called `programme`."""

    scope = "assignment"
    mode = "today"
    BINDINGS: ClassVar = bindings(ASSIGNMENT, LISTS)

    def __init__(self, programme: str, id: str) -> None:
        super().__init__()
        self._programme = programme
        self._id = id
        self._followed: dict[str, str] = {}
        self._goals: dict[str, str] = {}

    def gather(self) -> Sequence[Standing]:
        """Find the assignment, and whom of its people I know."""
        space = self.workspace
        programme = next((one for one in space.programmes.all() if one.name == self._programme), None)
        weeks = space.programmes.weeks_of(programme) if programme else []
        found = [week for week in weeks if week.assignment.id == self._id]
        for address in found[0].assignment.people if found else ():
            person = space.people.find(address)
            self._followed[address] = person.id if person else ""
        self._goals = {goal.entry.headline: goal.entry.id for goal in space.goals.all()}
        return found

    @property
    def _week(self) -> Standing | None:
        return self.found[0] if self.found else None

    def about(self) -> str:
        """Say of which programme it is."""
        week = self._week
        return line(f"{week.programme.title} · week {week.assignment.number}", 60) if week else ""

    def options(self, width: int) -> Iterator[Option]:
        """Draw the task, and below it what can be followed."""
        if (week := self._week) is None:
            yield rows.wrapped("This programme is not in the vault any more.", width)
            return
        task, today = week.assignment, self.workspace.clock().date()
        state = "open" if week.is_open else f"opens {spoken_day(task.opens, today)}"
        yield rows.section(task.title, "answered" if week.answers else state)
        yield rows.gap()
        yield rows.wrapped(task.task, width, "", "  ")
        yield rows.gap()
        if task.evidence:
            yield rows.wrapped(f"To show for it: {task.evidence}", width, "$text-muted", "  ")
            yield rows.gap()
        yield from self._people(task.people, width)
        yield from self._outcomes(task.outcomes, width)
        yield from rows.entries("Answered", week.answers, self.workspace.clock(), width, {})

    def _people(self, people: Sequence[str], width: int) -> Iterator[Option]:
        if people:
            yield rows.section("People to look at", with_keys("{open} follows, or opens the card"))
        for number, address in enumerate(people):
            note = "on your list" if self._followed.get(address) else "new"
            yield _row(f"person:{number}", "@", address, note, width)
        if people:
            yield rows.gap()

    def _outcomes(self, outcomes: Sequence[str], width: int) -> Iterator[Option]:
        if outcomes:
            yield rows.section("What you can do after it", with_keys("{open} makes it a goal of yours"))
        for number, words in enumerate(outcomes):
            note = "a goal of yours" if words in self._goals else ""
            yield _row(f"outcome:{number}", "◇", words, note, width)
        if outcomes:
            yield rows.gap()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to answer what is open, and to open what a line leads to."""
        if action == "answer_task":
            return bool(self._week and self._week.is_open)
        return bool(self.is_mounted and self.list_at_hand.at) if action == "open" else True

    def action_answer_task(self) -> None:
        """Answer it."""
        if week := self._week:
            self.answer_task(week)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the person, the goal or the answer; follow who is new, set the goal that is none yet."""
        kind, _, name = meant(event.option).partition(":")
        week = self._week
        if week is None or not kind:
            return
        if kind == "entry":
            self.desk.open_document("entry", name)
        elif kind == "person":
            self._open_person(week.assignment.people[int(name)])
        elif kind == "outcome":
            self._open_goal(week.assignment.outcomes[int(name)])

    def _open_person(self, address: str) -> None:
        if id := self._followed.get(address):
            self.desk.open_document("person", id)
        elif self.desk.ahead.begin():
            from learnlog.tui.screens.follow import FollowScreen

            self.app.push_screen(FollowScreen(address=address))

    def _open_goal(self, words: str) -> None:
        if id := self._goals.get(words):
            self.desk.open_document("entry", id)
            return
        themes = [self._week.assignment.theme] if self._week and self._week.assignment.theme else []
        self.act(lambda: self.workspace.goals.begin(words, themes=themes), "It is a goal of yours now")


def _row(id: str, mark: str, words: str, note: str, width: int) -> Option:
    room = max(12, min(rows.MEASURE, width) - len(note) - 6)
    parts = ("  ", (f"{mark} ", "$primary"), fit(words, room), (f"  {note}", "$text-muted"))
    return Option(Content.assemble(*parts), id=id)
