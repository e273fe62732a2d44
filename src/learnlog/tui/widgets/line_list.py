"""A short list of prepared lines: letters and counts move in it, and the cursor stays on its line."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import ClassVar, Self

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.tui.widgets.counting import Count, is_command

TWIN = "\0"
"""Stands in the id of a line whose id another line has already, before its number."""


class Later(Visual):
    """Text of a known height that is drawn only once it comes into sight: fifty lines cost what ten do."""

    def __init__(self, draw: Callable[[], Content], *, lines: int) -> None:
        self._draw = draw
        self._lines = lines

    @cached_property
    def content(self) -> Content:
        """The text."""
        return self._draw()

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Draw the text, each of its lines cut where the room ends: it was made to fit, nothing has to wrap."""
        drawn = []
        for text in self.content.split("\n", allow_blank=True):
            parts = text.render(style, end="", parse_style=options.get_style)
            segments = [Segment(words, look.rich_style) for words, look in parts]
            drawn.append(Strip(segments).adjust_cell_length(width, style.rich_style))
        return drawn[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Take all there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the lines that were promised."""
        return self._lines

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Any width will do."""
        return 1


def meant(option: Option | None) -> str:
    """Return the id that was given to a line; "" when it has none."""
    return (option.id or "").partition(TWIN)[0] if option else ""


def distinct(options: Iterable[Option]) -> Iterator[Option]:
    """Yield `options`, those with an id that was there before with a number behind it: both are shown."""
    times: dict[str, int] = {}
    for option in options:
        name = option.id or ""
        times[name] = times.get(name, 0) + 1
        if name and times[name] > 1:
            yield Option(option.prompt, id=f"{name}{TWIN}{times[name]}", disabled=option.disabled)
        else:
            yield option


class LineList(OptionList):
    """An `OptionList` with the habits of every list here; lines that cannot be chosen are headings and text."""

    auto_links = False
    _is_changing = False
    BINDINGS: ClassVar = [
        Binding("j,down", "cursor_down", "Next line", show=False, id="down"),
        Binding("k,up", "cursor_up", "Line before", show=False, id="up"),
        Binding("g,home", "first", "First line", show=False, id="first"),
        Binding("G,end", "last", "Last line", show=False, id="last"),
        Binding("pagedown,ctrl+f", "page_down", "A page on", show=False, id="page-down"),
        Binding("pageup,ctrl+b", "page_up", "A page back", show=False, id="page-up"),
        Binding("ctrl+d", "half_page(1)", "Half a page on", show=False, id="half-page-down"),
        Binding("ctrl+u", "half_page(-1)", "Half a page back", show=False, id="half-page-up"),
        Binding("enter", "select", "Open", show=False, id="open"),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False, compact=True)
        self._count = Count(4)

    @property
    def at(self) -> str:
        """The id of the line the cursor is on, "" when it is on none."""
        return meant(self.highlighted_option)

    def show(self, options: Iterable[Option], *, keep: bool = True) -> None:
        """Show other lines; with `keep` the cursor and the view stay where they were, as far as they can."""
        option = self.highlighted_option
        at, place, y = (option.id or "") if option else "", self.highlighted, self.scroll_offset.y
        with self.prevent(OptionList.OptionHighlighted), self._painted_once(moved=bool(y)):
            self.set_options(distinct(options))
            self.highlighted = self._place(at, place) if keep else self._place("", None)
        if keep and y:
            self.scroll_to(y=y, animate=False, force=True, immediate=True)
        elif not keep:
            self.scroll_home(animate=False, immediate=True)
        if keep:
            self.call_after_refresh(self.scroll_to_highlight)

    @contextmanager
    def _painted_once(self, *, moved: bool) -> Iterator[None]:
        """Paint what is changed inside once, and of a list at its top only the lines that held or hold words."""
        before = len(self._line_cache.lines)
        self._is_changing = True
        try:
            yield
        finally:
            self._is_changing = False
        filled = max(before, len(self._line_cache.lines))
        if moved or filled >= self.size.height:
            self.refresh()
        elif filled:
            self.refresh(Region(0, 0, self.size.width, filled))

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint soon; while the lines are being changed, not yet."""
        repaint = repaint and not self._is_changing
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _place(self, at: str, place: int | None) -> int | None:
        """Return where the line with the id `at` stands, else the nearest line to `place` that can be chosen."""
        places = [number for number, option in enumerate(self.options) if not option.disabled]
        same = next((number for number in places if at and self.options[number].id == at), None)
        if same is not None or not places:
            return same
        return min(places, key=lambda number: abs(number - (place or 0)))

    def move_to(self, at: str) -> bool:
        """Put the cursor on the line with the id `at`; tells whether there is one."""
        found = self._place(at, None)
        if found is None or self.options[found].id != at:
            return False
        self.highlighted = found
        return True

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Bring the headings above the first line into sight with it."""
        super().watch_highlighted(highlighted)
        if highlighted is not None and all(option.disabled for option in self.options[:highlighted]):
            self.scroll_home(animate=False, immediate=True)

    def on_key(self, event: events.Key) -> None:
        """Collect a count: 5j goes five lines."""
        if not is_command(self, event):
            self._count.take(event)

    def action_cursor_down(self) -> None:
        """Go a line on, or as many as was typed before; the last line is the end."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """Go a line back, or as many as was typed before; the first line is the end."""
        self._step(-1)

    def action_last(self) -> None:
        """Go to the last line; after a number, to the line of that number."""
        places = [number for number, option in enumerate(self.options) if not option.disabled]
        wanted = self._count.typed() or len(places)
        if places:
            self.highlighted = places[min(wanted, len(places)) - 1]

    def action_half_page(self, way: int) -> None:
        """Go half a page on, or back."""
        self._step(way * max(1, self.size.height // 2))

    def _step(self, way: int) -> None:
        places = [number for number, option in enumerate(self.options) if not option.disabled]
        times = self._count.use()
        if not places:
            return
        if self.highlighted not in places:
            self.highlighted = places[0]
            return
        wanted = places.index(self.highlighted) + way * times
        if wanted < 0:
            self.scroll_home(animate=False)
        self.highlighted = places[max(0, min(len(places) - 1, wanted))]


class ScreenList(LineList, inherit_bindings=False):
    """A list whose Enter is the screen's: the footer says what it does there."""

    BINDINGS: ClassVar = [binding for binding in LineList.BINDINGS if getattr(binding, "id", "") != "open"]
