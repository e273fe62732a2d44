"""What an entry's Markdown becomes when it is shared."""

import pytest

from learnlog.talking.drafting import plain_text


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
