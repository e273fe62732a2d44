"""A JSON Feed that is cut off, or has rubbish in it: its whole items still come, with a quiet remark."""

import pytest

from learnlog.reading.sources.parsing import ParseError, sniff
from tests.reading.dialects import JSON, NUMBERS, before, put, read, whole

EVERY = 50
"""A feed is cut off behind each so many bytes."""


@pytest.mark.parametrize("dialect", JSON)
def test_a_json_feed_that_is_cut_off_anywhere_gives_what_is_whole(dialect: str) -> None:
    body = JSON[dialect].encode()
    posts = whole(JSON[dialect])
    begins = [body.rindex(b"{", 0, body.index(f'"g{n}"'.encode())) for n in NUMBERS]
    for cut in range(len(body) - 4, begins[1], -EVERY):
        feed = read(body[:cut], "application/feed+json")
        assert feed.is_cut
        assert "not well-formed JSON" in feed.warning
        assert list(feed.posts) == list(posts.values())[: len(feed.posts)]
        assert len(feed.posts) >= sum(begin < cut for begin in begins) - 1
    for cut in range(begins[1] - 10, 0, -EVERY):
        with pytest.raises(ParseError, match="not a feed"):
            read(body[:cut], "application/feed+json")


BROKEN_JSON = {
    "words behind": (lambda text: text.encode() + b"\n<!-- 0.2 seconds -->", 6),
    "words before": (before(b"<br />\n<b>Warning</b>: {x} is not set\n"), 6),
    "a guard before": (before(b")]}',\n"), 6),
    "a comma too many": (lambda text: text.replace("}", ",}").replace("],", ",],").encode(), 6),
    "line breaks in texts": (put("Words", "Wo\nrds"), 6),
    "a quote in a text": (put("Words 2", 'Words "2'), 5),
    "a word that is none": (put('"id": "g3"', '"id": undefined'), 5),
    "no version": (put('"version": "https://jsonfeed.org/version/1.1", ', "oops, "), 0),
}


@pytest.mark.parametrize("damage", BROKEN_JSON)
def test_broken_json_gives_its_whole_items(damage: str) -> None:
    broken, count = BROKEN_JSON[damage]
    body = broken(JSON["json"])
    if not count:
        with pytest.raises(ParseError):
            read(body)
        return
    assert sniff(body, "application/json") == "json"
    feed = read(body)
    assert len(feed.posts) == count
    assert {post.guid for post in feed.posts} <= set(whole(JSON["json"]))
    assert "not well-formed JSON" in feed.warning


def test_json_in_single_quotes_is_none() -> None:
    with pytest.raises(ParseError, match="its JSON cannot be read"):
        read(JSON["json"].replace('"', "'").encode())


def test_a_lone_surrogate_in_json_spoils_nothing() -> None:
    feed = read(JSON["json"].replace("Words", "\\ud83dWords").encode())
    assert [post.plain[:8] for post in feed.posts] == [f"\ufffdWords {n}" for n in NUMBERS]
