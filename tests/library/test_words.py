"""Folding and excerpts."""

from hypothesis import given
from hypothesis import strategies as st

from learnlog.library.words import any_of, excerpt, fold, key, pattern


def test_words_are_compared_without_case_and_accents() -> None:
    assert fold("Éléphant İNCE Ångström") == "elephant ince angstrom"
    assert key("  Data \t CONTRÁCTS ") == "data contracts"


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_terms_without_a_word_match_nothing() -> None:
    assert any_of(["++", "", '"']) == ""
    assert any_of(['say "so"', "--", "x"]) == '"say ""so""" OR "x"'


def test_patterns_find_whole_words_and_beginnings() -> None:
    assert pattern("Data-contracts", prefix=False).search("the data   contracts!")
    assert not pattern("contract", prefix=False).search("contracts")
    assert pattern("contract", prefix=True).search("contracts")
    assert not pattern("art", prefix=True).search("start")


@given(st.text(), st.text(min_size=1))
def test_an_excerpt_is_one_short_line_of_any_text(text: str, word: str) -> None:
    shown = excerpt(text, [pattern(word, prefix=True)], 40)
    assert len(shown) <= 40
    assert "\n" not in shown
    assert "\x1b" not in shown
