"""What comes back, on Today: a line each, and what is done with it by one key."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from textual import work
from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.comeback import ComebackKind, Outcome
from learnlog.overview.looking_back import LookingBack, month
from learnlog.reflecting.goals import REVIEW_WEEKS
from learnlog.reflecting.returning import Coming
from learnlog.tui.key_names import key_of
from learnlog.tui.screens.moving import Moving
from learnlog.tui.screens.tasks import Tasks
from learnlog.tui.text import ago, fit, line, some

BACK_KINDS = frozenset({"task", "recall", "due", "review"})
_LABEL = 23
ROOMY = 84
"""Cells from which on each line names its keys."""


class BackActs(Moving, Tasks):
    """The acts on what comes back."""

    back = LookingBack()

    def open_back(self, kind: str, name: str) -> None:
        """Open what comes back: the task, the insight to recall, the entry, the review."""
        if kind == "task" and self.back.assignment is not None:
            self.open_task(self.back.assignment)
        elif kind == "task":
            self.desk.action_look_over("programmes")
        elif kind == "recall":
            self._recall()
        elif kind == "review":
            self.desk.action_review(name)
        elif one := self._due_at_hand():
            self.desk.open_document("entry", one.entry.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits the line under the cursor."""
        kind = self.list_at_hand.at.partition(":")[0] if self.is_mounted else ""
        one = self._due_at_hand() if kind == "due" else None
        fits = {
            "answer_task": self.back.assignment is not None,
            "done": one is not None and one.kind is ComebackKind.INTENTION,
            "change_due": one is not None,
            "how_far": one is not None and one.kind is ComebackKind.GOAL,
            "drop": kind == "recall" or (one is not None and one.kind is ComebackKind.INTENTION),
        }
        return fits.get(action, True)

    def on_option_list_option_highlighted(self) -> None:
        """Let the footer follow the cursor."""
        self.refresh_bindings()

    def _due_at_hand(self) -> Coming | None:
        kind, _, number = self.list_at_hand.at.partition(":")
        if kind != "due" or not number.isdigit() or int(number) >= len(self.back.due):
            return None
        return self.back.due[int(number)]

    def _recall(self) -> None:
        from learnlog.tui.screens.recall import RecallScreen

        if self.back.recall:
            self.app.push_screen(RecallScreen(self.back.recall))

    def action_answer_task(self) -> None:
        """Write the answer to this week's assignment, along its questions."""
        if self.back.assignment is not None:
            self.answer_task(self.back.assignment)

    def _settle(self, one: Coming, outcome: Outcome, said: str, later: date | None = None) -> None:
        returns = self.workspace.returns
        self.act(lambda: returns.settle(one.entry.id, outcome, number=one.number, later=later), said)

    def action_done(self) -> None:
        """The intention is done."""
        if one := self._due_at_hand():
            self._settle(one, Outcome.DONE, "Done")

    def action_drop(self) -> None:
        """Drop the intention, or let the insight rest."""
        if one := self._due_at_hand():
            self._settle(one, Outcome.DROPPED, "Dropped")
        elif self.back.recall and self.list_at_hand.at.startswith("recall:"):
            entry = self.back.recall.entry
            self.act(lambda: self.workspace.returns.rest(entry.id), "It rests, and comes back no more")

    @work(group="due", exclusive=True)
    async def action_change_due(self) -> None:
        """Say what I do instead of the intention, or only when it comes back; of a goal, when I look again."""
        if (one := self._due_at_hand()) is None:
            return
        from learnlog.tui.screens.asking import AskLine
        from learnlog.tui.screens.asking_back import ask_day

        words = before = one.intention.words if one.intention else ""
        if before:
            hint = "{take} goes on; as it is, it is only put off · {leave} leaves it"
            typed = await self.app.push_screen_wait(AskLine("What will you do instead?", before, hint))
            if not typed:
                return
            words = typed
        what = "When do you look at it again?" if one.kind is ComebackKind.GOAL else "Until when?"
        if (day := await ask_day(self, what)) is None:
            return
        said = f"It comes back on {day.day} {day:%B}"
        returns, id = self.workspace.returns, one.entry.id
        if one.kind is ComebackKind.GOAL:
            self.act(lambda: self.workspace.goals.look_again(id, review=day), said)
        elif words != before:
            self.act(lambda: returns.change(id, words, day, number=one.number), said)
        else:
            self._settle(one, Outcome.OPEN, said, later=day)

    @work(group="due", exclusive=True)
    async def action_how_far(self) -> None:
        """Say how far the goal is; it is looked at again in three weeks."""
        if (one := self._due_at_hand()) is None:
            return
        from learnlog.tui.screens.asking_back import ask_progress

        if progress := await ask_progress(self, one.entry.id):
            goals, day = self.workspace.goals, self.workspace.clock().date() + timedelta(weeks=REVIEW_WEEKS)
            said = f"{progress.value.capitalize()}; it comes back on {day.day} {day:%B}"
            self.act(lambda: goals.look_again(one.entry.id, progress=progress, review=day), said)


def back_options(back: LookingBack, now: datetime, room: int) -> Iterator[Option]:
    """Draw what comes back, a line each; nothing when nothing does."""
    rows = list(_rows(back, now, room))
    yield from rows
    if rows:
        yield Option("", disabled=True)


def _rows(back: LookingBack, now: datetime, room: int) -> Iterator[Option]:
    if back.trouble:
        yield Option(Content.styled(f"! {line(back.trouble, room)}", "$error"), disabled=True)
    if back.assignment is not None:
        task = back.assignment.assignment
        answer = f"{key_of('answer-task')} answer"
        more = f"{answer} · {back.missed} more open" if back.missed else answer
        yield Option(
            _row("This week's assignment", f"{task.title}: {task.task}", more, room), id=f"task:{task.id}"
        )
    elif back.missed:
        words = f"{some(back.missed, 'week')} of your programme, whenever you like"
        yield Option(_row("Still open", words, key_of("open"), room), id="task:")
    if back.recall is not None:
        when = month(back.recall.entry.created, now)
        words = (
            f"In {when} you concluded something{f' about {back.recall.theme}' if back.recall.theme else ''}."
        )
        row = _row("Comes back today", words, f"{key_of('open')} recall", room)
        yield Option(row, id=f"recall:{back.recall.entry.id}")
    for number, one in enumerate(back.due[:5]):
        label = "" if number else "Due"
        yield Option(_row(label, _due_words(one), _due_hint(one), room), id=f"due:{number}")
    if back.review is not None:
        words = "The week is nearly over: what stays of it?"
        words = words if back.review + timedelta(days=7) > now.date() else "Last week: what stays of it?"
        yield Option(
            _row("Weekly review", words, f"{key_of('review')} review", room), id=f"review:{back.review}"
        )


def _due_words(one: Coming) -> str:
    return one.intention.words if one.intention else one.entry.headline


def _due_hint(one: Coming) -> str:
    if one.kind is ComebackKind.INTENTION:
        return f"{key_of('done')} done · {key_of('change-due')} changed · {key_of('drop')} let go"
    return f"{key_of('how-far', 'today')} how far · {key_of('change-due')} when"


def _row(label: str, words: str, hint: str, room: int) -> Content:
    if room < ROOMY:  # the footer names the keys too; the words do not stand anywhere else
        hint = hint.rpartition(" · ")[2] if hint.endswith("open") else ""
    wide = max(12, room - _LABEL - len(hint) - 2)
    return Content.assemble(
        (fit(label, _LABEL), "bold $accent"), fit(words, wide), "  ", (hint, "$text-muted")
    )


def day_options(back: LookingBack, now: datetime, room: int) -> Iterator[Option]:
    """Draw what I wrote on this day of an earlier month."""
    if (entry := back.that_day) is None:
        return
    yield Option(Content.styled("On this day", "bold $accent"), disabled=True)
    when = fit(ago(entry.created, now), 9)
    row = Content.assemble("  ", (when, "$text-muted"), line(entry.headline, max(10, room - 13)))
    yield Option(row, id=f"entry:{entry.id}")
    yield Option("", disabled=True)
