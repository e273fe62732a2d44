"""A coach's desk: the learners at the left, what the chosen one shared at the right."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.coaching.cohort import Cohort
from learnlog.model.errors import LearnlogError
from learnlog.model.learner import Learner, ReceivedEntry
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_sharing import COACH
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.asking import TAKES, WRITES, AskLine, Choice, Choose
from learnlog.tui.screens.received import KINDS, CommentScreen, ReceivedScreen
from learnlog.tui.screens.two_panes import TwoPanes
from learnlog.tui.text import fit, line, plain, some
from learnlog.tui.widgets.line_list import meant

COHORT = "cohort"
Page = tuple[Learner, list[ReceivedEntry]] | Cohort


class CoachScreen(TwoPanes[list[Learner], Page]):
    """Reads bundles of many learners; an entry opens by itself, with my comments."""

    scope = "coach"
    BINDINGS: ClassVar = bindings(COACH, LISTS)

    async def load(self) -> None:
        """Show the learners and the chosen one's entries anew."""
        await super().load()
        self.refresh_bindings()
        learners = await self.ask(self.workspace.coaching.learners)
        fresh = sum(one.fresh for one in learners)
        self.context(f"coach · {fresh:,} new" if fresh else f"coach · {some(len(learners), 'learner')}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits: nothing can be read, commented or given where nobody shared anything."""
        if not self.is_mounted:
            return True
        if action in ("give", "comment", "trust", "unread"):
            return self.chosen not in ("", COHORT)
        return bool(self.chosen) if action in ("open", "cohort") else True

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the chosen learner's page; let the footer follow."""
        super().on_option_list_option_highlighted(event)
        self.refresh_bindings()

    def gather_cards(self) -> list[Learner]:
        """Return the learners."""
        return self.workspace.coaching.learners()

    def card_options(self, found: list[Learner], width: int) -> Iterable[Option]:
        """Draw a line for each learner, and one for the cohort."""
        if not found:
            yield rows.wrapped(
                f"Nobody shared with you yet: {key_of('take-in', 'coach')} takes their bundles in.", width
            )
            return
        yield Option(Content.styled("The cohort", "bold"), id=COHORT)
        yield rows.gap()
        for one in found:
            fresh = f"{one.fresh} new" if one.fresh else ""
            name = fit(one.called, max(8, width - len(fresh) - 2))
            asks = "? " if one.question else "  "
            yield Option(Content.assemble((asks, "$accent"), name, (fresh, "bold")), id=one.id)

    def gather_page(self, name: str) -> Page:
        """Return what the chosen learner shared, or the cohort."""
        coaching = self.workspace.coaching
        return coaching.cohort() if name == COHORT else (coaching.get(name), coaching.entries(name))

    def page_options(self, found: Page, width: int) -> Iterable[Option]:
        """Draw the entries, or what the cohort has in common."""
        return _cohort(found, width) if isinstance(found, Cohort) else _entries(*found, width)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go into the entries; open one."""
        event.prevent_default()  # what opens here is no document of mine
        if event.option_list.id == "cards":
            self.enter_page()
            return
        kind, _, id = meant(event.option).partition(":")
        if kind == "entry":
            self.app.push_screen(ReceivedScreen(self.chosen, id))
        elif kind == "of":
            learner, _, entry = id.partition(":")
            self.app.push_screen(ReceivedScreen(learner, entry))
        elif kind == "question":
            self.action_comment()

    @work(group="take")
    async def action_take_in(self) -> None:
        """Take in bundles."""
        place = await self.app.push_screen_wait(
            AskLine("Which bundle, or folder with bundles?", str(Path.home()) + "/", TAKES)
        )
        if not place:
            return
        coaching = self.workspace.coaching

        def told(done: int, of: int) -> None:
            if done % 20 == 0 or done == of:
                self.app.call_from_thread(self.show_progress, f"taking in {done} of {of} …")

        try:
            report = await self.ask(lambda: coaching.open([Path(place).expanduser()], told))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        finally:
            self.show_progress("")
        left = (
            f", {len(report.left_out)} left out: {line(report.left_out[0][1], 60)}" if report.left_out else ""
        )
        other = "".join(f", {line(old, 30)} is called {line(now, 30)} now" for old, now in report.renamed[:2])
        self.desk.say(f"{some(report.new, 'new bundle')}, {report.known} known already{left}{other}")
        self.desk.changed()

    @work(group="comment")
    async def action_comment(self) -> None:
        """Comment on the entry under the cursor, or on the question."""
        chosen = self.chosen
        if chosen in ("", COHORT):
            return
        kind, _, id = self.page.at.partition(":")
        learner = await self.ask(lambda: self.workspace.coaching.get(chosen))
        entries = await self.ask(lambda: self.workspace.coaching.entries(learner.id))
        entry = next((one for one in entries if kind == "entry" and one.id == id), None)
        if entry is None and not learner.question:
            self.desk.say("Put the cursor on an entry first; this learner asked nothing.")
            return
        about = entry.title if entry else learner.question
        how = await self.app.push_screen_wait(
            Choose(line(about, 50), [Choice(id=k, label=v) for k, v in KINDS.items()])
        )
        words = await self.app.push_screen_wait(CommentScreen(KINDS[how], about)) if how else None
        if how and words:
            self.act(lambda: self.workspace.coaching.comment(learner, entry, how, words), "Kept", undo=True)

    @work(group="take")
    async def action_give(self) -> None:
        """Write my new comments for the chosen learner into a file."""
        chosen = self.chosen
        if chosen in ("", COHORT):
            return
        coaching = self.workspace.coaching
        learner = await self.ask(lambda: coaching.get(chosen))
        waiting = [one for one in await self.ask(lambda: coaching.comments(learner.id)) if one.given is None]
        if not waiting:
            self.desk.say(f"There are no new comments for {line(learner.called, 40)}.")
            return
        by = (await self.ask(self.workspace.showing.profiles.get)).called
        if not by:
            signed = await self.app.push_screen_wait(AskLine("How do you sign?", "my coach"))
            by = signed or ""
        title = f"{some(len(waiting), 'comment')} for {line(learner.called, 30)}: into which folder?"
        place = await self.app.push_screen_wait(AskLine(title, str(Path.home()), WRITES))
        if not by or place is None:
            return
        try:
            path = await self.ask(lambda: coaching.give(learner, Path(place).expanduser(), by=by))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.desk.say(f"Written: {path}. Nothing was sent; mail it yourself.")
        self.desk.changed()

    @work(group="trust")
    async def action_trust(self) -> None:
        """Let the learner's next bundle say anew what it is signed with."""
        chosen = self.chosen
        if chosen in ("", COHORT):
            return
        coaching = self.workspace.coaching
        learner = await self.ask(lambda: coaching.get(chosen))
        said = f"The next bundle of {line(learner.called, 40)} may be signed anew"
        self.act(lambda: coaching.trust(learner), said, undo=True)

    def action_cohort(self) -> None:
        """Show what the learners have in common."""
        self.leave_page()
        self.choose(COHORT)

    def action_unread(self) -> None:
        """Mark the entry read, or unread again."""
        kind, _, id = self.page.at.partition(":")
        if kind == "entry" and self.chosen != COHORT:
            chosen = self.chosen
            self.act(lambda: self._turn(chosen, id))

    def _turn(self, learner: str, id: str) -> None:
        coaching = self.workspace.coaching
        for entry in coaching.entries(learner):
            if entry.id == id:
                coaching.read(entry, not entry.is_read)

    def action_back(self) -> None:
        """Back to the learners; from there, back to where I came from."""
        if self.has_class("-inside") or self.page.has_focus:
            self.leave_page()
        else:
            self.dismiss()


def _entries(learner: Learner, entries: list[ReceivedEntry], width: int) -> Iterator[Option]:
    made = f"{learner.made.day} {learner.made:%B}" if learner.made else ""
    away = f" · away until {learner.away_until.day} {learner.away_until:%B}" if learner.away_until else ""
    yield rows.section(learner.called, f"bundle of {made}{away}")
    if learner.question:
        yield rows.gap()
        yield rows.told(Content.styled("Their question to you", "bold"))
        words = plain(line(learner.question)).wrap(max(20, min(rows.MEASURE, width - 2)))
        yield Option(Content("\n").join(words), id="question:")
    yield rows.gap()
    for entry in entries:
        note = " · ".join((entry.kind, *entry.themes))
        sign = " " if entry.is_read else "●"
        day = f"{entry.day.day} {entry.day:%b}"
        yield rows.row(f"entry:{entry.id}", day, sign, entry.title, note, width, strong=not entry.is_read)
    if not entries:
        yield rows.wrapped("They withdrew everything.", width, "$text-muted")


def _cohort(found: Cohort, width: int) -> Iterator[Option]:
    yield rows.section("The cohort", f"{some(found.learners, 'learner')}, each part of those who agreed")
    parts = (
        ("Topics three or more share", [f"{one.name} · {one.learners}" for one in found.topics]),
        (
            "Could meet",
            [f"{m.first.called} and {m.second.called}: {', '.join(m.themes)}" for m in found.matches[:50]],
        ),
        ("Can help with", [f"{offer} · {one.called}" for offer, one in found.offers[:50]]),
        (
            "Longer silent than they usually are",
            [f"{one.learner.called}: {one.days} days (usual gap {one.usual})" for one in found.quiet],
        ),
    )
    for heading, lines in parts:
        if lines:
            yield rows.gap()
            yield rows.section(heading)
            yield from (rows.wrapped(words, width) for words in lines)
    if found.questions:
        yield rows.gap()
        yield rows.section("Open questions")
    for entry, one in found.questions[:50]:
        yield Option(
            plain(f"? {fit(entry.title, max(10, width - 24))} {line(one.called, 18)}"),
            id=f"of:{one.id}:{entry.id}",
        )
