"""Why somebody is found: a tree of figures, each made of others, down to the posts that count."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.finding import Figure
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_finding import WHY
from learnlog.tui.keys import bindings
from learnlog.tui.screens.moving import Moving
from learnlog.tui.text import fit, line
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.line_list import ScreenList, meant
from learnlog.tui.widgets.masthead import Masthead

NUMBER = 10
"""Cells of a figure's value."""
MEASURE = 108
Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A figure at its place in the tree: the numbers of the branches that lead to it."""

    place: Place
    figure: Figure

    @property
    def id(self) -> str:
        """A name for lists."""
        return ".".join(str(number) for number in self.place)


def walk(figure: Figure, opened: set[Place], place: Place = ()) -> Iterator[Node]:
    """Yield what is in sight: a figure, and below it its parts when it is unfolded."""
    yield Node(place, figure)
    if place in opened:
        for number, part in enumerate(figure.parts):
            yield from walk(part, opened, (*place, number))


def branches(figure: Figure, place: Place = ()) -> Iterator[Place]:
    """Yield the places of everything that can be unfolded."""
    if figure.parts:
        yield place
    for number, part in enumerate(figure.parts):
        yield from branches(part, (*place, number))


def number_said(value: float | None) -> str:
    """Return a value as it is read: whole numbers as they are, others to four digits that matter."""
    if value is None:
        return ""
    if value == int(value) and abs(value) < 1e9:
        return f"{int(value):,}"
    return f"{value:,.3f}" if abs(value) >= 0.01 else f"{value:.2g}"


def draw_node(node: Node, opened: set[Place], width: int) -> Content:
    """Draw one line: the branch, the words, the value at the right end."""
    figure, depth = node.figure, len(node.place)
    sign = "  " if not figure.parts else "▾ " if node.place in opened else "▸ "
    if figure.post and not figure.parts:
        sign = "· "
    room = max(8, min(width, MEASURE) - 2 * depth - 2 - NUMBER - 1)
    tone = "bold" if depth == 0 else "" if figure.parts or figure.post else "$text-muted"
    return Content.assemble(
        "  " * depth,
        (sign, "$accent"),
        (fit(figure.words, room), tone),
        " ",
        (f"{number_said(figure.value):>{NUMBER}}", "bold" if depth <= 1 else ""),
    )


class WhyScreen(Moving):
    """Shows the explanation that `explain` returns (in a thread) for the person called `name`."""

    CSS_PATH = "../styles/finding.tcss"
    scope = "why"
    BINDINGS: ClassVar = bindings(WHY, LISTS)
    AUTO_FOCUS = "#why"

    def __init__(self, name: str, explain: Callable[[], Figure]) -> None:
        super().__init__()
        self._whom = name
        self._explain = explain
        self._figure: Figure | None = None
        self._opened: set[Place] = set()

    def compose(self) -> ComposeResult:
        """The tree."""
        yield Masthead("find")
        yield ScreenList(id="why")
        yield KeyLine()

    async def load(self) -> None:
        """Work the figures out, from what is stored now."""
        figure = await self.ask(self._explain)
        if self._figure is None:
            first = [(number,) for number, part in enumerate(figure.parts) if part.parts][:1]
            self._opened = {(), *first}
        self._figure = figure
        self.context(line(f"why {self._whom}", 60))
        self._draw()

    def _draw(self) -> None:
        figure = self._figure
        if figure is None:
            return
        width = self.size.width - 6
        self.list_at_hand.show(
            Option(draw_node(node, self._opened, width), id=f"at:{node.id}")
            for node in walk(figure, self._opened)
        )

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._draw()

    def _node(self, id: str) -> Node | None:
        nodes: Sequence[Node] = list(walk(self._figure, self._opened)) if self._figure else []
        return next((node for node in nodes if f"at:{node.id}" == id), None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Fold or unfold a figure; read a post."""
        node = self._node(meant(event.option))
        if node is None:
            return
        if node.figure.parts:
            self._opened ^= {node.place}
            self._draw()
        elif node.figure.post:
            self.desk.open_document("post", node.figure.post)

    def action_unfold_all(self) -> None:
        """Unfold everything, or fold it again."""
        every = set(branches(self._figure)) if self._figure else set()
        self._opened = {()} if every <= self._opened else every
        self._draw()

    def action_back(self) -> None:
        """Back to the people."""
        self.dismiss()
