"""What is longer than its room and holds no lines to choose from: it scrolls by the keys of every list."""

from typing import ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll


class Scrolling(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Scrolls what it holds."""

    BINDINGS: ClassVar = [
        Binding("j,down", "go(1)", show=False, id="down"),
        Binding("k,up", "go(-1)", show=False, id="up"),
        Binding("g,home", "go(-1000000)", show=False, id="first"),
        Binding("G,end", "go(1000000)", show=False, id="last"),
        Binding("pagedown,ctrl+f", "page(1)", show=False, id="page-down"),
        Binding("pageup,ctrl+b", "page(-1)", show=False, id="page-up"),
        Binding("space", "page(1)", show=False, id="read-on"),
        Binding("ctrl+d", "page(0.5)", show=False, id="half-page-down"),
        Binding("ctrl+u", "page(-0.5)", show=False, id="half-page-up"),
    ]

    def action_go(self, lines: int) -> None:
        """Scroll by `lines`, at once."""
        self.scroll_relative(y=lines, animate=False, force=True, immediate=True)

    def action_page(self, pages: float) -> None:
        """Scroll by pages, two lines staying in sight, or by a part of one."""
        lines = max(1, int(abs(pages) * (self.size.height - 2)))
        self.action_go(lines if pages > 0 else -lines)
