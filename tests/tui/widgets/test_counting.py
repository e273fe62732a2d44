"""Numbers before a movement, as fingers type them and as keyboards send them."""

import pytest
from textual import events

from learnlog.tui.widgets.counting import Count


@pytest.mark.parametrize(
    ("typed", "times"), [("", 1), ("5", 5), ("0", 1), ("10", 10), ("123456", 1234), ("²", 1), ("a7", 7)]
)
def test_digits_become_a_number_once(typed: str, times: int) -> None:
    count = Count(4)
    for letter in typed:
        count.take(events.Key(letter, letter))
    assert count.use() == times
    assert count.use() == 1


def test_a_number_is_for_the_next_key_and_for_no_later_one() -> None:
    count = Count(4)
    for letter in "5j":
        count.take(events.Key(letter, letter))
    assert count.use() == 5
    for letter in "5sj":
        count.take(events.Key(letter, letter))
    assert count.use() == 1
    for letter in "5s12j":
        count.take(events.Key(letter, letter))
    assert count.use() == 12
