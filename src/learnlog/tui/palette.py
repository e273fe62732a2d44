"""The command palette and the help, made from the commands of the screen one is on."""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.containers import Horizontal, Vertical
from textual.dom import DOMNode
from textual.widgets import Static

from learnlog.tui.command import Command
from learnlog.tui.commands_dialogs import HELPED
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import ALONE, bindings, key_text, view_commands
from learnlog.tui.leaving import Dialog
from learnlog.tui.scopes import SCOPES
from learnlog.tui.text import plain
from learnlog.tui.widgets.scrolling import Scrolling


def scopes_of(screen: object) -> list[str]:
    """Return the scopes whose commands work on `screen`, its own first."""
    own = getattr(screen, "scope", "")
    return [name for name in (own, "lists", "everywhere") if name in SCOPES]


def commands_of(screen: object) -> Iterator[tuple[str, Command]]:
    """Yield every command that works on `screen` with its scope's title."""
    for scope in scopes_of(screen):
        title, commands = SCOPES[scope]
        for command in commands:
            yield title, command


def blocks_of(screen: object) -> Iterator[tuple[str, list[Command]]]:
    """Yield what works on `screen` by scope; a key that the screen uses for itself is told once, as it means it.

    Where one writes, letters only type: of what works everywhere, the keys that do are left.
    """
    taken: set[str] = set()
    is_writing = getattr(screen, "scope", "") in ALONE
    for scope in scopes_of(screen):
        title, commands = SCOPES[scope]
        if is_writing and scope in ("lists", "everywhere"):
            keys = keys_of(screen) if isinstance(screen, DOMNode) else {}
            commands = tuple(_while_writing(commands, keys)) if scope == "everywhere" else ()
        told = [command for command in commands if not taken.issuperset(command.keys.split(","))]
        taken.update(key for command in commands for key in command.keys.split(","))
        if told:
            yield title, told


def _while_writing(commands: Iterable[Command], keys: Mapping[str, str]) -> Iterator[Command]:
    for command in commands:
        every = keys.get(command.id, command.keys).split(",")
        if own := [key for key in every if _TYPES_NOTHING.fullmatch(key)]:
            yield replace(command, keys=",".join(own), shown="")


_TYPES_NOTHING = re.compile(r"ctrl\+.|f\d+")

FIRST = ("write", "write-here", "follow", "search", "today", "journal", "river", "themes", "people", "find")
"""What the palette offers before all else."""


def offered_on(screen: DOMNode) -> list[tuple[str, Command]]:
    """Return what can be done on `screen` now: first what everybody looks for, moving about last.

    A key that the screen uses for itself is offered once, as the screen means it.
    """
    found: list[tuple[str, Command]] = []
    ids: set[str] = set()
    keys: set[str] = set()
    for title, command in commands_of(screen):
        key = command.keys.split(",")[0]
        if command.id not in ids and key not in keys and _is_possible(screen, command.action):
            ids.add(command.id)
            keys.add(key)
            found.append((title, command))
    found += [(title, command) for title, commands in own_of(screen) for command in commands]
    moving = SCOPES["lists"][0]
    return sorted(
        found,
        key=lambda one: (FIRST.index(one[1].id) if one[1].id in FIRST else len(FIRST), one[0] == moving),
    )


def keys_of(screen: DOMNode) -> Mapping[str, str]:
    """Return the keys that the settings give to commands."""
    keys: Mapping[str, str] = getattr(screen.app, "keys", {})
    return keys


def own_of(screen: DOMNode) -> list[tuple[str, list[Command]]]:
    """Return a command for each macro, and for each view that has a key."""
    macros, keys = getattr(screen.app, "macros", None), keys_of(screen)
    found = [("Macros", macros.commands(keys) if macros else []), ("Views", view_commands(keys))]
    return [(title, commands) for title, commands in found if commands]


def _is_possible(screen: DOMNode, action: str) -> bool:
    return action.startswith("app.") or screen.check_action(action, ()) is not False


class Commands(Provider):
    """Offers the commands of the present screen in the palette."""

    async def discover(self) -> Hits:
        """Offer everything while nothing is typed."""
        for _, command in offered_on(self.screen):
            yield DiscoveryHit(self._words(command), self._does(command))

    def _words(self, command: Command) -> str:
        keys = key_text(command, keys_of(self.screen))
        name, words = command.id.replace("-", " "), command.help.rstrip(".")
        is_named = words.casefold().startswith(f"{name}: ")
        return f"{words if is_named else f'{name}: {words}'}  ({keys})"

    def _does(self, command: Command) -> Callable[[], Awaitable[object]]:
        return lambda: self.screen.run_action(command.action)

    async def search(self, query: str) -> Hits:
        """Offer what fits `query`."""
        matcher, name = self.matcher(query), query.strip().casefold()
        for _, command in offered_on(self.screen):
            words = self._words(command)
            # the name of a command comes before all words
            score = matcher.match(words) + words.casefold().startswith(name)
            if score > 0:
                yield Hit(score, matcher.highlight(words), self._does(command))


class HelpScreen(Dialog[None]):
    """All keys of one screen, in two columns where there is room."""

    CSS_PATH = "styles/help.tcss"
    BINDINGS: ClassVar = bindings(HELPED)

    def __init__(self, below: object) -> None:
        super().__init__()
        self._blocks = list(blocks_of(below))

    def compose(self) -> ComposeResult:
        """Show one block a scope."""
        parts = [*own_of(self), *self._blocks]
        with Scrolling(id="help"):
            yield Static("Keys of this screen", id="help-title")
            for title, commands in parts:
                yield Static(plain(title), classes="help-scope")
                with Vertical(classes="help-keys"):
                    for command in commands:
                        with Horizontal(classes="help-line"):
                            yield Static(plain(key_text(command, keys_of(self))), classes="help-key")
                            yield Static(plain(command.help), classes="help-text")
            yield Static(
                with_keys("{palette} finds every command by name. {close-help} closes this."),
                classes="help-foot",
            )
