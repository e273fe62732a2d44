"""One small feed in every dialect, for tests of what happens to it."""

import json
from collections.abc import Callable

from learnlog.model.post import NewPost
from learnlog.reading.sources.parsing import ParsedFeed, parse_feed
from tests.reading.feeds import NOW

NUMBERS = range(6)


def dated(number: int) -> str:
    return f"2026-11-{number + 1:02}T10:00:00Z"


def rss() -> str:
    items = "".join(
        f"<item><title>Post {n} é</title><link>https://e.example/{n}?a=1&amp;b=2</link><guid>g{n}</guid>"
        f"<description><![CDATA[<p>Words {n} &amp; more</p>]]></description><dc:date>{dated(n)}</dc:date>"
        f"<dc:creator>Ana</dc:creator></item>\n"
        for n in NUMBERS
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>A feed</title><link>https://e.example/</link>\n{items}</channel></rss>\n"
    )


def atom() -> str:
    items = "".join(
        f'<entry><id>g{n}</id><title>Post {n} é</title><link href="https://e.example/{n}"/>'
        f"<updated>{dated(n)}</updated><author><name>Ana</name></author>"
        f'<content type="html">&lt;p&gt;Words {n} &amp;amp; more&lt;/p&gt;</content></entry>\n'
        for n in NUMBERS
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title>'
        f'<id>f</id><link href="https://e.example/"/>\n{items}</feed>\n'
    )


def rdf() -> str:
    items = "".join(
        f'<item rdf:about="g{n}"><title>Post {n} é</title><link>https://e.example/{n}</link>'
        f"<description>Words {n} &amp; more</description><dc:date>{dated(n)}</dc:date></item>\n"
        for n in NUMBERS
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="f">'
        f"<title>A feed</title></channel>\n{items}</rdf:RDF>\n"
    )


def json_feed(**layout: object) -> str:
    items = [
        {
            "id": f"g{n}",
            "url": f"https://e.example/{n}",
            "title": f"Post {n} é",
            "content_html": f'<p title="}}, {{">Words {n} &amp; more</p>',
            "attachments": [{"url": f"https://e.example/{n}/{part}"} for part in "ab"],
            "date_published": dated(n),
        }
        for n in NUMBERS
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "A feed", "items": items}
    return json.dumps(feed, **layout)  # type: ignore[arg-type]


XML = {"rss": rss(), "atom": atom(), "rdf": rdf()}
JSON = {"json": json_feed(), "json in lines": json_feed(indent=1, ensure_ascii=False)}


def read(body: bytes, content_type: str = "") -> ParsedFeed:
    return parse_feed(body, url="https://e.example/feed", content_type=content_type, now=NOW)


def whole(text: str) -> dict[str, NewPost]:
    posts = {post.guid: post for post in read(text.encode()).posts}
    assert list(posts) == [f"g{n}" for n in NUMBERS]
    return posts


def put(old: str, new: str, times: int = -1) -> Callable[[str], bytes]:
    """Return what puts `new` in place of `old`."""
    return lambda text: text.replace(old, new, times).encode()


def before(words: bytes) -> Callable[[str], bytes]:
    """Return what puts `words` before everything."""
    return lambda text: words + text.encode()
