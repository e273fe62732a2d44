"""What each element of a plain feed means for its item or for the feed: feedparser's handlers, one function each.

Where feedparser keeps whatever came last, so do these; where the order of elements matters to it, it matters here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from learnlog.reading.sources.plain_names import UnsureError
from learnlog.reading.sources.plain_values import date, looks_like_html, mended

Attributes = Mapping[str, str]
_TYPES = {
    "text": "text/plain",
    "plain": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
}
_NONE: Attributes = {}
MAX_LABELS = 300
_REFERENCE = re.compile("&([A-Za-z0-9_]+);")


class Words(NamedTuple):
    """A text with its type and language, as feedparser keeps them."""

    value: str
    type: str
    language: str


@dataclass(slots=True)
class Part:
    """What is known of an item, or of the feed itself. ``in_item`` tells which of them it is."""

    is_atom: bool
    in_item: bool = True
    id: str = ""
    link: str | None = None
    links: list[dict[str, str]] = field(default_factory=list)
    title: Words | None = None
    is_titled: bool = False
    author: str = ""
    authors: int = 0
    persons: int = 0
    person: dict[str, str] | None = None
    summary: str | None = None
    summary_words: Words | None = None
    contents: list[Words] = field(default_factory=list)
    has_content: bool = False
    subtitle: str = ""
    language: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    created: datetime | None = None
    tags: list[tuple[str | None, str | None, str | None]] = field(default_factory=list)
    labels: int = 0
    media: list[Mapping[str, str]] = field(default_factory=list)


Take = Callable[[Part, Attributes, str, str], None]
"""Takes in what an element says: its attributes, its language, its text."""


def _words(part: Part, attributes: Attributes, language: str, text: str, usual: str) -> Words:
    kind = _TYPES.get(attributes.get("type", usual))
    if kind is None or attributes.get("mode", "escaped") not in ("escaped", "xml"):
        raise UnsureError(attributes.get("type"))
    if kind == "text/plain" and not part.is_atom and looks_like_html(text):
        kind = "text/html"
    return Words(mended(text), kind, language.replace("_", "-"))


def title(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take the first title that says something."""
    if part.is_titled:
        if not part.in_item:
            raise UnsureError("a second title")
        return
    part.title = _words(part, attributes, language, text, "text/plain")
    part.is_titled = bool(part.title.value)


def link(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take a link: Atom's in its attribute, RSS's in its text."""
    rel, href = attributes.get("rel", "alternate"), _href(attributes)
    kind = attributes.get("type", "application/atom+xml" if rel == "self" else "text/html")
    said = {**attributes, "rel": rel, "type": kind}
    if href is None:
        address = mended(_joined(text))
        if part.in_item:
            address = address.replace("&amp;", "&")
        href = part.link = _REFERENCE.sub(r"&\1", address)
    elif rel == "alternate" and kind in ("text/html", "html"):
        part.link = href
    elif rel == "alternate" and "html" in kind:
        raise UnsureError(kind)
    part.links.append({**said, "href": _joined(href)})


def enclosure(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take a file that comes with an item, as another link."""
    part.links.append({**attributes, "rel": "enclosure", "href": _href(attributes) or ""})


def media(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take a file of Media RSS that comes with an item."""
    part.media.append(attributes)


def _href(attributes: Attributes) -> str | None:
    for name in ("url", "uri", "href"):
        if name in attributes:
            if not attributes[name]:
                raise UnsureError(name)  # feedparser then looks at none of the others
            return attributes[name]
    return None


def _joined(address: str) -> str:
    if ":///" in address:
        raise UnsureError(address)
    return address


def guid(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take the name of an item, which is its link too unless it says otherwise."""
    is_link = attributes.get("ispermalink", "true") == "true"
    part.id = mended(_joined(text) if is_link else text)
    if is_link and part.link is None:
        part.link = part.id


def description(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take RSS's description; a second one is a content."""
    if not part.in_item:
        if part.summary is not None:
            raise UnsureError("a summary before the description")
        part.subtitle = _words(part, attributes, language, text, "text/html").value
    elif part.summary is not None and not part.has_content:
        content(part, attributes, language, text)
    else:
        part.summary_words = _words(part, attributes, language, text, "text/html")
        part.summary = part.summary_words.value


def summary(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take Atom's or a podcast's summary; a second one is a content."""
    if part.summary is not None and not part.has_content:
        if not part.in_item:
            raise UnsureError("a second summary")
        content(part, attributes, language, text)
    else:
        part.summary_words = _words(part, attributes, language, text, "text/plain")
        part.summary = part.summary_words.value


def subtitle(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take what a feed says of itself."""
    part.subtitle = _words(part, attributes, language, text, "text/plain").value


def content(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take a whole text, plain unless it says otherwise."""
    _content(part, _words(part, attributes, language, text, "text/plain"))


def encoded(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take a whole text in HTML."""
    _content(part, _words(part, attributes, language, text, "text/html"))


def _content(part: Part, words: Words) -> None:
    if not part.in_item:
        raise UnsureError("a content outside an item")
    part.has_content = True
    part.contents.append(words)
    if part.summary is None:
        part.summary = words.value


def published(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take when it was published."""
    part.published = date(mended(text))


def updated(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take when it was changed."""
    part.updated = date(mended(text))


def created(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take when it was made."""
    part.created = date(mended(text))


def author(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take who wrote it: the text, or a name and an e-mail address in elements of their own."""
    person, part.person = part.person, None
    part.authors += 1
    part.persons += person is not None
    if part.authors > 1 and part.persons:
        raise UnsureError("several authors")
    if person is None:
        part.author = mended(text)
        return
    name, email = person.get("name", ""), person.get("email", "")
    if not name and not email:
        raise UnsureError("an author without a name")
    part.author = f"{name} ({email})" if name and email else name or email


def category(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take a category: Atom's in attributes, RSS's in its text."""
    label(part)
    scheme = attributes.get("scheme", attributes.get("domain"))
    _tag(part, attributes.get("term"), scheme, attributes.get("label"))
    term = mended(text)
    if not term:
        return
    if part.tags and not part.tags[-1][0]:
        part.tags[-1] = (term, *part.tags[-1][1:])
    else:
        _tag(part, term, None, None)


def label(part: Part, attributes: Attributes = _NONE, language: str = "", text: str = "") -> None:
    """Count one more category; each is compared with all before it, so there is an end."""
    part.labels += 1
    if part.labels > MAX_LABELS:
        raise UnsureError("categories without end")


def keywords(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take a podcast's keywords; with attributes feedparser passes over them."""
    if attributes:
        return
    for word in mended(text).split(","):
        label(part)
        if word.strip():
            _tag(part, word.strip(), "http://www.itunes.com/", None)


def _tag(part: Part, term: str | None, scheme: str | None, label: str | None) -> None:
    tag = (term, scheme, label)
    if (term or scheme or label) and tag not in part.tags:
        part.tags.append(tag)


def spoken(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Take the language a feed names."""
    if not part.in_item:
        part.language = mended(text)


def source(part: Part, attributes: Attributes, language: str, text: str) -> None:
    """Pass over where an item comes from; feedparser then takes the next title it sees."""
    part.is_titled = False
