"""Rows drawn line by line, each only when it comes into sight and once for as long as nothing about it changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Generic, Protocol, TypeVar

from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

T = TypeVar("T")
MOST = 3000
"""Rows, and drawn lines, that are held at most."""


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One line of the list: its stable ``id``, the ``item`` it shows; a ``header`` is skipped by the cursor."""

    id: str
    item: T
    header: bool = False


class Pager(Protocol[T]):
    """Where the rows come from; both are called in a thread and may take their time."""

    def after(self, row: "Row[T] | None", limit: int) -> Sequence["Row[T]"]:
        """Return up to `limit` rows that follow `row`, the first rows when it is None."""
        ...

    def last(self, limit: int) -> Sequence["Row[T]"]:
        """Return the list's last `limit` rows, in the list's order."""
        ...

    def before(self, row: "Row[T]", limit: int) -> Sequence["Row[T]"]:
        """Return up to `limit` rows that stand before `row`, in the list's order."""
        ...


Draw = Callable[[Any, int, bool], Content]
"""Draws one item for a width, told whether the cursor is on it."""


_Key = tuple[str, int, bool]
_Drawn = tuple[Row[Any], Style, Content, Strip]


class RowView(ScrollView):
    """Shows rows and the place of the cursor among them; where rows come from and how one moves is not known here."""

    cursor: reactive[int] = reactive(-1, repaint=False)

    def __init__(
        self, draw: Draw, *, empty: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._draw = draw
        self._drawn: dict[_Key, _Drawn] = {}
        self._drawn_before: dict[_Key, _Drawn] = {}
        self.empty = empty
        self._rows: list[Row[Any]] = []

    @property
    def rows(self) -> Sequence[Row[Any]]:
        """The rows of the window."""
        return self._rows

    @property
    def current(self) -> Row[Any] | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    def _fit(self) -> None:
        self.virtual_size = Size(0, len(self._rows))

    def forget_drawn(self) -> None:
        """Put the words of every row together anew when it is next in sight; what says the same is not painted anew."""
        self._drawn_before, self._drawn = self._drawn, {}

    def refresh_lines_at(self, *places: int) -> None:
        """Draw the lines of some rows anew."""
        for place in places:
            y = place - round(self.scroll_offset.y)
            if 0 <= y < self.size.height:
                self.refresh(Region(0, y, self.size.width, 1))

    def update(self, row_id: str, item: object) -> None:
        """Show another item in the row with `row_id`, where it stands."""
        for place, row in enumerate(self._rows):
            if row.id == row_id:
                self._rows[place] = Row(row_id, item, row.header)
                self.refresh_lines_at(place)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        place, width = round(self.scroll_offset.y) + y, self.scrollable_content_region.width
        if place >= len(self._rows):
            return self._strip(
                Content.styled("" if self._rows else self._empty_line(y, width), "$text-muted"), width
            )
        row = self._rows[place]
        name = "window-list--header" if row.header else "window-list--cursor" if place == self.cursor else ""
        return self._row_strip(row, width, place == self.cursor, name)

    def _empty_line(self, y: int, width: int) -> str:
        """Return line `y` of what an empty list says: below a line's room, broken between words."""
        said = self.empty.lstrip()
        indent = " " * (len(self.empty) - len(said))
        lines = wrap(said, max(10, width - len(indent) - 1))
        return indent + lines[y - 1] if 0 < y <= len(lines) else ""

    def _row_strip(self, row: Row[Any], width: int, at_cursor: bool, name: str) -> Strip:
        """Return the line of `row`, drawn once for as long as nothing about it changes: scrolling moves it only."""
        key, style = (row.id, width, at_cursor), self.get_visual_style(name) if name else self.visual_style
        known = self._drawn.get(key)
        if known is not None and known[0] is row and known[1] == style:
            return known[3]
        if len(self._drawn) > MOST:
            self._drawn.clear()
        content, before = self._draw(row.item, width, at_cursor), self._drawn_before.get(key)
        says_the_same = before is not None and before[1] == style and before[2].is_same(content)
        strip = before[3] if before and says_the_same else self._strip(content, width, name)
        self._drawn[key] = row, style, content, strip
        return strip

    def _strip(self, content: Content, width: int, component: str = "") -> Strip:
        style = self.get_visual_style(component) if component else self.visual_style
        strips = Visual.to_strips(self, content, width, 1, style, pad=True)
        return strips[0] if strips else Strip.blank(width, style.rich_style)
