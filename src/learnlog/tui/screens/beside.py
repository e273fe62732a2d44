"""A list of posts and, where there is room for it, the post under the cursor beside it."""

from learnlog.tui.screens.river_acts import PostActs
from learnlog.tui.screens.river_pane import PostPane
from learnlog.tui.widgets.window_list import WindowList

WIDE = 100
"""Columns from which there is a pane beside the list."""
SETTLE = 0.08
"""Seconds the cursor rests before the post beside it is read from the disk."""


class Beside(PostActs):
    """A screen with a `WindowList` and a `PostPane`."""

    @property
    def list(self) -> WindowList:
        """The posts."""
        return self.query_one(WindowList)

    @property
    def pane(self) -> PostPane:
        """The post."""
        return self.query_one(PostPane)

    @property
    def is_wide(self) -> bool:
        """Tell whether the pane is there."""
        return self.app.size.width >= WIDE

    def go_on(self) -> None:
        """Go to the post that is read after this one."""

    def action_read_on(self) -> None:
        """Read a page on; at the end of the post go to the one after it."""
        view = self.pane.view
        if self.is_wide and self.pane.unfold():
            return
        if self.is_wide and view.scroll_offset.y < view.max_scroll_y:
            view.scroll_page_down(animate=False)
        else:
            self.go_on()
