"""What programs rely on: names in the JSON, the documentation of them, exit codes, help."""

from pathlib import Path

import pytest

from learnlog import __version__
from learnlog.cli.json_names import NAMES
from learnlog.cli.reference import render
from learnlog.cli.table import COMMANDS, PARTS
from tests.cli.conftest import Shell

PROMISED = {
    "entry": "id title body kind created modified themes tags visibility path links",
    "post": "id url title text published person channel read starred themes",
    "person": "id name channels themes",
}


def test_the_promised_names_are_there(followed: Shell) -> None:
    followed.ok("add", "mine", "--theme", "data contracts")
    kept = followed.ok("keep", followed.ok("river", "--json").json[0]["id"], "--json").json
    printed = {
        "entry": followed.ok("list", "--json").json[0],
        "post": followed.ok("river", "--json").json[0],
        "person": followed.ok("people", "--json").json[0],
        "theme": followed.ok("theme", "list", "--json").json[0],
        "kept": kept,
        "hit": followed.ok("search", "mine", "--json").json[0],
        "channel asked (`fetch`)": followed.ok("fetch", "--all", "--json").json[0],
        "channel's standing (`fetch --explain`)": followed.ok("fetch", "--explain", "--json").json[0],
        "finding (`doctor`)": followed("doctor", "--json").json[0],
    }
    for kind, names in PROMISED.items():
        assert set(names.split()) <= set(printed[kind]), kind
    for kind, value in printed.items():
        assert set(value) == set(NAMES[kind]), kind
    id = printed["entry"]["id"]
    assert set(followed.ok("history", id, "--json").json[0]) == set(NAMES["version (`history ID`)"])
    followed.ok("delete", id)
    assert set(followed.ok("history", "--json").json[0]) == set(NAMES["deleted thing (`history`)"])
    assert printed["entry"]["themes"] == ["data-contracts"]


def test_the_documentation_is_what_the_parsers_say() -> None:
    written = Path(__file__).parents[2] / "docs" / "commands.md"
    assert written.read_text(encoding="utf-8") == render(), (
        "python -m learnlog.cli.reference > docs/commands.md"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_and_takes_json(shell: Shell, name: str) -> None:
    said = shell.ok(name, "--help").out
    assert said.startswith(f"usage: learnlog {name}")
    assert "--json" in said
    assert "--home" in said
    assert "{" not in said


def test_the_help_lists_every_command(shell: Shell) -> None:
    said = shell.ok("--help").out
    assert all(f"\n  {name} " in said for name in COMMANDS)


def test_the_help_is_grouped_by_what_a_person_does_with_a_line_for_each(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = shell.ok("--help").out
    assert all(f"\n{title}:\n" in said for title in PARTS)
    listed = said[said.index("\nwrite:\n") : said.index("\noptions:\n")].splitlines()
    lines = [one for one in listed if one.startswith("  ")]
    assert len(lines) == len(COMMANDS)  # none runs over into a second line
    assert max(map(len, lines)) <= 78


def test_home_may_stand_anywhere(shell: Shell, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    shell.ok("--home", other, "add", "there")
    assert len(shell.ok("list", f"--home={other}", "--json").json) == 1
    assert len(shell.ok("--json", f"--home={other}", "list").json) == 1
    assert len(shell.ok("theme", "list", "--home", other, "--json").json) == 0
    assert shell.ok("list", "--json").json == []


def test_the_version(shell: Shell) -> None:
    assert shell.ok("version").out == shell.ok("--version").out == f"learnlog {__version__}\n"
    assert shell.ok("version", "--json").json == {"version": __version__}


@pytest.mark.parametrize("argv", [["lst"], ["list", "--nonsense"], ["show"], ["--nonsense"], [], ["import"]])
def test_what_is_not_understood_ends_with_two(shell: Shell, argv: list[str]) -> None:
    result = shell(*argv)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("learnlog: ")


def test_an_unknown_command_names_the_nearest(shell: Shell) -> None:
    assert "learnlog search" in shell("serach").err


@pytest.mark.parametrize("name", ["bash", "zsh", "fish", "tcsh"])
def test_completion_knows_the_commands(shell: Shell, name: str) -> None:
    script = shell.ok("completion", name).out
    assert "restore-backup" in script
    assert "visibility" in script
