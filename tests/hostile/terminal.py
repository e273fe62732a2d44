"""A terminal as a program sees it: a real pty, every byte kept, and a parser that knows what may be in them."""

import codecs
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from rich.cells import cell_len

SIZE = (150, 45)

_TOKENS = re.compile(
    "(?P<line>\r\n)|(?P<csi>\x1b\\[[0-?]*[ -/]*[@-~])"
    "|(?P<string>\x1b[\\]PX^_][^\x1b\x07]*(?:\x07|\x1b\\\\))"
    "|(?P<escape>\x1b[ -/]*[0-~])"
    "|(?P<control>[\x00-\x1f\x7f-\x9f])"
    "|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)
_MODES = "7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2031|2048"
_TEXTUALS_OWN = re.compile(
    "\x1b\\[(?:"
    "[0-9;]*m"  # colours
    "|[0-9]+;[0-9]+H"  # where to write
    f"|\\?(?:{_MODES})[hl]"  # screen, cursor, mouse, focus, paste, synchronised output
    "|\\?(?:2026|2048)\\$p|>[0-9]+u|<u"  # what the terminal can do, and the keyboard's protocol
    ")"
)
_TOLD_BY_NUMBERS = re.compile("38;2;1;2;3|98;7H")  # what of `attacks.ACTING` looks like Textual's own
_BAR = re.compile("\r[^\x00-\x1f\x7f-\x9f]*\x1b\\[K")  # a command's progress, drawn over itself
_POINTER = re.compile("\x1b\\]22;[a-z-]+\x07")  # the mouse pointer's shape
_UNSEEN = re.compile(
    "[\u061c\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]|[\u0300-\u036f]{9}"
)
"""Letters that turn others around, or that nobody sees, and heaps that cover other lines."""
_PLACE = re.compile("\x1b\\[([0-9]+);([0-9]+)H")


class Token(NamedTuple):
    """A piece of what a terminal receives; kinds are ``line`` (its end), ``text`` and what is no text."""

    kind: str
    text: str


def tokens(stream: str) -> Iterator[Token]:
    """Yield what `stream` is made of; a sequence without its end is a control and what follows it."""
    for found in _TOKENS.finditer(stream):
        yield Token(str(found.lastgroup), found[0])


def trespasses(stream: str, *, screen: bool = True) -> list[str]:
    """Return everything in `stream` that acts and is not our own.

    Our own is what Textual writes for the most innocent journal; without `screen`, only colours, line ends
    and the erased line under a progress bar.
    """
    found = []
    stream = stream if screen else _BAR.sub("", stream)
    for number, (kind, text) in enumerate(parts := list(tokens(stream))):
        if _TOLD_BY_NUMBERS.search(text) and kind == "csi":
            is_ours = False
        elif kind == "text":
            is_ours = not _UNSEEN.search(text)
        elif screen:
            is_ours = bool(_TEXTUALS_OWN.fullmatch(text) or _POINTER.fullmatch(text) or kind == "line")
        else:
            is_ours = bool(re.fullmatch("\x1b\\[[0-9]*[mK]", text) or kind == "line" or text == "\t")
        if not is_ours:
            found.append(repr("".join(part.text for part in parts[number : number + 3]))[:120])
    return found


class Screen:
    """What stands on a terminal of `size` after what it was fed, as Textual writes it: a place, then text."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._width, height = size
        self._rows = [[" "] * self._width for _ in range(height)]
        self._row = self._column = 0

    def feed(self, stream: str) -> int:
        """Draw `stream` but for a last sequence that may go on; return how much of it was drawn."""
        last = stream.rfind("\x1b")
        end = len(stream) if last < 0 or _TOKENS.match(stream, last)[0] != "\x1b" else last  # type: ignore[index]
        for kind, text in tokens(stream[:end]):
            if kind == "csi" and (place := _PLACE.fullmatch(text)):
                self._row, self._column = int(place[1]) - 1, int(place[2]) - 1
            elif kind == "text" and 0 <= self._row < len(self._rows):
                self._write(text)
        return end

    def _write(self, text: str) -> None:
        row = self._rows[self._row]
        for letter in text:
            cells = 1 if letter < "\x7f" else cell_len(letter)
            if cells and self._column < self._width:
                row[self._column : self._column + cells] = [letter] + [""] * (cells - 1)
            self._column += cells

    def __str__(self) -> str:
        return "\n".join("".join(cells).rstrip() for cells in self._rows)


class Terminal:
    """Runs `learnlog` with `arguments` in a pty and keeps every byte that it writes there."""

    def __init__(
        self,
        arguments: Sequence[str | Path] = (),
        *,
        environment: Mapping[str, str] | None = None,
        size: tuple[int, int] = SIZE,
        program: Sequence[str] = (sys.executable, "-m", "learnlog"),
    ) -> None:
        self.size = size
        self._mine, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        fresh = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
        kept = {
            name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")
        }
        self.process = subprocess.Popen(
            [*program, *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**kept, **fresh, **(environment or {})},
            start_new_session=True,
        )
        os.close(theirs)
        self._bytes = bytearray()
        self._screen = Screen(size)
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._drawn, self._rest = 0, ""
        self._heard = time.monotonic()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                select.select([self._mine], [], [])
                data = os.read(self._mine, 1 << 16)
            except OSError:
                return
            if not data:
                return
            self._bytes += data
            self._heard = time.monotonic()

    @property
    def received(self) -> str:
        """Everything written so far; what is no UTF-8 is a defect by itself."""
        return bytes(self._bytes).decode("utf-8", "surrogateescape")

    @property
    def screen(self) -> str:
        """What stands on the screen now."""
        end = len(self._bytes)
        waiting = self._rest + self._decoder.decode(bytes(self._bytes[self._drawn : end]))
        self._drawn, self._rest = end, waiting[self._screen.feed(waiting) :]
        return str(self._screen)

    def press(self, keys: str) -> None:
        """Type `keys` at once, and wait until the screen stands still."""
        os.write(self._mine, keys.encode("utf-8", "surrogateescape"))
        self.settle()

    def settle(self, quiet: float = 0.12, seconds: float = 10.0) -> None:
        """Wait until nothing was written, and nothing was left to do, for a moment."""
        self._heard = time.monotonic()
        end = self._heard + seconds
        while time.monotonic() < min(end, self._heard + quiet):
            time.sleep(0.02)
            if self._is_at_work():
                self._heard = time.monotonic()

    def _is_at_work(self) -> bool:
        """Tell whether the program wants to run: on a busy machine it may be silent because it is not let."""
        for thread in Path(f"/proc/{self.process.pid}/task").glob("*/stat"):
            with suppress(OSError):
                if thread.read_text(encoding="latin-1").rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def until(self, *words: str, seconds: float = 20.0) -> None:
        """Wait until all `words` stand on the screen."""
        end = time.monotonic() + seconds
        while not all(word in (screen := self.screen) for word in words):
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError(f"{words} never came; the terminal shows:\n{screen}")
            time.sleep(0.03)

    def reach(self, key: str, there: str) -> None:
        """Press `key` until `there` stands on the screen, leaving what is in the way: a slow machine loses keys."""
        for seconds in (0.5, 1.0, 2.0, 4.0, 8.0):
            self.press(key)
            with suppress(AssertionError):
                return self.until(there, seconds=seconds)
            for _ in range(3):
                self.press("\x1b[27u")
        return self.until(there)

    def wait(self, seconds: float = 20.0) -> int:
        """Wait until the program has ended and all its words are here; return its exit code."""
        code = self.process.wait(seconds)
        self._reader.join(2)
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
        self._reader.join(2)
        os.close(self._mine)
