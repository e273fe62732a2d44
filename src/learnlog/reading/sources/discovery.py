"""Finding the feeds of a page: what it declares, what it links to, and where feeds usually are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from learnlog.model.safe import clean_line
from learnlog.reading.sources.charset import decode
from learnlog.reading.sources.sanitize import absolute
from learnlog.reading.sources.tags import Tag, start_tags

MAX_PAGE = 2_000_000
MAX_DECLARED = 12
MAX_LINKED = 6
MAX_HEADER = 20_000
WELL_KNOWN = ("feed", "rss.xml", "atom.xml", "feed.xml", "index.xml", "feed.json")

_TYPES = re.compile(
    r"application/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json|x[.-]atom\+xml|x-rss\+xml|rss|atom|xml)"
    r"|text/(?:xml|rss|rss\+xml|atom|atom\+xml)"
)
_LOOKS_LIKE = re.compile(
    r"(?:\.(?:rss|atom|rdf)|/(?:feed|rss|atom)|/(?:feed|rss|atom|index|feeds/[^/]*)\.(?:xml|json|rdf|rss|atom|php)"
    r"|rss\d?\.xml)/?$",
    re.IGNORECASE,
)
_HEADER_LINK = re.compile(
    r"""<([^<>]{0,4000})>((?:\s*+;\s*+[\w*.-]++(?:\s*+=\s*+(?:"[^"]*+"|[^\s;,"]*+))?)*+)"""
)
_PARAMETER = re.compile(r"""([\w*.-]++)(?:\s*+=\s*+(?:"([^"]*+)"|([^\s;,"]*+)))?""")
_QUERY = re.compile(r"[?#]")
# What may stand before the document type, then that of HTML 2 to 4 or XHTML 1 with its public identifier.
_HTML_4 = re.compile(
    r"(?:\s|\ufeff|<\?[^>]{0,200}>)*<!DOCTYPE\s+html\s+PUBLIC\s+[\"']-//(?:W3C|IETF)//DTD X?HTML",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link that may lead to a feed."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Pointers:
    """What a page tells of feeds: those it declares in `<link>`, and links that look like one."""

    declared: tuple[Pointer, ...]
    linked: tuple[Pointer, ...]


def look_for_feeds(body: bytes, content_type: str, url: str, header: str = "") -> Pointers:
    """Return the pointers to feeds in the page `body` that came from `url`, and in its `Link` header (RFC 8288)."""
    text, _ = decode(body[:MAX_PAGE], content_type)
    links, base, before = _links(text, url, is_xml="xml" in content_type)
    # A base counts for what stands before it too (HTML Living Standard, 4.2.3), but not in HTML 4 and the
    # XHTML made of it (HTML 4.01, 12.4).
    early = url if before and _HTML_4.match(text) else base
    pointers = [
        (
            name,
            attributes,
            Pointer(_resolved(attributes["href"], early if number < before else base), _title(attributes)),
        )
        for number, (name, attributes) in enumerate(links)
    ]
    declared = [pointer for name, attributes, pointer in pointers if _declares(name, attributes)]
    in_header = [
        Pointer(_resolved(said["href"], url), _title(said))
        for said in header_links(header)
        if _declares("link", said)
    ]
    linked = (pointer for name, _, pointer in pointers if name != "link")
    host = urlsplit(url).netloc
    likely = sorted(
        (pointer for pointer in linked if _LOOKS_LIKE.search(_path(pointer.url))),
        key=lambda pointer: urlsplit(pointer.url).netloc != host,
    )
    return Pointers(_unique([*declared, *in_header], MAX_DECLARED), _unique(likely, MAX_LINKED))


def _links(text: str, url: str, *, is_xml: bool) -> tuple[list[Tag], str, int]:
    """Return the tags of `text` that link, its base address, and how many links stand before its `<base>`."""
    links: list[Tag] = []
    base, before = "", 0
    for name, attributes in start_tags(text, is_xml=is_xml):
        if name == "base" and "href" in attributes and not base:
            base, before = absolute(attributes["href"], url) or url, len(links)
        elif name in ("link", "a", "area") and attributes.get("href", "").strip():
            links.append((name, attributes))
        elif name == "meta" and attributes.get("http-equiv", "").lower() == "link":
            links += [("link", said) for said in header_links(attributes.get("content", ""))]
    return links, base or url, before


def usual_places(url: str) -> list[str]:
    """Return the addresses on the same host where feeds often are, nearest to the page first."""
    folder = urljoin(url, ".")
    root = urljoin(url, "/")
    return list(dict.fromkeys(urljoin(place, name) for place in (folder, root) for name in WELL_KNOWN))


def header_links(header: str) -> list[dict[str, str]]:
    """Return what a `Link` header says as the attributes that `<link>` elements would have."""
    found = []
    for link in _HEADER_LINK.finditer(header[:MAX_HEADER]):
        said = {name.lower(): quoted or bare for name, quoted, bare in reversed(_PARAMETER.findall(link[2]))}
        if link[1].strip():
            found.append({**said, "href": link[1]})
    return found


def _declares(name: str, attributes: dict[str, str]) -> bool:
    """Tell whether a `link`, `a` or `area` element declares a feed (HTML Living Standard, 4.6.7.1)."""
    relations = attributes.get("rel", "").lower().split()
    type_ = attributes.get("type", "").split(";")[0].strip().lower()
    if "stylesheet" in relations:
        return False
    if type_ == "application/json":
        return "alternate" in relations and "feed" in attributes["href"].lower()
    if _TYPES.fullmatch(type_):
        return "alternate" in relations or "feed" in relations
    return (
        name == "link" and "feed" in relations and type_ in ("", "text/html") and "alternate" not in relations
    )


def _title(attributes: dict[str, str]) -> str:
    return clean_line(attributes.get("title", ""), 200)


def _resolved(href: str, base: str) -> str:
    if href.strip().lower().startswith("feed:"):
        href = address_of(href)
    path = _QUERY.split(href, maxsplit=1)[0]
    href = path.replace("\\", "/") + href[len(path) :]  # as browsers read it (URL Living Standard, 4.4)
    return absolute(href, base).partition("#")[0]


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _unique(pointers: Iterable[Pointer], limit: int) -> tuple[Pointer, ...]:
    """Return the first `limit` pointers that are web addresses, each address once."""
    found: dict[str, Pointer] = {}
    for pointer in pointers:
        if pointer.url:
            found.setdefault(pointer.url, pointer)
    return tuple(found.values())[:limit]


def address_of(typed: str) -> str:
    """Return what a person typed as a web address: `feed:` is undone, a missing scheme is https."""
    typed = typed.strip().strip("<>").strip()
    if typed.lower().startswith("feed:"):
        typed = typed[5:].removeprefix("//")
    return typed if has_scheme(typed) else f"https://{typed.removeprefix('//')}"


def has_scheme(typed: str) -> bool:
    """Tell whether an address starts with a scheme of its own."""
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", typed.strip()) is not None
