"""From an address a person typed to feeds with their posts, over a real server."""

import json
from collections.abc import Iterator

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.reading.sources.base import Found, OutlineError, Source
from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.web.http import Http, RefusedError
from tests.reading.feeds import item, now, page, rss
from tests.servers import Reply, Server

RSS = "application/rss+xml"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


async def find(address: str) -> list[Found]:
    source: Source = FeedSource(now)
    async with Http(timeout=5) as http:
        return list(await source.find(address, http))


def feed(title: str = "A Blog", *names: str) -> Reply:
    return Reply(body=rss([item(name) for name in names or ("one",)], title=title), type=RSS, etag='"v1"')


async def test_a_feeds_own_address(server: Server) -> None:
    url = server.add("/feed", feed("A Blog", "one", "two"))
    (found,) = await find(url)
    assert (found.kind, found.key, found.title) == ("feed", url, "A Blog")
    assert (found.site, found.description) == ("https://example.org/", "About things")
    assert [post.title for post in found.newest] == ["Post one", "Post two"]
    assert found.typed_host == server.host
    assert (found.state.etag, found.state.status, found.state.title) == ('"v1"', 200, "A Blog")
    assert found.state.body_hash
    assert found.state.due
    assert found.state.due > now()


async def test_a_homepage_that_declares_its_feeds(server: Server) -> None:
    server.add("/feed", feed("Posts"))
    server.add("/comments", feed("", "two"))
    server.add("/again", feed("Posts"))
    head = "".join(
        f'<link rel="alternate" type="{RSS}" title="{name} of the blog" href="{name}">'
        for name in ("feed", "comments", "missing", "again")
    )
    found = await find(server.add("/", Reply(body=page(head), type="text/html")))
    assert [(one.key, one.title) for one in found] == [
        (server.url("/feed"), "Posts"),
        (server.url("/comments"), "comments of the blog"),
    ]


async def test_a_declared_feed_that_is_none_gives_way_to_a_link_that_is(server: Server) -> None:
    server.add("/real.rss", feed("Real"))
    server.add("/fake", Reply(body=page(), type="text/html"))
    text = page(f'<link rel=alternate type="{RSS}" href=/fake>', "<a href='/real.rss'>RSS</a>")
    found = await find(server.add("/", Reply(body=text, type="text/html")))
    assert [one.title for one in found] == ["Real"]


@pytest.mark.parametrize("place", ["/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json"])
async def test_a_page_that_says_nothing_has_its_feed_in_a_usual_place(server: Server, place: str) -> None:
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "title": "Quiet", "items": []})
    server.add(place, Reply(body=body) if place.endswith("json") else feed("Quiet"))
    server.add("/about/me.html", Reply(body=page(body="hello"), type="text/html"))
    (found,) = await find(server.url("/about/me.html"))
    assert (found.key, found.title) == (server.url(place), "Quiet")


async def test_a_page_without_any_feed_says_so_and_what_to_do(server: Server) -> None:
    url = server.add("/", Reply(body=page(body="hello"), type="text/html"))
    with pytest.raises(LearnlogError) as caught:
        await find(url)
    assert caught.value.message == f"No feed was found at {url}."
    assert caught.value.hint


async def test_why_a_feed_is_not_read_is_said(server: Server) -> None:
    deep = "<rss><channel><item>" + "<b>" * 1000 + "</b>" * 1000 + "</item></channel></rss>"
    with pytest.raises(LearnlogError, match="The document is nested too deeply to be a feed"):
        await find(server.add("/deep", Reply(body=deep, type="application/rss+xml")))
    with pytest.raises(LearnlogError, match="What is there is JSON, but not a feed"):
        await find(server.add("/json", Reply(body='{"a": 1}', type="application/json")))
    with pytest.raises(LearnlogError, match="No feed was found"):
        await find(server.add("/xml", Reply(body="<html><p>x</p></html>", type="application/xhtml+xml")))


async def test_a_soft_404_is_not_taken_for_a_feed() -> None:
    with Server() as server:
        for path in ("/", "/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json"):
            server.add(path, Reply(body=page(body="Not found, but cheerful"), type="text/html"))
        with pytest.raises(LearnlogError, match="No feed was found"):
            await find(server.url("/"))


async def test_an_address_that_answers_with_an_error(server: Server) -> None:
    with pytest.raises(LearnlogError) as caught:
        await find(server.url("/nothing"))
    assert caught.value.message == "127.0.0.1 has nothing at this address (404)."


async def test_without_a_scheme_https_is_tried_and_then_http(server: Server) -> None:
    server.add("/feed", feed())
    (found,) = await find(f"{server.host}/feed")
    assert found.key == server.url("/feed")


async def test_a_permanent_move_is_noted_and_a_passing_one_is_not(server: Server) -> None:
    server.add("/new", feed())
    (lasting,) = await find(server.redirect("/old", "/new", 301))
    (passing,) = await find(server.redirect("/today", "/new", 302))
    assert (lasting.key, lasting.state.redirect_to) == (server.url("/old"), server.url("/new"))
    assert passing.key == server.url("/today")
    assert passing.state.redirect_to == ""


async def test_a_page_cannot_point_us_at_another_private_address(server: Server) -> None:
    with Server() as inner:
        inner.add("/feed", feed("Secret"))
        links = f'<link rel=alternate type="{RSS}" href="{inner.url("/feed")}">'
        url = server.add("/", Reply(body=page(links), type="text/html"))
        with pytest.raises(LearnlogError) as caught:
            await find(url)
        assert inner.log == []
    assert "private network" in caught.value.hint


async def test_a_feed_cannot_be_a_redirect_to_another_private_address(server: Server) -> None:
    with Server() as inner:
        inner.add("/feed", feed("Secret"))
        with pytest.raises(RefusedError):
            await find(server.redirect("/", inner.url("/feed"), 301))
        assert inner.log == []


async def test_base_href_and_relative_links(server: Server) -> None:
    server.add("/a/b/posts", feed("Deep"))
    text = page(f'<base href="/a/"><LINK TYPE={RSS} REL=Alternate HREF=b/posts>')
    (found,) = await find(server.add("/x/y", Reply(body=text, type="text/html")))
    assert found.key == server.url("/a/b/posts")


@pytest.mark.parametrize(
    "address", ["", "   ", "file:///etc/passwd", "javascript:alert(1)", "http://", "\x1b[31m"]
)
async def test_what_is_no_address(address: str) -> None:
    with pytest.raises(LearnlogError) as caught:
        await find(address)
    assert caught.value.message.isprintable()


async def test_a_list_of_feeds_is_no_feed_and_said_with_what_is_in_it(server: Server) -> None:
    text = '<!-- made by hand --><opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/"/></body></opml>'
    url = server.add("/roll", Reply(body=text, type="text/xml"))
    with pytest.raises(OutlineError, match="list of feeds") as caught:
        await find(url)
    assert (caught.value.body, caught.value.url) == (text.encode(), url)
