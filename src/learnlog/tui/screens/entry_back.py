"""What an entry leads to: a reply to it, an intention, how far a goal is."""

from textual import work

from learnlog.model.entry import Entry
from learnlog.reflecting.goals import REVIEW_WEEKS
from learnlog.tui.screens.asking import AskLine
from learnlog.tui.screens.asking_back import ask_day, ask_progress
from learnlog.tui.screens.evidencing import Evidencing


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
        day = await ask_day(self, "When does it come back?") if words else None
        if words and day:
            said = f"It comes back on {day.day} {day:%B}"
            self.act(lambda: self.workspace.returns.intend(entry.id, words, day), said)

    @work(group="back", exclusive=True)
    async def action_how_far(self) -> None:
        """Say how far the goal is, why, and when I look at it again."""
        if (entry := self._entry()) is None:
            return
        if (progress := await ask_progress(self, entry.id)) is None:
            return
        asked = AskLine("What tells you so?", hint="{take} goes on, also without words · {leave} leaves it")
        note = await self.app.push_screen_wait(asked)
        day = None if note is None else await ask_day(self, "When do you look at it again?", REVIEW_WEEKS)
        if note is None or day is None:
            return
        goals, said = (
            self.workspace.goals,
            f"{progress.value.capitalize()}; it comes back on {day.day} {day:%B}",
        )
        self.act(lambda: goals.look_again(entry.id, progress=progress, review=day, note=note), said)
