"""What an entry leads to: a reply to it, an intention, how far a goal is."""

from datetime import date, timedelta

from textual import work

from learnlog.model.comeback import Progress
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError
from learnlog.reflecting.goals import REVIEW_WEEKS
from learnlog.tui.screens.asking import AskLine
from learnlog.tui.screens.evidencing import Evidencing
from learnlog.tui.screens.today_back import choose_progress, day_from

INTENTION_WEEKS = 1


class EntryBack(Evidencing):
    """The acts that make something come back, or evidence. A screen says which entry is meant, in `_entry`."""

    def _entry(self) -> Entry | None:
        """Return the entry to act on."""
        raise NotImplementedError

    def evidence_at_hand(self) -> tuple[str, Entry | None]:
        """The entry."""
        entry = self._entry()
        return (entry.id, entry) if entry else ("", None)

    def action_reply(self) -> None:
        """Write a reply that links to the entry."""
        from learnlog.tui.screens.composer import Composer

        entry = self._entry()
        if entry is not None and self.desk.ahead.begin():
            theme = entry.themes[0] if entry.themes else ""
            self.app.push_screen(Composer(kind=entry.kind.value, theme=theme, entries=(entry.id,)))

    @work(group="back", exclusive=True)
    async def action_intend(self) -> None:
        """Write what I will do, and when it comes back."""
        if (entry := self._entry()) is None:
            return
        asked = AskLine("If … then I will …", hint="{take}: when it comes back · {leave} leaves it")
        words = await self.app.push_screen_wait(asked)
        day = await self.ask_day("When does it come back?", INTENTION_WEEKS) if words else None
        if words and day:
            said = f"It comes back on {day.day} {day:%B}"
            self.act(lambda: self.workspace.returns.intend(entry.id, words, day), said)

    @work(group="back", exclusive=True)
    async def action_how_far(self) -> None:
        """Say how far the goal is, why, and when I look at it again."""
        if (entry := self._entry()) is None:
            return
        try:
            _, before = await self.ask(lambda: self.workspace.returns.look(entry.id))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        chosen = await self.app.push_screen_wait(choose_progress(before.progress))
        if not chosen:
            return
        asked = AskLine("What tells you so?", hint="{take} goes on, also without words · {leave} leaves it")
        note = await self.app.push_screen_wait(asked)
        if note is None or not (day := await self.ask_day("When do you look at it again?", REVIEW_WEEKS)):
            return
        goals, progress = self.workspace.goals, Progress(chosen)
        said = f"{chosen.capitalize()}; it comes back on {day.day} {day:%B}"
        self.act(lambda: goals.look_again(entry.id, progress=progress, review=day, note=note), said)

    async def ask_day(self, question: str, weeks: int) -> date | None:
        """Ask for a day to come, so many weeks ahead when nothing else is typed; None when it was left."""
        today = self.workspace.clock().date()
        hint = "A day such as 2026-12-04, or +7 for a week from now"
        typed = await self.app.push_screen_wait(AskLine(question, f"{today + timedelta(weeks=weeks)}", hint))
        if typed is None:
            return None
        try:
            return day_from(typed, today)
        except LearnlogError as error:
            self.desk.say_error(error)
            return None
