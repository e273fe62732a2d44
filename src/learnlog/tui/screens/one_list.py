"""A screen that is one list: gathered in a thread, drawn for the width there is, left with Esc."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.widgets.option_list import Option

from learnlog.tui.screens.moving import Moving
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.line_list import ScreenList
from learnlog.tui.widgets.masthead import Masthead

WIDEST = 110
"""Cells of a line at most."""

T = TypeVar("T")


class OneList(Moving, Generic[T]):
    """Subclasses gather and draw."""

    CSS_PATH = "../styles/finding.tcss"
    AUTO_FOCUS = "#rows"
    found: tuple[T, ...] = ()
    """What is listed."""

    def compose(self) -> ComposeResult:
        """The list."""
        yield Masthead(self.mode)
        yield ScreenList(id="rows", classes="one-list")
        yield KeyLine()

    def gather(self) -> Sequence[T]:
        """Return what is listed. Runs in a thread."""
        raise NotImplementedError

    def about(self) -> str:
        """Return what stands at the right of the line on top."""
        return ""

    def options(self, width: int) -> Iterator[Option]:
        """Draw what is listed."""
        raise NotImplementedError

    async def load(self) -> None:
        """Gather and draw; the cursor stays on its line."""
        self.found = tuple(await self.ask(self.gather))
        self.context(self.about())
        self._draw()
        self.refresh_bindings()

    def _draw(self) -> None:
        self.list_at_hand.show(self.options(min(WIDEST, self.size.width - 6)))

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._draw()

    def action_back(self) -> None:
        """Back to where I came from."""
        self.dismiss()
