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
from learnlog.tui.commands_writing import CONFLICT
from learnlog.tui.keys import bindings
from learnlog.tui.text import line, plain
from learnlog.tui.widgets.keyline import KeyLine

CONTEXT = 2
"""Rows before the first difference that stay in sight."""


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
        places = differences(mine, theirs) if self._theirs else []
        count = f"{len(places)} places differ: " if len(places) > 1 else "1 place differs: " if places else ""
        words = f"{count}“{line(self._mine.headline, 60)}” was changed elsewhere while you wrote."
        with Vertical(id="conflict"):
            yield Static(plain(words), id="conflict-title")
            yield Static(
                "Nothing is lost: both are kept. ▌ marks what only one of them has.", id="conflict-what"
            )
            with Horizontal(id="conflict-sides"):
                yield self._side("mine", "mine, not saved yet", mine, [mine_at for mine_at, _ in places])
                yield self._side("theirs", "theirs, in the file now", theirs, [at for _, at in places])
        yield KeyLine()

    def _side(self, name: str, title: str, lines: list[str], places: list[range]) -> VerticalScroll:
        first = places[0].start if places else 0
        rows = list(_rows(lines, {number for place in places for number in place}))
        if name == "theirs" and self._theirs is None:
            rows = [plain("The file is gone: somebody deleted or moved it.")]
        parts = [part for part in (rows[:first], rows[first:]) if part]
        shown = [Static(Content("\n").join(part), classes="conflict-text") for part in parts]
        side = VerticalScroll(*shown, id=f"conflict-{name}", classes="conflict-side")
        side.border_title = title
        return side

    def on_mount(self) -> None:
        """Begin where the two differ first."""
        self.call_after_refresh(self._go_to_first_difference)

    def _go_to_first_difference(self) -> None:
        for side in self.query(".conflict-side").results(VerticalScroll):
            before = side.children[0].virtual_region.bottom if len(side.children) > 1 else 0
            side.scroll_to(y=max(0, before - CONTEXT), animate=False)

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


def differences(mine: list[str], theirs: list[str]) -> list[tuple[range, range]]:
    """Return the places where the two differ in more than empty lines, as lines of the one and of the other."""
    matcher = difflib.SequenceMatcher(None, mine, theirs, autojunk=False)
    return [
        (range(a, b), range(c, d))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal" and "".join(mine[a:b] + theirs[c:d]).strip()
    ]


def _rows(lines: list[str], different: set[int]) -> Iterable[Content]:
    for number, words in enumerate(lines):
        if number in different and words.strip():
            yield Content.assemble(("▌ ", "$accent"), plain(words, "bold"))
        else:
            yield Content.assemble("  ", plain(words))
