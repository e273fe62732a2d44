"""The power fails while a backup is being brought back."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from learnlog.care.backup import backup
from learnlog.journal.entries import NewEntry
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

# Runs a restore that is killed, without any farewell, at the nth call into the operating system that matters.
RESTORE = """
import os, pathlib, signal, sys
from learnlog.care import restoring, swapping
from learnlog.workspace import open_workspace
left = int(sys.argv[3])

def counted(function):
    def call(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return call

for name in ("rename", "replace", "mkdir", "unlink"):
    setattr(pathlib.Path, name, counted(getattr(pathlib.Path, name)))
os.link, os.utime = counted(os.link), counted(os.utime)
swapping.exchange = counted(swapping.exchange if sys.argv[4] == "exchange" else lambda *_: False)
restoring.restore_backup(open_workspace(sys.argv[1]), pathlib.Path(sys.argv[2]))
"""


def words(folder: Path) -> set[str]:
    return {path.read_text().rsplit("---\n\n")[-1].strip() for path in folder.glob("journal/*/*.md")}


@pytest.mark.slow
@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_old_or_new_is_there_and_the_next_start_is_clean(tmp_path: Path, clock: FakeClock, way: str) -> None:
    home = tmp_path / "home"
    mine = Workspace(find_paths(str(home)), clock=clock)
    for text in ("one", "two"):
        mine.journal.add(NewEntry(body=text))
    archive = backup(mine, tmp_path / "b.zip")
    mine.journal.add(NewEntry(body="three"))
    mine.close()
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    for step in range(200):
        command = [sys.executable, "-c", RESTORE, str(home), str(archive), str(step), way]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        vaults = [path for path in home.iterdir() if (path / "journal").is_dir()]
        assert {"one", "two", "three"} <= set().union(*map(words, vaults)), f"killed at step {step}"
        if way == "exchange":
            assert words(home / "vault") in ({"one", "two"}, {"one", "two", "three"}), f"at step {step}"
        after = Workspace(find_paths(str(home)), clock=clock)
        after.sync.scan()
        assert after.library.check() == []
        assert {entry.body for entry in after.journal.list()} == words(home / "vault")
        after.close()
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert step > 10
    assert words(home / "vault") == {"one", "two"}
