"""The line on top: where I am, and what this is about."""

from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from learnlog.tui.text import line

NAME = " learnlog "
ROOMY = 90
"""Columns from which the app's name stands before the modes; narrower, what goes on needs the room."""
MODES = (
    ("today", "Today", 0),
    ("journal", "Journal", 0),
    ("river", "River", 0),
    ("themes", "Themes", 1),
    ("people", "People", 0),
    ("find", "Find", 0),
    ("search", "Search", 0),
)


class Masthead(Widget):
    """Names every mode, the letter of its key underlined and the present one in brackets of space and colour."""

    context: reactive[str] = reactive("")
    progress: reactive[str] = reactive("")

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode

    def _modes(self) -> list[tuple[str, Content]]:
        parts = []
        for mode, name, key in MODES:
            word = Content(name).stylize("underline", key, key + 1)
            if mode == self._mode:
                word = Content.assemble("▸", word).stylize("bold $accent")
            else:
                word = Content.assemble(" ", word)
            parts.append((mode, Content.assemble(word, " ")))
        return parts

    @property
    def _before(self) -> str:
        return NAME if self.size.width >= ROOMY else ""

    def render(self) -> Content:
        """Draw the line in one piece, the context at the right."""
        left = Content.assemble(
            Content.styled(self._before, "$text-muted"), *(part for _, part in self._modes())
        )
        words = self.progress or self.context
        room = self.size.width - left.cell_length - 2
        right = line(words, max(0, room))
        gap = max(1, self.size.width - left.cell_length - Content(right).cell_length - 1)
        return Content.assemble(left, " " * gap, Content.styled(right, "$text-muted"))

    async def on_click(self, event: Click) -> None:
        """Go to the mode whose name was clicked."""
        place = len(self._before)
        for mode, part in self._modes():
            if place <= event.x < place + part.cell_length:
                await self.app.run_action(f"app.mode('{mode}')")
                return
            place += part.cell_length
