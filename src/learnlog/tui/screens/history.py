"""Earlier versions of a document, what differs from the present one, and the way back."""

import difflib
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.journal.history import Kept
from learnlog.model.safe import clean_text
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_writing import HISTORY
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens.versions import VersionsScreen, exactly
from learnlog.tui.text import fit, plain, some

WHY = {
    "now": "",
    "save": "before a save",
    "outside": "before a change outside",
    "delete": "before it was deleted",
    "conflict": "mine, when two met",
}
LINES = 3000
"""Lines of a difference that are shown."""


class HistoryScreen(VersionsScreen):
    """The versions of the document with the id `name`, newest first."""

    scope = "history"
    mode = "journal"
    BINDINGS: ClassVar = bindings(HISTORY, [command for command in LISTS if command.id != "open"])

    def __init__(self, name: str) -> None:
        super().__init__()
        self._target = name
        self._versions: list[Kept] = []

    async def load(self) -> None:
        """List the versions."""
        self._versions = await self.ask(lambda: self.workspace.history.of(self._target))
        earlier = len([version for version in self._versions if not version.is_current])
        self.context(some(earlier, "earlier version"))
        now = self.workspace.clock()
        self.list_at_hand.show([Option(_row(v, now), id=_name(v)) for v in reversed(self._versions)])
        if self.list_at_hand.highlighted in (0, None) and len(self._versions) > 1:
            self.list_at_hand.highlighted = 1
        self.show_version()

    def _chosen(self) -> Kept | None:
        return next((v for v in self._versions if _name(v) == self.list_at_hand.at), None)

    def compared(self) -> tuple[str | Content, str | Content]:
        """Return what the version under the cursor is, and the lines that differ."""
        chosen, present = self._chosen(), next((v for v in self._versions if v.is_current), None)
        if chosen is None:
            return "There are no earlier versions.", ""
        if chosen.is_current:
            only = len(self._versions) == 1
            return "As it is now." + (" There is no earlier version yet." if only else ""), plain(chosen.text)
        head = Content.assemble(
            ("− then", "$error"), "   ", ("+ now", "$success"), f"   {key_of('restore')} brings it back"
        )
        return head, Content("\n").join(difference(chosen.text, present.text if present else ""))

    def action_restore(self) -> None:
        """Bring the version under the cursor back; what is there now is kept too."""
        chosen = self._chosen()
        if chosen is None or chosen.is_current:
            self.desk.say("That is how it is now.")
            return
        said = f"Brought back the version of {exactly(chosen.moment, self.workspace.clock())}"
        self.act(lambda: self.workspace.history.restore(self._target, chosen.number), said)


def difference(then: str, now: str) -> Iterator[Content]:
    """Yield the lines that differ, each with its sign, and three lines around them."""
    before, after = (
        [words for words in clean_text(text).splitlines() if not words.startswith("modified:")]
        for text in (then, now)
    )
    lines = list(difflib.unified_diff(before, after, lineterm="", n=3))[2:]
    if not lines:
        yield Content.styled("Nothing differs from what is there now.", "$text-muted")
    for words in lines[:LINES]:
        sign, rest = words[:1], words[1:]
        if sign == "@":
            yield Content.styled("  ⋯", "$text-muted")
        else:
            shown, style = {"-": ("− ", "$error"), "+": ("+ ", "$success")}.get(sign, ("  ", "$text-muted"))
            yield plain(shown + rest, style)


def _name(version: Kept) -> str:
    return "now" if version.is_current else str(version.number)


def _row(version: Kept, now: datetime) -> Content:
    number = "now" if version.is_current else str(version.number)
    return Content.assemble(
        (f" {number:>3}  ", "$primary"),
        fit(exactly(version.moment, now), 18),
        " ",
        (WHY.get(version.origin, version.origin), "$text-muted"),
    )
