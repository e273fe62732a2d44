"""A small form over any screen: named fields, one line each."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line
from learnlog.tui.commands import FORM
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.leaving import Dialog
from learnlog.tui.once import is_under_way
from learnlog.tui.text import plain
from learnlog.tui.widgets.asked_line import AskedLine

LABEL = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of a form. ``hint`` shows while the field is empty; ``known`` completes what is typed."""

    id: str
    label: str
    value: str = ""
    hint: str = ""
    known: Sequence[str] = ()


def words_of(text: str) -> tuple[str, ...]:
    """Return what was typed between commas, each once."""
    return tuple(dict.fromkeys(word for part in text.split(",") if (word := clean_line(part, 120))))


class Form(Dialog[bool]):
    """Asks for several lines; gives True once `save` took them.

    `save` runs in a thread. What it raises is shown in the form, which stays open with everything typed.
    One begins in the field `first`, else in the first of them.
    """

    CSS_PATH = "../styles/people.tcss"
    scope = "form"
    hint: ClassVar = "{save} saves · Tab goes on · {leave} leaves it"
    BINDINGS: ClassVar = bindings(FORM)

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[Mapping[str, str]], object],
        first: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = tuple(fields)
        self._save = save
        self._first = first or self._fields[0].id

    def compose(self) -> ComposeResult:
        """The title, the fields, what went wrong, what the keys do."""
        with Vertical(classes="form"):
            yield Static(plain(self._title), classes="form-title")
            for field in self._fields:
                with Horizontal(classes="form-field"):
                    yield Static(plain(field.label), classes="form-label")
                    yield AskedLine(
                        clean_line(field.value),
                        placeholder=field.hint,
                        compact=True,
                        select_on_focus=False,
                        suggester=SuggestFromList(field.known, case_sensitive=False) if field.known else None,
                        id=f"field-{field.id}",
                    )
            yield Static(classes="form-error")
            yield from self.compose_below()
            yield Static(with_keys(self.hint), classes="form-hint")

    def on_mount(self) -> None:
        """Begin."""
        self.query_one(f"#field-{self._first}").focus()

    def compose_below(self) -> ComposeResult:
        """Yield what stands below the fields."""
        yield from ()

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {
            field.id: clean_line(self.query_one(f"#field-{field.id}", Input).value) for field in self._fields
        }

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field; save from the last."""
        event.stop()
        if event.input.id == f"field-{self._fields[-1].id}":
            self.action_save()
        else:
            self.focus_next()

    @work(group="save")
    async def action_save(self) -> None:
        """Save what was typed."""
        if is_under_way(self):
            return
        values = self.values
        try:
            await asyncio.to_thread(lambda: self._save(values))
        except LearnlogError as error:
            words = f"{error.message} {error.hint}".strip()
            self.query_one(".form-error", Static).update(plain(words))
            self.query_one(".form-error").add_class("-said")
            return
        self.dismiss(True)

    def action_leave(self) -> None:
        """Leave without saving."""
        self.dismiss(False)
