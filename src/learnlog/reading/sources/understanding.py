"""From an answer to a feed and the state of its channel, without holding up those who wait for other answers."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from learnlog.model.fetching import FetchState
from learnlog.reading.sources.manners import heard
from learnlog.reading.sources.pace import planned, wishes_of
from learnlog.reading.web.answers import Answer

if TYPE_CHECKING:
    from learnlog.reading.sources.parsing import ParsedFeed

AT_ONCE = 256 * 2**10
"""Bytes that are read at once when they are plain: it takes a few hundredths of a second."""


async def understand(
    key: str, state: FetchState, answer: Answer, now: datetime, digest: str
) -> "tuple[ParsedFeed, FetchState]":
    """Return the feed that `answer` is, and the state of its channel, which was `state`, after it.

    Of a feed that was cut off no validators are kept: what they name is not what we hold.

    Raises:
        ParseError: it is no feed, or nobody should read it.
    """
    feed = await _parsed(answer, now)
    wishes = wishes_of(answer.body)
    after = replace(
        heard(key, state, answer, now),
        body_hash=digest,
        title=feed.title or state.title,
        site=feed.site or state.site,
        note=feed.warning,
        pace=wishes.pace,
        skip=wishes.skip,
    )
    if feed.is_cut:
        after = replace(after, etag="", last_modified="")
    return feed, planned(key, after, now)


async def _parsed(answer: Answer, now: datetime) -> "ParsedFeed":
    """Read what is small and plain here and now; what may take long, in a thread, since others wait for their answers.

    Two threads that both have much to do cost each other more than one after the other takes.
    """
    from learnlog.reading.sources.parsing import parse_feed
    from learnlog.reading.sources.plain_names import UnsureError

    read = partial(parse_feed, answer.body, url=answer.url, content_type=answer.content_type, now=now)
    if len(answer.body) <= AT_ONCE:
        with suppress(UnsureError):
            return read(plainly=True)
    return await asyncio.to_thread(read)
