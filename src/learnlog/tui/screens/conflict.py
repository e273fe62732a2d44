"""Two versions of one entry: mine, and what somebody else saved meanwhile."""

import difflib
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from learnlog.model.entry import Entry
from learnlog.model.safe import clean_text
from learnlog.tui.keys import CONFLICT, bindings
from learnlog.tui.text import line, plain
from learnlog.tui.widgets.keyline import KeyLine


class ConflictScreen(ModalScreen[str]):
    """Shows both versions and gives ``mine``, ``theirs``, ``both``, or "" to write on."""

    CSS_PATH = "../styles/writing.tcss"
    scope = "conflict"
    BINDINGS: ClassVar = bindings(CONFLICT)
    AUTO_FOCUS = "#conflict-mine"

    def __init__(self, mine: Entry, theirs: Entry | None) -> None:
        super().__init__()
        self._mine = mine
        self._theirs = theirs

    def compose(self) -> ComposeResult:
        """What happened, the two versions with their differences marked, and the three ways out."""
        mine, theirs = as_lines(self._mine), as_lines(self._theirs) if self._theirs else []
        words = f"“{line(self._mine.headline, 60)}” was changed elsewhere while you wrote."
        with Vertical(id="conflict"):
            yield Static(plain(words), id="conflict-title")
            yield Static(
                "Nothing is lost: both are kept. ▌ marks what only one of them has.", id="conflict-what"
            )
            with Horizontal(id="conflict-sides"):
                yield self._side("mine", "mine, not saved yet", marked(mine, theirs))
                gone = plain("The file is gone: somebody deleted or moved it.")
                shown = marked(theirs, mine) if self._theirs else gone
                yield self._side("theirs", "theirs, in the file now", shown)
        yield KeyLine()

    def _side(self, name: str, title: str, shown: Content) -> VerticalScroll:
        side = VerticalScroll(
            Static(shown, classes="conflict-text"), id=f"conflict-{name}", classes="conflict-side"
        )
        side.border_title = title
        return side

    def action_keep_mine(self) -> None:
        """Mine it is."""
        self.dismiss("mine")

    def action_keep_theirs(self) -> None:
        """Theirs it is."""
        self.dismiss("theirs")

    def action_keep_both(self) -> None:
        """Both."""
        self.dismiss("both")

    def action_back(self) -> None:
        """Write on."""
        self.dismiss("")


def as_lines(entry: Entry) -> list[str]:
    """Return what a person sees of `entry` as lines: its facts, then its text."""
    facts = [f"{entry.kind.value}, {entry.visibility.value}"]
    facts += [f"themes: {', '.join(entry.themes)}"] if entry.themes else []
    facts += [f"tags: {', '.join(entry.tags)}"] if entry.tags else []
    title = [entry.title] if entry.title else []
    return [*title, *facts, "", *clean_text(entry.body).strip("\n").splitlines()]


def marked(lines: list[str], others: list[str]) -> Content:
    """Return `lines`, those that `others` does not have at that place marked by a bar and bold."""
    matcher = difflib.SequenceMatcher(None, lines, others, autojunk=False)
    same: set[int] = set()
    for block in matcher.get_matching_blocks():
        same.update(range(block.a, block.a + block.size))
    return Content("\n").join(_rows(lines, same))


def _rows(lines: list[str], same: set[int]) -> Iterable[Content]:
    for number, words in enumerate(lines):
        if number in same or not words.strip():
            yield Content.assemble("  ", plain(words))
        else:
            yield Content.assemble(("▌ ", "$accent"), plain(words, "bold"))
