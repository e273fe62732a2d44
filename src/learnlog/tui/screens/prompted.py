"""Questions to write along: offered by a key, each skippable, with at most one more question at the end."""

from dataclasses import dataclass

from textual import work

from learnlog.journal.drafting import Writing
from learnlog.model.errors import LearnlogError
from learnlog.tui.saving import follow_up, left_open
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.widgets.writing_page import WritingPage

_QUIET, _OFF, _ON = ":quiet", ":off", ":on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The questions that stand in a text, and the assignment it answers ("" for none)."""

    pack: str = ""
    about: str = ""
    assignment: str = ""


class Prompted(DeskScreen):
    """A screen on which an entry is written, with questions when they are wanted."""

    def page_at_hand(self) -> WritingPage:
        """Return the page that is written on."""
        raise NotImplementedError

    def ask_with(self, questions: Questions, text: str) -> None:
        """Put questions below what is written."""
        raise NotImplementedError

    @work(group="prompts", exclusive=True)
    async def action_prompts(self) -> None:
        """Offer the packs of questions, and quiet."""
        about = next(iter(self.page_at_hand().written(Writing()).themes), "")
        try:
            choices = await self.ask(lambda: self._choices())
            chosen = await self.app.push_screen_wait(Choose("Questions to write along", choices))
            if chosen:
                await self._take(chosen, about)
        except LearnlogError as error:
            self.desk.say_error(error)

    def _choices(self) -> list[Choice]:
        packs = {
            f"{one.name}.{one.language}": one
            for language in ("en", "nl")
            for one in self.workspace.packs.all(language)
        }
        choices = [
            Choice(id=name, label=one.title, note=f"  {len(one.parts)} · {one.language}")
            for name, one in packs.items()
        ]
        if self.workspace.preferences.asks:
            quiet = Choice(id=_QUIET, label="Ask nothing by yourself for a week")
            return [*choices, quiet, Choice(id=_OFF, label="Never ask anything by yourself")]
        return [*choices, Choice(id=_ON, label="Ask again, once, what I left open")]

    async def _take(self, chosen: str, about: str) -> None:
        preferences = self.workspace.preferences
        if chosen == _QUIET:
            until = await self.ask(preferences.be_quiet)
            self.desk.say(f"Nothing is asked until {until.day} {until:%B}", undo=True)
        elif chosen in (_OFF, _ON):
            await self.ask(lambda: preferences.set_asking(chosen == _ON))
            self.desk.say("Asking again" if chosen == _ON else "Nothing is asked any more", undo=True)
        else:
            name, _, language = chosen.rpartition(".")
            text, asked = await self.ask(lambda: self.workspace.prompting.lay_out(name, about, language))
            self.ask_with(Questions(pack=asked.pack, about=asked.about), text)

    async def followed_up(self, writing: Writing) -> Writing:
        """Return `writing` after one question about a part without words, which Esc leaves as it is."""
        part = await self.ask(lambda: left_open(self.workspace, writing))
        if part is None:
            return writing
        asked = AskLine(part.follow, hint="Enter adds it and saves · Esc saves without")
        words = await self.app.push_screen_wait(asked)
        return follow_up(self.workspace, writing, part, words) if words else writing
