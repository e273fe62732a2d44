"""The quick reader of plain feeds, held against feedparser: what would be stored is the same, or it does not read."""

from collections.abc import Iterable
from typing import Any

import feedparser.html
import feedparser.mixin
import feedparser.sanitizer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnlog.model.safe import is_clean
from learnlog.reading.sources import parsing, plain_names, plain_values
from learnlog.reading.sources.charset import decode
from learnlog.reading.sources.outline import MAX_ITEMS, ParseError
from learnlog.reading.sources.parsing import ParsedFeed, parse_feed
from learnlog.reading.sources.plain import read_plain
from learnlog.reading.sources.prolog import tidy
from tests.reading.feeds import NOW, item, rss
from tests.reading.sources.test_corpus import ARCHIVE, files, headers_in

URL = "https://example.org/feed"


def both(text: str) -> tuple[ParsedFeed, ParsedFeed] | None:
    """Return what each of the two readers makes of `text`; None when the quick one leaves it alone."""
    tidied = tidy(text)
    assert not tidied.raw or tidied.raw == tidied.text.encode()
    plain = read_plain(tidied.text, tidied.raw, is_numbered=tidied.is_numbered)
    if plain is None:
        return None
    ours = parsing._from_plain(plain, parsing._sanitizer_for(tidied), "", URL, NOW)
    return ours, parsing._from_feedparser(tidied.text, "", URL, NOW)


@pytest.mark.skipif(not ARCHIVE.exists(), reason="feedparser's test files are not beside this checkout")
def test_feedparsers_own_files_are_read_alike() -> None:
    other, read = [], 0
    for name, body in files():
        text, _ = decode(body, headers_in(body).get("content-type", ""))
        readings = both(text)
        if readings:
            read += 1
            if readings[0] != readings[1]:
                other.append(name)
    assert other == []
    assert read > 1200


WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "a word",
                " ",
                "\n",
                "&amp;",
                "&lt;b&gt;bold&lt;/b&gt;",
                "&lt;p&gt;Zie &amp;amp; zie&lt;/p&gt;",
                "&#8217;",
            ),
            *(
                "<![CDATA[<p>Full & <i>free</i></p>]]>",
                "<![CDATA[ ]]>",
                "naïve",
                "Ã©",
                "caf&#233;",
                "&#146;",
                "日本",
            ),
            *(
                "https://example.org/a?b=1&amp;c=2",
                "/relative",
                "<!-- aside -->",
                "a@example.org (Anna)",
                "x &lt; y",
            ),
            *(
                "mailto:a@example.org",
                "&amp;copy; me",
                "&lt;script&gt;x&lt;/script&gt;",
                "&#x20;",
                "<b>raw</b>",
            ),
        ]
    ),
    max_size=4,
).map("".join)
DATES = st.sampled_from(
    [
        *(
            "Mon, 02 Nov 2026 10:00:00 GMT",
            "2 Nov 2026 10:00 +0200",
            "Mon, 2 November 2026 10:00:00 EST",
            "soon",
            "",
        ),
        *(
            "2026-11-02T10:00:00Z",
            "2026-11-02T10:00:00.5+01:00",
            "2026-11-02",
            "2026-11-02 10:00",
            "1066-01-01",
        ),
        *(
            "31 Feb 2026 10:00:00 GMT",
            "Tue, 03 Nov 26 10:00:00 GMT",
            "2026-11-02T24:00:00Z",
            "2026-11-02T10:00:00-0530",
        ),
        *("Fri, 06 Nov 2026 10:00:00 +0530", "Sat, 07 Nov 2026 23:59:60 UTC", "0001-01-01T00:00:00Z"),
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        *("", "", "", ' type="html"', ' type="text"', ' type="text/plain"', ' TYPE="HTML"', ' type="xhtml"'),
        *(
            ' xml:lang="nl_NL"',
            ' lang="de"',
            ' xml:lang=""',
            ' isPermaLink="false"',
            ' isPermaLink="true"',
            ' x="1"',
        ),
        *(' href="https://example.org/h"', ' href=""', ' rel="enclosure" href="/e"', ' rel="self" href="/s"'),
        *(' rel="alternate" type="text/html" href="/t"', ' url="https://example.org/u" type="audio/mpeg"'),
        *(' url="/f" type="Audio/MPEG" length="99" title="F"', ' rel="enclosure" href="/e" length="2000000"'),
        *(' term="a" label="A"', ' domain="d"', ' term="b" scheme="s"', ' mode="escaped"', ' mode="base64"'),
        *(
            ' xml:base="https://else.example/"',
            ' thr:type="html"',
            ' uri="urn:x"',
            ' src="https://example.org/x"',
        ),
    ]
)
_NAMES = (
    "title link guid id description summary content content:encoded author dc:creator category dc:subject dc:date"
    " enclosure source comments itunes:summary itunes:author itunes:keywords itunes:subtitle itunes:duration"
    " media:title media:content media:thumbnail dc:title thr:total wfw:commentRss slash:comments feedburner:origLink"
    " atom:link atom:updated other:thing dc:description subtitle language generator rights"
    " image xhtml:div unknown contributor"
)
NAMES = _NAMES.split()
DATED = ("pubDate", "published", "updated", "dc:date", "issued", "modified", "created", "dcterms:created")
PERSON = st.lists(
    st.tuples(st.sampled_from(["name", "email", "uri", "other:x", "title"]), WORDS).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    ),
    max_size=3,
).map(lambda parts: f"<author>{''.join(parts)}</author>")
PARTS = st.one_of(
    st.tuples(st.sampled_from(NAMES), ATTRIBUTES, WORDS).map(lambda p: f"<{p[0]}{p[1]}>{p[2]}</{p[0]}>"),
    st.tuples(st.sampled_from(NAMES), ATTRIBUTES, WORDS).map(lambda p: f"<{p[0]}{p[1]}>{p[2]}</{p[0]}>"),
    st.tuples(st.sampled_from(DATED), DATES).map(lambda p: f"<{p[0]}>{p[1]}</{p[0]}>"),
    PERSON,
)
MANY = st.lists(PARTS, max_size=7).map("\n".join)
NAMESPACES = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:thr="http://purl.org/syndication/thread/1.0"'
    ' xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:other="urn:other"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
ATOM = ' xmlns:atom="http://www.w3.org/2005/Atom"'
RDF = ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'


def written(kind: str, head: str, items: Iterable[str], tail: str) -> str:
    """Return a feed of the dialect `kind`."""
    inner = "".join(
        f"<entry>{one}</entry>" if kind == "atom" else f'<item rdf:about="/{number}">{one}</item>'
        for number, one in enumerate(items)
    )
    if kind == "atom":
        return f'<feed xmlns="http://www.w3.org/2005/Atom"{NAMESPACES}{ATOM}>{head}{inner}{tail}</feed>'
    if kind == "rdf":
        return f"<rdf:RDF{RDF}{NAMESPACES}{ATOM}><channel>{head}</channel>{inner}{tail}</rdf:RDF>"
    inner = inner.replace("rdf:about", "about")
    return f'<rss version="2.0" xml:lang="en"{NAMESPACES}{ATOM}><channel>{head}{inner}{tail}</channel></rss>'


FEEDS = st.builds(
    written,
    st.sampled_from(["rss", "atom", "rdf"]),
    MANY,
    st.lists(MANY, max_size=3),
    st.one_of(st.just(""), st.just("<title>Late</title>")),
)


@given(FEEDS)
@settings(max_examples=300, deadline=None)
def test_feeds_of_all_kinds_are_read_alike_or_left_to_feedparser(text: str) -> None:
    readings = both(text)
    if readings:
        assert readings[0] == readings[1]


@given(
    st.sampled_from(["title", "description", "dc:creator", "guid", "link", "category", "content:encoded"]),
    WORDS,
    WORDS,
)
@settings(max_examples=300, deadline=None)
def test_what_an_ordinary_item_says_is_read_alike(name: str, first: str, second: str) -> None:
    readings = both(
        written("rss", "<title>A</title>", [f"<{name}>{first}</{name}><guid>{second}</guid>"], "")
    )
    if readings:
        assert readings[0] == readings[1]


@pytest.mark.parametrize(
    "text",
    [
        rss([item(more="<content>")]),
        rss([item(more="<description><p>markup</p></description>")]),
        rss([item(more="&nbsp;")]),
        rss([item(date="yesterday")]),
        rss([item(name="x" * 3)]).replace("<item>", '<item xml:base="https://else.example/">'),
        rss([item() for _ in range(MAX_ITEMS + 1)]),
        rss(["<item>" * 50 + "</item>" * 50]),
        rss(["<a:b xmlns:a='urn:a'>" * 60 + "</a:b>" * 60]),
        rss([item(more="<category>a</category>" * 400)]),
        rss([item(more=f"<author>{'x' * 400}</author>")]),
        rss([item(more="<dc:title xmlns:dc='urn:else'>x</dc:title>")]),
        "<html><body/></html>",
        "<opml><body/></opml>",
        "",
    ],
)
def test_what_is_not_plain_is_left_to_feedparser(text: str) -> None:
    assert read_plain(tidy(text).text) is None


def test_what_the_common_makers_of_feeds_write_is_plain() -> None:
    more = "<content:encoded><![CDATA[<p>All</p>]]></content:encoded><slash:comments>3</slash:comments>"
    wordpress = written("rss", "<title>A</title>", [f"<title>B</title><pubDate></pubDate>{more}"], "")
    for text in (rss(), wordpress):
        assert read_plain(tidy(text).text) is not None


def test_an_own_entity_is_never_followed() -> None:
    text = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + rss([item(more="<title>&b;</title>")])
    feed = parse_feed(text.encode(), url=URL, now=NOW)
    assert feed.warning == "It declares entities of its own, which were not followed."
    assert "aaaa" not in str(feed)


def test_a_refusal_of_feedparser_is_a_refusal() -> None:
    with pytest.raises(ParseError):
        parse_feed(b"<opml><body/></opml>", url=URL, now=NOW)


def test_the_names_are_feedparsers_own() -> None:
    theirs = {
        uri.lower(): prefix.lower() for uri, prefix in feedparser.mixin._FeedParserMixin.namespaces.items()
    }
    core = {uri for uri, prefix in theirs.items() if not prefix} - {"http://backend.userland.com/rss"}
    assert core == plain_names.CORE
    ours: dict[str, Any] = dict(plain_names.PREFIXES)
    assert {uri: theirs.get(uri) for uri in ours} == ours
    with_ways = {
        name.split("_")[2].lower()
        for name in dir(feedparser.mixin._FeedParserMixin)
        if name.startswith(("_start_", "_end_")) and name.count("_") > 2
    }
    assert with_ways <= plain_names.OWN_WAYS


def test_the_elements_and_characters_are_feedparsers_own() -> None:
    assert set(feedparser.sanitizer._HTMLSanitizer.acceptable_elements) == plain_values.ELEMENTS
    assert feedparser.html._cp1252 == plain_values._WINDOWS


@pytest.mark.parametrize(
    "words",
    [
        "&amp;#x202e;x",
        "&amp;#8238;x",
        "&amp;rlm;&amp;ZeroWidthSpace;&amp;zwnj;x",
        "&amp;#27;[31mx",
        "&#x202e;x",
        "\u202ex",
        "ï»¿&amp;lt;p&gt;x",  # UTF-8 that somebody took for Latin-1: a byte order mark
        "ï¿¹&lt;p&gt;x",
        "<![CDATA[<p title='&#x202e;' >&#x2066;x</p>]]>",
        "<![CDATA[<p>&amp;#x202e; &nbsp; x</p>]]>",
        "<![CDATA[<p>xMMMMMM<unknown></unknown>MMMMMM</p>]]>".replace(
            "M", "\u0301"
        ),  # a heap, without the tag
    ],
)
def test_what_could_act_goes_wherever_it_hides(words: str) -> None:
    more = (
        f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{words}</content:encoded>"
    )
    feed = parse_feed(rss([item(more=more)]).encode(), url=URL, now=NOW)
    (post,) = feed.posts
    assert "x" in post.html
    assert is_clean(post.html)
    assert is_clean(post.plain)
