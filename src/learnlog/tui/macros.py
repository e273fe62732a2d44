"""Macros: several commands, one after the other, behind one key; the settings name them."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import events
from textual.worker import WorkerError

from learnlog.model.errors import UsageError
from learnlog.tui.command import Command, spoken
from learnlog.tui.keys import MACRO, VIEW, known, view_command
from learnlog.tui.scopes import SCOPES
from learnlog.tui.sequences import is_writing
from learnlog.tui.text import line

if TYPE_CHECKING:
    from learnlog.tui.app import LearnlogApp

_PASSING = frozenset(("load", "pane", "views", "catch", "counts", "window", "window-pages", "macro"))
"""Groups of workers that only show something: a macro does not wait for them."""


PATIENCE = 0.3
"""Seconds in which a key that begins a macro has surely been understood as that."""


class Macros:
    """Runs what the settings' ``[macro]`` lists: commands by their names.

    Raises:
        UsageError: a macro has an unknown command, or none.
    """

    def __init__(self, app: "LearnlogApp", settings: Mapping[str, tuple[str, ...]]) -> None:
        self._app = app
        self._lists = checked(settings)
        self._is_begun = False
        self._ahead: list[events.Key] | None = None
        """Keys that came while the one that begins a macro was still on its way; None while none is."""

    def commands(self, keys: Mapping[str, str]) -> list[Command]:
        """Return a command for each macro, with its keys as the keymap `keys` has them."""
        return [
            Command(
                id=MACRO + name,
                keys=keys.get(MACRO + name, ""),
                action=f"app.run_macro('{name}')",
                help=f"Macro {name}: {', then '.join(listed)}.",
                shown="" if MACRO + name in keys else f", {name}" if len(name) == 1 else "(no key)",
            )
            for name, listed in self._lists.items()
        ]

    def begin(self) -> None:
        """Take the next key as a macro's."""
        self._is_begun = True
        if not self._lists:
            self._is_begun = False
            where = line(str(self._app.workspace.paths.settings), 300)
            self._app.say(
                f'No macros yet: [macro] in {where} lists them, such as x = ["star", "next-unread"].'
            )

    def take(self, event: events.Event) -> bool:
        """Tell whether `event` is the key after the one that begins a macro; then it runs.

        Keys that came in one piece with that one, as over a slow line, wait until it was understood.
        """
        if not isinstance(event, events.Key) or event.is_forwarded:
            return False
        if self._ahead is not None:
            self._ahead.append(events.Key(event.key, event.character))
            return True
        if self._is_begun:
            self._run_named(event)
            return True
        if self._lists and event.key in self._beginnings() and not is_writing(self._app.focused):
            self._ahead = []
            self._app.run_worker(self._let_through(), group="macro-ahead")
        return False

    def _beginnings(self) -> list[str]:
        return self._app.keys.get("begin-macro", "comma").split(",")

    async def _let_through(self) -> None:
        """Give on the keys that waited, once a macro began, or when it is clear that none will."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not self._is_begun and loop.time() < end:
            await asyncio.sleep(0.005)
        keys, self._ahead = self._ahead or [], None
        for key in keys:
            if not self.take(key):
                await self._app.give_key(key)

    def _run_named(self, event: events.Key) -> None:
        """Run the macro that the key after the beginning one names."""
        self._is_begun = False
        name = event.character or event.key
        if name in self._lists:
            self._app.action_run_macro(name)
        elif event.key != "escape":
            names = ", ".join(name for name in self._lists if len(name) == 1)
            self._app.say(f"There is no macro on {spoken(event.key)}; there are {names or 'none on a key'}.")

    async def run(self, name: str) -> None:
        """Do its commands, each once the one before is done, dialogs included; it ends where one means nothing."""
        for id in self._lists.get(name, ()):
            before = set(self._app.workers)
            if not await perform(self._app, id):
                self._app.say(f"“{id}” means nothing here, so the macro ended.")
                return
            for worker in set(self._app.workers) - before:
                if worker.group not in _PASSING:
                    with suppress(WorkerError):
                        await worker.wait()


def checked(settings: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the settings' macros.

    Raises:
        UsageError: one has an unknown command, or none, or a name that cannot be one.
    """
    for name, listed in settings.items():
        if not name or not listed or "'" in name or "\\" in name:
            raise UsageError(f"The macro “{name}” in the settings has no commands.", 'Give a list: ["star"].')
        for id in listed:
            known(id, whence=f"have a macro “{name}” with")
    return dict(settings)


async def perform(app: "LearnlogApp", id: str) -> bool:
    """Do the command `id` as its key would, where the cursor is; tells whether it means anything there."""
    if id.startswith(VIEW):
        return await app.run_action(view_command(id).action)
    for active in app.screen.active_bindings.values():
        if active.binding.id == id and active.enabled:
            return await app.run_action(active.binding.action, active.node)
    scopes = (getattr(app.screen, "scope", ""), "lists", "everywhere")
    for command in (command for scope in scopes if scope in SCOPES for command in SCOPES[scope][1]):
        if command.id == id and app.screen.check_action(command.action, ()):
            await app.screen.run_action(command.action)
            return True
    return False
