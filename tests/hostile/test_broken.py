"""What is broken before the start is told in a sentence, by the screen as by the commands."""

import os
from pathlib import Path

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.hostile.terminal import Terminal, tokens


def garbage(home: Path) -> None:
    (home / "library.db").write_bytes(os.urandom(8192))


def folder(home: Path) -> None:
    (home / "library.db").mkdir()


def no_vault(home: Path) -> None:
    (home / "vault").write_text("a file", encoding="utf-8")


def settings(text: str) -> "object":
    return lambda home: (home / "settings.toml").write_text(text, encoding="utf-8")


BREAKS = {
    "garbage": (garbage, 1, "library"),
    "folder": (folder, 1, "library"),
    "no vault": (no_vault, 1, "vault"),
    "no look": (settings('theme = "nope"'), 2, "nope"),
    "no command": (settings("[keys]\nsatr = 'x'"), 2, "star"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_screen_says_in_a_sentence_what_is_broken(tmp_path: Path, name: str) -> None:
    breaking, code, word = BREAKS[name]
    home = tmp_path / "home"
    home.mkdir()
    breaking(home)  # type: ignore[operator]
    with Terminal(["--home", home]) as terminal:
        assert terminal.wait() == code
    said = [text for kind, text in tokens(terminal.received) if kind == "text"]
    assert said[0].startswith("learnlog: ")
    assert word in " ".join(said)
    assert "foresaw" not in " ".join(said)
    assert len(said) <= 2


def test_a_look_that_is_no_more_is_no_reason_to_stop(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "state").mkdir(parents=True)
    (home / "state" / "screen.json").write_text('{"look": "gone", "welcomed": "yes"}', encoding="utf-8")
    with Terminal(["--home", home]) as terminal:
        terminal.until("▸Today")
        terminal.press("q")
        assert terminal.wait() == 0


def test_a_library_that_is_garbage_says_how_to_go_on_and_that_works(tmp_path: Path) -> None:
    garbage(tmp_path)
    workspace = Workspace(find_paths(str(tmp_path)))
    with pytest.raises(LearnlogError) as told:
        workspace.sync.reindex()
    assert "Move it away" in told.value.hint
    assert "learnlog reindex" in told.value.hint
    (tmp_path / "library.db").rename(tmp_path / "away.db")
    assert Workspace(find_paths(str(tmp_path))).sync.reindex() == 0
