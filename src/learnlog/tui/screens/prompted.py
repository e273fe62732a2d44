"""Questions to write along: offered by a key, each skippable, with at most one more question at the end."""

from dataclasses import dataclass

from textual import work

from learnlog.journal.drafting import Writing
from learnlog.model.errors import LearnlogError
from learnlog.tui.key_names import key_of
from learnlog.tui.saving import follow_up, left_open
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.widgets.writing_page import WritingPage

_QUIET, _OFF, _ON = ":quiet", ":off", ":on"
_HELP, _NO_HELP = ":help", ":no-help"
_TOLD = "told-of-questions"


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

    async def help_once(self) -> None:
        """Say once, on the first empty page, that there are questions to write along; never when help is off."""
        remembered = self.desk.remembered
        if remembered.get(_TOLD, "") or not await self.ask(lambda: self.workspace.preferences.helps):
            return
        remembered.put(_TOLD, "yes")
        self.desk.say(f"{key_of('prompts')} offers questions to write along.")

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
        preferences = self.workspace.preferences
        if preferences.asks:
            choices.append(Choice(id=_QUIET, label="Ask nothing by yourself for a week"))
            choices.append(Choice(id=_OFF, label="Never ask anything by yourself"))
        else:
            choices.append(Choice(id=_ON, label="Ask again, once, what I left open"))
        if preferences.helps:
            return [*choices, Choice(id=_NO_HELP, label="Explain nothing by yourself")]
        return [*choices, Choice(id=_HELP, label="Explain things again, once each")]

    async def _take(self, chosen: str, about: str) -> None:
        preferences = self.workspace.preferences
        if chosen == _QUIET:
            until = await self.ask(preferences.be_quiet)
            self.desk.say(f"Nothing is asked until {until.day} {until:%B}", undo=True)
        elif chosen in (_OFF, _ON):
            await self.ask(lambda: preferences.set_asking(chosen == _ON))
            self.desk.say("Asking again" if chosen == _ON else "Nothing is asked any more", undo=True)
        elif chosen in (_HELP, _NO_HELP):
            await self.ask(lambda: preferences.set_helping(chosen == _HELP))
            self.desk.say("Explaining again" if chosen == _HELP else "Nothing is explained", undo=True)
        else:
            name, _, language = chosen.rpartition(".")
            text, asked = await self.ask(lambda: self.workspace.prompting.lay_out(name, about, language))
            self.ask_with(Questions(pack=asked.pack, about=asked.about), text)

    async def followed_up(self, writing: Writing) -> Writing:
        """Return `writing` after one question about a part without words, which Esc leaves as it is."""
        part = await self.ask(lambda: left_open(self.workspace, writing))
        if part is None:
            return writing
        asked = AskLine(part.follow, hint="{take} adds it and saves · {leave} saves without")
        words = await self.app.push_screen_wait(asked)
        return follow_up(self.workspace, writing, part, words) if words else writing
