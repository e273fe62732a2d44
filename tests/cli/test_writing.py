"""Writing and changing entries from the shell."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def test_add_saves_the_words_and_prints_the_id(shell: Shell, home: Path) -> None:
    result = shell.ok("add", "What", "I", "noticed")
    (entry,) = shell.ok("list", "--json").json
    assert result.out == entry["id"] + "\n"
    assert entry["body"].strip() == "What I noticed"
    assert entry["visibility"] == "private"
    assert "What I noticed" in (home / "vault" / entry["path"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("argv", [["add"], ["add", "-"]])
def test_add_reads_a_pipe(shell: Shell, argv: list[str]) -> None:
    shell.ok(*argv, stdin="# Über\n\nzwei Zeilen\n")
    assert shell.ok("list", "--json").json[0]["body"].strip() == "# Über\n\nzwei Zeilen"


def test_add_takes_bytes_that_are_no_utf8(shell: Shell) -> None:
    shell.ok("add", "-", stdin=b"caf\xe9 au lait")
    assert shell.ok("list", "--json").json[0]["body"].strip() == "caf\ufffd au lait"


def test_add_with_everything(shell: Shell) -> None:
    fields = ["--title", "A title", "--theme", "data contracts", "--theme", "Writing", "--tag", "#one"]
    more = ["--kind", "question", "--visibility", "coach", "--date", "last friday 15:00"]
    result = shell.ok("add", "text", *fields, *more, "--json")
    entry = result.json
    assert entry["title"] == "A title"
    assert entry["themes"] == ["data-contracts", "writing"]
    assert entry["tags"] == ["one"]
    assert (entry["kind"], entry["visibility"]) == ("question", "coach")
    assert entry["created"].startswith("2026-11-20T15:00:00")
    assert entry["modified"].startswith("2026-11-23T16:05:00")
    assert "New theme: data contracts" in result.err


def test_nothing_to_add_is_a_mistake_in_the_request(shell: Shell) -> None:
    result = shell("add", stdin=" \n")
    assert (result.code, result.out) == (2, "")
    assert "nothing to save" in result.err


def test_add_on_a_terminal_opens_the_editor(shell: Shell, tmp_path: Path) -> None:
    shell.editor(
        tmp_path / "editor.py", "assert file.stat().st_mode & 0o077 == 0\nfile.write_text('From it')"
    )
    shell.ok("add", stdin=None)
    assert shell.ok("list", "--json").json[0]["body"].strip() == "From it"


def test_words_survive_an_editor_that_fails(shell: Shell, tmp_path: Path) -> None:
    shell.editor(tmp_path / "editor.py", "file.write_text('Precious')\nsys.exit(3)")
    result = shell("add", stdin=None)
    assert result.code == 1
    kept = Path(result.err.split("is kept in ")[1].splitlines()[0].removesuffix("."))
    assert kept.read_text(encoding="utf-8") == "Precious"
    assert shell.ok("list", "--json").json == []


def test_edit_by_options_keeps_the_rest(shell: Shell) -> None:
    id = shell.ok("add", "text", "--title", "Old", "--theme", "One", "--tag", "t").out.strip()
    shell.ok("edit", id[-6:], "--title", "New", "--theme", "Two", "--date", "yesterday")
    entry = shell.ok("show", id, "--json").json
    assert (entry["title"], entry["themes"], entry["tags"]) == ("New", ["two"], ["t"])
    assert entry["body"].strip() == "text"
    assert entry["created"].startswith("2026-11-22T12:00:00")
    shell.ok("edit", id, "--theme", "", "--title", "")
    entry = shell.ok("show", id, "--json").json
    assert (entry["title"], entry["themes"]) == ("", [])


def test_edit_takes_a_text(shell: Shell) -> None:
    id = shell.ok("add", "before", "--title", "T").out.strip()
    shell.ok("edit", id, "--text", "after")
    assert shell.ok("show", id, "--json").json["body"].strip() == "after"
    shell.ok("edit", id, "--text", "-", stdin="from a pipe")
    assert shell.ok("show", id, "--json").json["body"].strip() == "from a pipe"


def test_a_question_is_closed_and_reopened(shell: Shell) -> None:
    id = shell.ok("add", "why?", "--kind", "question").out.strip()
    assert len(shell.ok("list", "--open", "--json").json) == 1
    shell.ok("edit", id, "--close")
    assert shell.ok("list", "--open", "--json").json == []
    shell.ok("edit", id, "--reopen")
    assert len(shell.ok("list", "--open", "--json").json) == 1


def test_edit_opens_the_editor_on_the_text(shell: Shell, tmp_path: Path) -> None:
    id = shell.ok("add", "first").out.strip()
    shell.editor(tmp_path / "editor.py", "file.write_text(file.read_text() + 'second\\n')")
    shell.ok("edit", id)
    assert shell.ok("show", id, "--json").json["body"].split() == ["first", "second"]


def test_leaving_the_editor_without_a_change_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    id = shell.ok("add", "first").out.strip()
    shell.editor(tmp_path / "editor.py", "pass")
    assert "Nothing was changed" in shell.ok("edit", id).err
    assert len(shell.ok("history", id, "--json").json) == 1


def test_both_sides_of_a_conflict_are_kept_and_shown(shell: Shell, home: Path, tmp_path: Path) -> None:
    entry = shell.ok("add", "the beginning", "--json").json
    path = home / "vault" / entry["path"]
    other = f"other = pathlib.Path({str(path)!r})\n"
    other += "other.write_text(other.read_text().replace('the beg', 'their beg'))"
    shell.editor(tmp_path / "editor.py", f"{other}\nfile.write_text('my beginning')")
    result = shell("edit", entry["id"])
    assert result.code == 1
    assert "both versions are kept" in result.err
    number = result.err.split("Mine: version ")[1].split()[0]
    assert "their beginning" in shell.ok("show", entry["id"]).out
    assert "my beginning" in shell.ok("show", entry["id"], "--version", number).out
    shell.ok("restore", entry["id"], "--version", number)
    assert shell.ok("show", entry["id"], "--json").json["body"].strip() == "my beginning"


def test_visibility_climbs_only_when_told(shell: Shell) -> None:
    id = shell.ok("add", "text").out.strip()
    assert shell.ok("visibility", id[:12], "cohort", "--json").json["visibility"] == "cohort"
    result = shell("visibility", id, "everyone")
    assert result.code == 2
    assert "private" in result.err


def test_what_is_deleted_comes_back(shell: Shell) -> None:
    id = shell.ok("add", "do not lose me").out.strip()
    shell.ok("delete", id)
    assert shell("show", id).code == 1
    assert [one["id"] for one in shell.ok("history", "--json").json] == [id]
    assert id[-6:] in shell.ok("history").out
    shell.ok("restore", id[-6:])
    assert shell.ok("show", id, "--json").json["body"].strip() == "do not lose me"


def test_a_theme_is_not_deleted(shell: Shell) -> None:
    shell.ok("theme", "add", "Writing")
    result = shell("delete", "writing")
    assert result.code == 2
    assert "merge" in result.err


def test_history_lists_versions_oldest_first(shell: Shell) -> None:
    id = shell.ok("add", "one").out.strip()
    shell.ok("edit", id, "--text", "two")
    assert [line.split()[0] for line in shell.ok("history", id).lines] == ["1", "2"]
    versions = shell.ok("history", id, "--json").json
    assert ["one" in versions[0]["text"], versions[1]["current"]] == [True, True]
    assert shell("restore", id, "--version", "9").code == 1
    shell.ok("restore", id)
    assert shell.ok("show", id, "--json").json["body"].strip() == "one"
