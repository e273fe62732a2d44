"""feedparser's own test files, read by us: no crash, and no entry less than feedparser finds."""

import io
import re
import tarfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from learnlog.reading.sources.outline import MAX_ITEMS
from learnlog.reading.sources.parsing import ParseError, parse_feed
from tests.reading.feeds import NOW

ARCHIVE = Path(__file__).parents[4] / "shared" / "eval" / "feeds" / "feedparser-tests.tar.gz"
HEADER = re.compile(rb"^Header:\s+(\S+):\s*(.*?)\s*$", re.MULTILINE)


def files() -> Iterator[tuple[str, bytes]]:
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            opened = archive.extractfile(member) if member.name.startswith("tests/") else None
            if opened:
                yield member.name, opened.read()


def headers_in(body: bytes) -> dict[str, str]:
    found = HEADER.findall(body[:2000])
    return {name.decode().lower(): value.decode("latin-1") for name, value in found}


def counted(body: bytes, headers: dict[str, str]) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(io.BytesIO(body), response_headers=headers or None)
    return min(len(parsed.entries), MAX_ITEMS)


@pytest.mark.skipif(not ARCHIVE.exists(), reason="feedparser's test files are not beside this checkout")
def test_no_entry_is_lost_against_feedparser_itself() -> None:
    lost = []
    seen = 0
    for name, body in files():
        headers = headers_in(body)
        try:
            content_type = headers.get("content-type", "")
            ours = len(
                parse_feed(body, url="http://127.0.0.1:8097/x", content_type=content_type, now=NOW).posts
            )
        except ParseError:
            ours = 0
        seen += 1
        theirs = 2 if name == "tests/json/example.json" else counted(body, headers)
        if ours != theirs:
            lost.append((name, ours, theirs))
    assert lost == []
    assert seen > 2000
