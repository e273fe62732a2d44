"""Profiles at well-known places: their feed is asked for, not their page."""

from collections.abc import Mapping
from typing import Self

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.sources.mastodon.addresses import read_address
from learnlog.reading.sources.usual_feeds import feeds_of_place
from learnlog.reading.web.answers import Answer
from tests.reading.feeds import now, page, rss

VIDEOS = "https://www.youtube.com/feeds/videos.xml"


CHANNEL = "UCabcdefghijklmnopqrstuv"
KNOWN = {
    # YouTube; a handle, a name of old and a video say on their page which channel it is
    f"https://www.youtube.com/channel/{CHANNEL}": f"{VIDEOS}?channel_id={CHANNEL}",
    f"https://m.youtube.com/channel/{CHANNEL}/videos": f"{VIDEOS}?channel_id={CHANNEL}",
    f"https://music.youtube.com/channel/{CHANNEL}": f"{VIDEOS}?channel_id={CHANNEL}",
    "https://youtube.com/user/ana": f"{VIDEOS}?user=ana",
    "https://www.youtube.com/playlist?list=PL1-x_y": f"{VIDEOS}?playlist_id=PL1-x_y",
    "https://music.youtube.com/playlist?list=OLAK5uy": f"{VIDEOS}?playlist_id=OLAK5uy",
    # people and projects
    "https://github.com/ana": "https://github.com/ana.atom",
    "https://github.com/ana/": "https://github.com/ana.atom",
    "https://github.com/ana?tab=repositories": "https://github.com/ana.atom",
    "https://github.com/orgs/house/repositories": "https://github.com/house.atom",
    "https://github.com/ana/tool": "https://github.com/ana/tool/releases.atom",
    "https://github.com/ana/tool/releases": "https://github.com/ana/tool/releases.atom",
    "https://github.com/ana/tool/releases/tag/v1.0": "https://github.com/ana/tool/releases.atom",
    "https://github.com/ana/tool/tags": "https://github.com/ana/tool/tags.atom",
    "https://github.com/ana/tool/commits": "https://github.com/ana/tool/commits.atom",
    "https://github.com/ana/tool/commits/main": "https://github.com/ana/tool/commits/main.atom",
    "https://github.com/ana/tool/tree/fix/one": "https://github.com/ana/tool/commits/fix/one.atom",
    "https://github.com/ana/tool/wiki": "https://github.com/ana/tool/wiki.atom",
    "https://github.com/ana/tool/discussions": "https://github.com/ana/tool/discussions.atom",
    "https://gist.github.com/ana": "https://gist.github.com/ana.atom",
    "https://gitlab.com/ana": "https://gitlab.com/ana.atom",
    "https://gitlab.com/house/part/tool": "https://gitlab.com/house/part/tool.atom",
    "https://gitlab.com/house/tool/-/tags": "https://gitlab.com/house/tool/-/tags?format=atom",
    "https://gitlab.com/house/tool/-/commits/main": "https://gitlab.com/house/tool/-/commits/main?format=atom",
    "https://gitlab.com/house/tool/-/releases": "https://gitlab.com/house/tool/-/releases.atom",
    "https://codeberg.org/ana": "https://codeberg.org/ana.atom",
    "https://codeberg.org/ana/tool": "https://codeberg.org/ana/tool/releases.atom",
    "https://git.sr.ht/~ana/tool/log": "https://git.sr.ht/~ana/tool/refs/rss.xml",
    # weblogs
    "https://medium.com/@ana": "https://medium.com/feed/@ana",
    "https://medium.com/@ana/why-it-failed-1a2b3c": "https://medium.com/feed/@ana",
    "https://medium.com/better-data": "https://medium.com/feed/better-data",
    "https://medium.com/tag/data": "https://medium.com/feed/tag/data",
    "https://ana.medium.com/about": "https://ana.medium.com/feed",
    "https://ana.substack.com": "https://ana.substack.com/feed",
    "https://ana.substack.com/p/why-it-failed": "https://ana.substack.com/feed",
    "https://substack.com/@ana": "https://ana.substack.com/feed",
    "https://open.substack.com/pub/ana/p/why": "https://ana.substack.com/feed",
    "https://ana.tumblr.com/": "https://ana.tumblr.com/rss",
    "https://music.tumblr.com/x": "https://music.tumblr.com/rss",
    "https://www.tumblr.com/ana": "https://ana.tumblr.com/rss",
    "https://www.tumblr.com/blog/view/ana/123": "https://ana.tumblr.com/rss",
    "https://ana.wordpress.com/2026/11/": "https://ana.wordpress.com/feed/",
    "https://ana.blogspot.com": "https://ana.blogspot.com/feeds/posts/default",
    "https://ana.blogspot.co.uk": "https://ana.blogspot.co.uk/feeds/posts/default",
    "https://ana.hashnode.dev": "https://ana.hashnode.dev/rss.xml",
    "https://ana.bearblog.dev/blog/": "https://ana.bearblog.dev/feed/",
    "https://ana.micro.blog": "https://ana.micro.blog/feed.xml",
    "https://ana.dreamwidth.org/profile": "https://ana.dreamwidth.org/data/rss",
    "https://write.as/ana": "https://write.as/ana/feed/",
    "https://dev.to/ana": "https://dev.to/feed/ana",
    "https://dev.to/t/python": "https://dev.to/feed/tag/python",
    # talk
    "https://old.reddit.com/r/python/": "https://www.reddit.com/r/python/.rss",
    "https://www.reddit.com/r/python/top/": "https://www.reddit.com/r/python/top/.rss",
    "https://www.reddit.com/r/python/comments/1abc2d/why/": "https://www.reddit.com/r/python/comments/1abc2d/.rss",
    "https://www.reddit.com/u/ana": "https://www.reddit.com/user/ana/.rss",
    "https://www.reddit.com/user/ana/submitted/": "https://www.reddit.com/user/ana/submitted/.rss",
    "https://stackoverflow.com/users/22656/jon": "https://stackoverflow.com/feeds/user/22656",
    "https://stackoverflow.com/users/22656": "https://stackoverflow.com/feeds/user/22656",
    "https://stackoverflow.com/questions/tagged/c%2b%2b": "https://stackoverflow.com/feeds/tag/c%2b%2b",
    "https://stackoverflow.com/questions/1234/why": "https://stackoverflow.com/feeds/question/1234",
    "https://dba.stackexchange.com/users/7/ana": "https://dba.stackexchange.com/feeds/user/7",
    "https://lobste.rs/~ana": "https://lobste.rs/~ana/stories.rss",
    # others
    "https://arxiv.org/list/cs.SE/recent": "https://rss.arxiv.org/rss/cs.SE",
    "https://export.arxiv.org/list/cs/new": "https://rss.arxiv.org/rss/cs",
    "https://arxiv.org/a/vos_a_1": "https://arxiv.org/a/vos_a_1.atom",
    "https://vimeo.com/ana": "https://vimeo.com/ana/videos/rss",
    "https://letterboxd.com/ana/": "https://letterboxd.com/ana/rss/",
}


@pytest.mark.parametrize("address", KNOWN)
def test_where_a_place_keeps_its_feeds(address: str) -> None:
    assert feeds_of_place(address)[0] == KNOWN[address]


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
        "https://evil.example/github.com/ana",
        "https://notgithub.com/ana",
        "https://www.youtube.com/playlist?list=../x",
        "https://www.youtube.com/watch?v=x",
        "https://youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com/@ana",
        "https://www.youtube.com/c/ana",
        "https://www.substack.com/",
        "https://www.tumblr.com/explore/today",
        "https://vimeo.com/123456",
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


HANDLE = '<link rel="canonical" href="https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv">'


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("https://www.youtube.com/@ana", page(HANDLE)),
        (
            "https://www.youtube.com/c/ana",
            page(f'<meta property="og:url" content="https://youtube.com/channel/{CHANNEL}">'),
        ),
        ("https://www.youtube.com/watch?v=x1", page(body=f'<meta itemprop="channelId" content="{CHANNEL}">')),
        ("https://youtu.be/x1", page(body=f'<script>x = {{"a":1,"channelId":"{CHANNEL}"}}</script>')),
        ("https://www.youtube.com/ana", page(body=f'<script>x = {{"externalId":"{CHANNEL}"}}</script>')),
    ],
)
async def test_a_handle_and_a_video_say_on_their_page_which_channel_it_is(address: str, text: str) -> None:
    feed = f"{VIDEOS}?channel_id={CHANNEL}"
    (found,) = await FeedSource(now).find(address, Places({address: text, feed: rss(title="Ana")}))
    assert (found.key, found.title) == (feed, "Ana")


async def test_a_project_without_releases_is_followed_by_its_tags() -> None:
    tool = "https://github.com/ana/tool"
    answers = {f"{tool}/releases.atom": rss([], title="none"), f"{tool}/tags.atom": rss(title="Tags")}
    (found,) = await FeedSource(now).find(tool, Places(answers))
    assert found.key == f"{tool}/tags.atom"
    (found,) = await FeedSource(now).find(tool, Places({f"{tool}/releases.atom": rss([], title="none")}))
    assert found.key == f"{tool}/releases.atom"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://podcasts.apple.com/nl/podcast/a-talk/id123456", "does not say where their feeds are"),
        ("https://open.spotify.com/show/4rOoJ6Egrf8K2IrywzwOMk", "does not say where their feeds are"),
        ("https://x.com/ana", "gives no feeds"),
        ("mobile.twitter.com/ana", "gives no feeds"),
        ("https://www.linkedin.com/in/ana/", "gives no feeds"),
        ("https://www.instagram.com/ana", "gives no feeds"),
    ],
)
async def test_places_without_feeds_are_not_asked_and_said_so(address: str, said: str) -> None:
    client = Places({})
    with pytest.raises(LearnlogError, match=said) as caught:
        await FeedSource(now).find(address, client)
    assert caught.value.hint
    assert client.asked == []


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://github.com/ana", "has nothing at this address"),
        ("https://www.youtube.com/@ana", "did not say which channel that is"),
        ("https://ana.substack.com", "No feed was found"),
    ],
)
async def test_a_wrong_guess_fails_with_one_sentence(address: str, said: str) -> None:
    pages = {} if "github" in address else {address: page(body="<p>Before you go on</p>")}
    with pytest.raises(LearnlogError, match=said):
        await FeedSource(now).find(address, Places(pages))


@pytest.mark.parametrize(
    ("address", "handle"),
    [
        ("https://instance.social/@ana", "@ana@instance.social"),
        ("instance.social/@ana", "@ana@instance.social"),
        ("medium.com/@ana", ""),
        ("example.org/ana", ""),
        ("https://instance.social/@ana/with_replies", "@ana@instance.social"),
        ("https://instance.social/@ana/113500000000000000", "@ana@instance.social"),
        ("https://instance.social/@ana@other.example/media", "@ana@other.example"),
        ("https://instance.social/web/@ana", "@ana@instance.social"),
        ("https://instance.social/users/ana", "@ana@instance.social"),
        ("https://elk.zone/instance.social/@ana", "@ana@instance.social"),
        ("https://elk.zone/instance.social/@ana@other.example", "@ana@other.example"),
        ("acct:ana@instance.social", "@ana@instance.social"),
        ("https://www.youtube.com/@ana", ""),
        ("https://medium.com/@ana", ""),
        ("https://substack.com/@ana", ""),
        ("https://stackoverflow.com/users/22656", ""),
        ("https://instance.social/@ana/notes/1", ""),
    ],
)
def test_a_profile_on_mastodon_is_told_from_those_of_other_places(address: str, handle: str) -> None:
    typed = read_address(address)
    assert (typed.handle if typed else "") == handle
