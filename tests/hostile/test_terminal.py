"""Foreign text never acts: proved on the bytes that a real terminal receives from the real program."""

from pathlib import Path

import pytest

from learnlog.model.safe import clean_text
from tests.hostile.attacks import ACTING, MARKUP, attacks, everything
from tests.hostile.terminal import Terminal, trespasses

ENTER, ESCAPE, TAB, DOWN = "\r", "\x1b[27u", "\t", "\x1b[B"
PALETTE, PREVIEW = "\x10", "\x12"
PASTE = f"\x1b[200~{everything().replace(ESCAPE[0], '')}\x1b[201~"
WALK = (
    ("T", "▸Today", ["jj", PALETTE + "theme", ESCAPE]),
    ("J", "▸Journal", [TAB + "j" + ENTER, ESCAPE, "h", ESCAPE, "e", PREVIEW, ESCAPE]),
    ("w", "draft", [PREVIEW, ESCAPE]),
    ("R", "▸River", ["j n", "sK", "x" + ENTER, "t", ESCAPE, "i", ESCAPE, "l", ESCAPE, "yu"]),
    ("H", "▸Themes", [TAB + "jj" + ENTER, ESCAPE, "e", ESCAPE, "M", ESCAPE]),
    ("P", "▸People", [TAB + "jjj" + ENTER, ESCAPE, "e", ESCAPE]),
    ("S", "▸Search", ["mk", DOWN + DOWN + ENTER, ESCAPE, ESCAPE, PASTE, ESCAPE]),
)
"""A key, what then stands on the screen, and what is pressed there, with a look at the screen after each."""
SEEN_ANYWAY = "\x1b[?1049h\x1b[?2026$p\x1b[1;1H\x1b[1;38;2;1;1;1mwords\x1b[0m\x1b[>1u\r\n\x1b[?2026l\x1b[<u"


@pytest.mark.parametrize("text", ACTING.values(), ids=ACTING)
def test_the_parser_itself_misses_no_attack(text: str) -> None:
    assert not trespasses(SEEN_ANYWAY)
    assert trespasses(SEEN_ANYWAY + text + SEEN_ANYWAY)
    assert trespasses(f"words\r\n{text}\r\n", screen=False)


def test_nothing_acts_on_the_screen_whatever_is_opened(hostile: Path) -> None:
    shown: list[str] = []
    with Terminal(["--home", hostile]) as terminal:
        terminal.until("▸Today", "Open questions")
        for key, there, presses in WALK:
            terminal.reach(key, there)
            shown.append(terminal.screen)
            for keys in presses:
                terminal.press(keys)
                shown.append(terminal.screen)
        terminal.reach("T", "▸Today")
        terminal.press("q")
        assert terminal.wait() == 0
    received = terminal.received
    received.encode("utf-8")
    assert not trespasses(received)
    check_that_all_was_seen("\n".join(shown))


def check_that_all_was_seen(shown: str) -> None:
    """See that the attacks were on the screen at all, and markup as it was written."""
    for name, marker, text in attacks():
        if name in MARKUP:
            assert text in shown, name
        elif marker in clean_text(text):
            assert marker in shown, name
