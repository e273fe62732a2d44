"""A short list of prepared lines: letters and counts move in it, and the cursor stays on its line."""

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class LineList(OptionList):
    """An `OptionList` with the habits of every list here; lines that cannot be chosen are headings and text."""

    BINDINGS: ClassVar = [
        Binding("j,down", "cursor_down", "Next line", show=False, id="down"),
        Binding("k,up", "cursor_up", "Line before", show=False, id="up"),
        Binding("g,home", "first", "First line", show=False, id="first"),
        Binding("G,end", "last", "Last line", show=False, id="last"),
        Binding("pagedown,ctrl+f", "page_down", "A page on", show=False, id="page-down"),
        Binding("pageup,ctrl+b", "page_up", "A page back", show=False, id="page-up"),
        Binding("enter", "select", "Open", show=False, id="open"),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False, compact=True)
        self._count = ""

    @property
    def at(self) -> str:
        """The id of the line the cursor is on, "" when it is on none."""
        option = self.highlighted_option
        return (option.id or "") if option else ""

    def show(self, options: Iterable[Option], *, keep: bool = True) -> None:
        """Show other lines; with `keep` the cursor and the view stay where they were, as far as they can."""
        at, place, y = self.at, self.highlighted, self.scroll_offset.y
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(options)
            self.highlighted = self._place(at, place) if keep else self._place("", None)
        if keep:
            self.scroll_to(y=y, animate=False, force=True, immediate=True)
            self.call_after_refresh(self.scroll_to_highlight)
        else:
            self.scroll_home(animate=False, immediate=True)

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
        if event.character and event.character.isdigit() and (self._count or event.character != "0"):
            self._count = (self._count + event.character)[:4]
            event.stop()

    def _times(self) -> int:
        times, self._count = int(self._count or 1), ""
        return times

    def action_cursor_down(self) -> None:
        """Go a line on, or as many as was typed before; the last line is the end."""
        self._step(1)

    def action_cursor_up(self) -> None:
        """Go a line back, or as many as was typed before; the first line is the end."""
        self._step(-1)

    def _step(self, way: int) -> None:
        places = [number for number, option in enumerate(self.options) if not option.disabled]
        times = self._times()
        if not places:
            return
        if self.highlighted not in places:
            self.highlighted = places[0]
            return
        wanted = places.index(self.highlighted) + way * times
        if wanted < 0:
            self.scroll_home(animate=False)
        self.highlighted = places[max(0, min(len(places) - 1, wanted))]
