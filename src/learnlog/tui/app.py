"""The app: modes, what works everywhere, and what the screens share. No rule lives here."""

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.command import Provider
from textual.screen import Screen

from learnlog.model.errors import LearnlogError
from learnlog.tui.ahead import TypedAhead
from learnlog.tui.commands import EVERYWHERE
from learnlog.tui.fetching import Fetcher
from learnlog.tui.in_turn import KeysInTurn, TakesKeys
from learnlog.tui.indexing import Indexer
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import MACRO, VIEW, bindings, clashes, in_footer, keymap, view_commands
from learnlog.tui.keys_first import KeysFirst, spare_keys
from learnlog.tui.look import LOOKS, choose_look
from learnlog.tui.macros import Macros
from learnlog.tui.opening import Opening
from learnlog.tui.quitting import Quitting
from learnlog.tui.remembered import Remembered
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.sequences import Sequences
from learnlog.tui.text import line
from learnlog.tui.watching import Watcher
from learnlog.workspace import Workspace

THREADS = 32
MODE_NAMES = ("today", "journal", "river", "themes", "people", "find", "search")


def _commands() -> type[Provider]:
    from learnlog.tui.palette import Commands

    return Commands


def _screen(name: str) -> Callable[[], Screen[None]]:
    """Return what makes the screen of the mode `name`; its module is imported only then."""

    def make() -> Screen[None]:
        import importlib

        module = importlib.import_module(f"learnlog.tui.screens.{name}")
        made: Screen[None] = getattr(module, f"{name.title()}Screen")()
        return made

    return make


class LearnlogApp(TakesKeys, Opening):
    """learnlog's screens over one workspace."""

    TITLE = "learnlog"
    DEFAULT_MODE = "today"
    MODES: ClassVar = {name: _screen(name) for name in MODE_NAMES}
    COMMANDS: ClassVar = {_commands}
    CSS_PATH = "styles/app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it no ClassVar
    BINDINGS: ClassVar = [
        *bindings(EVERYWHERE),
        Binding("ctrl+c", "quit_hint", show=False),
    ]

    def __init__(self, workspace: Workspace, *, watch: bool = True, first: str = "") -> None:
        super().__init__()
        self.workspace = workspace
        self._first = first
        self.remembered = Remembered(workspace.paths.state / "screen.json")
        self.folder_of_files = Path.home()
        """Where a file was attached from last: the next is looked for there."""
        self.unfolded: set[str] = set()
        """Posts whose warning was looked behind since the start."""
        self.fetcher = Fetcher(self)
        self.keys_first = KeysFirst(lambda: self.is_running)
        self.indexer = Indexer(self, watch=watch)
        self.ahead = TypedAhead(self)
        self.in_turn = KeysInTurn(self)
        self._quitting = Quitting(self)
        self._watcher = Watcher(workspace, lambda: self.call_from_thread(self.changed)) if watch else None
        for look in LOOKS:
            self.register_theme(look)
        remembered = self.remembered.get("look", "")
        self.theme = choose_look(workspace.settings.theme, remembered, self.available_themes)
        self._colours = self.get_css_variables()
        self.stylesheet.set_variables(self._colours)
        self.macros = Macros(self, workspace.settings.macro)
        self.keys = keymap(workspace.settings.keys, workspace.settings.macro)
        """The keys that the settings give to commands."""
        self.sequences = Sequences(self, self.keys)
        self._bind_keys()

    def _bind_keys(self) -> None:
        self.set_keymap({id: keys for id, keys in self.keys.items() if not id.startswith((MACRO, VIEW))})
        for command in (*self.macros.commands(self.keys), *view_commands(self.keys)):
            if command.keys:
                self.bind(command.keys, command.action.removeprefix("app."), show=False)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as the footer shows it, also one that the settings gave."""
        return binding.key_display or in_footer(binding.key)

    def refresh_css(self, animate: bool = True) -> None:
        """Apply the styles, and read them anew only when the colours changed.

        Starting up asks for this several times, and reading them is a fifth of what a start costs; so does the first
        look at a screen.
        """
        colours = self.get_css_variables()
        if colours != self._colours:
            self._colours = colours
            super().refresh_css(animate)
            return
        stack = self.screen_stack if self._screen_stacks.get(self.current_mode) else []
        behind = [screen for screen in stack if screen._css_update_count != self._css_update_count]
        if (
            behind or not stack
        ):  # a screen that is only being made asks as well: the one in front has its styles
            self.stylesheet.update(self, animate=animate)
        for screen in behind:
            if screen is not self.screen:
                self.stylesheet.update(screen, animate=animate)
            screen._css_update_count = self._css_update_count

    def read_styles(self, sheet: Path) -> None:
        """Read in a file of styles before a screen wants it; opening the first would read all files anew for it."""
        if not self.stylesheet.has_source(str(sheet)):
            self.stylesheet.read(sheet)
            self.stylesheet.parse()

    def on_load(self) -> None:
        """Have threads enough: those that wait for another program's writing must not hold up the reading."""
        pool = ThreadPoolExecutor(THREADS, thread_name_prefix="desk")
        asyncio.get_running_loop().set_default_executor(pool)
        self.heed_threads()

    def on_ready(self) -> None:
        """Greet a newcomer at once, say what is wrong with the keys; begin to watch when Today stands."""
        self._greet()
        if wrong := clashes(self.keys):
            more = f" `learnlog doctor` tells of {len(wrong) - 1} more." if len(wrong) > 1 else ""
            self.notify(wrong[0] + more, severity="warning", timeout=10, markup=False)
        self.set_timer(0.4, self._settle)

    def _settle(self) -> None:
        """Begin to watch, and to do what waits."""
        spare_keys()
        self.indexer.wake()
        if self._watcher is not None:
            self._watcher.start()

    @work(group="greet")
    async def _greet(self) -> None:
        if self._first:  # whoever asked for one screen is shown that, not the first steps
            await self.run_action(self._first)
        elif await asyncio.to_thread(self._is_fresh):
            from learnlog.tui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen())

    def _is_fresh(self) -> bool:
        workspace = self.workspace
        seen = self.remembered.get("welcomed", "")
        return not (
            seen or workspace.journal.list(limit=1) or workspace.themes.all() or workspace.people.all()
        )

    def run(self, **options: Any) -> int | None:
        """Run until one leaves; the process ends then, without looking through all that stands once more (30 ms)."""
        try:
            return super().run(**options)
        finally:
            gc.freeze()

    def on_unmount(self) -> None:
        """Let the threads go that work beside the screen."""
        self.fetcher.cancel()
        self.indexer.stop()
        if self._watcher is not None:
            self._watcher.stop()

    def changed(self) -> None:
        """Tell every open screen that something underneath is not what it was; perhaps posts arrived."""
        self.show_changes()
        self.indexer.wake()

    def show_changes(self) -> None:
        """Let every open screen show what is there now."""
        for screen in self.open_screens():
            screen.touch()

    def wrote(self) -> None:
        """Let the Journal, when it is in front, go to the entry that was just written: the newest."""
        from learnlog.tui.screens.journal import JournalScreen

        for screen in self.screen_stack:
            if isinstance(screen, JournalScreen):
                screen.go_to_newest()

    def open_screens(self) -> list[DeskScreen]:
        """Return the screens that show the workspace, in every mode that was opened."""
        stacks = [stack for stack in self._screen_stacks.values() if stack]
        return [screen for stack in stacks for screen in stack if isinstance(screen, DeskScreen)]

    def say(self, words: str, *, undo: bool = False) -> None:
        """Say what happened, in the corner, without being in the way."""
        hint = f"  ·  {key_of('undo')} takes it back" if undo else ""
        self.notify(words[:1].upper() + words[1:] + hint, timeout=4, markup=False)

    def action_begin_macro(self) -> None:
        """Take the next key as a macro's."""
        self.macros.begin()

    @work(group="macro", exclusive=True)
    async def action_run_macro(self, name: str) -> None:
        """Do what the macro `name` lists."""
        await self.macros.run(name)

    def action_fetch(self) -> None:
        """Fetch what is due, or stop fetching."""
        self.fetcher.toggle()

    def action_fetch_all(self) -> None:
        """Fetch from every channel, due or not, or stop fetching."""
        self.fetcher.toggle(everything=True)

    @work(group="undo", exclusive=True)
    async def action_undo(self) -> None:
        """Take the last change back."""
        try:
            said = await asyncio.to_thread(self.workspace.changes.undo)
        except LearnlogError as error:
            self.say_error(error)
            return
        self.say(f"Taken back: {line(said, 70)}." if said else "There is nothing to take back.")
        self.changed()

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from learnlog.tui.palette import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_change_look(self) -> None:
        """Change between light and dark, and remember it."""
        names = [look.name for look in LOOKS]
        following = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]
        self.theme = following
        self.remembered.put("look", following)

    async def action_quit(self) -> None:
        """Leave, once what is being written is kept."""
        if await self._quitting.may_end():
            self.exit()

    def action_quit_hint(self) -> None:
        """Say how to leave to someone who pressed Ctrl+C."""
        self.say(f"{key_of('quit')} leaves learnlog.")


def run(workspace: Workspace, first: str = "") -> int:
    """Open the screens on `workspace` and return the process's exit code; `first` is an action to begin with.

    Raises:
        LearnlogError: the vault or the library cannot be opened.
        UsageError: the settings give a key to an unknown command, or name an unknown look.
        Exception: what nobody foresaw, once the terminal is as it was.
    """
    workspace.vault  # noqa: B018 - what cannot be opened is told while there is no screen yet
    workspace.library  # noqa: B018 - as above
    app = LearnlogApp(workspace, first=first)
    code = app.run()
    app.tell_defect()
    return code or app.return_code or 0
