"""What an entry leads to: a reply to it, an intention, how far a goal is."""

from datetime import date, timedelta

from textual import work

from learnlog.model.comeback import Progress
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError
from learnlog.tui.screens.asking import AskLine
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.today_back import choose_progress, day_from

GOAL_WEEKS, INTENTION_WEEKS = 3, 1


class EntryBack(DeskScreen):
    """The acts that make something come back. A screen says which entry is meant, in `_entry`."""

    def _entry(self) -> Entry | None:
        """Return the entry to act on."""
        raise NotImplementedError

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
        asked = AskLine("If … then I will …", hint="Enter: when it comes back · Esc leaves it")
        words = await self.app.push_screen_wait(asked)
        day = await self._day("When does it come back?", INTENTION_WEEKS) if words else None
        if words and day:
            said = f"It comes back on {day.day} {day:%B}"
            self.act(lambda: self.workspace.returns.intend(entry.id, words, day), said)

    @work(group="back", exclusive=True)
    async def action_how_far(self) -> None:
        """Say how far the goal is, and when I look at it again."""
        if (entry := self._entry()) is None:
            return
        chosen = await self.app.push_screen_wait(choose_progress())
        day = await self._day("When do you look at it again?", GOAL_WEEKS) if chosen else None
        if chosen and day:
            returns, progress = self.workspace.returns, Progress(chosen)
            said = f"{chosen.capitalize()}; it comes back on {day.day} {day:%B}"
            self.act(lambda: returns.set_goal(entry.id, progress=progress, review=day), said)

    async def _day(self, question: str, weeks: int) -> date | None:
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
