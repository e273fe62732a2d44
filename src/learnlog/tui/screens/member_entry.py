"""One entry of somebody in my cohort, in full."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content

from learnlog.model.cohort import MemberEntry
from learnlog.tui.commands_sharing import MEMBER_ENTRY
from learnlog.tui.keys import bindings
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import line
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.wiki import read_vault_markdown


class MemberEntryScreen(DeskScreen):
    """Reads the entries of a part, one after the other."""

    CSS_PATH = "../styles/sharing.tcss"
    scope = "member-entry"
    BINDINGS: ClassVar = bindings(MEMBER_ENTRY)
    AUTO_FOCUS = "#received-text"

    def __init__(self, part: str, entries: Sequence[MemberEntry], at: int) -> None:
        super().__init__()
        self._part = part
        self._entries = entries
        self._at = at

    def compose_body(self) -> ComposeResult:
        """The text."""
        yield ArticleView(id="received-text")

    async def load(self) -> None:
        """Show the entry."""
        entry = self._entries[self._at]
        article = await self.ask(lambda: read_vault_markdown(entry.body))
        facts = [entry.by, f"{entry.day:%A} {entry.day.day} {entry.day:%B %Y}", *entry.themes]
        heading = Content("\n").join(
            [
                Content.styled(line(entry.title, 200), "bold"),
                Content.styled(line(" · ".join(facts), 300), "$text-muted"),
            ]
        )
        self.context(line(self._part, 40))
        self.query_one(ArticleView).show(article, heading)

    def action_next_entry(self) -> None:
        """Go to the next entry of the part."""
        self._move(1)

    def action_entry_before(self) -> None:
        """Go to the entry before."""
        self._move(-1)

    def _move(self, way: int) -> None:
        if not 0 <= self._at + way < len(self._entries):
            self.desk.say("That was the last one." if way > 0 else "This is the first one.")
            return
        self._at += way
        self.query_one(ArticleView).scroll_home(animate=False)
        self.renew()

    def action_read_on(self) -> None:
        """Read a page on; at the end go to the next one."""
        view = self.query_one(ArticleView)
        if view.scroll_offset.y >= view.max_scroll_y:
            self._move(1)
        else:
            view.scroll_page_down(animate=False)

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss()
