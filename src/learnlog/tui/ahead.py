"""Keys typed while something to write in is still being put up: they are text, and no commands."""

import asyncio
from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

if TYPE_CHECKING:
    from learnlog.tui.app import LearnlogApp

PATIENCE = 2.0
"""Seconds after which nothing will come any more; what was typed until then is let go."""


class TypedAhead:
    """Holds the keys that follow the one that opens something to write in, until it can take them."""

    def __init__(self, app: "LearnlogApp") -> None:
        self._app = app
        self._keys: list[events.Key] | None = None

    def begin(self) -> bool:
        """Hold the keys from now on; False when something is being put up already."""
        if self._keys is not None:
            return False
        self._keys = []
        self._app.run_worker(self._wait(self._app.screen), group="typed-ahead")
        return True

    def hold(self, event: events.Event) -> bool:
        """Tell whether `event` is a key that has to wait."""
        if self._keys is None or not isinstance(event, events.Key) or event.is_forwarded:
            return False
        self._keys.append(events.Key(event.key, event.character))
        return True

    async def _wait(self, before: Screen[object]) -> None:
        from textual.widgets import Input, TextArea

        app, loop = self._app, asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        try:
            while not (app.screen is not before and isinstance(app.screen.focused, (Input, TextArea))):
                if loop.time() > end:
                    return
                await asyncio.sleep(0.005)
            for key in self._keys or ():
                await app.give_key(key)
        finally:
            self._keys = None
