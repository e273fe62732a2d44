"""A long text becomes a thread that reads well, and loses nothing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnlog.model.errors import LearnlogError
from learnlog.talking.splitting import graphemes, joined, parts, split


def within(length: int):  # type: ignore[no-untyped-def]
    return lambda text: len(text) <= length


def test_what_fits_stays_one_post() -> None:
    assert split("One line.\n\nAnother.", within(40)) == ["One line.\n\nAnother."]
    assert split("One line.", within(40), counters=True) == ["One line."]
    assert split("  \n---\n ", within(40)) == []


def test_a_thread_is_cut_at_sentence_ends() -> None:
    text = "The first sentence stands. The second one follows! Is there a third? Yes."
    assert split(text, within(52)) == [
        "The first sentence stands. The second one follows!",
        "Is there a third? Yes.",
    ]


def test_a_number_and_a_short_form_end_no_sentence() -> None:
    text = "It grew by 3.5 percent, e.g. in Utrecht, says Dr. Vos. The rest shrank."
    assert split(text, within(60)) == [
        "It grew by 3.5 percent, e.g. in Utrecht, says Dr. Vos.",
        "The rest shrank.",
    ]


def test_a_sentence_that_is_too_long_is_cut_at_a_clause_then_at_a_word_then_at_a_letter() -> None:
    assert split("When it rains, the roof leaks a little", within(20)) == [
        "When it rains,",
        "the roof leaks a",
        "little",
    ]
    assert split("abcdefghij", within(4)) == ["abcd", "efgh", "ij"]
    family = "👩‍👩‍👧"
    assert split(family * 3, within(len(family) + 2)) == [family] * 3


def test_an_address_a_mention_and_a_tag_stay_whole() -> None:
    for whole in (
        "https://example.org/a.b,c/d?e=f",
        "@ana.vos@social.example",
        "#LearningInPublic",
        "ana.bsky.social",
    ):
        for length in range(len(whole), len(whole) + 12):
            assert whole in " | ".join(split(f"Look at {whole} and say, please.", within(length)))


def test_an_address_longer_than_a_post_is_said_not_cut() -> None:
    with pytest.raises(LearnlogError, match="does not fit"):
        split("https://example.org/" + "a" * 100, within(50))


def test_a_line_of_dashes_forces_a_post() -> None:
    assert split("One.\n---\nTwo.\n\n---\n\nThree.", within(300)) == ["One.", "Two.", "Three."]
    assert parts(joined(["One.", "Two.\n\nMore."])) == ["One.", "Two.\n\nMore."]


def test_counters_are_counted_in() -> None:
    pieces = split("Some words here. " * 40, within(60), counters=True)
    assert len(pieces) > 9
    assert all(len(piece) <= 60 for piece in pieces)
    assert [piece.rpartition(" ")[2] for piece in pieces] == [
        f"{n}/{len(pieces)}" for n in range(1, len(pieces) + 1)
    ]


def test_a_long_text_is_cut_in_good_time() -> None:
    assert len(split("A sentence of some length, with a clause. " * 2500, within(300))) > 300


def test_letters_are_counted_as_people_see_them() -> None:
    assert list(graphemes("e\u0301a👍🏽🇳🇱🇧🇪👩‍👩‍👧\r\n")) == [
        "e\u0301",
        "a",
        "👍🏽",
        "🇳🇱",
        "🇧🇪",
        "👩‍👩‍👧",
        "\r\n",
    ]


WORDS = st.sampled_from(
    [
        "a",
        "word",
        "Ends.",
        "clause,",
        "“Quote!”",
        "\n",
        "\n\n",
        "https://x.example/path",
        "@ana@b.example",
        "#tag",
        "3.5",
        "é",
        "👍🏽",
        "\n---\n",
        "—",
        "longerwordthanmost",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(WORDS, st.text(alphabet="abc .,!?é👍\n-", max_size=12)), max_size=60),
    st.integers(24, 80),
)
def test_nothing_is_lost_and_every_piece_fits(words: list[str], length: int) -> None:
    text = " ".join(words)

    def letters(said: str) -> str:
        return re.sub(r"\s", "", "\n".join(line for line in said.split("\n") if line.strip() != "---"))

    for counters in (False, True):
        pieces = split(text, within(length + 12 * counters), counters=counters)
        assert all(len(piece) <= length + 12 * counters and piece.strip() for piece in pieces)
        bare = [piece.rpartition(" ")[0] for piece in pieces] if counters and len(pieces) > 1 else pieces
        assert letters("".join(bare)) == letters(text)
        for whole in ("https://x.example/path", "@ana@b.example"):
            assert sum(piece.count(whole) for piece in pieces) == text.count(whole)
