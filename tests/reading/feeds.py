"""Small feeds for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime

NOW = datetime(2026, 11, 23, 16, 5, tzinfo=UTC)


def now() -> datetime:
    return NOW


def item(name: str = "one", *, more: str = "", date: str = "Mon, 02 Nov 2026 10:00:00 GMT") -> str:
    return (
        f"<item><title>Post {name}</title><link>https://example.org/{name}</link><guid>{name}</guid>"
        f"<pubDate>{date}</pubDate><description>Words of {name}.</description>{more}</item>"
    )


def rss(items: Sequence[str] = (item(),), *, title: str = "A Blog") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title><link>https://example.org/</link><description>About things</description>"
        f"{''.join(items)}</channel></rss>"
    )


def page(head: str = "", body: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>A page</title>{head}</head><body>{body}</body></html>"
