"""A feed damaged in every way that XML is: its posts still come, with a quiet remark."""

import pytest

from learnlog.reading.sources.parsing import ParseError, sniff
from tests.reading.dialects import JSON, XML, before, put, read, rss, whole

EVERY = 50
"""A feed is cut off behind each so many bytes."""
ENDS = ("</item>", "</entry>")
ILL = {
    "bare ampersand": put("Post", "Tom & Post"),
    "bare ampersand in an address": put("https://e.example/2", "https://e.example/2?x&y=1"),
    "HTML entities": put("Post", "Po&nbsp;&eacute;&hellip;st"),
    "unknown entity": put("Post", "&bogus; Post"),
    "bare less-than": put("<title>Post", "<title>1 < 2 Post"),
    "crossed tags": put("Post", "<b><i>Post</b>"),
    "ends missing": lambda text: text.replace(ENDS[0], "").replace(ENDS[1], "").encode(),
    "an attribute twice": put("<link", '<link a="1" a="2"'),
    "no quotes": put('"2.0"', "2.0"),
    "a prefix nobody declared": put("<title>Post", "<x:y>z</x:y><title>Post"),
    "blanks before": before(b"\n  \t"),
    "a comment before": before(b"<!-- made by hand -->\n"),
    "words before": before(b"Notice: undefined index in /srv/feed.php\n"),
    "a warning in HTML before": before(b"<br />\n<b>Warning</b>: mysql is <i>down</i><br />\n"),
    "two declarations": before(b'<?xml version="1.0"?>\n'),
    "a declaration inside": put("<title>Post", '<?xml version="1.0"?><title>Post'),
    "words behind": lambda text: text.encode() + b"<script>count()</script></body>",
    "the feed twice": lambda text: text.encode() * 2,
    "a section without end": put("Words 2", "<![CDATA[Words 2"),
    "sections without end": put("Words", "<![CDATA[Words"),
    "a comment without end": put("<title>Post 3", "<!-- <title>Post 3"),
    "two hyphens in a comment": put("<title>Post 3", "<!-- a -- b --><title>Post 3"),
}
CHARACTERS = {
    "NUL": put("Words", "Wo\0rds"),
    "NUL behind": lambda text: text.encode() + b"\0\0",
    "escape": put("Words", "Wo\x1b[31mrds"),
    "form feed": put("Words", "Wo\x0crds"),
    "noncharacter": put("Words", "Wo\uffferds"),
}
UNTOLD = {"no quotes", "a section without end", "sections without end"}


@pytest.mark.parametrize("dialect", XML)
@pytest.mark.parametrize("damage", ILL)
def test_ill_formed_xml_gives_its_posts(dialect: str, damage: str) -> None:
    text = XML[dialect]
    body = ILL[damage](text)
    feed = read(body)
    assert sniff(body) == "xml"
    assert [post.guid for post in feed.posts] == list(whole(text))
    if body != text.encode():
        assert "not well-formed" in feed.warning or damage in UNTOLD


@pytest.mark.parametrize("dialect", {**XML, **JSON})
@pytest.mark.parametrize("damage", CHARACTERS)
def test_characters_that_no_feed_may_hold(dialect: str, damage: str) -> None:
    text = {**XML, **JSON}[dialect]
    feed = read(CHARACTERS[damage](text))
    assert [post.guid for post in feed.posts] == list(whole(text))
    if "json" not in dialect:
        assert "".join(feed.posts[0].plain.split()) == "Words0&more"
    if "json" not in dialect or "NUL" in damage:  # JSON may hold what XML may not
        assert "may hold" in feed.warning


@pytest.mark.parametrize("dialect", ["rss", "atom"])
def test_a_feed_that_was_put_in_a_page_is_found(dialect: str) -> None:
    body = f"<!DOCTYPE html><html><head><title>x</title></head><body>{XML[dialect]}</body></html>".encode()
    assert sniff(body, "text/html") == "xml"
    assert [post.guid for post in read(body, "text/html").posts] == list(whole(XML[dialect]))
    shown = b"<html><body><script>var feed = '" + XML[dialect].encode() + b"'</script></body></html>"
    assert sniff(shown, "text/html") == "html"
    with pytest.raises(ParseError):
        read(shown)


def test_a_section_that_lost_its_end_takes_no_other_post_with_it() -> None:
    text = rss().replace("more</p>]]>", "mo", 1)
    first, second, *_ = read(text.encode()).posts
    assert (first.plain, second.plain) == ("Words 0 & mo", "Words 1 & more")


@pytest.mark.parametrize("dialect", XML)
def test_a_feed_that_is_cut_off_anywhere_gives_what_is_whole(dialect: str) -> None:
    body = XML[dialect].encode()
    posts = whole(XML[dialect])
    for cut in range(len(body) - len("</channel></rss>") - 5, 100, -EVERY):
        piece = body[:cut]
        count = sum(piece.count(end.encode()) for end in ENDS)
        feed = read(piece)
        assert feed.is_cut, cut
        assert "not well-formed" in feed.warning, cut
        assert [post for post in feed.posts if posts.get(post.guid) == post][:count] == list(posts.values())[
            :count
        ]
        # What is told of the last one may be a beginning, but of that very post: no other stays here for good.
        if count:
            told = {post.guid: (post.title, post.published) for post in feed.posts}
            assert (
                told.items() <= {post.guid: (post.title, post.published) for post in posts.values()}.items()
            )
