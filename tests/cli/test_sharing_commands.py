"""Sharing with a coach from the shell."""

import zipfile
from pathlib import Path

from tests.cli.conftest import Shell


def commented(shell: Shell, tmp_path: Path) -> None:
    """Have a coach ask the same of everything in a bundle, and take that in."""
    bundle = tmp_path / "b.zip"
    shell.ok("bundle", "--yes", "--question", "?", "--output", str(bundle))
    with zipfile.ZipFile(bundle) as archive:
        form = archive.read("comments.md").decode()
    came = tmp_path / "comments.md"
    came.write_text(
        form.replace("from:", "from: Kim").replace("ask:", "ask: Who keeps it?"), encoding="utf-8"
    )
    shell.ok("feedback", str(came))


def test_the_preview_shows_every_text_also_what_the_page_says(shell: Shell) -> None:
    shell.ok("add", "Anna keeps it.", "--visibility", "coach", "--theme", "data contracts")

    shown = shell.ok("bundle", "--preview", "--question", "How do I go on?").out

    _, _, page = shown.partition("───── summary.html")
    assert "How do I go on?" in page.partition("─────")[0]
    assert "Themes, week by week" in page.partition("─────")[0]


def test_a_coachs_words_stand_beside_the_entry(shell: Shell, tmp_path: Path) -> None:
    id = shell.ok("add", "A promise.", "--visibility", "coach", "--json").json["id"]
    commented(shell, tmp_path)
    shell.ok("edit", id, "--text", "A promise, kept.")

    page = shell.ok("show", id).out

    _, _, said = page.partition("Said about it")
    assert "Kim · ask  (about an earlier version)" in said
    assert "Who keeps it?" in said
    assert "linked from" not in page
    (comment,) = shell.ok("show", id, "--json").json["comments"]
    assert (comment["text"], comment["earlier_version"]) == ("Who keeps it?", True)


def test_a_reply_links_to_what_it_answers(shell: Shell, tmp_path: Path) -> None:
    first = shell.ok("add", "A promise.", "--visibility", "coach", "--json").json["id"]
    again = shell.ok("add", "Still one.", "--reply", first[-6:], "--json").json
    assert [one["target"] for one in again["links"]] == [first]
    commented(shell, tmp_path)
    (comment,) = shell.ok("show", first, "--json").json["comments"]

    shell.ok("add", "I do.", "--reply", comment["id"], "--visibility", "coach")

    thread = shell.ok("bundle", "--preview", "--question", "?").out
    assert "> Kim" in thread
    assert "Who keeps it?" in thread
    assert shell("add", "To whom?", "--reply", "nothing").code != 0


def test_a_home_that_is_named_is_no_bundle(shell: Shell, tmp_path: Path) -> None:
    assert shell.ok("coach", "--home", str(tmp_path / "desk"), "--json").json == []
