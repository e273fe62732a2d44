"""Two learnlogs at once are normal: twelve commands write while the screen is open."""

import os
import subprocess
import sys
import time
from pathlib import Path

from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.hostile.terminal import Terminal

PROMISED = 2.0
"""Seconds until all is shown, on a machine that does nothing else."""
PATIENCE = PROMISED + 2.0 * max(0.0, os.getloadavg()[0] / (os.cpu_count() or 1) - 0.5)


def start(home: Path, *argv: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "learnlog", argv[0], "--home", str(home), *argv[1:]]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def test_twelve_at_once_are_all_saved_and_shown(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert start(home, "add", "The first one").wait(30) == 0
    titles = [f"Parallel thought {number:02}" for number in range(12)]
    with Terminal(["--home", home]) as terminal:
        terminal.until("▸Today", "The first one")
        terminal.reach("J", "▸Journal")
        terminal.until("The first one")
        begun = time.monotonic()
        adding = [start(home, "add", f"Text of {title}", "--title", title) for title in titles]
        assert [process.wait(60) for process in adding] == [0] * 12
        written = time.monotonic()
        terminal.until(*titles, seconds=20)
        shown = time.monotonic() - written
        print(f"\n12 added in {written - begun:.2f} s, all shown {shown:.2f} s later")
        terminal.press("q")
        assert terminal.wait() == 0
    workspace = Workspace(find_paths(str(home)))
    assert {entry.title for entry in workspace.journal.list(limit=50)} >= set(titles)
    workspace.close()
    assert shown < PATIENCE
