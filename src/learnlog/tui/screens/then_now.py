"""What I thought of a theme at first, and what I think now, side by side."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from learnlog.model.entry import Entry, EntryKind
from learnlog.model.query import EntryFilter
from learnlog.tui.commands_reflecting import THEN_NOW
from learnlog.tui.keys import bindings
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import day, plain
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead
from learnlog.tui.widgets.wiki import read_vault_markdown


class ThenNowScreen(DeskScreen):
    """Shows the first and the latest insight of the theme `slug`."""

    CSS_PATH = "../styles/reflecting.tcss"
    scope = "then-now"
    BINDINGS: ClassVar = bindings(THEN_NOW)

    def __init__(self, slug: str, name: str) -> None:
        super().__init__()
        self._slug = slug
        self._name = name
        self._latest: Entry | None = None

    def compose(self) -> ComposeResult:
        """Two texts; one below the other where there is less room."""
        yield Masthead("themes")
        with Horizontal(id="then-now"):
            yield ArticleView(id="then")
            yield ArticleView(id="now")
        yield KeyLine()

    async def load(self) -> None:
        """Show both as they stand now."""
        asked = EntryFilter(themes=(self._slug,), kind=EntryKind.INSIGHT.value)
        found = await self.ask(lambda: self.workspace.journal.list(asked, limit=2000))
        self.context(f"then and now · {self._name}")
        if len(found) < 2:
            self.desk.say("A second insight under this theme would stand beside the first.")
            self.dismiss()
            return
        self._latest = found[0]
        for place, entry in (("#then", found[-1]), ("#now", found[0])):
            head = plain(f"{entry.headline}\n{day(entry.created)}", "bold")
            self.query_one(place, ArticleView).show(read_vault_markdown(entry.body), head)

    def action_reply(self) -> None:
        """Write on: a follow-up that links to the latest."""
        from learnlog.tui.screens.composer import Composer

        if self._latest and self.desk.ahead.begin():
            kind = EntryKind.INSIGHT.value
            self.app.push_screen(Composer(kind=kind, theme=self._slug, entries=(self._latest.id,)))

    def action_back(self) -> None:
        """Back to the theme."""
        self.dismiss()
