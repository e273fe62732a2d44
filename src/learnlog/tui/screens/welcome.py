"""The first two minutes: a theme, someone to learn from, a first entry; each can be skipped."""

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from learnlog.journal.entries import NewEntry
from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line
from learnlog.tui.commands import WELCOME
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.once import is_under_way
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.follow import follow_these, is_address
from learnlog.tui.text import line, plain, some
from learnlog.tui.widgets.asked_line import AskedLine
from learnlog.tui.widgets.keyline import KeyLine

STEPS = (
    (
        "What are you working on?",
        "A theme: a project, a question, a skill. Everything you write and read gathers around it.",
        "{take} goes on · {skip} skips it",
    ),
    (
        "Who do you learn from?",
        "A homepage, a feed, or a name on Bluesky or Mastodon. Their posts come to your River.",
        "{take} goes on while it is looked up · {skip} skips it",
    ),
    (
        "What did you notice today?",
        "Two lines are enough; they become a Markdown file of yours.",
        "{save} saves · {skip} skips it",
    ),
)
HINTS = ("data contracts", "anavos.nl")
FOOT = (
    "Everything is private: it stays in a folder on this computer.\n"
    "Rather look around first? Leave with {quit} and start the demo:\n"
    "learnlog demo, or make run ARGS=demo"
)


class WelcomeScreen(DeskScreen):
    """Three questions, one after the other, over an empty desk."""

    CSS_PATH = "../styles/people.tcss"
    scope = "welcome"
    BINDINGS: ClassVar = bindings(WELCOME)
    AUTO_FOCUS = "#welcome-line"

    def __init__(self) -> None:
        super().__init__()
        self._step = 0
        self._in_turn = asyncio.Lock()
        """Held while a step is answered or skipped: the next key means the step after it."""
        self._theme = ""

    def compose(self) -> ComposeResult:
        """The question, the line to answer in, what goes on."""
        with Vertical(id="welcome"):
            yield Static(id="welcome-step")
            yield Static(id="welcome-title")
            yield Static(id="welcome-why")
            yield AskedLine(compact=True, id="welcome-line")
            yield TextArea(id="welcome-text", show_line_numbers=False, tab_behavior="focus", compact=True)
            yield Static(id="welcome-said")
            yield Static(id="welcome-hint")
            yield Static(FOOT.format(quit=key_of("quit", number=-1)), id="welcome-foot")
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask the first question."""
        self._show_step()

    def _show_step(self) -> None:
        title, why, hint = STEPS[self._step]
        dots = " ".join("●" if number == self._step else "○" for number in range(len(STEPS)))
        self.query_one("#welcome-step", Static).update(
            Content.assemble(
                ("Welcome to learnlog", "$text-muted"),
                f"   {dots}   ",
                (f"{self._step + 1} of {len(STEPS)}", "$text-muted"),
            )
        )
        self.query_one("#welcome-title", Static).update(title)
        self.query_one("#welcome-why", Static).update(why)
        self.query_one("#welcome-hint", Static).update(with_keys(hint))
        writing = self._step == 2
        answer, text = self.query_one("#welcome-line", Input), self.query_one("#welcome-text", TextArea)
        answer.display, text.display = not writing, writing
        if writing:
            text.focus()
        else:
            answer.value = ""
            answer.placeholder = HINTS[self._step]
            answer.focus()

    def _say(self, words: str, style: str = "$text-muted") -> None:
        if self.is_mounted:
            self.query_one("#welcome-said", Static).update(plain(words, style))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the answer."""
        event.stop()
        self.action_save()

    @work(group="step")
    async def action_save(self) -> None:
        """Take the answer of this step and go on; an empty one is skipped."""
        if not is_under_way(self):
            async with self._in_turn:
                await self._take_answer()

    async def _take_answer(self) -> None:
        words = clean_line(self.query_one("#welcome-line", Input).value, 300)
        try:
            if self._step == 0 and words:
                await self._make_theme(words)
            elif self._step == 1 and words and not is_address(words):
                self._say(f"That is no address; {key_of('follow')} follows someone later.", "$warning")
                return
            elif self._step == 1 and words:
                self._look_beside(words)
            elif self._step == 2:
                await self._write(self.query_one("#welcome-text", TextArea).text)
                return
        except LearnlogError as error:
            self._say(f"{error.message} {error.hint}".strip(), "$error")
            return
        await self._go_on()

    async def _make_theme(self, name: str) -> None:
        theme = await self.ask(lambda: self.workspace.themes.find(name) or self.workspace.themes.add(name))
        self._theme = theme.slug
        self._say(f"✓ Your theme: {line(theme.name, 60)}", "$success")

    def _look_beside(self, address: str) -> None:
        """Look at the address and follow what is found, while the person goes on."""
        self._say(f"Looking at {line(address, 50)} beside you …", "$primary")
        theme = [self._theme] if self._theme else []
        desk, space = self.desk, self.workspace

        async def look() -> None:
            try:
                found = await asyncio.to_thread(lambda: space.following.look(address))
                person, new = await asyncio.to_thread(lambda: follow_these(space, found[:1], "", theme))
            except LearnlogError as error:
                words, tone = f"{error.message} Nothing is lost: f tries it again later.", "$error"
            else:
                words, tone = (
                    f"✓ You follow {line(person.name, 40)}: {some(new, 'post')} in your River",
                    "$success",
                )
            if self.is_attached:
                self._say(words, tone)
            else:
                desk.say(words)
            desk.changed()

        desk.run_worker(look(), group="welcome", exit_on_error=False)

    async def _write(self, text: str) -> None:
        if not text.strip():
            self._say(with_keys("Write a line or two first, or skip it with {skip}."), "$warning")
            return
        themes = [self._theme] if self._theme else []
        await self.ask(lambda: self.workspace.journal.add(NewEntry(body=text, themes=themes)))
        await self._finish(f"Saved. This is Today: what is open now. {key_of('help')} shows every key")

    async def _go_on(self) -> None:
        self._step += 1
        self._show_step()

    async def _finish(self, said: str) -> None:
        await self.ask(lambda: self.desk.remembered.put("welcomed", "yes"))
        self.dismiss()
        self.desk.say(said)
        self.desk.changed()

    @work(group="skip")
    async def action_skip(self) -> None:
        """Skip this step; every press counts, however quick."""
        async with self._in_turn:
            await self._skip()

    async def _skip(self) -> None:
        if self._step < len(STEPS) - 1:
            await self._go_on()
        else:
            writes, follows = key_of("write"), key_of("follow")
            said = (
                f"This is Today. {writes} writes, {follows} follows someone, {key_of('help')} shows every key"
            )
            await self._finish(said)

    def show_progress(self, words: str) -> None:
        """Say nothing: there is no line on top here."""
