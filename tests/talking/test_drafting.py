"""What an entry's Markdown becomes when it is shared."""

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.visibility import UNSHARED, Visibility
from learnlog.talking.drafting import plain_text
from learnlog.workspace import Workspace


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("# Title\n\nSome **bold** and _thin_ `code`.", "Title\n\nSome bold and thin code."),
        ("See [the page](https://a.example/b).", "See the page (https://a.example/b)."),
        ("<https://a.example> and [a.example](https://a.example)", "https://a.example and https://a.example"),
        ("- one\n- two\n  - three\n\n1. first\n2. second", "- one\n- two\n  - three\n1. first\n2. second"),
        ("> They said.\n> More.\n\nI say.", "> They said.\n> More.\n\nI say."),
        ("On [[data-contracts|contracts]] and [[Slow work]].", "On contracts and Slow work."),
        ("One.\n---\nTwo.", "One.\n\n---\n\nTwo."),
        ("a line\nand the next", "a line\nand the next"),
        ("Was it 3 < 4 & <b>so</b>?", "Was it 3 < 4 & <b>so</b>?"),
    ],
)
def test_marks_go_and_words_stay(markdown: str, said: str) -> None:
    assert plain_text(markdown) == said


def test_code_is_left_alone() -> None:
    assert "[[x]]\n---" in plain_text("```\n[[x]]\n---\n```")


def test_a_link_by_id_says_what_the_thing_is_called() -> None:
    names = {"01abc": "Slow feedback"}
    assert (
        plain_text("Because of [[01abc]]", lambda target: names.get(target, target))
        == "Because of Slow feedback"
    )


def test_nothing_that_acts_gets_through() -> None:
    assert "\x1b" not in plain_text("red \x1b[31m text")


def test_no_draft_names_an_entry_that_is_not_public(workspace: Workspace) -> None:
    journal = workspace.journal
    hidden = journal.add(NewEntry(body="x", title="My doubts about Kees"))
    lowered = journal.add(NewEntry(body="x", title="Leaving", visibility=Visibility.PUBLIC))
    shown = journal.add(NewEntry(body="x", title="Retro openers", visibility=Visibility.PUBLIC))
    file = workspace.vault.root / lowered.path
    file.write_text(file.read_text().replace("visibility: public", "visibility: private"))
    stem = hidden.path.rpartition("/")[2].removesuffix(".md")
    links = f"a [[{hidden.id}]] b [[{stem}]] c [[{lowered.id}]] d [[{shown.id}]] e [so]({stem}.md)"
    entry = journal.add(NewEntry(body=links, visibility=Visibility.PUBLIC))

    said = workspace.sharing.text(entry.id)

    assert said == f"a {UNSHARED} b {UNSHARED} c {UNSHARED} d Retro openers e so"
