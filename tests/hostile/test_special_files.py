"""Where a file of words is expected stands a pipe, a device or a folder: no command waits for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from learnlog.model.errors import UsageError
from learnlog.settings import load_settings
from learnlog.tui.remembered import Remembered

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")

PLACES = {
    "settings.toml": ["list"],
    "state/resting.json": ["fetch"],
    "state/notices.json": ["notices"],
    "state/positions.json": ["position"],
    "state/fetching": ["fetch"],
    "vault/.learnlog/pending/x": ["list"],
    "vault/prompts/mine.toml": ["prompts"],
    "vault/programmes/mine.toml": ["programme"],
    "vault/rules.md": ["rules"],
    "vault/views.md": ["views"],
    "vault/outlines/x.opml": ["export", "--format", "opml", "out.opml"],
}


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


KINDS = {"pipe": os.mkfifo, "device": a_device, "folder": Path.mkdir}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path, place: str, kind: str) -> None:
    path = tmp_path / "home" / place
    path.parent.mkdir(parents=True)
    KINDS[kind](path)
    done = subprocess.run(
        [sys.executable, "-m", "learnlog", "--home", tmp_path / "home", *PLACES[place]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode in (0, 1, 2)
    assert "Traceback" not in done.stderr
    assert "Errno" not in done.stderr
    assert "foresaw" not in done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_says_which_file_is_none(tmp_path: Path, kind: str) -> None:
    KINDS[kind](tmp_path / "settings.toml")
    done = subprocess.run(
        [sys.executable, "-m", "learnlog", "--home", tmp_path, "list"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 2
    assert f"{tmp_path / 'settings.toml'} cannot be read: it is no plain file." in done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_screens_remember_is_not_waited_for(tmp_path: Path, kind: str) -> None:
    KINDS[kind](tmp_path / "screen.json")
    code = (
        "import sys, pathlib; from learnlog.tui.remembered import Remembered\n"
        "print(Remembered(pathlib.Path(sys.argv[1])).get('look', 'usual'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "screen.json"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.stdout == "usual\n"


def test_settings_from_an_editor_of_windows_are_read_and_other_bytes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbftimeout = 7\r\n")
    assert load_settings(path).timeout == 7
    path.write_bytes('editor = "é"'.encode("latin-1"))
    with pytest.raises(UsageError, match="cannot be read: it is no UTF-8 text"):
        load_settings(path)
    path.write_bytes(b"#" * 2_000_000)
    with pytest.raises(UsageError, match="cannot be read: it is larger than 1 MB"):
        load_settings(path)


def test_what_is_remembered_and_nested_without_end_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "screen.json"
    file.write_text("[" * 100_000)
    assert Remembered(file).get("theme", "usual") == "usual"
