"""A list of people from elsewhere, to tick whom to follow."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from learnlog.reading.sources.follows import Followed
from learnlog.tui.text import fit, line, plain, some
from learnlog.tui.widgets.line_list import LineList


class TickPeople(ModalScreen[list[Followed]]):
    """Offers a list to tick, nobody ticked at first; gives whom to follow, nobody after Esc."""

    CSS_PATH = "../styles/people.tcss"
    AUTO_FOCUS = "#ticks"
    BINDINGS: ClassVar = [
        ("space", "tick", "tick"),
        ("a", "all", "all"),
        ("ctrl+s", "follow", "follow"),
        ("escape", "leave", "leave it"),
    ]

    def __init__(self, listed: Sequence[Followed]) -> None:
        super().__init__()
        self._listed = tuple(listed)
        self._ticked: set[str] = set()

    def compose(self) -> ComposeResult:
        """A title, the list, and what the keys do."""
        title = f"{some(len(self._listed), 'person is', 'people are')} in this list"
        with Vertical(classes="form"):
            yield Static(plain(title), classes="form-title")
            yield LineList(id="ticks")
            yield Static("Space ticks · a ticks all · Ctrl+S follows · Esc leaves it", classes="form-hint")

    def on_mount(self) -> None:
        """List everybody."""
        self._show()

    def _show(self) -> None:
        self.query_one("#ticks", LineList).show(self._options())

    def _options(self) -> Iterator[Option]:
        width = max(24, min(70, self.app.size.width - 10))
        for one in self._listed:
            note = "followed here" if one.known else "" if one.boosts else "boosts hidden"
            called = one.handle or one.address
            words = f"{one.name}  {one.bio or called}" if one.name else called
            box = "[x] " if one.address in self._ticked else "[ ] "
            label = fit(words, width - 6 - len(note))
            drawn = Content.assemble((box, "$accent"), label, (f" {line(note)}", "$text-muted"))
            yield Option(drawn, id=one.address)

    def action_tick(self) -> None:
        """Tick whom the cursor is on, or not."""
        self.query_one("#ticks", LineList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick whom was chosen, or not."""
        event.stop()
        self._ticked ^= {event.option_id or ""}
        self._show()

    def action_all(self) -> None:
        """Tick everybody who is not followed yet, or nobody."""
        every = {one.address for one in self._listed if not one.known}
        self._ticked = set() if every <= self._ticked else every
        self._show()

    def action_follow(self) -> None:
        """Give whom is ticked."""
        self.dismiss([one for one in self._listed if one.address in self._ticked])

    def action_leave(self) -> None:
        """Give nobody."""
        self.dismiss([])
