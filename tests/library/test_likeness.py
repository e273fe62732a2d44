"""What of a text makes it like another: its words, without addresses and names."""

import time

import pytest

from learnlog.library.likeness import Wording


def test_addresses_and_names_are_no_words() -> None:
    text = "See anavos.example/notes, www.ben.example and https://x.example/a (or (foo.example/b) by @ana@s.example)."
    assert Wording(text).words == ["see", "and", "or", "by"]
    assert Wording("e.g. two-words and this.that").words == ["e", "g", "two", "words", "and", "this", "that"]


@pytest.mark.parametrize("unit", ["-_", "a.", "-a.b", "/a.", "@a"])
def test_a_text_made_to_be_read_for_long_costs_what_any_does(unit: str) -> None:
    started = time.process_time()
    assert isinstance(Wording(unit * 30_000).words, list)
    assert time.process_time() - started < 1
