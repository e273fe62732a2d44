"""A defect of ours in the screen shows nobody's words: where it happened goes into a file, as from the commands."""

import sys
from pathlib import Path

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.hostile.terminal import Terminal, trespasses

ESCAPE = "\x1b[27u"
SECRET = "a word for me alone"
PLANTED = """
import sys
from learnlog.cli.main import main
from learnlog.tui.screens.river import RiverScreen

async def load(self):
    shown = self.app.workspace.journal.list()[0].body
    {defect}

RiverScreen.load = load
sys.exit(main(["--home", sys.argv[1]]))
"""
DEFECTS = {
    "a screen": "raise RuntimeError(f'no \\x1b[2J\\x9d0;x\\x07 {shown}')",
    "a worker": "await self.ask(lambda: {}[f'\\x1b[31m {shown}'])",
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_on_the_screen_is_told_in_a_sentence(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    workspace = Workspace(find_paths(str(home)))
    workspace.journal.add(NewEntry(body=SECRET))
    workspace.close()
    program = (sys.executable, "-c", PLANTED.format(defect=DEFECTS[name]), str(home))
    with Terminal(program=program) as terminal:
        terminal.until("▸Today")
        terminal.press("R")
        assert terminal.wait() == 1
        received = terminal.received
    said = received[received.rindex("\x1b[?1049l") :]
    assert not trespasses(received)
    assert SECRET not in said
    assert "Traceback" not in said
    assert "foresaw" in said
    (report,) = (home / "state").glob("crash-*.txt")
    assert "learnlog.tui" in report.read_text(encoding="utf-8")
    assert SECRET not in report.read_text(encoding="utf-8")


def test_a_defect_beside_the_screen_prints_nothing_over_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    planted = PLANTED.replace("RiverScreen.load = load", "Indexer._index = fail").replace(
        "async def load(self):\n    shown = self.app.workspace.journal.list()[0].body\n    {defect}",
        "from learnlog.tui.indexing import Indexer\n\ndef fail(self):\n    raise RuntimeError('\x1b[2J words of mine')",
    )
    with Terminal(program=(sys.executable, "-c", planted, str(home))) as terminal:
        terminal.until("Something went wrong that nobody foresaw (RuntimeError)")
        terminal.press(ESCAPE)
        terminal.reach("J", "▸Journal")
        terminal.press("q")
        assert terminal.wait() == 0
    assert not trespasses(terminal.received)
    assert "words of mine" not in terminal.received
