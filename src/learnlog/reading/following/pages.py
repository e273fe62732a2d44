"""What a page says of who made it: the profiles it calls its owner's (rel=me), and its feeds."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from learnlog.model.address import bare, host_of
from learnlog.reading.sources.base import Found
from learnlog.reading.web.answers import Answer

_MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was read: every address it was reached by, ``me`` as it is written, ``feeds`` it declares.

    ``blogrolls`` are the lists of feeds (OPML) that it calls so.
    """

    names: frozenset[str]
    host: str
    url: str
    me: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    blogrolls: tuple[str, ...] = ()

    def claims(self, found: Found) -> bool:
        """Tell whether the page calls the profile its owner's."""
        return bool({bare(link) for link in self.me} & identities(found))

    def declares(self, found: Found) -> bool:
        """Tell whether the page names the feed."""
        return bare(found.key) in {bare(feed) for feed in self.feeds}


def name_of(address: str) -> str:
    """Return the name of the host, without its port, of an address with a scheme or at least its slashes."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def identities(found: Found) -> set[str]:
    """Return every address that means this channel's owner, bare."""
    names = {bare(found.site), bare(found.key)}
    user, _, host = found.handle.strip().removeprefix("@").partition("@")
    if host:
        names |= {bare(f"{host}/@{user}"), bare(f"{host}/users/{user}")}
    elif found.kind == "bluesky":
        names |= {bare(f"bsky.app/profile/{name}") for name in (found.handle, found.key) if name}
    return names - {""}


def named_by(found: Found) -> set[str]:
    """Return the addresses that the channel's owner points to, bare."""
    return {bare(address) for address in (*found.links, *(proof.address for proof in found.proofs))}


async def read_page(asked: str, answer: Answer) -> Page:
    """Understand the answer to `asked` as a page."""
    return await asyncio.to_thread(_read, asked, answer)


def _read(asked: str, answer: Answer) -> Page:
    from learnlog.reading.sources.charset import decode
    from learnlog.reading.sources.discovery import MAX_PAGE, look_for_feeds
    from learnlog.reading.sources.tags import start_tags

    body = answer.body[:MAX_PAGE]
    text, _ = decode(body, answer.content_type)
    related = [
        (attributes.get("rel", "").lower().split(), _joined(answer.url, attributes["href"]))
        for name, attributes in start_tags(text)
        if name in ("a", "link", "area") and attributes.get("rel") and attributes.get("href", "").strip()
    ]
    header = answer.headers.get("link", "")
    feeds = look_for_feeds(body, answer.content_type, answer.url, header).declared
    return Page(
        names=frozenset({bare(asked), bare(answer.url)}),
        host=host_of(answer.url),
        url=answer.url,
        me=tuple(_first(link for relations, link in related if "me" in relations)),
        feeds=tuple(feed.url for feed in feeds),
        blogrolls=tuple(_first(link for relations, link in related if "blogroll" in relations)),
    )


def _first(links: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for link in links:
        if link:
            found.setdefault(link)
        if len(found) >= _MOST:
            break
    return list(found)


def _joined(base: str, href: str) -> str:
    try:
        address = urljoin(base, href.strip())
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""
