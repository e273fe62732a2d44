"""Those who are not for me: whom Find does not propose any more, and the way back."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.finding import Candidate
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_finding import DISMISSED
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.find_rows import places
from learnlog.tui.screens.moving import Moving
from learnlog.tui.text import fit, line, some
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.line_list import LineList, ScreenList, meant
from learnlog.tui.widgets.masthead import Masthead


class DismissedScreen(Moving):
    """Lists them; Enter lets one be proposed again."""

    CSS_PATH = "../styles/finding.tcss"
    scope = "dismissed"
    BINDINGS: ClassVar = bindings(DISMISSED, LISTS)
    AUTO_FOCUS = "#dismissed"
    _found: tuple[Candidate, ...] = ()

    def compose(self) -> ComposeResult:
        """The list."""
        yield Masthead("find")
        yield ScreenList(id="dismissed")
        yield KeyLine()

    @property
    def list_at_hand(self) -> LineList:
        """The list."""
        return self.query_one("#dismissed", LineList)

    async def load(self) -> None:
        """List those who are set aside, the last one first."""
        self._found = tuple(await self.ask(self.workspace.finder.dismissed))
        self.context(f"{some(len(self._found), 'person', 'people')} not for me")
        self._draw()

    def _draw(self) -> None:
        self.list_at_hand.show(self._options(min(110, self.size.width - 6)))

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._draw()

    def _options(self, width: int) -> Iterator[Option]:
        yield rows.section("Not for me", "Find does not propose them")
        for one in self._found:
            name = fit(one.name or one.handle or one.key, min(30, width // 2))
            rest = line(places(one), max(0, width - min(30, width // 2) - 4))
            yield Option(Content.assemble("  ", name, "  ", (rest, "$text-muted")), id=one.key)
        if not self._found:
            yield rows.gap()
            yield rows.wrapped("Nobody is set aside. In Find, x sets a person aside for good.", width)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Bring back who was chosen."""
        self._bring_back(meant(event.option))

    def action_restore(self) -> None:
        """Let whom the cursor is on be proposed again."""
        self._bring_back(self.list_at_hand.at)

    def _bring_back(self, key: str) -> None:
        one = next((one for one in self._found if one.key == key), None)
        if one is not None:
            said = f"{line(one.name or one.handle or one.key, 40)} may be proposed again"
            self.act(lambda: self.workspace.finder.restore(key), said)

    def action_back(self) -> None:
        """Back to where I came from."""
        self.dismiss()
