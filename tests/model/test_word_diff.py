"""What became of a text, word by word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.model.word_diff import Piece, PieceKind, both_sides, word_diff

SAME, GONE, NEW, LEFT_OUT = PieceKind.SAME, PieceKind.GONE, PieceKind.NEW, PieceKind.LEFT_OUT


def test_only_the_words_that_changed_are_marked() -> None:
    found = word_diff("The registry is a tool.\nIt stays.", "The registry is a promise.\nIt stays.")
    assert found == [
        Piece(SAME, "The registry is a "),
        Piece(GONE, "tool"),
        Piece(NEW, "promise"),
        Piece(SAME, "."),
        Piece(SAME, "\n"),
        Piece(LEFT_OUT, ""),
        Piece(SAME, "\n"),
    ]


def test_words_that_follow_each_other_are_one_change() -> None:
    found = word_diff("we meet on Monday morning at nine", "we meet on Friday afternoon at nine")
    assert [(p.kind, p.text) for p in found[1:3]] == [(GONE, "Monday morning"), (NEW, "Friday afternoon")]


def test_white_space_alone_is_no_change_and_a_long_same_part_is_left_out() -> None:
    assert word_diff("a  b\n\nc", "a b\nc") == []
    long = " ".join(f"word{n}" for n in range(200))
    pieces = word_diff(f"{long} old", f"{long} new")
    assert pieces[0].kind is LEFT_OUT
    assert len(pieces[1].text.split()) <= 13


def test_a_very_long_paragraph_is_shown_whole_twice() -> None:
    then, now = "a " * 5000, "b " * 5000
    assert [piece.kind for piece in word_diff(then, now)[:2]] == [GONE, NEW]


@given(st.text("ab .\n", max_size=60), st.text("ab .\n", max_size=60))
def test_what_is_new_and_what_is_gone_make_up_the_texts(then: str, now: str) -> None:
    pieces = word_diff(then, now)
    words = "".join(now.split())
    for piece in pieces:
        if piece.kind is NEW:
            assert "".join(piece.text.split()) in words


def shown(then: str, now: str) -> str:
    signs = {GONE: "[-{}]", NEW: "[+{}]", LEFT_OUT: "⋯{}", SAME: "{}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in word_diff(then, now))


def test_a_sentence_said_anew_is_one_change_though_small_words_of_it_are_the_same() -> None:
    then = "It was the hardest, and the one we always skipped."
    now = "It was the hardest. Thank you, Ben, for the correction of the number of days."
    assert shown(then, now).strip() == (
        "It was the hardest[-, and the one we always skipped]"
        "[+. Thank you, Ben, for the correction of the number of days]."
    )


def test_words_that_stay_between_two_changes_stay_when_they_are_worth_it() -> None:
    assert shown(
        "For eleven days producers wrote events.", "For nine days producers sent events."
    ).strip() == ("For [-eleven][+nine] days producers [-wrote][+sent] events.")


def test_what_is_left_out_is_told_by_one_sign() -> None:
    words = " ".join(f"word{n}" for n in range(60))
    then = f"Title\n{words} old.\nSame.\nSame again.\nThe end, {words}"
    found = shown(then, f"Title\n{words} new.\nSame.\nSame again.\nAn end, {words}")
    assert "⋯\n⋯" not in found
    assert found.startswith("⋯word48")
    assert found.splitlines()[1] == "⋯"
    assert found.splitlines()[2].startswith("[-The][+An] end, word0")


def test_a_line_end_between_two_changes_stays() -> None:
    assert shown("One old\nword here.", "One new\nterm here.").splitlines() == [
        "One [-old][+new]",
        "[-word][+term] here.",
    ]


@given(st.text("ab .\n", max_size=60), st.text("ab .\n", max_size=60))
def test_both_sides_are_whole(then: str, now: str) -> None:
    for side, whole, kind in zip(both_sides(then, now), (then, now), (GONE, NEW), strict=True):
        assert "".join(piece.text for piece in side) == whole
        assert {piece.kind for piece in side} <= {SAME, kind}


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("".join(f"x{n}!" for n in range(1400)), "".join(f"y{n}!" for n in range(1400))),
        ("".join(f"x{n}\n!\n" for n in range(10_000)), "".join(f"y{n}\n!\n" for n in range(10_000))),
        ("a\nb\n" * 20_000, "b\n" + "a\nb\n" * 20_000),
    ],
    ids=["one paragraph", "paragraphs", "two words"],
)
def test_texts_made_to_be_compared_for_long_are_compared_for_a_moment(then: str, now: str) -> None:
    started = time.process_time()
    pieces = word_diff(then, now)
    assert time.process_time() - started < 3
    assert pieces
