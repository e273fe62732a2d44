"""The Markdown editor: quiet marks for headings, quotes and links; lists go on by themselves; [[ and # complete."""

import re
from typing import ClassVar

from rich.text import Text
from textual.message import Message

from learnlog.model.safe import clean_text
from learnlog.tui.widgets.completing import CompletingArea
from learnlog.tui.widgets.completion import Item

_LINK = re.compile(r"\[\[([^\[\]\n|]{0,80})$")
_TAG = re.compile(r"(?:^|(?<=[\s(]))#([^\W\d_][\w-]{0,40})$")
_ITEM = re.compile(r"(\s*)((?:[-*+]|\d{1,3}[.)])\s(?:\[[ xX]\]\s)?|(?:>\s?)+)(.*)")
_MARKS = (
    (re.compile(r"^\s{0,3}#{1,6}\s.*$"), "editor--heading"),
    (re.compile(r"^\s*>.*$"), "editor--quote"),
    (re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])(?=\s)"), "editor--mark"),
    (re.compile(r"\[\[[^\[\]\n]+\]\]|https?://[^\s)>]+"), "editor--link"),
    (re.compile(r"(?:^|(?<=[\s(]))#[^\W\d_][\w-]*"), "editor--link"),
    (re.compile(r"\*\*[^*\n]+\*\*"), "editor--strong"),
    (re.compile(r"`[^`\n]+`"), "editor--code"),
)
_LONG = 4000
"""Characters of a line that are looked at for marks; a whole book on one line must not hold a key up."""


class Editor(CompletingArea):
    """A text area for Markdown that completes with the screen's `Completion`."""

    asks: ClassVar = (("link", _LINK), ("tag", _TAG))

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "editor--heading",
        "editor--quote",
        "editor--mark",
        "editor--link",
        "editor--strong",
        "editor--code",
    }

    class Tagged(Message):
        """A tag was completed in the text."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    def __init__(self, text: str = "", *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(
            clean_text(text),
            id=id,
            placeholder=placeholder,
            compact=True,
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
        )
        self.match_cursor_bracket = False
        self.cursor_blink = False

    def get_line(self, line_index: int) -> Text:
        """Return a line with its Markdown marked."""
        shown = super().get_line(line_index)
        for pattern, component in _MARKS:
            for found in pattern.finditer(shown.plain[:_LONG]):
                style = self.get_component_rich_style(component, partial=True)
                shown.stylize(style, found.start(), found.end())
        return shown

    def load_text(self, text: str) -> None:
        """Show another text: a draft, or what another editor left."""
        super().load_text(clean_text(text))

    def after_key(self, key: str) -> bool:
        """Go on with a list when a line ends."""
        return key == "enter" and self._go_on()

    def _go_on(self) -> bool:
        """Go on with a list or quote on the next line; an empty item ends it."""
        found = _ITEM.fullmatch(self.before_cursor()) if self.selection.is_empty else None
        if found is None:
            return False
        indent, mark, words = found.groups()
        row, column = self.cursor_location
        if not words.strip():
            self._replace_via_keyboard("", (row, 0), (row, column))
        else:
            self._replace_via_keyboard(f"\n{indent}{_next(mark)}", (row, column), (row, column))
        return True

    def on_resize(self) -> None:
        """Draw anew: lines that wrap elsewhere, in as many rows as before, are not drawn by themselves."""
        self.refresh()

    def begin_link(self) -> None:
        """Begin a link at the cursor; what is selected is what is looked for."""
        if self._asking()[0] != "link":
            start, end = sorted(self.selection)
            self._replace_via_keyboard(f"[[{' '.join(self.selected_text.split())[:60]}", start, end)
        self._ask()

    def put_in(self, kind: str, words: str, item: Item) -> None:
        """Put in what was chosen, in place of the words that asked for it."""
        row, column = self.cursor_location
        if kind == "link":
            closed = self.document.get_line(row)[column:].startswith("]]")
            end = (row, column + 2 if closed else column)
            self._replace_via_keyboard(f"[[{item.text}]]", (row, column - len(words) - 2), end)
        else:
            self._replace_via_keyboard(f"{item.text} ", (row, column - len(words)), (row, column))
            self.post_message(self.Tagged(item.text))


def _next(mark: str) -> str:
    """Return the mark of the next item: the number after, an open box."""
    number = re.match(r"\d+", mark)
    if number:
        return f"{int(number[0]) + 1}{mark[number.end() :]}"
    return re.sub(r"\[[xX]\]", "[ ]", mark)
