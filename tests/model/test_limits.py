"""What one says about how many posts stay."""

import pytest

from learnlog.model.errors import UsageError
from learnlog.model.limits import Limit, read_limit


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("all", Limit()),
        ("", Limit()),
        ("90 days", Limit(days=90)),
        ("1 Year, 500 posts", Limit(days=366, posts=500)),
        ("2 weeks", Limit(days=14)),
        ("1,000 posts", Limit(posts=1000)),
    ],
)
def test_words_are_understood_and_said_again(said: str, meant: Limit) -> None:
    assert read_limit(said) == meant
    assert read_limit(str(meant)) == meant


@pytest.mark.parametrize("said", ["some", "90", "days", "90 days or so", "0 posts", "-5 days"])
def test_what_is_not_clear_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match="how many posts"):
        read_limit(said)
