"""Moving about in the list of a screen, also while nothing in it has the focus."""

from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.widgets.line_list import LineList


class Moving(DeskScreen):
    """A screen with a `LineList` that its keys and the palette move in."""

    @property
    def list_at_hand(self) -> LineList:
        """The list one is in."""
        return self.query_one(LineList)

    def action_down(self) -> None:
        """Next line."""
        self.list_at_hand.action_cursor_down()

    def action_up(self) -> None:
        """Line before."""
        self.list_at_hand.action_cursor_up()

    def action_first(self) -> None:
        """First line."""
        self.list_at_hand.action_first()

    def action_last(self) -> None:
        """Last line."""
        self.list_at_hand.action_last()

    def action_page_down(self) -> None:
        """A page on."""
        self.list_at_hand.action_page_down()  # type: ignore[no-untyped-call]  # Textual's own has no types

    def action_page_up(self) -> None:
        """A page back."""
        self.list_at_hand.action_page_up()  # type: ignore[no-untyped-call]  # Textual's own has no types

    def action_half_page_down(self) -> None:
        """Half a page on."""
        self.list_at_hand.action_half_page(1)

    def action_half_page_up(self) -> None:
        """Half a page back."""
        self.list_at_hand.action_half_page(-1)

    def action_open(self) -> None:
        """Open what the cursor is on."""
        self.list_at_hand.action_select()
