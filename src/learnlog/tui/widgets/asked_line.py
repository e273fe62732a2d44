"""The line, and the list, of a small dialog: Enter in them is a command as every other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, OptionList, Static


def taking(bindings: Sequence[BindingType], action: str) -> list[BindingType]:
    """Return `bindings`, that of Enter with the name by which the settings can give it another key."""
    known = [one for one in bindings if isinstance(one, Binding)]
    return [replace(one, id="take") if one.key == "enter" and one.action == action else one for one in known]


class AskedLine(Input, inherit_bindings=False):
    """One line."""

    BINDINGS: ClassVar[list[BindingType]] = taking(Input.BINDINGS, "submit")


class AskedList(OptionList, inherit_bindings=False):
    """Lines to choose from."""

    BINDINGS: ClassVar[list[BindingType]] = taking(OptionList.BINDINGS, "select")


def form_field(name: str, label: str, hint: str, *, hidden: bool = False) -> ComposeResult:
    """Yield an empty line with its label before it; `hint` stands in it, and `hidden` shows no letter of it."""
    with Horizontal(classes="form-field"):
        yield Static(label, classes="form-label")
        yield AskedLine(placeholder=hint, compact=True, select_on_focus=False, password=hidden, id=name)
