"""A text area that offers what fits the words before the cursor; what asks for it is up to each kind."""

import re
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from learnlog.model.safe import clean_text
from learnlog.tui.widgets.completion import Completion, Item, keys_left

PERSON = "mention"
_MENTION = re.compile(r"(?:^|(?<=[\s(]))@([\w.@-]{0,60})$")


class CompletingArea(TextArea, inherit_bindings=False):
    """Completes with the screen's `Completion`. ``asks`` are kinds with what before the cursor asks for them."""

    BINDINGS: ClassVar[list[BindingType]] = keys_left(TextArea.BINDINGS)
    asks: ClassVar[tuple[tuple[str, re.Pattern[str]], ...]] = ()

    @property
    def _completion(self) -> Completion:
        return self.screen.query_one(Completion)

    def edit(self, edit: Edit) -> EditResult:
        """Put text in, without anything that could act on a terminal: it may have been pasted."""
        edit.text = clean_text(edit.text)
        return super().edit(edit)

    async def on_key(self, event: events.Key) -> None:
        """Take what is offered; every other key is for `after_key`, else the text area's."""
        was_open = self._completion.is_open
        if was_open and event.key in ("enter", "tab"):
            self._ask()
        item = await self._completion.key(event)
        if item is not None:
            self._take(item)
        elif not (was_open and self._completion.is_open) and self.after_key(event.key):
            event.stop()
            event.prevent_default()

    def after_key(self, key: str) -> bool:
        """Use a key that nothing offered wanted; tells whether it was used."""
        return False

    def before_cursor(self) -> str:
        """Return what stands before the cursor on its line."""
        row, column = self.cursor_location
        return self.document.get_line(row)[:column]

    def on_text_area_changed(self) -> None:
        """Offer something when the words before the cursor ask for it."""
        self._ask()

    def on_text_area_selection_changed(self) -> None:
        """Stop offering when the cursor leaves the place."""
        if self._completion.is_open and not self._asking()[0]:
            self._completion.close()

    def _asking(self) -> tuple[str, str]:
        before = self.before_cursor() if self.selection.is_empty else ""
        for kind, pattern in self.asks:
            if found := pattern.search(before):
                return kind, found[1]
        return "", ""

    def _ask(self) -> None:
        kind, words = self._asking()
        if kind and self.has_focus:
            at = self.cursor_screen_offset - Offset(len(words), 0)
            self._completion.ask(kind, words, at)
        elif self._completion.is_open:
            self._completion.close()

    def _take(self, item: Item) -> None:
        kind, words = self._asking()
        if kind:
            self.put_in(kind, words, item)
        self._completion.close()

    def put_in(self, kind: str, words: str, item: Item) -> None:
        """Put in what was chosen, in place of the words that asked for it."""

    def on_blur(self) -> None:
        """Offer nothing while something else is written in."""
        self._completion.close()


class MentionArea(CompletingArea):
    """Plain text to be sent; @ offers people."""

    BINDINGS: ClassVar[list[BindingType]] = list(TextArea.BINDINGS)
    asks: ClassVar = ((PERSON, _MENTION),)

    def __init__(self, text: str, *, id: str) -> None:
        super().__init__(clean_text(text), id=id, compact=True, show_line_numbers=False, tab_behavior="focus")

    def put_in(self, kind: str, words: str, item: Item) -> None:
        """Put a handle in, in place of what was typed of it."""
        row, column = self.cursor_location
        self._replace_via_keyboard(f"{item.text} ", (row, column - len(words) - 1), (row, column))
