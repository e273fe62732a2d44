"""Those who are not for me: whom Find does not propose any more, and the way back."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.finding import Candidate
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_finding import DISMISSED
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.find_rows import places
from learnlog.tui.screens.one_list import OneList
from learnlog.tui.text import fit, line, some
from learnlog.tui.widgets.line_list import meant


class DismissedScreen(OneList[Candidate]):
    """Lists them, the last one first; Enter lets one be proposed again."""

    scope = "dismissed"
    mode = "find"
    BINDINGS: ClassVar = bindings(DISMISSED, LISTS)

    def gather(self) -> Sequence[Candidate]:
        """Return those who are set aside."""
        return self.workspace.finder.dismissed()

    def about(self) -> str:
        """Say how many they are."""
        return f"{some(len(self.found), 'person', 'people')} not for me"

    def options(self, width: int) -> Iterator[Option]:
        """Draw a line for each: the name, and where they are."""
        yield rows.section("Not for me", "Find does not propose them")
        for one in self.found:
            name = fit(one.name or one.handle or one.key, min(30, width // 2))
            rest = line(places(one), max(0, width - min(30, width // 2) - 4))
            yield Option(Content.assemble("  ", name, "  ", (rest, "$text-muted")), id=one.key)
        if not self.found:
            yield rows.gap()
            yield rows.wrapped(
                f"Nobody is set aside. In Find, {key_of('set-aside')} sets a person aside for good.", width
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Bring back who was chosen."""
        self._bring_back(meant(event.option))

    def action_restore(self) -> None:
        """Let whom the cursor is on be proposed again."""
        self._bring_back(self.list_at_hand.at)

    def _bring_back(self, key: str) -> None:
        one = next((one for one in self.found if one.key == key), None)
        if one is not None:
            said = f"{line(one.name or one.handle or one.key, 40)} may be proposed again"
            self.act(lambda: self.workspace.finder.restore(key), said)
