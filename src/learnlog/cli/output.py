"""The one door to the terminal: every string is cleaned here, and only our own colours are added.

Data goes to stdout (`say`, `table`, `put_json`), narration to stderr (`tell`, `Bar`).
"""

import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple, TextIO, cast

from learnlog.model.safe import clean_line, clean_text, heaps

STYLES = {"bold": "1", "dim": "2", "good": "32", "bad": "31", "warn": "33", "accent": "36"}
GAP = "  "


class Styled(NamedTuple):
    """Text and the name of its style in `STYLES`."""

    text: str
    style: str


Part = str | Styled
Cell = Part | list[Part]


def prepare() -> None:
    """Make the streams never fail on a letter that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def abandon() -> None:
    """Drop what is still to be written to a stdout that nobody reads any more."""
    try:
        sys.stdout.fileno()
    except (OSError, ValueError):
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(*parts: Part) -> None:
    """Print one piece of data, made of `parts`, to stdout; its line breaks and tabs stay."""
    _print(sys.stdout, parts)


def tell(*parts: Part) -> None:
    """Print one line of narration, made of `parts`, to stderr."""
    _print(sys.stderr, parts)


def _print(stream: TextIO, parts: Sequence[Part]) -> None:
    coloured = is_coloured(stream)
    print(*(_paint(part, clean_text(_text(part)), coloured) for part in parts), sep="", file=stream)


def is_coloured(stream: TextIO) -> bool:
    """Tell whether colours may be written to `stream`."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _text(part: Part) -> str:
    return part.text if isinstance(part, Styled) else part


def _paint(part: Part, text: str, coloured: bool) -> str:
    if coloured and isinstance(part, Styled) and text and part.style in STYLES:
        return f"\x1b[{STYLES[part.style]}m{text}\x1b[0m"
    return text


def cells(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(letter) for letter in text)


def _cells_of(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return `text` shortened with … to at most `width` cells."""
    if cells(text) <= width:
        return text
    kept, used = [], 1
    for letter in text:
        used += _cells_of(letter)
        if used > width:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…" if width > 0 else ""


def terminal_width() -> int:
    """Return how wide stdout's terminal is, or 0 when stdout is none and nothing need be cut."""
    if not sys.stdout.isatty():
        return 0
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def table(rows: Sequence[Sequence[Cell]]) -> None:
    """Print `rows` in columns; on a terminal each line is cut to its width, in its last columns first."""
    lines = [[_cleaned_cell(cell) for cell in row] for row in rows]
    widths = [max(map(_cell_width, column)) for column in zip(*lines, strict=True)]
    room, coloured = terminal_width(), is_coloured(sys.stdout)
    for line in lines:
        left, printed = room or sys.maxsize, ""
        for cell, width in zip(line, widths, strict=True):
            for part in cell:
                text = cut(part.text, left)
                left -= cells(text)
                printed += _paint(part, text, coloured)
            pad = max(0, min(width - _cell_width(cell) + len(GAP), left))
            left -= pad
            printed += " " * pad
        print(printed.rstrip())


def _cleaned_cell(cell: Cell) -> list[Styled]:
    parts = [cell] if isinstance(cell, (str, Styled)) else cell
    return [Styled(_line(_text(part)), part.style if isinstance(part, Styled) else "") for part in parts]


def _line(text: str) -> str:
    """Return `text` on one line; a space at an end may part it from its neighbour and stays."""
    line = clean_line(text)
    return f"{' ' * text.startswith(' ')}{line}{' ' * text.endswith(' ')}" if line else ""


def _cell_width(cell: Sequence[Styled]) -> int:
    return sum(cells(part.text) for part in cell)


def put_json(value: Any) -> None:
    """Print `value` to stdout as JSON; letters stay letters where the encoding has them."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(_cleaned(value), ensure_ascii=plain, indent=2))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_line(str(name)): _cleaned(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(item) for item in value]
    return value


class _JsonDoor:
    """A stream for others' JSON: what could act on a terminal leaves as an escape, so nothing is lost."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a piece of JSON."""
        if clean_text(text) != text or not text.isascii():
            text = heaps().sub(lambda found: "".join(map(_escape, found[0])), text)
            text = "".join(letter if _is_plain(letter) else _escape(letter) for letter in text)
        return self._stream.write(text)

    def flush(self) -> None:
        """Flush the stream behind."""
        self._stream.flush()


def json_door(stream: TextIO) -> TextIO:
    """Return a stream that passes JSON on to `stream` as harmless JSON; only to be written to."""
    return cast(TextIO, _JsonDoor(stream))


def _is_plain(letter: str) -> bool:
    return clean_text(letter) == letter and not "\ud800" <= letter <= "\udfff"


def _escape(letter: str) -> str:
    return json.dumps(letter)[1:-1] if letter != "\x7f" else "\\u007f"


class Bar:
    """A progress bar on stderr's last line, when stderr is a terminal; otherwise it shows nothing."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = ""
        self._is_live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def show(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        filled = 24 * done // max(1, total)
        self._draw(f"{self._label} {'━' * filled}{'─' * (24 - filled)} {done}/{total}")

    def tell(self, *parts: Part) -> None:
        """Print a line of narration above the bar."""
        shown = self._shown
        self.close()
        tell(*parts)
        self._draw(shown)

    def close(self) -> None:
        """Take the bar away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        self._shown = ""

    def _draw(self, text: str) -> None:
        if self._is_live and text != self._shown:
            print("\r", clean_line(text), "\x1b[K", sep="", end="", file=sys.stderr, flush=True)
            self._shown = text
