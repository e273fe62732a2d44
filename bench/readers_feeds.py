"""Made-up feeds for the comparison of readers: the same ones each time, in the dialects blogs are written in."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

ENTRIES = 40
NEWEST = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "json": "application/feed+json",
}
_WORDS = (
    "the of and to a in is that for it as was with be by on not he his but at are this have from or had an they which"
    " one you were all her she there would their we him been has when who will no more if out so up said what its"
    " about than into them can only other time new some could these two may first then do any like my now over such"
    " learning pipeline schema query index partition warehouse lineage model feature training batch stream window"
    " latency throughput cluster storage column row table join aggregate metric dashboard experiment test deploy"
    " contract team review practice mistake question answer expert coach journal reflection theme insight evidence"
    " naïve façade résumé Übung Straße coördinatie één größer świat 日本語 данные"
)
WORDS = _WORDS.split()


@dataclass(frozen=True)
class Item:
    """One entry before it is written in a dialect."""

    link: str
    title: str
    author: str
    html: str
    summary: str
    when: datetime
    tags: tuple[str, ...]


def _sentence(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(6, 22))
    return f"{' '.join(words).capitalize()}{chance.choice('...?!')}"


def _paragraph(chance: random.Random, site: str) -> str:
    words = " ".join(_sentence(chance) for _ in range(chance.randint(2, 6)))
    kind = chance.random()
    if kind < 0.35:
        words += f' See <a href="{site}/more/{chance.randint(1, 999)}" class="ref">{_sentence(chance)}</a>.'
    elif kind < 0.5:
        words += f" <em>{_sentence(chance)}</em> &amp; <strong>{_sentence(chance)}</strong>"
    return f"<p>{words}</p>"


def _body(chance: random.Random, site: str) -> str:
    size = chance.choices((1, 5, 16, 40), weights=(30, 45, 20, 5))[0]
    parts: list[str] = []
    for _ in range(size):
        kind = chance.random()
        if kind < 0.08:
            parts.append(f"<h2>{_sentence(chance)}</h2>")
        elif kind < 0.16:
            items = "".join(f"<li>{_sentence(chance)}</li>" for _ in range(chance.randint(2, 6)))
            parts.append(f"<ul>{items}</ul>")
        elif kind < 0.22:
            parts.append(
                f'<figure><img src="/i/{chance.randint(1, 99)}.png" alt="{_sentence(chance)}" width="640"'
                f' srcset="/i/a.png 2x"><figcaption>{_sentence(chance)}</figcaption></figure>'
            )
        elif kind < 0.27:
            parts.append(f"<pre><code>SELECT * FROM t\nWHERE a &lt; {chance.randint(1, 99)};</code></pre>")
        elif kind < 0.32:
            parts.append(f"<blockquote>{_paragraph(chance, site)}</blockquote>")
        else:
            parts.append(_paragraph(chance, site))
    return "\n".join(parts)


def items(number: int, entries: int = ENTRIES) -> Iterator[Item]:
    """Yield the entries of feed `number`, the newest first."""
    chance = random.Random(number)
    site = f"https://blog{number}.example"
    when = NEWEST - timedelta(minutes=chance.randint(0, 5000))
    for place in range(entries):
        when -= timedelta(minutes=chance.randint(60, 6000))
        body = _body(chance, site)
        yield Item(
            link=f"{site}/{when:%Y/%m}/{place}",
            title=_sentence(chance)[:90],
            author=f"Author {number % 17}",
            html=body,
            summary=_sentence(chance),
            when=when,
            tags=tuple(chance.sample(WORDS[80:110], chance.randint(0, 4))),
        )


def dialect(number: int) -> str:
    """Return in which dialect feed `number` is written."""
    return ("rss", "rss", "rss", "atom", "rss", "atom", "rss", "rss", "atom", "rdf")[number % 10]


def feed(number: int, kind: str = "", entries: int = ENTRIES) -> bytes:
    """Return feed `number` as its server sends it."""
    write = {"rss": _rss, "atom": _atom, "rdf": _rdf, "json": _json}[kind or dialect(number)]
    return write(number, list(items(number, entries))).encode()


def _rss(number: int, all_: list[Item]) -> str:
    full = number % 3 > 0
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
        ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/">\n<channel>\n'
        f"\t<title>Blog {number}</title>\n"
        f'\t<atom:link href="https://blog{number}.example/feed/" rel="self" type="application/rss+xml" />\n'
        f"\t<link>https://blog{number}.example</link>\n\t<description>Notes &amp; more</description>\n"
        f"\t<lastBuildDate>{format_datetime(NEWEST)}</lastBuildDate>\n\t<language>en-US</language>\n"
        "\t<sy:updatePeriod>hourly</sy:updatePeriod>\n\t<sy:updateFrequency>1</sy:updateFrequency>\n"
        "\t<generator>https://wordpress.org/?v=6.6</generator>\n"
        + "".join(_rss_item(item, full) for item in all_)
        + "</channel>\n</rss>\n"
    )


def _rss_item(item: Item, full: bool) -> str:
    tags = "".join(f"\t\t<category><![CDATA[{tag}]]></category>\n" for tag in item.tags)
    body = (
        f"\t\t<description><![CDATA[{item.summary}]]></description>\n"
        f"\t\t<content:encoded><![CDATA[{item.html}]]></content:encoded>\n"
        if full
        else f"\t\t<description>{escape(item.html)}</description>\n"
    )
    return (
        f"\t<item>\n\t\t<title>{escape(item.title)}</title>\n\t\t<link>{item.link}</link>\n"
        f"\t\t<comments>{item.link}#comments</comments>\n"
        f"\t\t<dc:creator><![CDATA[{item.author}]]></dc:creator>\n"
        f"\t\t<pubDate>{format_datetime(item.when)}</pubDate>\n{tags}"
        f'\t\t<guid isPermaLink="false">{item.link}?p</guid>\n{body}'
        f"\t\t<wfw:commentRss>{item.link}/feed/</wfw:commentRss>\n\t\t<slash:comments>3</slash:comments>\n\t</item>\n"
    )


def _atom(number: int, all_: list[Item]) -> str:
    entries = "".join(
        f"  <entry>\n    <id>{item.link}</id>\n    <title>{escape(item.title)}</title>\n"
        f'    <link href="{item.link}" rel="alternate" type="text/html"/>\n'
        f"    <published>{item.when.isoformat()}</published>\n    <updated>{item.when.isoformat()}</updated>\n"
        f"    <author><name>{item.author}</name></author>\n"
        + "".join(f'    <category term="{tag}"/>\n' for tag in item.tags)
        + f'    <summary type="text">{escape(item.summary)}</summary>\n'
        f'    <content type="html">{escape(item.html)}</content>\n  </entry>\n'
        for item in all_
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <title>Blog {number}</title>\n  <subtitle>Notes</subtitle>\n  <id>https://blog{number}.example/</id>\n"
        f'  <link href="https://blog{number}.example/atom.xml" rel="self"/>\n'
        f'  <link href="https://blog{number}.example/"/>\n  <updated>{NEWEST.isoformat()}</updated>\n'
        f'  <generator uri="https://jekyllrb.com/" version="4.3.3">Jekyll</generator>\n{entries}</feed>\n'
    )


def _rdf(number: int, all_: list[Item]) -> str:
    listed = "".join(f'<rdf:li rdf:resource="{item.link}"/>' for item in all_)
    entries = "".join(
        f'<item rdf:about="{item.link}"><title>{escape(item.title)}</title><link>{item.link}</link>'
        f"<description>{escape(item.summary)}</description><dc:creator>{item.author}</dc:creator>"
        f"<dc:date>{item.when.isoformat()}</dc:date><content:encoded><![CDATA[{item.html}]]></content:encoded></item>\n"
        for item in all_
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
        f'<channel rdf:about="https://blog{number}.example/"><title>Blog {number}</title>'
        f"<link>https://blog{number}.example/</link><description>Notes</description>"
        f"<items><rdf:Seq>{listed}</rdf:Seq></items></channel>\n{entries}</rdf:RDF>\n"
    )


def _json(number: int, all_: list[Item]) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"Blog {number}",
            "home_page_url": f"https://blog{number}.example/",
            "items": [
                {
                    "id": item.link,
                    "url": item.link,
                    "title": item.title,
                    "content_html": item.html,
                    "date_published": item.when.isoformat(),
                    "authors": [{"name": item.author}],
                    "tags": item.tags,
                }
                for item in all_
            ],
        },
        ensure_ascii=False,
    )
