"""A list of any length, with the keys and messages of every list here.

Feed it with a `Pager`. The cursor stays on the same row (by id) when the list is read anew.
"""

from typing import Any, ClassVar

from textual import events, work
from textual.binding import Binding
from textual.message import Message

from learnlog.tui.widgets.counting import Count, is_command
from learnlog.tui.widgets.paged_rows import PagedRows
from learnlog.tui.widgets.row_view import MOST, Draw, Pager, Row

__all__ = ["MOST", "Draw", "Pager", "Row", "WindowList"]


class WindowList(PagedRows, can_focus=True):
    """The list. `Highlighted` follows the cursor, `Selected` is Enter or a click on the row under the cursor."""

    COMPONENT_CLASSES: ClassVar = {"window-list--cursor", "window-list--header"}
    DEFAULT_CSS = """
    WindowList { background: $background; scrollbar-size-vertical: 1; overflow-x: hidden; }
    WindowList > .window-list--cursor { background: $block-cursor-blurred-background; }
    WindowList:focus > .window-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    WindowList > .window-list--header { color: $accent; text-style: bold; }
    """
    BINDINGS: ClassVar = [
        Binding("j,down", "move(1)", "Next line", show=False, id="down"),
        Binding("k,up", "move(-1)", "Line before", show=False, id="up"),
        Binding("g,home", "first", "First line", show=False, id="first"),
        Binding("G,end", "last", "Last line", show=False, id="last"),
        Binding("pagedown,ctrl+f", "page(1)", "A page on", show=False, id="page-down"),
        Binding("pageup,ctrl+b", "page(-1)", "A page back", show=False, id="page-up"),
        Binding("ctrl+d", "half_page(1)", "Half a page on", show=False, id="half-page-down"),
        Binding("ctrl+u", "half_page(-1)", "Half a page back", show=False, id="half-page-up"),
        Binding("enter", "select", "Open", show=False, id="open"),
    ]

    class Highlighted(Message):
        """The cursor came to stand on ``row`` (None: the list is empty)."""

        def __init__(self, window: "WindowList", row: Row[Any] | None) -> None:
            super().__init__()
            self.window = window
            self.row = row

        @property
        def control(self) -> "WindowList":
            """The list it is about."""
            return self.window

    class Selected(Highlighted):
        """The row under the cursor was chosen."""

    def __init__(
        self, draw: Draw, *, empty: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(draw, empty=empty, id=id, classes=classes)
        self._count = Count(5)

    def tell(self) -> None:
        """Say which row the cursor stands on."""
        self.post_message(self.Highlighted(self, self.current))

    def on_key(self, event: events.Key) -> None:
        """Collect a count: 5j goes five lines."""
        if not is_command(self, event):
            self._count.take(event)

    def action_move(self, step: int) -> None:
        """Move the cursor by `step` lines, or as many times as was typed before."""
        self.go(step * self._count.use())

    def action_page(self, step: int) -> None:
        """Move the cursor by a page."""
        self.go(step * max(1, self.size.height - 1) * self._count.use())

    def action_half_page(self, step: int) -> None:
        """Move the cursor by half a page."""
        self.go(step * max(1, self.size.height // 2) * self._count.use())

    def use_count(self) -> int:
        """Return the number that was typed before a key, 1 when there is none, and forget it."""
        return self._count.use()

    @work(group="window", exclusive=True)
    async def action_first(self) -> None:
        """Go to the first row."""
        self._count.use()
        await self.go_first()

    @work(group="window", exclusive=True)
    async def action_last(self) -> None:
        """Go to the last row, however far it is; after a number, to the line of that number."""
        if number := self._count.typed():
            await self.go_first()
            self.go(number - 1)
        else:
            await self.go_last()

    def action_select(self) -> None:
        """Choose the row under the cursor."""
        if self.current is not None:
            self.post_message(self.Selected(self, self.current))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked row; a second click chooses it."""
        place = round(self.scroll_offset.y) + event.get_content_offset_capture(self).y
        if 0 <= place < len(self._rows) and not self._rows[place].header:
            if place == self.cursor:
                self.action_select()
            self.cursor = place
