"""Profiles at well-known places: their feed is asked for, not their page."""

from collections.abc import Mapping
from typing import Self

import pytest

from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.sources.usual_feeds import feeds_of_place
from learnlog.reading.web.answers import Answer
from tests.reading.feeds import now, page, rss

VIDEOS = "https://www.youtube.com/feeds/videos.xml"


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        (
            "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
            f"{VIDEOS}?channel_id=UCabcdefghijklmnopqrstuv",
        ),
        (
            "https://m.youtube.com/channel/UCabcdefghijklmnopqrstuv/videos",
            f"{VIDEOS}?channel_id=UCabcdefghijklmnopqrstuv",
        ),
        ("https://youtube.com/user/ana", f"{VIDEOS}?user=ana"),
        ("https://www.youtube.com/playlist?list=PL1-x_y", f"{VIDEOS}?playlist_id=PL1-x_y"),
        ("https://github.com/ana", "https://github.com/ana.atom"),
        ("https://github.com/ana/", "https://github.com/ana.atom"),
        ("https://github.com/ana/tool", "https://github.com/ana/tool/releases.atom"),
        ("https://github.com/ana/tool/tags", "https://github.com/ana/tool/tags.atom"),
        ("https://gitlab.com/ana", "https://gitlab.com/ana.atom"),
        ("https://medium.com/@ana", "https://medium.com/feed/@ana"),
        ("https://old.reddit.com/r/python/", "https://www.reddit.com/r/python/.rss"),
        ("https://dev.to/ana", "https://dev.to/feed/ana"),
        ("https://stackoverflow.com/users/22656/jon", "https://stackoverflow.com/feeds/user/22656"),
    ],
)
def test_where_a_place_keeps_its_feeds(address: str, feed: str) -> None:
    assert feeds_of_place(address)[0] == feed


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/ana",
        "https://github.com/",
        "https://github.com/explore",
        "https://github.com/topics/feeds",
        "https://github.com/ana.atom",
        "https://github.com/ana/tool/issues/7",
        "https://github.com.evil.example/ana",
        "https://www.youtube.com/playlist?list=../x",
        "https://www.youtube.com/watch?v=x",
        "https://[",
        "",
    ],
)
def test_other_addresses_are_asked_themselves(address: str) -> None:
    assert feeds_of_place(address) == ()


class Places:
    """The network with what some addresses answer; `asked` is what was asked, in order."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.asked: list[str] = []
        self._answers = answers

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None: ...

    async def get(self, url: str, *, etag: str = "", last_modified: str = "", typed_host: str = "") -> Answer:
        self.asked.append(url)
        text = self._answers.get(url)
        return Answer(status=200 if text else 404, url=url, body=(text or "").encode())

    async def request(self, method: str, url: str, **_: object) -> Answer:
        raise AssertionError(f"{method} {url}")


async def test_a_profile_is_followed_by_its_feed_without_its_page() -> None:
    client = Places({"https://github.com/ana.atom": rss(title="ana")})
    (found,) = await FeedSource(now).find("github.com/ana", client)
    assert (found.key, found.title, client.asked) == (
        "https://github.com/ana.atom",
        "ana",
        ["https://github.com/ana.atom"],
    )


async def test_where_the_place_has_no_such_feed_the_page_is_read() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/elsewhere.xml">'
    client = Places(
        {"https://gitlab.com/ana": page(head), "https://gitlab.com/elsewhere.xml": rss(title="Ana")}
    )
    (found,) = await FeedSource(now).find("https://gitlab.com/ana", client)
    assert found.key == "https://gitlab.com/elsewhere.xml"
