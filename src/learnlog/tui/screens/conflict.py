"""Two versions of one entry: mine, and what somebody else saved meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from learnlog.model.entry import Entry
from learnlog.model.safe import clean_text
from learnlog.model.word_diff import PieceKind, both_sides, opcodes
from learnlog.tui.commands_writing import CONFLICT
from learnlog.tui.keys import bindings
from learnlog.tui.leaving import Dialog
from learnlog.tui.text import line, plain
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.scrolling import Scrolling

CONTEXT = 2
"""Rows before the first difference that stay in sight."""


class ConflictScreen(Dialog[str]):
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
                yield self._side("mine", "mine, not saved yet", blocks(mine, theirs, places))
                turned = [(there, here) for here, there in places]
                yield self._side("theirs", "theirs, in the file now", blocks(theirs, mine, turned))
        yield KeyLine()

    def _side(self, name: str, title: str, shown: Sequence["Block"]) -> Scrolling:
        if name == "theirs" and self._theirs is None:
            shown = [Block(plain("The file is gone: somebody deleted or moved it."), differs=False)]
        drawn = (
            Static(block.words, classes=f"conflict-text {'-differs' if block.differs else ''}")
            for block in shown
        )
        side = Scrolling(*drawn, id=f"conflict-{name}", classes="conflict-side")
        side.border_title = title
        return side

    def on_mount(self) -> None:
        """Begin where the two differ first."""
        self.call_after_refresh(self._go_to_first_difference)

    def _go_to_first_difference(self) -> None:
        for side in self.query(".conflict-side").results(Scrolling):
            first = next((block.virtual_region.y for block in side.query(".-differs")), 0)
            side.scroll_to(y=max(0, first - CONTEXT), animate=False)

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
    return [
        (range(a, b), range(c, d))
        for tag, a, b, c, d in opcodes(mine, theirs)
        if tag != "equal" and "".join(mine[a:b] + theirs[c:d]).strip()
    ]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together: such as both have, or such as only one of them has."""

    words: Content
    differs: bool


def blocks(lines: Sequence[str], others: Sequence[str], places: Sequence[tuple[range, range]]) -> list[Block]:
    """Return a version in blocks; `places` are where it and the other differ, as lines of the one and of the other."""
    found, at = list[Block](), 0
    for here, there in (*places, (range(len(lines), len(lines)), range(0))):
        if at < here.start:
            found.append(Block(plain("\n".join(lines[at : here.start])), differs=False))
        if here:
            whole, other = (
                "\n".join(part[place.start : place.stop]) for part, place in ((lines, here), (others, there))
            )
            found.append(Block(_strong(whole, other), differs=True))
        at = here.stop
    return found


def _strong(whole: str, other: str) -> Content:
    """Return `whole`, what `other` does not have in it strong."""
    pieces = both_sides(whole, other)[0]
    return Content.assemble(
        *(plain(one.text, "bold" if one.kind is PieceKind.GONE else "") for one in pieces)
    )
