"""My goals: how far I say they are, what shows them, and when I look at them again."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, EntryKind, first_line
from learnlog.model.errors import LearnlogError
from learnlog.reflecting.goals import REVIEW_WEEKS, Evidence, Goal
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_reflecting import GOALS
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.asking import AskLine
from learnlog.tui.screens.asking_back import ask_day
from learnlog.tui.screens.entry_back import EntryBack
from learnlog.tui.screens.evidencing import row_id
from learnlog.tui.screens.looking import LookingPage
from learnlog.tui.text import fit, line, some, spoken_day
from learnlog.tui.widgets.kinds import SIGNS
from learnlog.tui.widgets.line_list import meant

_STATE = 14
_LAST_REVIEWS = 4


class GoalsScreen(LookingPage[Goal], EntryBack):
    """Lists goals, the one to look at first on top, each with its history and what shows it."""

    scope = "goals"
    BINDINGS: ClassVar = bindings(GOALS, LISTS)

    def gather(self) -> Sequence[Goal]:
        """Return my goals."""
        return self.workspace.goals.all()

    def about(self) -> str:
        """Say how many are open."""
        open_ones = sum(goal.entry.is_open for goal in self.found)
        return some(open_ones, "open goal") if self.found else ""

    def page(self, width: int) -> Iterator[Option]:
        """Draw each goal, and a line for each piece of evidence."""
        for goal in self.found:
            yield Option(self._goal(goal, width), id=f"goal:{goal.entry.id}")
            for one in goal.entry.attachments:
                said = Content.assemble(
                    "      ", ("▫ ", "$primary"), line(f"{one.name}, {one.told}", width - 10)
                )
                yield rows.told(said)
            for shown in goal.evidence:
                yield Option(self._shown(shown, width), id=row_id(goal.entry.id, shown.kind, shown.id))
            yield rows.gap()
        if not self.found:
            yield rows.wrapped(
                f"No goal yet: what do you want to be able to do? {key_of('new-goal', 'goals')} sets one.",
                width,
            )

    def _goal(self, goal: Goal, width: int) -> Content:
        state = goal.progress.value if goal.entry.is_open else "closed"
        style = "" if goal.entry.is_open else "$text-muted"
        name = fit(goal.entry.headline, width - _STATE - 4)
        parts = [Content.assemble("  ", (name, f"bold {style}"), (f"{state:>{_STATE}}", style or "$accent"))]
        if goal.outcome:
            parts.append(Content.assemble("    ", (line(first_line(goal.outcome), width - 6), "$text-muted")))
        if said := self._said(goal):
            parts.append(Content.assemble("    ", (line(said, width - 6), "$text-muted")))
        if goal.reviews and goal.reviews[-1].note:
            parts.append(
                Content.assemble("    ", (line(goal.reviews[-1].note, width - 6), "italic $text-muted"))
            )
        return Content("\n").join(parts)

    def _said(self, goal: Goal) -> str:
        """Return when the goal is looked at next, and how it went so far."""
        today = self.workspace.clock().date()
        parts = []
        if goal.entry.is_open and goal.review:
            due = goal.review <= today
            parts.append("to look at now" if due else f"back on {spoken_day(goal.review, today)}")
        way = [f"{spoken_day(one.day, today)} {one.progress.value}" for one in goal.reviews[-_LAST_REVIEWS:]]
        more = "… " if len(goal.reviews) > _LAST_REVIEWS else ""
        return " · ".join([*parts, *([more + " → ".join(way)] if way else [])])

    def _shown(self, shown: Evidence, width: int) -> Content:
        today = self.workspace.clock().date()
        mark = "◆" if shown.kind is DocumentType.KEPT else SIGNS[shown.entry or EntryKind.REFLECTION]
        when = spoken_day(shown.day, today) if shown.day else "gone"
        words = fit(" ▫ ".join((shown.title, *shown.files)), width - 23)
        return Content.assemble("      ", (f"{mark} ", "$primary"), words, (f"  {when:>11}", "$text-muted"))

    def _at(self) -> tuple[Goal | None, str]:
        """Return the goal the cursor is in, and the id of the evidence it is on."""
        kind, _, name = (self.list_at_hand.at if self.is_mounted else "").partition(":")
        id, _, shown = name.partition(":")
        goal = next((one for one in self.found if one.entry.id == id), None)
        return goal, shown.partition(":")[2] if kind == "shown" else ""

    def _entry(self) -> Entry | None:
        goal, _ = self._at()
        return goal.entry if goal else None

    def evidence_at_hand(self) -> tuple[str, Entry | None]:
        """The goal, to which evidence is added."""
        entry = self._entry()
        return (entry.id, entry) if entry else ("", None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the line under the cursor."""
        goal, shown = self._at()
        if action in ("open", "how_far", "add_evidence", "close", "intend"):
            return goal is not None
        return bool(shown) if action == "drop_evidence" else True

    def on_option_list_option_highlighted(self) -> None:
        """Let the footer follow the cursor."""
        self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the goal, or what shows it."""
        kind, _, name = meant(event.option).partition(":")
        if kind == "goal":
            self.desk.open_document("entry", name)
        elif kind == "shown":
            _, type, id = name.split(":", 2)
            self.desk.open_document(type, id)

    def action_close(self) -> None:
        """Close the goal, or open it again."""
        if entry := self._entry():
            said = f"{'Closed' if entry.is_open else 'Opened again'}: “{line(entry.headline, 50)}”"
            self.act(lambda: self.workspace.journal.close(entry.id, entry.is_open), said)

    def action_drop_evidence(self) -> None:
        """Take the evidence under the cursor off the goal."""
        goal, shown = self._at()
        if goal and shown:
            id = goal.entry.id
            self.act(lambda: self.workspace.goals.drop_evidence(id, shown), "It is no evidence any more")

    @work(group="back", exclusive=True)
    async def action_new_goal(self) -> None:
        """Ask what I want to be able to do, how I will see it, and when I look again."""
        words = await self.app.push_screen_wait(AskLine("What do you want to be able to do?"))
        if not words:
            return
        asked = AskLine(
            "How will you see that you are there?",
            hint="{take} goes on, also without words · {leave} leaves it",
        )
        outcome = await self.app.push_screen_wait(asked)
        day = None if outcome is None else await ask_day(self, "When do you look at it again?", REVIEW_WEEKS)
        if day is None or outcome is None:
            return
        goals = self.workspace.goals
        try:
            made = await self.ask(lambda: goals.begin(words, outcome=outcome, review=day))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.desk.say(f"It comes back on {day.day} {day:%B}", undo=True)
        self.desk.changed()
        await self.load()
        self.list_at_hand.move_to(f"goal:{made.entry.id}")
