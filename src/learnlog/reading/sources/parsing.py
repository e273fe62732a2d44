"""From the bytes of an answer to posts: plain RSS and Atom by ourselves, others through feedparser, JSON by hand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from learnlog.model.safe import clean_line
from learnlog.reading.sources import charset
from learnlog.reading.sources.drafting import Draft, ParsedFeed, finish, moment_of, text_moment
from learnlog.reading.sources.enclosures import Enclosure, of_media, size_of
from learnlog.reading.sources.json_mending import starts_late
from learnlog.reading.sources.mending import (
    FORBIDDEN,
    ILL_FORMED,
    MAX_PAGE,
    end_sections,
    feed_in_page,
    is_preceded,
    is_unsure,
)
from learnlog.reading.sources.outline import INTRICATE, MAX_TAGS, NoFeedError, ParseError, shorten
from learnlog.reading.sources.plain import Plain, read_plain
from learnlog.reading.sources.plain_names import UnsureError
from learnlog.reading.sources.plain_parts import Part, Words
from learnlog.reading.sources.prolog import Tidied, root_name, tidy
from learnlog.reading.sources.sanitize import Sanitizer, absolute

if TYPE_CHECKING:
    from learnlog.reading.sources.bounded import Reading

__all__ = ["NoFeedError", "ParseError", "ParsedFeed", "parse_feed", "sniff"]

_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_LATE_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]")
"""A feed's own element after a few words of something else, such as a server's warning."""

_EXTRAS = re.compile(
    r"</?(?:(?:georss|gml|geo|psc|cc|creativeCommons|itunes|media|podcast|feedburner):[\w.-]+"
    r"|where|width|height|image|text[iI]nput|license|cloud|source|enclosure)\b[^<>]*>"
)
"""Elements we do not read, on which feedparser stumbles when they are crossed."""


def sniff(body: bytes, content_type: str = "") -> str:
    """Tell by its first words what `body` is: ``xml`` (a feed), ``json``, ``html``, or ""."""
    text, _ = charset.decode(body[:65536], content_type)
    start = text.lstrip("\ufeff \t\r\n\0")
    if start.startswith(("{", "[")) or starts_late(start):
        return "json"
    text = tidy(text).text
    name = root_name(text)
    if name in _ROOTS or (feed_in_page(text) if name == "html" else _LATE_ROOT.search(text[:4096])):
        return "xml"
    return "html" if name == "html" or "html" in content_type or name else ""


def is_outline(body: bytes, content_type: str = "") -> bool:
    """Tell by its root element whether `body` is a list of feeds (OPML)."""
    text, _ = charset.decode(body[:MAX_PAGE], content_type)
    return root_name(tidy(text)[0]) == "opml"


def parse_feed(
    body: bytes, *, url: str, content_type: str = "", now: datetime, plainly: bool = False
) -> ParsedFeed:
    """Return the feed that `body` is; its relative links count from `url`, undated posts from `now`.

    Raises:
        UnsureError: it shall be read `plainly`, which takes little time, and that cannot be.
        ParseError: it is no feed, or nobody should read it.
    """
    text, remark, raw = charset.read(body, content_type)
    start = text[:MAX_PAGE].lstrip("\ufeff \t\r\n\0")
    if start.startswith("{") or starts_late(start):
        from learnlog.reading.sources.jsonfeed import parse_json
        from learnlog.reading.web.answered_json import parts_in

        if parts_in(body) > MAX_TAGS:
            raise ParseError(INTRICATE)
        return parse_json(text, url=url, now=now, remark=remark)
    return _parse_xml(text, raw, remark, url, now, plainly)


def _parse_xml(text: str, raw: bytes, remark: str, url: str, now: datetime, plainly: bool) -> ParsedFeed:
    is_ill = is_preceded(text)
    tidied = tidy(text, raw)
    text = tidied.text
    if not remark and tidied.is_forbidden:
        remark = FORBIDDEN
    if root_name(text) == "html" and (start := feed_in_page(text)):
        text, is_ill = text[start:], True
    text, mended = end_sections(text)
    if tidied.entities:
        remark = "It declares entities of its own, which were not followed."
    elif not remark and (is_ill or mended):
        remark = ILL_FORMED
    raw = tidied.raw if text is tidied.text else b""
    if plain := read_plain(text, raw, is_numbered=tidied.is_numbered):
        return _from_plain(plain, _sanitizer_for(tidied), remark, url, now)
    if plainly:
        raise UnsureError("feedparser has to read it")
    return _from_feedparser(text, remark, url, now)


def _sanitizer_for(tidied: Tidied) -> Sanitizer:
    """Return a sanitizer that does not look for what cannot be in the document."""
    return Sanitizer(is_clean=tidied.is_clean and not tidied.is_numbered)


def _from_feedparser(text: str, remark: str, url: str, now: datetime) -> ParsedFeed:
    """Return the feed in the tidied `text` as feedparser reads it."""
    outlined = shorten(text, text_moment)
    text, root = outlined.text, root_name(text)
    result = _through_feedparser(text)
    feed, entries = result.feed, result.entries
    if root == "html" or not (result.version or entries or root in _ROOTS):
        raise NoFeedError("What is there is not a feed.")
    sanitizer = Sanitizer()
    drafts = [_draft(entry, url) for entry in entries]
    drafts = _without_unsure(drafts, outlined.cut)
    if not remark.startswith("It declares"):
        if result.is_ill_formed:
            remark = ILL_FORMED
        elif outlined.is_shorter:
            remark = "It is very long; only the newest posts were read."
    return ParsedFeed(
        format=result.version or "",
        title=_title(feed, sanitizer) or "",
        site=absolute(_word(feed, "link"), url),
        description=clean_line(sanitizer.words(_word(feed, "subtitle")), 500),
        language=clean_line(_word(feed, "language"), 35),
        posts=finish(drafts, sanitizer, now),
        warning=remark,
        is_cut=outlined.is_cut,
    )


def _without_unsure(drafts: list[Draft], cut: str) -> list[Draft]:
    """Leave out the last of `drafts`, of which only `cut` came, when it would stay here beside the whole one."""
    others = drafts[:-1]
    named, dated = any(one.guid for one in others), any(one.published for one in others)
    unsure = cut and others and is_unsure(cut, others_are_named=named, others_are_dated=dated)
    return others if unsure else drafts


def _from_plain(plain: Plain, sanitizer: Sanitizer, remark: str, url: str, now: datetime) -> ParsedFeed:
    """Return the feed that `plain` is, in everything as `_from_feedparser` would."""
    feed = plain.feed
    title = feed.title.value if feed.title else ""
    if feed.title and "html" in feed.title.type:
        title = sanitizer.words(title)
    return ParsedFeed(
        format=plain.version,
        title=clean_line(title, 200),
        site=absolute(feed.link or "", url),
        description=clean_line(sanitizer.words(feed.subtitle), 500),
        language=clean_line(feed.language, 35),
        posts=finish([_plain_draft(item, url) for item in plain.items], sanitizer, now),
        warning=remark,
    )


def _plain_draft(item: Part, url: str) -> Draft:
    link = absolute(item.link or "", url)
    said = [words for words in item.contents if words.value]
    texts = [words for words in said if "html" in words.type] or said
    if texts:
        words = max(texts, key=lambda words: len(words.value))
    elif item.summary_words and item.summary_words.value:
        words = item.summary_words
    else:
        words = Words(item.summary or "", "text/html", "")
    return Draft(
        guid=item.id,
        url=link or _alternate(item.links, url),
        title=item.title.value if item.title else "",
        title_is_html=item.title is not None and "html" in item.title.type,
        author=item.author,
        content=words.value,
        content_is_html=words.type != "text/plain" or _looks_like_html(words.value),
        base=link or url,
        published=item.published or item.created or item.updated,
        updated=item.updated,
        tags=[label or term or "" for term, _, label in item.tags],
        language=words.language,
        enclosures=[*_enclosures(item.links, url), *of_media(item.media, url, is_wordless=not words.value)],
    )


def _through_feedparser(text: str) -> "Reading":
    """Return feedparser's reading of `text`; what makes it stumble is taken out and it tries again."""
    from learnlog.reading.sources.bounded import read_bounded

    for attempt in (text, _EXTRAS.sub("", text)):
        try:
            return read_bounded(attempt)
        except ParseError:
            raise
        except Exception:  # noqa: S112  # on crossed tags it raises KeyError, TypeError and others
            continue
    raise ParseError("The feed is too badly made to be read.")


def _draft(entry: Mapping[str, Any], url: str) -> Draft:
    detail = _content(entry)
    title = entry.get("title_detail") or {}
    return Draft(
        guid=_word(entry, "id"),
        url=absolute(_word(entry, "link"), url) or _alternate(_list(entry, "links"), url),
        title=_word(entry, "title"),
        title_is_html="html" in _word(title, "type"),
        author=_word(entry, "author"),
        content=_word(detail, "value"),
        content_is_html=_word(detail, "type") != "text/plain" or _looks_like_html(_word(detail, "value")),
        base=_base(detail, entry, url),
        published=_moment(entry, "published_parsed")
        or _moment(entry, "created_parsed")
        or _moment(entry, "updated_parsed"),
        updated=_moment(entry, "updated_parsed"),
        tags=[_word(tag, "label") or _word(tag, "term") for tag in _list(entry, "tags")],
        language=_word(detail, "language"),
        enclosures=[
            *_enclosures(_list(entry, "links"), url),
            *of_media(_list(entry, "media_content"), url, is_wordless=not _word(detail, "value")),
        ],
    )


def _content(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fullest text an entry has: its content, else its summary."""
    parts = [part for part in _list(entry, "content") if _word(part, "value")]
    texts = [part for part in parts if "html" in _word(part, "type")] or parts
    if texts:
        return max(texts, key=lambda part: len(_word(part, "value")))
    summary = entry.get("summary_detail")
    if isinstance(summary, Mapping) and _word(summary, "value"):
        return summary
    return {"value": _word(entry, "summary"), "type": "text/html"}


def _alternate(links: Iterable[Mapping[str, Any]], url: str) -> str:
    """Return the first of the links of an entry that leads to what it is about."""
    for link in links:
        if _word(link, "rel") in ("alternate", "via", "related", "enclosure") and (
            found := absolute(_word(link, "href"), url)
        ):
            return found
    return ""


def _enclosures(links: Iterable[Mapping[str, Any]], url: str) -> list[Enclosure]:
    return [
        Enclosure(
            url=absolute(_word(link, "href"), url),
            type=_word(link, "type"),
            title=_word(link, "title"),
            size=size_of(link.get("length")),
        )
        for link in links
        if _word(link, "rel") == "enclosure"
    ]


def _base(detail: Mapping[str, Any], entry: Mapping[str, Any], url: str) -> str:
    """Return what relative links in an entry's text count from."""
    base = absolute(_word(detail, "base"), url)
    return base if base and base != url else absolute(_word(entry, "link"), url) or url


def _title(feed: Mapping[str, Any], sanitizer: Sanitizer) -> str:
    title, detail = _word(feed, "title"), feed.get("title_detail") or {}
    return clean_line(sanitizer.words(title) if "html" in _word(detail, "type") else title, 200)


def _word(mapping: Mapping[str, Any], name: str) -> str:
    return value if isinstance(value := mapping.get(name), str) else ""


def _list(mapping: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    value = mapping.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _moment(entry: Mapping[str, Any], name: str) -> datetime | None:
    # `in` first: feedparser answers a missing `updated` with `published`, and a warning.
    value = entry.get(name) if name in entry else None
    if value is None:
        return None
    try:
        year, month, day, hour, minute, second = value[:6]
        return moment_of(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
    except (ValueError, TypeError, OverflowError):
        return None


def _looks_like_html(text: str) -> bool:
    return "</" in text or "<br" in text or "<p>" in text
