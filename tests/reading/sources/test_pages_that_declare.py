"""Every way in which a page may declare its one feed, in HTML 4, XHTML and today's HTML, over a real server."""

import re
from collections.abc import Iterator

import pytest

from learnlog.reading.sources.feed import FeedSource
from learnlog.reading.web.http import Http
from tests.reading.feeds import now
from tests.servers import Reply, Server

ATOM = "application/atom+xml"
EMPTY = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Its feed</title><id>urn:x</id></feed>'
HTML_4 = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n<html lang="en">'
XHTML = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">'
)
HTML_5 = "<!doctype html>\n<html>"
OTHER = f'<link rel="foo" type="{ATOM}" href="/missing"/>'

# `U` stands for the feed's address, whole; the page is /blog/page.
ANYWHERE = {
    "absolute": f'<link rel="alternate" type="{ATOM}" href="U"/>',
    "relative": f'<link rel="alternate" type="{ATOM}" href="feed.xml"/>',
    "from the top": f'<link rel="alternate" type="{ATOM}" href="/blog/feed.xml"/>',
    "an id beside it": f'<link id="alternate" rel="alternate" type="{ATOM}" href="U"/>',
    "single quotes": f"<link rel='alternate' type='{ATOM}' href='U'/>",
    "on lines of their own": f'<link\r\n rel="alternate"\r\n type="{ATOM}"\r\n href="U"\r\n/>',
    "upper relation": f'<link rel="ALTERNATE" type="{ATOM}" href="U"/>',
    "mixed relation": f'<link rel="aLtErNaTe" type="{ATOM}" href="U"/>',
    "upper type": f'<link rel="alternate" type="{ATOM.upper()}" href="U"/>',
    "mixed type": '<link rel="alternate" type="Application/aToM+Xml" href="U"/>',
    "relations around": f'<link rel="home ALTERNATE index" type="{ATOM}" href="U"/>',
    "other order": f'<link href="U" type="{ATOM}" rel="alternate"/>',
    "unknown relations": f'{OTHER}<link rel="alternate" type="{ATOM}" href="U"/>{OTHER}',
    "another's relation": f'<link rel="alternatefoo" type="{ATOM}" href="/missing"/>'
    f'<link rel="alternate" type="{ATOM}" href="U"/>',
    "a reverse link": f'<link rev="alternate" type="{ATOM}" href="/missing"/>'
    f'<link rel="alternate" type="{ATOM}" href="U"/>',
    "a title that says alternate": f'<link rel="start" title="alternate" type="{ATOM}" href="/missing"/>'
    f'<link rel="alternate" type="{ATOM}" href="U"/>',
    "another type": '<link rel="alternate" type="application/msword" href="/missing"/>'
    f'<link rel="alternate" type="{ATOM}" href="U"/>',
    "blanks around": f'<link rel=" alternate " type=" {ATOM} " href=" U "/>',
    "blanks around, relative": f'<link rel="alternate" type="{ATOM}" href=" feed.xml "/>',
    "a base": f'<base href="BASE/blog/"/><link rel="alternate" type="{ATOM}" href="feed.xml"/>',
    "a base in the air": f'<base href="BASE/fake/"/><link rel="alternate" type="{ATOM}" href="../blog/feed.xml"/>',
    "a base that distracts": f'<base href="BASE/fake/"/><link rel="alternate" type="{ATOM}" href="U"/>',
    "references": '<link rel="&#65;ltern&#x61;te" type="appl&#73;cation/atom&#43;xml" href="U"/>',
    "a comment before": f'<!-- <link rel="alternate" type="{ATOM}" href="/missing"/> -->'
    f'<link rel="alternate" type="{ATOM}" href="U"/>',
}
HTML_ONLY = {
    "no quotes": f"<link rel=alternate type={ATOM} href=U>",
    "upper names": f'<LINK REL="alternate" TYPE="{ATOM}" HREF="U">',
    "upper base": f'<BASE HREF="BASE/blog/"><link rel="alternate" type="{ATOM}" href="feed.xml">',
    "without a script to run it": f'<noscript><link rel="alternate" type="{ATOM}" href="U"/></noscript>',
    "in the body": f'</head><body><p>Words</p><link rel="alternate" type="{ATOM}" href="U"/>',
    "a link to read": f'</head><body><a rel="alternate" type="{ATOM}" href="U">Subscribe</a>',
    "backslashes": f'<link rel="alternate" type="{ATOM}" href="\\blog\\feed.xml"/>',
    "another feed in a script": f'<script>x = \'<link rel="alternate" type="{ATOM}" href="/missing"/>\'</script>'
    f'<link rel="alternate" type="{ATOM}" href="U"/>',
    "a meta element": f'<meta http-equiv="Link" content=\'<feed.xml>; rel="alternate"; type="{ATOM}"\'/>',
}
XML_ONLY = {
    "a script that ends itself": f'<script src="a.js"/><link rel="alternate" type="{ATOM}" href="U"/>',
    "a title that ends itself": f'<title/><link rel="alternate" type="{ATOM}" href="U"/>',
    "a section before": f'<style><![CDATA[ <link rel="alternate" type="{ATOM}" href="/missing"/> ]]></style>'
    f'<meta name="x"/><link rel="alternate" type="{ATOM}" href="U"/>',
    "a bare section": f'<m><![CDATA[ > <link rel="alternate" type="{ATOM}" href="/missing"/> ]]></m>'
    f'<link rel="alternate" type="{ATOM}" href="U"/>',
    "a prefix": f'<h:link xmlns:h="http://www.w3.org/1999/xhtml" rel="alternate" type="{ATOM}" href="U"/>',
}
OLD_ONLY = {
    "a base too late": f'<link rel="alternate" type="{ATOM}" href="feed.xml"/><base href="BASE/fake/"/>',
}
NEW_ONLY = {
    "a base that comes later": f'<link rel="alternate" type="{ATOM}" href="feed.xml"><base href="BASE/blog/">',
    "in a template": f'<template><template></template><link rel="alternate" type="{ATOM}" href="/missing">'
    f'</template><link rel="alternate" type="{ATOM}" href="U">',
}
CASES = [
    pytest.param(start, media, head, id=f"{kind}: {name}")
    for kind, start, media, heads in [
        ("HTML 4", HTML_4, "text/html", ANYWHERE | HTML_ONLY | OLD_ONLY),
        ("XHTML 1.0", XHTML, "text/html", ANYWHERE | OLD_ONLY),
        (
            "XHTML 1.1",
            XHTML.replace("XHTML 1.0 Strict", "XHTML 1.1"),
            "application/xhtml+xml",
            ANYWHERE | OLD_ONLY | XML_ONLY,
        ),
        ("HTML", HTML_5, "text/html; charset=utf-8", ANYWHERE | HTML_ONLY | NEW_ONLY),
    ]
    for name, head in heads.items()
]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        running.add("/blog/feed.xml", Reply(body=EMPTY, type=ATOM))
        yield running


def whole(server: Server, start: str, head: str) -> str:
    base = server.url("")
    head = re.sub(r"\bU\b", f"{base}/blog/feed.xml", head).replace("BASE", base)
    return (
        f'{start}<head><title>A page with &lt;link></title><link rel="start" href="./" title="Contents"/>'
        f'{head}</head><body><p>Words. <a href="next.html">Next &#187;</a></p></body></html>'
    )


@pytest.mark.parametrize(("start", "media", "head"), CASES)
async def test_the_one_feed_is_found(server: Server, start: str, media: str, head: str) -> None:
    url = server.add("/blog/page", Reply(body=whole(server, start, head), type=media))
    async with Http(timeout=5) as http:
        found = await FeedSource(now).find(url, http)
    assert [(one.key, one.title) for one in found] == [(server.url("/blog/feed.xml"), "Its feed")]


async def test_a_page_in_utf_16(server: Server) -> None:
    body = whole(server, HTML_4, ANYWHERE["relative"]).encode("utf-16")
    url = server.add("/blog/page", Reply(body=body, type="text/html"))
    async with Http(timeout=5) as http:
        found = await FeedSource(now).find(url, http)
    assert [one.key for one in found] == [server.url("/blog/feed.xml")]


LINK = '<feed.xml>; rel="alternate"; type="application/atom+xml"'


@pytest.mark.parametrize(
    "header",
    [
        LINK,
        f'</style.css>; rel=preload; as=style, {LINK}; title="Its, feed; really"',
        "<feed.xml>;TYPE=application/atom+xml ; rel=ALTERNATE",
        f'</a,b>; rel="next", {LINK}',
        '<feed.xml>; rel="home alternate"; type="application/atom+xml"; rel="next"',
    ],
)
async def test_a_feed_that_only_the_answer_declares(server: Server, header: str) -> None:
    url = server.add("/blog/page", Reply(body=HTML_5, type="text/html", headers={"Link": header}))
    async with Http(timeout=5) as http:
        found = await FeedSource(now).find(url, http)
    assert [one.key for one in found] == [server.url("/blog/feed.xml")]
