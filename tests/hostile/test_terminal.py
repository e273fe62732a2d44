"""Foreign text never acts: proved on the bytes that a real terminal receives from the real program."""

from pathlib import Path

import pytest

from tests.hostile.attacks import ACTING, MARKUP, attacks
from tests.hostile.terminal import SIZE, Terminal, drawn, trespasses

ENTER, ESCAPE, TAB = "\r", "\x1b[27u", "\t"
WALK = (
    ("Today", "T", ["j", "j", "j", "?", ESCAPE, "\x10", "theme", ESCAPE, "G", ENTER, ESCAPE]),
    ("Journal", "J", ["j", "j", TAB, "j", ENTER, ESCAPE, "h", "j", ESCAPE, "F", ESCAPE, "G"]),
    (
        "River",
        "R",
        ["j", " ", "n", "n", "s", "K", "x" + ENTER, "t", ESCAPE, "l", "j", ENTER, "y", "?", ESCAPE],
    ),
    ("Themes", "H", ["j", "j", TAB, "j", "j", ENTER, ESCAPE, "G", "?", ESCAPE]),
    ("People", "P", ["j", "j", TAB, "j", "j", "j", ENTER, ESCAPE, "X", "G"]),
    ("Search", "S", ["mk", "\x1b[B", "\x1b[B", ENTER, ESCAPE, ESCAPE]),
)
"""Each mode: its name, its key, and what is pressed there."""


@pytest.mark.parametrize("text", ACTING.values(), ids=ACTING)
def test_the_parser_itself_misses_no_attack(text: str) -> None:
    innocent = "\x1b[?1049h\x1b[2026$p\x1b[1;1H\x1b[1;38;2;1;1;1mwords\x1b[0m\r\n"
    assert not trespasses(innocent.replace("\x1b[2026$p", "\x1b[?2026$p"))
    if text.startswith(("\x1b[38", "\x1b[98")):  # looks like our own; told by its numbers instead
        return
    assert trespasses(innocent + text + innocent)
    assert trespasses(text, screen=False)
