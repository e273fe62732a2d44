"""What reaches the terminal: harmless, as wide as it is, and coloured only there."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.cli import output
from learnlog.cli.output import Styled, cells, cut, json_door
from tests.cli.conftest import Shell, post

HOSTILE = (
    "a\x1b]52;c;ZXZpbA==\x07b\x1b[2Jc\x9b31md\u202ee\u2066f\x7fg\x00h\x1b]8;;file:///etc\x1b\\i\U000e0041j"
)
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Make stdout a terminal of 40 columns; called by a test itself, since pytest sets its own before."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return stream


@pytest.fixture
def hostile(shell: Shell, home: Path) -> Shell:
    """A journal and a river full of text that would act on a terminal, also written by other programs."""
    shell.network.feeds["https://evil.example/feed"] = [
        post(4, title=HOSTILE, text=HOSTILE, html=HOSTILE, author=HOSTILE)
    ]
    shell.ok("follow", "https://evil.example/feed", "--as", f"Eve {HOSTILE}", "--why", HOSTILE)
    id = shell.ok(
        "add", f"{HOSTILE}\nsecond", "--title", HOSTILE, "--tag", HOSTILE, "--theme", HOSTILE
    ).out.strip()
    path = home / "vault" / shell.ok("show", id, "--json").json["path"]
    text = path.read_text(encoding="utf-8").replace("second", f"second {HOSTILE}")
    path.write_text(text, encoding="utf-8")
    shell.ok("reindex")
    return shell


COMMANDS = [
    ["list"],
    ["river"],
    ["people", "--all"],
    ["theme", "list"],
    ["search", "second"],
    ["search", HOSTILE],
    ["show", HOSTILE],
    ["theme", "show", HOSTILE],
    ["fetch", "--all"],
    ["history"],
    [HOSTILE],
    ["list", f"--{HOSTILE}"],
    ["list", "--since", HOSTILE],
    ["follow", HOSTILE],
    ["export", "--format", "json"],
]


@pytest.mark.parametrize("argv", COMMANDS, ids=lambda argv: argv[0][:8])
def test_foreign_text_never_acts(hostile: Shell, argv: list[str]) -> None:
    for more in ([], ["--json"]):
        result = hostile(*argv, *more)
        assert not ACTING.search(result.out), argv
        assert not ACTING.search(result.err), argv


def test_foreign_text_never_acts_in_what_show_and_keep_print(hostile: Shell) -> None:
    ids = [hostile.ok(name, "--json").json[0]["id"] for name in ("list", "river")]
    ids.append(hostile.ok("keep", ids[1]).out.strip())
    for id in ids:
        for more in ([], ["--json"]):
            result = hostile.ok("show", id, *more)
            assert result.out
            assert not ACTING.search(result.out)
    assert not ACTING.search(hostile.ok("history", ids[0]).out)
    assert not ACTING.search(hostile.ok("show", ids[0], "--version", "1").out)


@given(st.text())
def test_json_passes_the_door_harmless_and_whole(text: str) -> None:
    stream = io.StringIO()
    json_door(stream).write(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(stream.getvalue()) == {"text": text}
    assert not ACTING.search(stream.getvalue())


@given(st.text(), st.integers(0, 20))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert cells(cut(text, width)) <= width or text == cut(text, width)


def test_wide_letters_take_two_cells() -> None:
    assert cells("日本e\u0301") == 5
    assert cut("日本語です", 6) == "日本…"


def test_lines_are_cut_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_terminal(monkeypatch)
    output.table([["one", Styled("x" * 60, "bold")], ["日本語", "short"]])
    plain = re.sub("\x1b\\[[0-9;]*m", "", terminal.getvalue()).splitlines()
    assert [cells(line) for line in plain] == [40, 13]
    assert plain[0].endswith("x…")


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_terminal(monkeypatch)
    output.say(Styled("words", "bold"))
    assert terminal.getvalue() == "\x1b[1mwords\x1b[0m\n"
    monkeypatch.setenv("NO_COLOR", "1")
    output.say(Styled("plain", "bold"))
    assert terminal.getvalue().endswith("\nplain\n")


def test_a_real_terminal_receives_nothing_that_acts(hostile: Shell, home: Path) -> None:
    id = hostile.ok("list", "--json").json[0]["id"]
    for argv in (["list"], ["show", id], ["river"], ["theme", "list"], ["show", HOSTILE.replace("\0", "")]):
        mine, theirs = os.openpty()
        command = [sys.executable, "-m", "learnlog", *argv]
        env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
        subprocess.run(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, timeout=60, check=False)
        os.close(theirs)
        text = os.read(mine, 100_000).decode("utf-8")
        os.close(mine)
        assert "a" in text
        plain = re.sub("\x1b\\[[0-9]*m", "", text).replace("\r\n", "\n")
        assert not ACTING.search(plain), argv


def test_there_is_no_colour_in_a_pipe(shell: Shell) -> None:
    shell.ok("add", "words")
    assert "\x1b" not in shell.ok("list").out


def test_letters_that_an_encoding_lacks_stay_valid_json(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    output.put_json({"text": "café"})
    stream.flush()
    assert json.loads(raw.getvalue()) == {"text": "café"}
