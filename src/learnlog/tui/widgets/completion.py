"""Completion while writing: a small list under the cursor, asked for by what stands before it."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerError

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_text
from learnlog.tui.text import fit, line


@dataclass(frozen=True, slots=True)
class Item:
    """One thing offered: what is shown, a muted ``note`` beside it, and the ``text`` that is put in."""

    label: str
    note: str
    text: str


Source = Callable[[str, str], Sequence[Item]]
"""Returns what fits (kind, words); called in a thread."""


class Completion(OptionList, can_focus=False):
    """The list. The field that asks keeps the focus and hands it the keys it wants (`key`)."""

    MOST: ClassVar = 8
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, source: Source) -> None:
        super().__init__(markup=False, compact=True)
        self._source = source
        self._items: Sequence[Item] = ()
        self._asked = ("", "")
        self._looking: Worker[None] | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether something is offered."""
        return self.display and bool(self._items)

    @property
    def chosen(self) -> Item | None:
        """What Enter would take."""
        at = self.highlighted
        return self._items[at] if self.is_open and at is not None and at < len(self._items) else None

    def on_mount(self) -> None:
        """Stay away until something is asked."""
        self.display = False

    def ask(self, kind: str, words: str, at: Offset, *, eager: bool = True) -> None:
        """Offer what fits, at the screen's place `at`; an `eager` list has its first line chosen."""
        if self._asked != (kind, words):
            self._asked = (kind, words)
            self._looking = self._look(kind, words, at, eager)

    @work(exclusive=True, group="completion")
    async def _look(self, kind: str, words: str, at: Offset, eager: bool) -> None:
        try:
            items = await asyncio.to_thread(self._source, kind, words)
        except LearnlogError:
            items = ()
        if self._asked == (kind, words):
            self._offer(items[: self.MOST], at, eager)

    def _offer(self, items: Sequence[Item], at: Offset, eager: bool) -> None:
        self._items = items
        width = max((len(item.label) + len(item.note) + 8 for item in items), default=10)
        width = max(36, min(64, self.app.size.width - 4, width))
        self.set_options([Option(_row(item, width - 6)) for item in items])
        self.styles.width = width
        self.highlighted = 0 if items and eager else None
        below = at + Offset(0, 1)
        fits = below.y + len(items) + 2 <= self.app.size.height
        self.absolute_offset = below if fits else Offset(at.x, max(0, at.y - len(items) - 2))
        self.display = bool(items)

    async def settle(self) -> None:
        """Wait for the answer to what was asked last, so that Enter never takes an older one."""
        if self._looking is not None:
            with contextlib.suppress(WorkerError):
                await self._looking.wait()

    def close(self) -> None:
        """Offer nothing more."""
        self._asked = ("", "")
        self._items = ()
        self.display = False

    async def key(self, event: events.Key, takes: tuple[str, ...] = ("enter", "tab")) -> Item | None:
        """Use a key of the field: move, close, or return what it takes. A used key is stopped."""
        if not self.is_open or event.key not in ("up", "down", "escape", *takes):
            return None
        if event.key in takes:
            await self.settle()
            if self.chosen is None:
                return None
        event.stop()
        event.prevent_default()
        if event.key in takes:
            return self.chosen
        if event.key == "escape":
            self.close()
        else:
            self._move(1 if event.key == "down" else -1)
        return None

    def _move(self, step: int) -> None:
        at = -1 if self.highlighted is None else self.highlighted
        self.highlighted = max(0, min(len(self._items) - 1, at + step))


def _row(item: Item, width: int) -> Content:
    note = line(item.note, width // 2)
    return Content.assemble(fit(item.label, width - len(note) - 1), " ", (note, "$text-muted"))


TAKEN = frozenset({"ctrl+e", "ctrl+k"})
"""Keys of text fields that mean something else while an entry is written."""


def keys_left(bindings: Sequence[BindingType]) -> list[BindingType]:
    """Return a text field's bindings without the keys that are `TAKEN`."""
    left: list[BindingType] = []
    for binding in bindings:
        if isinstance(binding, Binding):
            keys = [key for key in binding.key.split(",") if key not in TAKEN]
            left += [replace(binding, key=",".join(keys))] if keys else []
    return left


class OneLine(Input, inherit_bindings=False):
    """One line of text."""

    BINDINGS: ClassVar[list[BindingType]] = keys_left(Input.BINDINGS)

    def __init__(self, value: str = "", *, id: str, placeholder: str = "") -> None:
        super().__init__(value, id=id, placeholder=placeholder, compact=True, select_on_focus=False)


class Field(OneLine):
    """One line that completes each name between commas. ``kind`` is what the completion is asked for."""

    def __init__(self, kind: str, value: str = "", *, id: str, placeholder: str = "") -> None:
        super().__init__(value, id=id, placeholder=placeholder)
        self.kind = kind
        self._taken = value

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the field, each once."""
        parts = (" ".join(clean_text(part).split()) for part in self.value.split(","))
        return tuple(dict.fromkeys(part for part in parts if part))

    def add(self, name: str) -> None:
        """Put one more name in, when it is not there yet."""
        if name.casefold() not in {known.casefold() for known in self.names}:
            self.value = ", ".join((*self.names, name))

    @property
    def _completion(self) -> Completion:
        return self.screen.query_one(Completion)

    def _piece(self) -> tuple[int, int]:
        """Return where the name under the cursor begins and ends."""
        start = self.value.rfind(",", 0, self.cursor_position) + 1
        end = self.value.find(",", self.cursor_position)
        return start, len(self.value) if end < 0 else end

    async def on_key(self, event: events.Key) -> None:
        """Move in what is offered, or take it; Tab takes it and goes on, Down asks for all."""
        was_open = self._completion.is_open
        if was_open and event.key in ("enter", "tab"):
            self._ask()
        item = await self._completion.key(event)
        if item is not None:
            self._take(item)
            if event.key == "tab":
                self.screen.focus_next()
        elif event.key == "down" and not was_open:
            self._ask()

    def on_input_changed(self) -> None:
        """Offer what fits the name under the cursor."""
        if self.has_focus and self.value != self._taken:
            self._ask()

    def _ask(self) -> None:
        start, end = self._piece()
        words = self.value[start:end].strip()
        at = self.region.offset + Offset(max(0, self.cursor_position - len(words)), 0)
        self._completion.ask(self.kind, words, at, eager=bool(words))

    def _take(self, item: Item) -> None:
        start, end = self._piece()
        before, after = self.value[:start] + (" " if start else "") + item.text, self.value[end:]
        self._taken = before + after
        self.value = self._taken
        self.cursor_position = len(before)
        self._completion.close()

    def on_blur(self) -> None:
        """Offer nothing while something else is written in."""
        self._completion.close()
