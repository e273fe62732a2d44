"""Keys one after the other that are one command: ``g t``, as vim and newsboat have them; the settings give them."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from textual import events
from textual.app import ScreenError
from textual.timer import Timer
from textual.widget import Widget

if TYPE_CHECKING:
    from learnlog.tui.app import LearnlogApp

PATIENCE = 1.0
"""Seconds in which the next key is waited for; then those that came mean what each means by itself."""


class Sequences:
    """Holds the keys that begin a sequence until it is whole; what becomes none is given on key by key."""

    def __init__(self, app: "LearnlogApp", keys: Mapping[str, str]) -> None:
        self._app = app
        self._given = {key for listed in keys.values() for key in listed.split(",") if " " in key}
        self._held: list[events.Key] = []
        self._timer: Timer | None = None

    async def take(self, event: events.Event) -> bool:
        """Tell whether `event` is a key that was held, or that ended a sequence."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            return False
        if not self._held and not _begins(event.key, self._given):
            return False
        if not self._has_screen() or (not self._held and is_writing(self._app.focused)):
            return False
        known = self._known()
        if not self._held and not _begins(event.key, known):
            return False
        self._held.append(events.Key(event.key, event.character))
        await self._settle(known)
        return True

    def _has_screen(self) -> bool:
        """Tell whether there is a screen: there is none at the very beginning and end."""
        try:
            return bool(self._app.screen)
        except ScreenError:
            return False

    def _known(self) -> list[str]:
        """Return the sequences that mean something where one is."""
        active = self._app.screen.active_bindings
        return [key for key in self._given if key in active]

    async def _settle(self, known: list[str]) -> None:
        """Give on what is surely whole, or surely none; hold what may still become a sequence."""
        if self._timer is not None:
            self._timer.stop()
        while self._held and not _begins(_joined(self._held), known):
            await self._give_first(known)
        if self._held:
            self._timer = self._app.set_timer(PATIENCE, self._give_all)

    async def _give_all(self) -> None:
        known = self._known()
        while self._held:
            await self._give_first(known)

    async def _give_first(self, known: list[str]) -> None:
        """Give on the longest sequence that the held keys begin with; without one, the first of them."""
        held = self._held
        lengths = (length for length in range(len(held), 1, -1) if _joined(held[:length]) in known)
        length = next(lengths, 1)
        event = held[0] if length == 1 else events.Key(_joined(held[:length]), None)
        del held[:length]
        await self._app.give_key(event)


def _joined(held: list[events.Key]) -> str:
    return " ".join(event.key for event in held)


def _begins(keys: str, known: Collection[str]) -> bool:
    """Tell whether a sequence of `known` goes on after `keys`."""
    return any(one.startswith(f"{keys} ") for one in known)


def is_writing(focused: Widget | None) -> bool:
    """Tell whether the keys are letters of a text."""
    from textual.widgets import Input, TextArea

    return isinstance(focused, (Input, TextArea))
