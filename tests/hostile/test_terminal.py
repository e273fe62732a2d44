"""Foreign text never acts: proved on the bytes that a real terminal receives from the real program."""

from pathlib import Path

import pytest

from learnlog.model.safe import clean_text
from tests.hostile.attacks import ACTING, MARKUP, attacks, everything
from tests.hostile.terminal import Terminal, trespasses

ENTER, ESCAPE, TAB, DOWN = "\r", "\x1b[27u", "\t", "\x1b[B"
PALETTE, PREVIEW = "\x10", "\x12"
PASTE = f"\x1b[200~{everything().replace(ESCAPE[0], '')}\x1b[201~"
WALK = {
    "Today": ("T", ["jj", "?", ESCAPE, PALETTE, "theme", ESCAPE, "G" + ENTER, ESCAPE]),
    "Journal": (
        "J",
        ["jj", TAB + "j", ENTER, ESCAPE, "h", "j", ESCAPE, "F", ESCAPE, "G", "e", PREVIEW, ESCAPE],
    ),
    "River": ("R", ["j ", "n", "n", "sK", "x" + ENTER, "t", ESCAPE, "i", ESCAPE, "l", "j", ENTER, "y", "u"]),
    "Themes": ("H", ["jj", TAB + "jj", ENTER, ESCAPE, "e", ESCAPE, "M", ESCAPE, "G"]),
    "People": ("P", ["jj", TAB + "jjj", ENTER, ESCAPE, "e", ESCAPE, "X", "G"]),
    "Search": ("S", ["mk", DOWN + DOWN, ENTER, ESCAPE, ESCAPE, PASTE, ESCAPE]),
    "Today ": ("T", ["w", PASTE, PREVIEW, ESCAPE, "J", "R"]),
}
"""Each mode: its key, and what is pressed there, with a look at the screen after each."""
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
        for mode, (key, presses) in WALK.items():
            terminal.press(key)
            terminal.until(f"▸{mode.strip()}")
            shown.append(terminal.screen)
            for keys in presses:
                terminal.press(keys)
                shown.append(terminal.screen)
            terminal.press(ESCAPE * 3)
        terminal.press("T")
        terminal.until("▸Today")
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


COMMANDS = [
    *(["show", id] for id in ("e0", "e7raw", "e13", "k3", "theme-2", "p12", "theme-24")),
    *(
        ["list", "-n", "200"],
        ["search", "mk"],
        ["river", "-n", "50"],
        ["river", "--unread"],
        ["people", "--all"],
    ),
    *(
        ["theme", "list"],
        ["theme", "show", "theme-8"],
        ["history"],
        ["history", "e0"],
        ["doctor"],
        ["reindex"],
    ),
    *(["show", "e"], ["follow", everything()[:2000].replace("\0", "")], ["keep", "[@click=app.quit]\x9b2Jx"]),
    *(
        ["theme", "merge", "theme-1", "theme-2"],
        ["unfollow", "p3"],
        ["delete", "e5"],
        ["visibility", "e6", "coach"],
    ),
    *(["import", "markdown", "\x9b2J\u202eno.md"], ["fetch", "--all"], ["list", "--theme", "\x1b]0;x\x07y"]),
]
RUN = """
import json, sys
from learnlog.cli.main import main
for argv in json.loads(sys.stdin.readline()): print("exit", main(["--home", sys.argv[1], *argv]), flush=True)
"""
