"""Earlier versions in a list, and beside it what differs: of a document, and of a post that its author edited."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from learnlog.model.article_social import moment_said
from learnlog.tui.screens.moving import Moving
from learnlog.tui.widgets.line_list import ScreenList
from learnlog.tui.widgets.scrolling import Scrolling


class VersionsScreen(Moving):
    """Shows what differs between the version under the cursor and the present one."""

    CSS_PATH = "../styles/journal.tcss"
    AUTO_FOCUS = "#history-list"

    def compose_body(self) -> ComposeResult:
        """The versions, and beside them what differs."""
        with Horizontal(id="history"):
            yield ScreenList(id="history-list")
            with Scrolling(id="history-pane"):
                yield Static(id="history-head")
                yield Static(id="history-diff")

    def on_option_list_option_highlighted(self) -> None:
        """Show what differs."""
        self.show_version()

    def show_version(self) -> None:
        """Show the version under the cursor, from its top."""
        head, difference = self.compared()
        self.query_one("#history-head", Static).update(head)
        self.query_one("#history-diff", Static).update(difference)
        self.query_one("#history-pane").scroll_home(animate=False)

    def compared(self) -> tuple[str | Content, str | Content]:
        """Return what the version under the cursor is, and what differs."""
        raise NotImplementedError

    def action_read_on(self) -> None:
        """Read a page on of what differs."""
        self.query_one(Scrolling).action_page(1)

    def action_back(self) -> None:
        """Back to where one came from."""
        self.dismiss()


def exactly(moment: datetime, now: datetime) -> str:
    """Return the moment to the minute, which matters here."""
    moment = moment.astimezone(now.tzinfo)
    return f"today, {moment:%H:%M}" if moment.date() == now.date() else moment_said(moment, now)
