"""Feeds made to keep feedparser busy or to fill the memory, within a size that nobody refuses."""

import random
import time
import tracemalloc
from contextlib import suppress

import feedparser
import pytest

from learnlog.reading.sources.bounded import MAX_TERMS, read_bounded
from learnlog.reading.sources.charset import decode
from learnlog.reading.sources.drafting import text_moment
from learnlog.reading.sources.outline import MAX_COST, shorten
from learnlog.reading.sources.parsing import ParsedFeed, ParseError, parse_feed
from learnlog.reading.sources.prolog import tidy
from tests.reading.feeds import NOW, item, rss
from tests.reading.sources.test_corpus import ARCHIVE, files

SIZE = 256 * 2**10
STRICT = "<item><title>a<b/>b</title></item>"
"""Well-formed, and not plain: feedparser reads all of the document, strictly."""
LOOSE = "<item><title>a & b</title></item>"
"""Not well-formed: feedparser reads all of the document, loosely."""


def parse(text: str) -> ParsedFeed:
    return parse_feed(text.encode(), url="https://example.org/feed", now=NOW)


def filled(head: str, unit: str, tail: str, size: int = SIZE) -> str:
    """Return `head` and `tail` of a channel with as many of `unit` between them as there is room for."""
    start, end = f"<rss version='2.0'><channel>{head}", f"{tail}</channel></rss>"
    room = size - len(start) - len(end)
    return start + unit * (room // len(unit)) + end


LINES = "\n" * (2 * SIZE)
LONG = "a" * 19_000
TERMS = ",".join(f"{n:x}" for n in range(4000))
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>a<b/>b</title></entry><entry>"
SLOW = {
    "keywords": "".join(
        f"<itunes:keywords>{TERMS.replace(',', f'{n},')}</itunes:keywords>" for n in range(9)
    ).join((rss([LOOSE])[:-16] + "<item>", "</item></channel></rss>")),
    "an author by an inner name": filled(STRICT, f"<item><itunes_author>{LONG}</itunes_author></item>", ""),
    "an author in many parts": filled(
        f"{STRICT}<item><author>", f"<x y='z'>{LONG}</x>", "</author></item>", 70_000
    ),
    "an author in crossed parts": filled(
        f"{LOOSE}<item><author><x></author></x>", f"<x y='z'>{LONG}</x>", "</author></item>", 70_000
    ),
    "an author who stays": filled(
        f"{STRICT}<item><author>{'a' * 290}</author>", "<q><author/></q>", "</item>"
    ),
    "an author in what we take for an instruction": filled(
        f"{LOOSE}<item><?x ><author>", "a", "</author> ?></item>", 60_000
    ),
    "an author in what we take for a comment": filled(
        f"{LOOSE}<item><!-- -- ><author>", "a", "</author> --></item>", 60_000
    ),
    "tags in what we take for an instruction": filled(
        f"{LOOSE}<item><?x >", "<q/>", " ?></item>", 24 * MAX_COST
    ),
    "blank lines": f"{ATOM}<content type='xhtml'>{LINES}x</content></entry></feed>",
    "a long base": f"<rss xml:base='http://a/{'b/' * 400_000}'><channel>{STRICT}{'<a/>' * 35_000}</channel></rss>",
    "prefixes without end": filled(
        STRICT + "".join(f"<a xmlns:a{n}='u{n}'/>" for n in range(12_000)), "<b xmlns='u'/>", "", 3 * SIZE
    ),
}


@pytest.mark.parametrize("body", SLOW.values(), ids=SLOW.keys())
def test_what_keeps_feedparser_busy_is_read_or_refused_soon(body: str) -> None:
    started = time.process_time()
    with suppress(ParseError):
        assert len(parse(body).posts) <= 20
    assert time.process_time() - started < 3


@pytest.mark.parametrize("broken", ["", STRICT, LOOSE], ids=["plain", "strict", "loose"])
def test_a_language_as_long_as_a_book_is_not_kept_with_every_word(broken: str) -> None:
    posts = "".join(f"<item><title>{n}</title><description>a</description></item>" for n in range(400))
    body = f"<rss xml:lang='{'_' * 100_000}'><channel>{broken}{posts}</channel></rss>"
    tracemalloc.start()
    try:
        feed = parse(body)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(feed.posts) == 400 + bool(broken)
    assert peak < 20_000_000


def test_the_first_keywords_of_many_stay() -> None:
    words = ",".join(f"word{n}" for n in range(2 * MAX_TERMS))
    feed = parse(rss([LOOSE, item(more=f"<itunes:keywords>{words}</itunes:keywords>")]))
    assert feed.posts[-1].tags[:2] == ("word0", "word1")


@pytest.mark.parametrize("break_", [False, True])
def test_within_the_bounds_nothing_is_read_otherwise_than_feedparser_reads_it(break_: bool) -> None:
    made = random.Random(7)
    pieces = (
        "<author>Ann (ann@example.org)</author>",
        "<dc:creator>Bob</dc:creator>",
        "<category>x</category>",
        "<itunes:keywords>a, b,c</itunes:keywords>",
        "<description> <b>x</b> </description>",
        "<author><name>Eve</name><email>e@example.org</email></author>",
        "<content type='xhtml' xml:lang='de_AT' xml:base='http://b.example/c/'> <div> <p>x</p></div> </content>",
        "<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate>",
        "<link href='../a'/>",
        "<media:group><media:title>t</media:title></media:group>",
    )
    for _ in range(300):
        items = ["".join(made.choices(pieces, k=made.randrange(9))) for _ in range(made.randrange(1, 4))]
        root = made.choice(("rss version='2.0'", "feed xmlns='http://www.w3.org/2005/Atom'"))
        text = (
            f"<{root}><title>T</title>{''.join(f'<item>{one}</item>' for one in items)}</{root.split()[0]}>"
        )
        text = text.replace("</author>", "", 1) if break_ else text
        theirs = feedparser.parse(
            text.encode(),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
        ours = read_bounded(text)
        assert ours.entries == theirs.entries
        assert ours.feed == theirs.feed
        assert ours.version == theirs.version
        assert ours.is_ill_formed == bool(theirs.bozo)


@pytest.mark.skipif(not ARCHIVE.exists(), reason="feedparser's test files are not beside this checkout")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_feedparsers_own_files_are_read_as_feedparser_reads_them() -> None:
    read = 0
    for name, body in files():
        text = tidy(decode(body)[0]).text
        with suppress(ParseError):
            text = shorten(text, text_moment).text
            theirs = feedparser.parse(
                f"<?xml version='1.0' encoding='utf-8'?>{text}".encode("utf-8", "replace"),
                response_headers={"content-type": "application/xml; charset=utf-8"},
                resolve_relative_uris=False,
                sanitize_html=False,
            )
            ours = read_bounded(text)
            assert (ours.entries, ours.feed, ours.version) == (theirs.entries, theirs.feed, theirs.version), (
                name
            )
            assert ours.is_ill_formed == bool(theirs.bozo), name
            read += 1
    assert read > 2000


JSON = '{"version": "https://jsonfeed.org/version/1", "items": ['
MANY = {
    "files that all stand in the text": JSON
    + '{"id": "1", "content_html": "<p>'
    + "https://example.org/ " * 20_000
    + '", "attachments": ['
    + "".join(f'{{"url": "https://example.org/{n}"}},' for n in range(60_000))
    + '{"url": "https://example.org/"}]}]}',
    "items of a list": JSON + '{"id":1},' * 600_000 + '{"id":2}]}',
    "angles": filled(f"{LOOSE}<item><description>", "</", "</description></item>", 6_000_000),
}


@pytest.mark.parametrize("body", MANY.values(), ids=MANY.keys())
def test_what_there_is_too_much_of_is_not_looked_at_one_by_one(body: str) -> None:
    started = time.process_time()
    with suppress(ParseError):
        assert len(parse(body).posts) <= 2
    assert time.process_time() - started < 4


@pytest.mark.parametrize("unit", ["a ", "a$", "a\n", 'a=""'])
def test_attributes_without_end_fill_no_memory(unit: str) -> None:
    tracemalloc.start()
    try:
        with suppress(ParseError):
            parse(filled(f"{LOOSE}<item ", unit, "></item>", 500_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 15_000_000


def test_a_long_text_in_an_attribute_is_no_heap_of_attributes() -> None:
    alt = "<div><img alt='" + "word " * 3000 + "'/></div>"
    text = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>{alt}</content></entry></feed>"
    (post,) = parse(text).posts
    assert "word word" in post.html
