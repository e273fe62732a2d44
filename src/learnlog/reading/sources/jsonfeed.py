"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org), read leniently."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from learnlog.model.safe import clean_line
from learnlog.reading.sources.drafting import Draft, ParsedFeed, finish, text_moment
from learnlog.reading.sources.enclosures import Enclosure, size_of
from learnlog.reading.sources.json_mending import looks_like_feed, read_json, starts_late
from learnlog.reading.sources.mending import FORBIDDEN
from learnlog.reading.sources.outline import INTRICATE, MAX_COUNTED, ParseError
from learnlog.reading.sources.sanitize import Sanitizer, absolute

_UNREADABLE: Final = "What is there is not a feed: its JSON cannot be read."


def parse_json(text: str, *, url: str, now: datetime, remark: str = "") -> ParsedFeed:
    """Return the JSON Feed in `text`, what is whole of a broken one; raise ParseError when it is none.

    `remark` is what is to be said of it, unless there is more.
    """
    remark = FORBIDDEN if "\0" in text else remark
    text = text.replace("\0", "").strip("\ufeff \t\r\n")
    start = 0 if text.startswith("{") else starts_late(text)
    read = read_json(text[start:])
    feed, is_whole = read.value, read.is_well_formed and not start
    items = feed.get("items") if isinstance(feed, dict) else None
    version = _word(feed, "version") if isinstance(feed, dict) else ""
    is_feed = "jsonfeed.org" in version if read.is_well_formed else looks_like_feed(feed)
    if not isinstance(items, list) or not is_feed:
        raise ParseError("What is there is JSON, but not a feed." if is_whole else _UNREADABLE)
    if len(items) > MAX_COUNTED:
        raise ParseError(INTRICATE)
    language = _word(feed, "language")
    drafts = [_draft(item, url) for item in items if isinstance(item, dict)]
    if not is_whole:
        remark = "It is not well-formed JSON; what was whole of it was read."
    elif len(drafts) < len(items):
        remark = "Some of its items are not posts and were left out."
    return ParsedFeed(
        format=f"json{version.rstrip('/').rpartition('/')[2][:8]}",
        title=clean_line(_word(feed, "title"), 200),
        site=absolute(_word(feed, "home_page_url"), url),
        description=clean_line(_word(feed, "description"), 500),
        language=clean_line(language, 35),
        posts=finish(drafts, Sanitizer(), now),
        warning=remark,
        is_cut=read.is_cut,
    )


def _draft(item: Mapping[str, Any], url: str) -> Draft:
    link = absolute(_word(item, "url"), url) or absolute(_word(item, "external_url"), url)
    html = _word(item, "content_html")
    return Draft(
        guid=_word(item, "id"),
        url=link,
        title=_word(item, "title"),
        author=_author(item),
        content=html or _word(item, "content_text") or _word(item, "summary"),
        content_is_html=bool(html),
        base=link or url,
        published=_moment(item, "date_published") or _moment(item, "date_modified"),
        updated=_moment(item, "date_modified"),
        tags=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
        language=_word(item, "language"),
        enclosures=[
            Enclosure(
                url=absolute(_word(file, "url"), url),
                type=_word(file, "mime_type"),
                title=_word(file, "title"),
                size=size_of(file.get("size_in_bytes")),
            )
            for file in _list(item, "attachments")
            if isinstance(file, dict)
        ],
    )


def _author(item: Mapping[str, Any]) -> str:
    people = [*_list(item, "authors"), item.get("author")]
    names = [_word(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _word(mapping: Mapping[str, Any], name: str) -> str:
    """Return a text; a number counts as one, since ids are often written so."""
    value = mapping.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def _list(mapping: Mapping[str, Any], name: str) -> list[Any]:
    value = mapping.get(name)
    return value if isinstance(value, list) else []


def _moment(item: Mapping[str, Any], name: str) -> datetime | None:
    return text_moment(_word(item, name))
