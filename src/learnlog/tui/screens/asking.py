"""Small dialogs that every screen shares: one line to write, and one of several to choose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from learnlog.model.safe import clean_line
from learnlog.tui.commands_dialogs import ASKED, CHOSEN
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.leaving import Dialog
from learnlog.tui.text import fit, line, plain
from learnlog.tui.widgets.asked_line import AskedLine, AskedList
from learnlog.tui.widgets.line_list import distinct, meant

TAKES = "{take} takes it in · {leave} leaves it"
"""What the keys do where a file is asked for that comes in."""
WRITES = "{take} writes there · {leave} leaves it"
"""What they do where something is written."""
WIDTH = 56
"""Cells of a dialog's text at most; a narrow terminal gives fewer."""


class AskLine(Dialog[str | None]):
    """Asks for one line of text; Enter gives it (it may be empty), Esc gives None.

    Names of commands in braces stand for their keys in the `hint`.
    """

    CSS_PATH = "../styles/asking.tcss"
    BINDINGS: ClassVar = bindings(ASKED)

    def __init__(self, title: str, value: str = "", hint: str = "") -> None:
        super().__init__()
        self._title = title
        self._value = clean_line(value)
        self._hint = hint

    def compose(self) -> ComposeResult:
        """A title, the line, and what the keys do."""
        with Vertical(classes="asking"):
            yield Static(plain(self._title), classes="asking-title")
            yield AskedLine(self._value, compact=True, select_on_focus=False, classes="asking-line")
            yield Static(
                plain(with_keys(self._hint or "{take} saves · {leave} leaves it")), classes="asking-hint"
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line."""
        event.stop()
        self.dismiss(clean_line(event.value))

    async def action_take(self) -> None:
        """Give the line."""
        await self.query_one(Input).action_submit()

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose: ``id`` is given back, ``note`` stands muted beside it, ``chosen`` puts ✓ before it.

    ``also`` are further words by which typing finds it.
    """

    id: str
    label: str
    note: str = ""
    chosen: bool = False
    also: tuple[str, ...] = ()

    def fits(self, typed: str) -> bool:
        """Tell whether every typed word is somewhere in the names."""
        names = " ".join((self.label, self.id, *self.also)).casefold()
        return all(word in names for word in typed.casefold().split())

    def begins(self, typed: str) -> bool:
        """Tell whether what is shown begins with what is typed: such lines come first."""
        return self.label.casefold().startswith(typed.strip().casefold())


class Choose(Dialog[str | None]):
    """Offers a list that typing narrows; Enter gives the id of the line, Esc gives None.

    Two or three fixed lines need no narrowing (`narrows`): then the keys are the list's.
    With `allow_new` what is typed may be chosen as well, and comes back as it was typed; `new` is the word for that.
    """

    CSS_PATH = "../styles/asking.tcss"
    BINDINGS: ClassVar = bindings(CHOSEN)

    def __init__(
        self,
        title: str,
        options: Sequence[Choice],
        allow_new: bool = False,
        hint: str = "",
        at: str = "",
        new: str = "new",
        narrows: bool = True,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(options)
        self._allow_new = allow_new
        self._hint = hint
        self._at = at
        self._new = new
        self._narrows = allow_new or narrows

    def compose(self) -> ComposeResult:
        """A title, the line that narrows, the list, and what the keys do."""
        more = " or to name a new one" if self._new == "new" else f" or to {self._new} something else"
        usual = "Type to narrow" + (more if self._allow_new else "")
        with Vertical(classes="asking"):
            yield Static(plain(self._title), classes="asking-title")
            yield AskedLine(placeholder=usual, compact=True, classes="asking-line")
            yield AskedList(markup=False, compact=True, classes="asking-list")
            yield Static(
                plain(with_keys(self._hint or "↑ ↓ move · {take} chooses · {leave} leaves it")),
                classes="asking-hint",
            )

    def on_mount(self) -> None:
        """List everything, the cursor in the line that narrows, if there is one."""
        listing = self.query_one(OptionList)
        listing.can_focus = not self._narrows
        self.query_one(Input).display = self._narrows
        self._list("")
        places = [option.id for option in listing.options]
        wanted = f"={self._at}"
        if wanted in places:
            listing.highlighted = places.index(wanted)
        (self.query_one(Input) if self._narrows else listing).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._list(event.value)

    def _list(self, typed: str) -> None:
        listing = self.query_one(OptionList)
        listing.set_options(distinct(self._options(typed)))
        first = next((n for n, option in enumerate(listing.options) if not option.disabled), None)
        listing.highlighted = first

    def _options(self, typed: str) -> Iterator[Option]:
        width = min(WIDTH, max(20, self.app.size.width - 12))
        fitting = sorted((c for c in self._choices if c.fits(typed)), key=lambda c: not c.begins(typed))
        for choice in fitting:
            note = line(choice.note, width // 2)
            label = fit(choice.label, width - 3 - len(note))
            sign = ("✓ ", "$accent") if choice.chosen else "  "
            yield Option(Content.assemble(sign, label, (note, "$text-muted")), id=f"={choice.id}")
        name = clean_line(typed, 80)
        known = {word.casefold() for c in self._choices for word in (c.label, c.id, *c.also)}
        if self._allow_new and name and name.casefold() not in known:
            yield Option(Content.assemble(("+ ", "$accent"), line(f"{self._new}: {name}", width - 3)), id="+")
        elif not fitting:
            words = "Nothing fits." if typed.strip() else "Nothing here yet."
            yield Option(Content.styled(f"  {words}", "$text-muted"), disabled=True)

    def action_move(self, lines: int) -> None:
        """Move in the list while typing goes on."""
        listing = self.query_one(OptionList)
        places = [n for n, option in enumerate(listing.options) if not option.disabled]
        if places and listing.highlighted is not None:
            at = places.index(listing.highlighted) + lines
            listing.highlighted = places[max(0, min(len(places) - 1, at))]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give what was clicked."""
        event.stop()
        self._give(meant(event.option))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line the cursor is on."""
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Give the line the cursor is on."""
        if (option := self.query_one(OptionList).highlighted_option) is not None:
            self._give(meant(option))

    def _give(self, option_id: str) -> None:
        if option_id == "+":
            self.dismiss(clean_line(self.query_one(Input).value, 80))
        elif option_id:
            self.dismiss(option_id[1:])

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
