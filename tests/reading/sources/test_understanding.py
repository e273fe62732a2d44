"""An answer that takes long to read holds up nobody who waits for another."""

import asyncio
import time
from typing import Any

import pytest

from learnlog.model.fetching import FetchState
from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.sources.understanding import AT_ONCE
from learnlog.reading.web.answers import Answer
from tests.reading.feeds import now, rss

CROSSED = "<image></width><width></height></image> & "
"""Neither well-formed nor crossed as feedparser can bear: it reads twice, and stumbles, and twice again."""


async def longest_stop(body: str) -> float:
    """Return for how many seconds at most nothing else happened while `body` was fetched and read."""

    class Client:
        async def get(self, url: str, **_: Any) -> Answer:
            return Answer(status=200, url=url, headers={}, body=body.encode())

    worst, is_done = 0.0, asyncio.Event()

    async def watch() -> None:
        nonlocal worst
        while not is_done.is_set():
            before = time.monotonic()
            await asyncio.sleep(0.005)
            worst = max(worst, time.monotonic() - before)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0.02)
    await FeedSource(now).fetch("https://example.org/feed", FetchState(), Client(), "")  # type: ignore[arg-type]
    is_done.set()
    await watching
    return worst


@pytest.mark.parametrize("unit", ["<a/>", "<title/>", "<item/>"])
async def test_a_small_feed_that_only_feedparser_reads_is_read_beside_the_others(unit: str) -> None:
    head, tail = rss(["*"]).split("*")
    room = AT_ONCE - len(head) - len(tail) - len(CROSSED) - 20
    assert await longest_stop(f"{head}<item>{unit * (room // len(unit))}</item>{CROSSED}{tail}") < 1
