"""Files on entries from the shell."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.4 the plan")
    return path


def test_a_file_is_attached_listed_described_and_taken_off(shell: Shell, plan: Path) -> None:
    entry = shell("add", "We drew a plan", "--attach", str(plan)).lines[0]
    assert [one["name"] for one in shell("attachments", entry, "--json").json] == ["plan.pdf"]

    shell("attachments", entry, "--alt", "three lanes")
    assert "three lanes" in shell("attachments", entry).out
    assert "plan.pdf (PDF, 17 bytes)" in shell("show", entry).out
    assert shell("attachments", "--json").json[0]["entry"] == entry

    assert shell("detach", entry, "plan.pdf", "--json").json["attachments"] == []
    shell("restore", entry)
    assert shell("attachments", entry, "--json").json[0]["alt"] == "three lanes"


def test_a_file_that_is_there_already_is_said_to_be(shell: Shell, plan: Path, tmp_path: Path) -> None:
    entry = shell("add", "We drew a plan", "--attach", str(plan)).lines[0]
    same = tmp_path / "copy.pdf"
    same.write_bytes(plan.read_bytes())

    told = shell.ok("attach", entry, str(same)).err

    assert "on “We drew a plan” already, as “plan.pdf”" in told
    assert "Attached" not in told


def test_words_for_several_files_are_not_guessed_about(shell: Shell, plan: Path) -> None:
    entry = shell("add", "We drew a plan").lines[0]

    told = shell("attach", entry, str(plan), str(plan), "--alt", "three lanes")

    assert told.code == 2
    assert "one by one" in told.err


def test_an_entry_without_words_leaves_no_file_behind(shell: Shell, plan: Path, home: Path) -> None:
    assert shell("add", " ", "--attach", str(plan)).code == 2

    assert not list((home / "vault" / "attachments").iterdir())


def test_a_file_is_opened_by_the_systems_opener_as_one_argument(
    shell: Shell, plan: Path, opener: Path
) -> None:
    odd = plan.rename(plan.with_name("a b; touch c.pdf"))
    entry = shell("add", "We drew a plan", "--attach", str(odd)).lines[0]

    assert shell("attachments", entry, "--open", "1").code == 0

    assert Path(opener.read_text()).read_bytes() == b"%PDF-1.4 the plan"


def test_the_doctor_mends_what_was_renamed(shell: Shell, plan: Path, home: Path) -> None:
    entry = shell("add", "We drew a plan", "--attach", str(plan)).lines[0]
    (standing,) = (home / "vault" / "attachments").iterdir()
    standing.rename(standing.with_name("my plan.pdf"))
    assert "renamed" in shell("doctor").out

    shell("doctor", "--repair")

    assert shell("attachments", entry, "--json").json[0]["file"] == "attachments/my plan.pdf"
