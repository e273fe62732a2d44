"""Keys one at a time: each finds what those before it did, also where several come in one piece.

Textual gives a key to whatever has the focus when it comes, though the key before it may be about to move the focus or
to open another screen: letters after a Tab went into the field before it, and text for a form was taken for commands.
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.message import Message
from textual.timer import Timer

from learnlog.model.safe import clean_text

if TYPE_CHECKING:
    from learnlog.tui.ahead import TypedAhead
    from learnlog.tui.keys_first import KeysFirst
    from learnlog.tui.macros import Macros
    from learnlog.tui.sequences import Sequences

PATIENCE = 1.0
"""Seconds after which a key counts as taken though nobody said so: what it went to is gone."""


class KeyPassed(Message):
    """Follows a key on the same way, and comes to the app once the key was taken."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class KeysInTurn:
    """Lets a key through once the one before it was taken."""

    def __init__(self, app: "TakesKeys") -> None:
        self._app = app
        self._number = 0
        self._under_way: events.Event | None = None
        self._judged: deque[events.Event] = deque()
        """Keys of which it is clear that they are no macro, no sequence and no text for later: they come first."""
        self._waiting: deque[events.Event] = deque()
        self._timer: Timer | None = None

    def holds(self, event: events.Event, *, judged: bool = False) -> bool:
        """Tell whether `event` is a key that has to wait for those before it."""
        if event.is_forwarded or not isinstance(event, (events.Key, events.Paste)):
            return False
        if not (self._under_way or (not judged and (self._judged or self._waiting))):
            return False
        (self._judged if judged else self._waiting).append(event)
        if self._timer is None:
            self._timer = self._app.set_timer(PATIENCE, self._give_up)
        return True

    def begin(self, event: events.Event) -> Callable[[], object]:
        """Return what to call once `event` was given: it sends after a key what tells when it was taken."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            return lambda: None
        self._under_way, self._number = event, self._number + 1
        target, number = self._app.focused or self._app.screen, self._number
        return lambda: target.post_message(KeyPassed(number))

    async def passed(self, number: int) -> None:
        """Go on after the key with that `number` was taken."""
        if number != self._number:
            return
        self._under_way = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        while self._under_way is None and (self._judged or self._waiting):
            if self._judged:
                await self._app.give_key(self._judged.popleft())
            else:
                await self._app.take_key(self._waiting.popleft())

    async def _give_up(self) -> None:
        self._timer = None
        await self.passed(self._number)


class TakesKeys(App[int]):
    """The part of the app that keys come to, each in its turn."""

    keys_first: "KeysFirst"
    macros: "Macros"
    ahead: "TypedAhead"
    sequences: "Sequences"
    in_turn: KeysInTurn

    async def on_event(self, event: events.Event) -> None:
        """Let in what is pasted only without anything that could act on a terminal: it is foreign text."""
        if isinstance(event, (events.InputEvent, events.Paste)):
            self.keys_first.came()
        if isinstance(event, events.Paste) and not event.is_forwarded:
            event.text = clean_text(event.text)
        if not self.in_turn.holds(event):
            await self.take_key(event)

    async def take_key(self, event: events.Event) -> None:
        """Take a key whose turn it is, unless it is a macro's, or text for later, or begins a sequence."""
        held = self.macros.take(event) or self.ahead.hold(event)
        if not held and not await self.sequences.take(event):
            await self.give_key(event)

    async def give_key(self, event: events.Event) -> None:
        """Give a key to whatever has the focus, when it is its turn."""
        if not self.in_turn.holds(event, judged=True):
            follow = self.in_turn.begin(event)
            await super().on_event(event)
            follow()

    async def on_key_passed(self, event: KeyPassed) -> None:
        """Go on with the keys that waited."""
        await self.in_turn.passed(event.number)
