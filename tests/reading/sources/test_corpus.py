"""feedparser's own test files, read by us: no crash, and no entry less than feedparser finds."""

import asyncio
import io
import re
import tarfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from learnlog.model.fetching import FetchState
from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.sources.outline import MAX_ITEMS
from learnlog.reading.sources.parsing import ParseError, parse_feed
from learnlog.reading.web.http import Http
from learnlog.reading.web.places import Places
from tests.reading.feeds import NOW, now
from tests.servers import Reply, Server

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


OF_TRANSPORT = frozenset(
    {"content-type", "content-length", "content-encoding", "transfer-encoding", "location"}
)


@pytest.mark.skipif(not ARCHIVE.exists(), reason="feedparser's test files are not beside this checkout")
async def test_served_over_loopback_no_file_crashes_and_no_entry_is_lost() -> None:
    read: dict[str, tuple[int, int]] = {}

    async def ask(name: str, body: bytes, http: Http) -> None:
        headers = headers_in(body)
        sent = {key: value for key, value in headers.items() if key not in OF_TRANSPORT}
        url = server.add(f"/{name}", Reply(body=body, type=headers.get("content-type", ""), headers=sent))
        fetched = await FeedSource(now).fetch(url, FetchState(), http, server.host)
        theirs = 2 if name == "tests/json/example.json" else counted(body, headers)
        read[name] = (len(fetched.posts), theirs)

    with Server() as server:
        async with Http(timeout=60, places=Places(32, 32)) as http:
            await asyncio.gather(*(ask(name, body, http) for name, body in files()))
    assert {name: counts for name, counts in read.items() if counts[0] != counts[1]} == {}
    assert sum(ours for ours, _ in read.values()) > 1000
