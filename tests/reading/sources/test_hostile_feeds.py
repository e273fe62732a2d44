"""Documents that mean harm: each has its safe outcome, soon."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields

import pytest

from learnlog.model.post import NewPost
from learnlog.model.safe import clean_text
from learnlog.reading.sources.outline import MAX_ITEMS
from learnlog.reading.sources.parsing import ParsedFeed, ParseError, parse_feed
from tests.reading.feeds import NOW, item, rss


def parse(text: str | bytes) -> ParsedFeed:
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return parse_feed(body, url="https://example.org/feed", now=NOW)


def words(feed: ParsedFeed) -> list[str]:
    """Return every text of a feed and its posts."""
    found = [feed.title, feed.site, feed.description, feed.language, feed.warning]
    for post in feed.posts:
        for one in fields(NewPost):
            value = getattr(post, one.name)
            found += value if isinstance(value, tuple) else [value] if isinstance(value, str) else []
    return found


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>',
    "quadratic": f'<!DOCTYPE rss [<!ENTITY l9 "{"x" * 50_000}">]>',
    "hidden by a quote": f'<!DOCTYPE rss [<!ENTITY a "<rss>]>"><!ENTITY l9 "{"x" * 50_000}">]>',
    "hidden in a comment": f'<!--\n<!ENTITY l9 "{"x" * 50_000}">\n--><!DOCTYPE rss>',
    "without a doctype": f'<!ENTITY l9 "{"x" * 50_000}">',
    "a file": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/">]>',
    "a parameter": '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY l9 "%p;">]>',
    "an outer subset": '<!DOCTYPE rss SYSTEM "file:///etc/passwd" [<!ENTITY l9 "x">]>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("prolog", ENTITIES.values(), ids=ENTITIES.keys())
def test_declared_entities_are_never_followed(prolog: str, encoding: str) -> None:
    text = rss([item("&l9;" * 500), item("two")]).split("?>", 1)[1]
    feed = parse(f'<?xml version="1.0" encoding="{encoding}"?>{prolog}{text}'.encode(encoding))
    assert [post.title[:9] for post in feed.posts] == ["Post &l9;", "Post two"]
    assert not any("xxxx" in word or "root:" in word or "lollol" in word for word in words(feed))


def test_talk_about_entities_in_a_post_is_just_talk() -> None:
    text = '<![CDATA[<pre>&lt;!DOCTYPE x [&lt;!ENTITY lol "lol"&gt;]&gt;</pre> <!ENTITY]]>'
    feed = parse(rss([item().replace("Words of one.", text)]))
    assert feed.warning == ""
    assert '<!ENTITY lol "lol">' in feed.posts[0].plain


@pytest.mark.parametrize(
    "make",
    [
        lambda: "<rss><channel><item>" + "<a>" * 3_000_000,
        lambda: "<rss><channel><item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item></channel></rss>",
        lambda: "<rss " + " ".join(f"a{n}='x'" for n in range(200_000)) + "><channel/></rss>",
        lambda: "<rss " + " ".join(f"a{n}='>'" for n in range(200_000)) + "><channel/></rss>",
        lambda: rss(["<item>" + "".join(f"<category>{n}</category>" for n in range(40_000)) + "</item>"]),
        lambda: rss(["<item><description>" + "&" * 5_000_000 + "</description></item>"]),
        lambda: rss(["<item><description><![CDATA[" + "]" * 9_000_000 + "]]></description></item>"]),
        lambda: rss(["<item><description>" + "\n" * 9_000_000 + "</description></item>"]),
        lambda: "<!" * 5_000_000,
        lambda: "<" * 9_000_000,
        lambda: "<!--" * 2_000_000 + rss(),
        lambda: '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 1_000_000,
        lambda: '{"version": "https://jsonfeed.org/version/1", "items": [' + "9" * 100_000 + "]}",
    ],
    ids=[
        *("deep unclosed", "deep closed", "attributes", "attributes with >", "categories", "ampersands"),
        *("brackets", "lines", "declarations", "angles", "comments", "deep json", "long number"),
    ],
)
def test_what_nobody_should_read_is_refused_at_once(make: Callable[[], str]) -> None:
    body = make().encode()
    started = time.process_time()
    with pytest.raises(ParseError) as caught:
        parse(body)
    assert time.process_time() - started < 5
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 90_000,
        "<ul><li>" * 50_000,
        "<p>" + "<div></p>" * 40_000,
        "".join(f"<p><b x={n}>" for n in range(300)) + "<p>x" * 50_000,
        "".join(f"<p><b x={n}>" for n in range(39)) + "<p>x" * 50_000,
        "<a " + " ".join(f"x{n}" for n in range(60_000)) + ">x",
        "<table><td>" * 40_000,
        "<!--" * 100_000,
        "<a href='" * 40_000,
    ],
    ids=[
        "div",
        "lists",
        "p div",
        "formatting",
        "little formatting",
        "attributes",
        "tables",
        "comments",
        "quotes",
    ],
)
def test_html_made_to_be_slow_is_not(html: str) -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_html": html + "end"}]}
    started = time.process_time()
    (post,) = parse(json.dumps(feed)).posts
    assert time.process_time() - started < 4
    assert len(post.html) <= 1_100_000


JSON_FEED = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "x"},'
MENDED = {
    "sections": "<rss><channel>" + "<item><a><![CDATA[x</a> " * 40_000 + "]]>",
    "sections of others": "<rss><channel>" + "<a><![CDATA[x</b> " * 200_000,
    "comments": "<rss><channel>" + "<!-- " * 1_000_000 + "</item>",
    "comments without end": "<rss><channel>" + "<!-- " * 1_000_000,
    "pages": "<html>" + "<rss " * 1_000_000,
    "guids": "<rss><channel><item><guid>1</guid></item><item>" + "<guid><![CDATA[" * 300_000,
    "texts": JSON_FEED + '{"id":"' + "},{" * 1_000_000,
    "items": JSON_FEED + '{"id":1},{"a":"},{' * 300_000,
    "commas": JSON_FEED + ", " * 2_000_000,
    "quotes": JSON_FEED + '"' * 5_000_000,
    "objects": JSON_FEED + '{"a":' * 1_000_000,
    "a text without end": JSON_FEED + '{"id":"2",},"' + '\\"' * 1_000_000,
    "a text that ends in a backslash": JSON_FEED + '{"id":"2",},"' + '\\"' * 1_000_000 + "\\",
}


@pytest.mark.parametrize("body", MENDED.values(), ids=MENDED.keys())
def test_what_was_broken_so_that_mending_takes_long_is_read_or_refused_at_once(body: str) -> None:
    started = time.process_time()
    with suppress(ParseError):
        assert len(parse(body).posts) <= MAX_ITEMS
    assert time.process_time() - started < 5


def test_fifty_thousand_entries_give_the_newest_ones() -> None:
    dates = [f"{1 + n % 28:02d} Jan {1970 + n // 1000} 10:00:00 GMT" for n in range(50_000)]
    text = rss([item(str(n), date=date) for n, date in enumerate(dates)])
    started = time.process_time()
    feed = parse(text)
    assert time.process_time() - started < 20
    assert len(feed.posts) == MAX_ITEMS
    assert {post.published.year for post in feed.posts} == {2018, 2019}
    assert "only the newest" in feed.warning


def test_a_json_feed_is_shortened_as_well() -> None:
    items = [{"id": str(n), "date_published": f"{1970 + n // 100}-01-01T00:00:00Z"} for n in range(5000)]
    feed = parse(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}))
    assert [post.guid for post in feed.posts] == [str(n) for n in range(3000, 5000)]


def test_every_field_has_its_measure() -> None:
    long = "A" * 5_000_000
    text = rss([item().replace("Post one", long), item("two").replace("Words of two.", long)])
    first, second = parse(text).posts
    assert len(first.title) == 500
    assert first.title.endswith("…")
    assert len(second.html) == 500_000
    many = "".join(f"<category>{n}{'y' * 300}</category>" for n in range(100))
    rest = item("x", more=many + f"<author>{long}</author>").replace("<guid>x", f"<guid>{long}")
    (third,) = parse(rss([rest], title=long)).posts
    assert len(third.guid) < 40
    assert len(third.author) == 200
    assert len(third.tags) == 30
    assert max(map(len, third.tags)) == 100


ESCAPES = [
    *(
        "\x1b[31mred",
        "\x1b]0;title\x07",
        "\x1b]8;;http://evil.example\x1b\\link",
        "\x1bP+q\x1b\\",
        "\x1bc",
        "\x1b(0",
    ),
    *(
        "\x9b31m",
        "\x9d0;x\x9c",
        "\x85",
        "\x07",
        "\x08",
        "\x00",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u2028",
        "\u200b",
    ),
    *("\U000e0041", "\ufeff", "\x1b[?1049h", "\x1b[6n", "\x90q\x9c"),
]


@pytest.mark.parametrize("way", ["raw", "reference", "twice", "json"])
@pytest.mark.parametrize("escape", ESCAPES, ids=[ascii(escape) for escape in ESCAPES])
def test_no_escape_comes_through_any_field(escape: str, way: str) -> None:
    referred = "".join(f"&#{ord(c)};" for c in escape)
    text = {"raw": escape, "reference": referred, "twice": referred.replace("&", "&amp;")}.get(way, escape)
    if way == "json":
        fields_ = ("id", "url", "title", "content_html", "content_text", "summary", "language")
        one = dict.fromkeys(fields_, f"a{text}b") | {"authors": [{"name": text}], "tags": [text]}
        heads = {
            "title": text,
            "home_page_url": f"https://e.org/{text}",
            "description": text,
            "language": text,
        }
        feed = parse(json.dumps({"version": "https://jsonfeed.org/version/1", **heads, "items": [one]}))
    else:
        more = (
            f"<author>a{text}b</author><category>c{text}d</category><link>https://e.org/{text}x</link>"
            f"<description>&lt;a href='https://e.org/{text}' title='{text}'&gt;{text}&lt;/a&gt;"
            f"&lt;img src='x' alt='{text}'&gt;&lt;pre&gt;{text}&lt;/pre&gt;</description>"
        )
        feed = parse(rss([f"<item><title>t{text}u</title><guid>g{text}</guid>{more}</item>"], title=text))
    assert len(feed.posts) == 1
    for word in words(feed):
        assert clean_text(word) == word


@pytest.mark.parametrize(
    "reference",
    ["&#xD800;", "&#55296;", "&#x110000;", "&#1114112;", "&#99999999999999;", "&#x0000dfff;", "&#0;"],
)
@pytest.mark.parametrize("tail", ["", "& <br>"])
def test_references_to_no_character_are_replaced(reference: str, tail: str) -> None:
    (post,) = parse(rss([f"<item><title>a{reference}b{tail}</title></item>"])).posts
    assert post.title.startswith(("a\ufffdb", "ab"))
    post.title.encode()


@pytest.mark.parametrize(
    "crossed",
    [
        "<image></width><width></height></image>",
        "<georss:where></gml:pos></georss:where></georss:point>",
        "</creativeCommons:license></psc:chapters></enclosure>",
    ],
)
def test_crossed_extensions_do_not_cost_the_posts(crossed: str) -> None:
    assert [post.title for post in parse(rss([crossed, item("a", more=crossed), item("b")])).posts] == [
        "Post a",
        "Post b",
    ]


def test_lone_surrogates_are_replaced() -> None:
    feed = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "\\ud800", "title": "a\\udfffb"}]}'
    (post,) = parse(feed).posts
    assert post.title == "a\ufffdb"
    for word in words(parse(feed)):
        word.encode()


def test_a_bad_item_among_good_ones_harms_none() -> None:
    items: list[object] = [
        {"id": "1", "title": "ok"},
        None,
        3,
        [],
        {"id": None, "title": {"x": 1}, "tags": "no"},
    ]
    items += [{"id": [], "authors": {"name": 1}, "author": "me", "date_published": 3, "url": 7}, {"id": "2"}]
    feed = parse(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}))
    assert len(feed.posts) == 4
    assert (feed.posts[0].guid, feed.posts[-1].guid) == ("1", "2")


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "exec:rm", "--version", "data:text/html,x", "vbscript:x"],
)
def test_a_posts_link_is_a_web_address_or_nothing(link: str) -> None:
    text = rss([f"<item><title>x</title><link>{link}</link><guid>g</guid></item>"])
    (post,) = parse(text).posts
    assert post.url in ("", "https://example.org/--version")
