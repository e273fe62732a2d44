"""What a server answers as JSON fills no memory."""

import tracemalloc

import pytest

from learnlog.reading.sources.mastodon.fields import understood
from learnlog.reading.sources.parsing import ParseError, parse_feed
from learnlog.reading.web.answered_json import loads
from tests.reading.feeds import NOW

HEAPS = {
    "objects": b'{"x": [' + b"{}," * 3_000_000 + b"{}]}",
    "lists": b'{"x": [' + b"[]," * 3_000_000 + b"[]]}",
    "numbers": b'{"x": [' + b"1.5," * 3_000_000 + b"1]}",
}


@pytest.mark.parametrize("body", HEAPS.values(), ids=HEAPS.keys())
def test_an_answer_of_millions_of_parts_is_not_understood(body: bytes) -> None:
    tracemalloc.start()
    try:
        assert understood(body) is None
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_nor_is_a_feed_of_them() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ParseError):
            parse_feed(HEAPS["objects"], url="https://example.org/feed", now=NOW)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff", b'{"a":' * 50_000])
def test_what_is_no_json_is_told_in_one_way(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        loads(body)


def test_a_large_page_of_posts_is_understood() -> None:
    post = b'{"id": "1", "content": "<p>a, b, {c} [d]</p>", "mentions": [{}, {}], "account": {"fields": []}}'
    assert len(loads(b"[" + b",".join([post] * 5000) + b"]")) == 5000
