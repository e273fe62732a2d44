"""RSS, RDF, Atom and JSON Feed, well and badly made, read into posts."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from learnlog.reading.sources.parsing import ParsedFeed, ParseError, parse_feed, sniff
from tests.reading.feeds import NOW, item, page, rss

URL = "https://example.org/feed"


def parse(text: str | bytes, content_type: str = "") -> ParsedFeed:
    body = text.encode() if isinstance(text, str) else text
    return parse_feed(body, url=URL, content_type=content_type, now=NOW)


ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl" xml:base="https://example.org/blog/">
  <title type="html">Mijn &lt;b&gt;Blog&lt;/b&gt;</title><subtitle>Over van alles</subtitle>
  <link href="/"/><link rel="self" href="/feed"/>
  <entry>
    <id>tag:example.org,2026:1</id><title>Eén</title><link href="een"/>
    <author><name>Anna de Vries</name></author><category term="leren"/><category term="x" label="Werk"/>
    <published>2026-11-20T10:00:00+01:00</published><updated>2026-11-21T12:30:00.5Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
      <p>Zie <a href="twee">twee</a>.</p><img src="../p.png" alt="Een plaat"/></div></content>
  </entry>
</feed>"""


def test_atom() -> None:
    feed = parse(ATOM)
    assert (feed.format, feed.title, feed.site) == ("atom10", "Mijn Blog", "https://example.org/")
    assert (feed.description, feed.language, feed.warning) == ("Over van alles", "nl", "")
    (post,) = feed.posts
    assert post.guid == "tag:example.org,2026:1"
    assert post.url == "https://example.org/blog/een"
    assert (post.title, post.author, post.tags) == ("Eén", "Anna de Vries", ("leren", "Werk"))
    assert post.published == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert post.updated == datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
    assert '<a href="https://example.org/blog/twee">twee</a>' in post.html
    assert '<img src="https://example.org/p.png" alt="Een plaat">' in post.html
    assert post.plain == "Zie twee.\n\nEen plaat"
    assert post.language == "nl"


def test_rss_with_full_content_prefers_it_to_the_summary() -> None:
    full = "<![CDATA[<p>The <em>whole</em> story, see <a href='/more'>more</a>.</p>]]>"
    text = rss([item(more=f"<c:encoded>{full}</c:encoded>")]).replace(
        "<rss ", '<rss xmlns:c="http://purl.org/rss/1.0/modules/content/" '
    )
    (post,) = parse(text).posts
    assert post.plain == "The whole story, see more."
    assert 'href="https://example.org/more"' in post.html


def test_rdf() -> None:
    feed = parse(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Old</title></channel>'
        '<item rdf:about="https://example.org/1"><title>First</title><link>https://example.org/1</link>'
        "<dc:date>2026-11-01</dc:date><dc:creator>Piet</dc:creator></item></rdf:RDF>"
    )
    (post,) = feed.posts
    assert (feed.title, post.title, post.author) == ("Old", "First", "Piet")
    assert post.published == datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_json_feed(version: str) -> None:
    feed = parse(
        json.dumps(
            {
                "version": version,
                "title": "Journal",
                "home_page_url": "/",
                "description": "d",
                "language": "en",
                "items": [
                    {
                        "id": 17,
                        "url": "/17",
                        "title": "Hello <World>",
                        "content_html": "<p>Hi<script>alert(1)</script></p>",
                        "date_published": "2026-11-20T10:00:00-05:00",
                        "date_modified": "2026-11-22T10:00:00Z",
                        "authors": [{"name": "Ann"}, {"url": "x"}, {"name": "Bob"}],
                        "tags": ["a", 3, "b"],
                    },
                    {
                        "id": "18",
                        "external_url": "https://other.example/",
                        "content_text": "One.\n\nTwo & <3",
                    },
                    "nonsense",
                ],
            }
        )
    )
    first, second = feed.posts
    assert (feed.format[:5], feed.title, feed.site) == ("json1", "Journal", "https://example.org/")
    assert feed.warning == "Some of its items are not posts and were left out."
    assert (first.guid, first.url, first.title) == ("17", "https://example.org/17", "Hello <World>")
    assert (first.html, first.plain, first.author) == ("<p>Hi</p>", "Hi", "Ann, Bob")
    assert first.published == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert first.updated == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert first.tags == ("a", "b")
    assert second.url == "https://other.example/"
    assert second.plain == "One.\n\nTwo & <3"
    assert second.html == "<p>One.</p>\n<p>Two &amp; &lt;3</p>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "<html><body><p>Log in to the wifi</p></body></html>",
        '{"a": 1}',
        "{",
        "[]",
        '{"items": 3}',
    ],
)
def test_what_is_no_feed_is_said(text: str) -> None:
    with pytest.raises(ParseError, match="not a feed"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (rss(), "xml"),
        ("\ufeff  \n" + ATOM, "xml"),
        ("<!-- a remark --><?x y?><!DOCTYPE rss [<!ENTITY a 'b>c'>]>\n<rss/>", "xml"),
        ("<br />\n<b>Warning</b>: mysql is down\n" + rss(), "xml"),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "json"),
        (page(), "html"),
        ("<div>hello</div>", "html"),
        ("just words", ""),
    ],
)
def test_a_look_at_the_first_words_tells_what_it_is(text: str, kind: str) -> None:
    assert sniff(text.encode()) == kind


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-40],
        lambda text: text.replace("Words", "Words & more &nbsp; <br> &bogus;"),
        lambda text: text.replace("Words", "Wo\0rds\x01\x0b"),
        lambda text: text.replace("Words", "<b><i>Words</b>"),
        lambda text: text.replace('"utf-8"', '"klingon"'),
        lambda text: "\n\n rubbish " + text,
        lambda text: text.replace("<rss ", "<undeclared:rss ").replace("</rss>", "</undeclared:rss>"),
        lambda text: text.replace("<guid>", "<x:guid>").replace("</guid>", "</x:guid>"),
    ],
    ids=["cut short", "bare &", "controls", "crossed tags", "encoding", "rubbish", "prefix", "undeclared"],
)
def test_a_badly_made_feed_still_gives_its_posts(damage: object) -> None:
    assert callable(damage)
    text = damage(rss([item("one"), item("two"), item("three")]))
    posts = parse(text).posts
    assert [post.title for post in posts] == ["Post one", "Post two", "Post three"]


def test_a_badly_made_feed_is_remarked_on_quietly() -> None:
    assert parse(rss()).warning == ""
    assert "not well-formed" in parse(rss()[:-40]).warning
    for sign in "\0\x1b":
        assert "characters that no feed may hold" in parse(rss().replace("Post", f"Po{sign}st")).warning


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", "text/xml"),
        ("utf-8", "", ""),
        ("utf-8", "iso-8859-1", "application/xml; charset=utf-8"),
        ("iso-8859-1", "iso-8859-1", "text/xml"),
        ("cp1252", "iso-8859-1", ""),
        ("cp1252", "utf-8", ""),
        ("utf-16", "utf-16", "application/xml"),
        ("utf-16-le", "utf-16", ""),
        ("utf-16-be", "", ""),
        ("utf-32", "utf-32", ""),
        ("cp1252", "", 'text/xml; charset="windows-1252"'),
    ],
)
def test_any_encoding_declared_rightly_or_wrongly(encoding: str, declared: str, content_type: str) -> None:
    says = f' encoding="{declared}"' if declared else ""
    text = rss([item("één café")]).replace(' encoding="utf-8"', says)
    (post,) = parse(text.encode(encoding), content_type).posts
    assert post.title == "Post één café"


def test_one_bad_byte_does_not_spoil_the_rest() -> None:
    body = rss([item("één café ☕ thé")]).encode().replace(b"Words", b"W\xffrds")
    feed = parse(body)
    assert feed.posts[0].title == "Post één café ☕ thé"
    assert "encoding" in feed.warning


@pytest.mark.parametrize(
    "name", ["utf-7", "idna", "punycode", "unicode_escape", "rot13", "zlib", "undefined"]
)
def test_an_encoding_that_could_hide_markup_is_not_followed(name: str) -> None:
    hidden = rss([item("+ADw-b+AD4-")]).replace('"utf-8"', f'"{name}"')
    assert parse(hidden).posts[0].title == "Post +ADw-b+AD4-"


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "0000-00-00",
        "99999-01-01T00:00:00Z",
        "Mon, 99 Foo 2026 25:61:61 GMT",
        "0001-01-01T00:00:00Z",
    ],
)
def test_a_date_that_is_none_becomes_the_moment_of_fetching(date: str) -> None:
    assert parse(rss([item(date=date)])).posts[0].published == NOW


def test_a_date_in_the_future_does_not_stay_on_top_for_years() -> None:
    assert parse(rss([item(date="Mon, 02 Nov 2099 10:00:00 GMT")])).posts[0].published == NOW


def test_undated_posts_keep_the_feeds_order() -> None:
    posts = parse(rss([item(name, date="") for name in "abc"])).posts
    assert [post.published for post in posts] == [NOW - timedelta(seconds=n) for n in range(3)]


def test_a_post_without_a_name_gets_one_that_lasts() -> None:
    bare = "<item><title>Same</title><description>words</description></item>"
    linked = "<item><title>T</title><link>https://example.org/t</link></item>"
    once = parse(rss([linked, bare, bare])).posts
    again = parse(rss([item("new"), linked, bare, bare])).posts
    assert once[0].guid == "https://example.org/t"
    assert len({post.guid for post in once}) == 3
    assert [post.guid for post in once] == [post.guid for post in again[1:]]


def test_a_guid_does_not_depend_on_where_the_feed_lives() -> None:
    body = rss([item("7")]).encode()
    guids = {
        parse_feed(body, url=url, now=NOW).posts[0].guid
        for url in ("http://a.example/f", "https://b.example/")
    }
    assert guids == {"7"}


def test_relative_links_count_from_xml_base_and_then_from_the_feed() -> None:
    text = ATOM.replace('xml:base="https://example.org/blog/"', 'xml:base="/journal/"')
    (post,) = parse(text).posts
    assert post.url == "https://example.org/journal/een"
    assert 'href="https://example.org/journal/twee"' in post.html


def test_posts_that_share_a_guid_are_all_kept_and_a_repeated_one_once() -> None:
    same = [item(name).replace(f"<guid>{name}", "<guid>blog") for name in ("a", "b")]
    posts = parse(rss([*same, same[0], item("c"), item("c")])).posts
    assert [post.title for post in posts] == ["Post a", "Post b", "Post c"]
    assert len({post.guid for post in posts}) == 3


def test_a_title_in_html_is_told_in_words() -> None:
    text = rss([item("&amp;lt;em&gt; AT&amp;amp;T &lt;b&gt;bold&lt;/b&gt;")])
    assert parse(text).posts[0].title == "Post <em> AT&T bold"
