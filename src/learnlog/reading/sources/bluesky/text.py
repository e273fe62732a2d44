"""A post's words with what is said of parts of them: links, mentions and tags, by places in bytes of UTF-8."""

import html
import re
from dataclasses import dataclass

from learnlog.model.safe import clean_line, clean_link, clean_text
from learnlog.model.social import Actor
from learnlog.reading.sources.bluesky.loose import Table, count, items, raw, table
from learnlog.reading.sources.bluesky.names import is_did, profile_page, tag_page

LONGEST = 30_000
MOST_FACETS = 200
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Words:
    """A post's words: ``plain``, as ``html`` (escaped, with links), and whom and what they name."""

    plain: str
    html: str
    mentions: tuple[Actor, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Facet:
    start: int
    end: int
    link: str
    mention: str = ""
    tag: str = ""


def words_of(record: Table) -> Words:
    """Return the words of a post's record. Facets that overlap, cut a character or lead nowhere are dropped."""
    # A lone surrogate has no bytes; the mark that stands for it has three, as JavaScript would write it.
    data = raw(record, "text")[:LONGEST].encode("utf-8", "replace")
    out: list[str] = []
    mentions: dict[str, Actor] = {}
    tags: dict[str, None] = {}
    place = 0
    for facet in _facets(record, len(data)):
        shown = _piece(data, facet.start, facet.end)
        if facet.start < place or not shown:
            continue
        out.append(_escaped(data[place : facet.start].decode("utf-8", "replace")))
        out.append(f'<a href="{html.escape(facet.link)}">{_escaped(shown)}</a>')
        place = facet.end
        if facet.mention:
            handle = clean_line(shown, 260).removeprefix("@")
            mentions.setdefault(
                facet.mention, Actor(key=facet.mention, handle=handle, url=profile_page(facet.mention))
            )
        if facet.tag:
            tags.setdefault(facet.tag)
    out.append(_escaped(data[place:].decode("utf-8", "replace")))
    return Words(
        plain=clean_text(data.decode("utf-8", "replace")).strip(),
        html=_paragraphs("".join(out)),
        mentions=tuple(mentions.values()),
        tags=tuple(tags),
    )


def _facets(record: Table, length: int) -> list[_Facet]:
    """Return the facets that mean something, in the order of the text."""
    found = []
    for facet in items(record, "facets", MOST_FACETS):
        index = table(facet, "index")
        start, end = count(index, "byteStart"), count(index, "byteEnd")
        if start is None or end is None or not start < end <= length:
            continue
        meant = (_meant(start, end, feature) for feature in items(facet, "features", 5))
        found += [one for one in meant if one][:1]
    return sorted(found, key=lambda facet: (facet.start, facet.end))


def _meant(start: int, end: int, feature: Table) -> _Facet | None:
    kind = raw(feature, "$type").rpartition("#")[2]
    if kind == "link" and (link := clean_link(raw(feature, "uri"))):
        return _Facet(start, end, link)
    if kind == "mention" and is_did(did := raw(feature, "did")):
        return _Facet(start, end, profile_page(did), mention=did)
    if kind == "tag" and (tag := clean_line(raw(feature, "tag"), 100)):
        return _Facet(start, end, tag_page(tag), tag=tag)
    return None


def _piece(data: bytes, start: int, end: int) -> str:
    """Return the text between two places, "" when they cut a character."""
    try:
        data[:start].decode()
        return data[start:end].decode()
    except UnicodeDecodeError:
        return ""


def _escaped(text: str) -> str:
    return html.escape(clean_text(text), quote=False)


def _paragraphs(text: str) -> str:
    parts = (part.strip().replace("\n", "<br>\n") for part in _EMPTY_LINE.split(text))
    return "\n".join(f"<p>{part}</p>" for part in parts if part)
