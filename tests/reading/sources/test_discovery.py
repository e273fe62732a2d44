"""Finding what a page says of feeds, by the letter of HTML."""

import time

import pytest

from learnlog.reading.sources.discovery import address_of, look_for_feeds, usual_places
from learnlog.reading.sources.tags import start_tags
from tests.reading.feeds import page

URL = "https://example.org/blog/index.html"
RSS = "application/rss+xml"


def declared(head: str) -> list[str]:
    return [pointer.url for pointer in look_for_feeds(page(head).encode(), "text/html", URL).declared]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (f'<link rel="alternate" type="{RSS}" href="/feed">', "https://example.org/feed"),
        (f"<LINK REL=ALTERNATE TYPE={RSS} HREF=feed>", "https://example.org/blog/feed"),
        (f"<link href='feed' type='{RSS}'\n\trel='home  alternate\n' />", "https://example.org/blog/feed"),
        (
            f'<link rel="alternate" type="{RSS}; charset=utf-8" href="//cdn.example/f">',
            "https://cdn.example/f",
        ),
        ('<link rel="alternate" type="application/atom+xml" href="?a=1&amp;b=2">', f"{URL}?a=1&b=2"),
        ('<link rel="alternate" type="application/atom+xml" href="?a=1&copy=2">', f"{URL}?a=1&copy=2"),
        (
            '<link rel="alternate" type="application/feed+json" href="&#x2F;feed.json">',
            "https://example.org/feed.json",
        ),
        ('<link rel="alternate" type="application/json" href="/feed.json">', "https://example.org/feed.json"),
        ('<link rel="alternate" type="application/rdf+xml" href="/r">', "https://example.org/r"),
        ('<link rel="alternate" type="text/xml" href="feed://example.org/x">', "https://example.org/x"),
        ('<link rel="feed" href="/f">', "https://example.org/f"),
        (f'<link rel="alternate" type="{RSS}" href="/f" title=">" data-x="<p">', "https://example.org/f"),
        (
            f'<base href="https://other.example/a/"><link rel=alternate type="{RSS}" href=f>',
            "https://other.example/a/f",
        ),
        (
            f'<link rel=alternate type="{RSS}" href=f><base href="/a/"><base href="/b/">',
            "https://example.org/a/f",
        ),
        (
            f'<base target=x><base href="/c/"><link rel=alternate type="{RSS}" href=f>',
            "https://example.org/c/f",
        ),
        (f'<!-- x --><!--> <link rel=alternate type="{RSS}" href=f>', "https://example.org/blog/f"),
        (f'<link rel="alternate" rel="stylesheet" type="{RSS}" href=f>', "https://example.org/blog/f"),
        (f'<link/rel="alternate"/type="{RSS}"/href="f">', "https://example.org/blog/f"),
        (f"<title>a < b</title><link rel = alternate type = {RSS} href = f>", "https://example.org/blog/f"),
    ],
)
def test_declared_feeds(head: str, found: str) -> None:
    assert declared(head) == [found]


@pytest.mark.parametrize(
    "head",
    [
        f'<!-- <link rel="alternate" type="{RSS}" href="/feed"> -->',
        f'<script>"<link rel=alternate type={RSS} href=/feed>"</script>',
        f"<title><link rel=alternate type={RSS} href=/feed></title>",
        f"<textarea><link rel=alternate type={RSS} href=/feed></textarea>",
        f'<link rel="xalternate" type="{RSS}" href="/feed">',
        f'<link rel="alternate stylesheet" type="{RSS}" href="/feed">',
        '<link rel="alternate" type="text/html" href="/en">',
        '<link rel="alternate" hreflang="nl" href="/nl">',
        '<link rel="alternate" type="application/json" href="/wp-json/v2/pages/7">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed">',
        f'<link rel="alternate" type="{RSS}" href="">',
        f'<link rel="alternate" type="{RSS}" href="javascript:alert(1)">',
        f'<link rel="alternate" type="{RSS}" href="file:///etc/passwd">',
        f'<link rel="alternate" type="{RSS}" href="/never-closed',
    ],
)
def test_what_declares_no_feed(head: str) -> None:
    assert declared(head) == []


def test_several_feeds_keep_the_pages_order_and_titles_and_come_once() -> None:
    head = "".join(
        f'<link rel="alternate" type="{RSS}" title="{title}" href="/{path}">'
        for title, path in [("Posts\x1b[31m", "a"), ("Comments", "b"), ("Again", "a#x")]
    )
    pointers = look_for_feeds(page(head).encode(), "text/html", URL).declared
    assert [(p.url[-2:], p.title) for p in pointers] == [("/a", "Posts"), ("/b", "Comments")]


def test_links_that_look_like_feeds_own_host_first() -> None:
    body = (
        '<a href="https://else.example/rss.xml">theirs</a><a href="/about">about</a>'
        '<a href="/feed/">ours</a><a href="https://else.example/notfeed">no</a><a href=x.atom>A</a>'
    )
    linked = look_for_feeds(page(body=body).encode(), "", URL).linked
    assert [pointer.url for pointer in linked] == [
        "https://example.org/feed/",
        "https://example.org/blog/x.atom",
        "https://else.example/rss.xml",
    ]


def test_the_usual_places_are_on_the_same_host() -> None:
    places = usual_places("https://example.org/~ann/blog")
    assert places[0] == "https://example.org/~ann/feed"
    assert "https://example.org/rss.xml" in places
    assert all(place.startswith("https://example.org/") for place in places)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org", "https://example.org"),
        (" <https://example.org/x> ", "https://example.org/x"),
        ("feed:https://example.org/x", "https://example.org/x"),
        ("feed://example.org/x", "https://example.org/x"),
        ("//example.org", "https://example.org"),
        ("localhost:8000/feed", "https://localhost:8000/feed"),
    ],
)
def test_what_people_type(typed: str, address: str) -> None:
    assert address_of(typed) == address


@pytest.mark.parametrize(
    "piece",
    ["<a href='", '<a href="', "<!--", "<script>", "<", "<a ", "<link a=b ", "</", "<!", "<a =", "<title>"],
)
def test_a_page_made_to_be_slow_is_not(piece: str) -> None:
    body = (piece * (2_000_000 // len(piece))).encode()
    started = time.process_time()
    look_for_feeds(body, "text/html", URL)
    assert time.process_time() - started < 8


@pytest.mark.parametrize("before", [" ", "<?x>"])
def test_what_stands_before_a_page_is_looked_at_once_not_for_each_of_its_links(before: str) -> None:
    text = before * (800_000 // len(before)) + "<a href='x'>" * 300 + "<base href='/b/'>"
    started = time.process_time()
    look_for_feeds(text.encode(), "text/html", "https://example.org/")
    assert time.process_time() - started < 2


def test_a_page_in_another_encoding() -> None:
    head = f'<link rel="alternate" type="{RSS}" href="/é">'
    pointers = look_for_feeds(page(head).encode("utf-16"), "text/html", URL).declared
    assert pointers[0].url == "https://example.org/é"


def test_attributes_as_a_browser_reads_them() -> None:
    tags = list(start_tags("<P Class=a class=b id='1\"2' x y=&lt;z =q>t</p><br/>"))
    assert tags == [("p", {"class": "a", "id": '1"2', "x": "", "y": "<z", "=q": ""}), ("br", {})]
