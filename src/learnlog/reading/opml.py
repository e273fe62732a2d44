"""OPML: lists of feeds as readers exchange them, read with suspicion and written plainly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final
from xml.parsers import expat  # noqa: S407, RUF100 - document types, and with them all entities, are refused

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line, clean_link

LARGEST: Final = 10_000_000
DEEPEST: Final = 30
MOST: Final = 20_000
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A feed in an OPML file; ``circles`` are the folders it is in, ``themes`` its categories."""

    name: str
    feed: str
    site: str = ""
    circles: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def read_opml(data: bytes) -> tuple[list[Row], list[tuple[str, str]]]:
    """Return the feeds in `data`, and each row that is none with why.

    Raises:
        LearnlogError: it is no OPML, is too large or too deep, or has a document type.
    """
    if len(data) > LARGEST:
        raise LearnlogError(f"The OPML file is larger than {LARGEST // 1_000_000} MB.", "Split it.")
    try:
        return _parse(data)
    except expat.ExpatError:
        if not _BARE.search(data):
            raise _broken() from None
    try:  # many readers write the & of an address bare
        return _parse(_BARE.sub(b"&amp;", data))
    except expat.ExpatError:
        raise _broken() from None


def _broken() -> LearnlogError:
    return LearnlogError("This file is no OPML that can be read.", "Export it anew from the other program.")


def _parse(data: bytes) -> tuple[list[Row], list[tuple[str, str]]]:
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        raise _broken() from error
    if not reader.is_opml:
        raise LearnlogError("This file is no OPML.", "`learnlog import markdown` takes notes.")
    return reader.rows, reader.left_out


def _refuse(*_: object) -> None:
    raise LearnlogError(
        "The OPML file declares a document type or entities, which are not read.",
        "Remove its <!DOCTYPE …> line and try again.",
    )


class _Reader:
    """Follows the elements of the file; folders that are open stand in a stack."""

    def __init__(self) -> None:
        self.is_opml = False
        self.rows: list[Row] = []
        self.left_out: list[tuple[str, str]] = []
        self._open: list[_Outline] = []
        self._depth = 0
        self._seen = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise LearnlogError("The OPML file is nested too deeply.", f"Use at most {DEEPEST} levels.")
        tag = tag.lower()
        if self._depth == 1:
            self.is_opml = tag == "opml"
        if tag != "outline":
            return
        self._seen += 1
        if self._seen > MOST:
            raise LearnlogError(f"The OPML file has more than {MOST:,} rows.", "Split it.")
        outline = _Outline({name.lower(): value for name, value in attributes.items()})
        if self._open:
            self._open[-1].has_children = True
        circles = tuple(o.name for o in self._open if o.name and not o.feed)
        self._open.append(outline)
        if outline.feed:
            self._take(outline, tuple(dict.fromkeys(circles)))

    def end(self, tag: str) -> None:
        self._depth -= 1
        if tag.lower() != "outline":
            return
        outline = self._open.pop()
        if not outline.feed and not outline.has_children:
            self.left_out.append((outline.name or "(no name)", "has no feed address"))

    def _take(self, outline: "_Outline", circles: tuple[str, ...]) -> None:
        feed = clean_link(outline.feed)
        if not feed:
            shown = clean_line(outline.feed, 200)
            self.left_out.append((outline.name or shown, f"“{shown}” is no http(s) address"))
            return
        site = clean_link(outline.site)
        name = outline.name or host_of(site or feed)
        self.rows.append(Row(name=name, feed=feed, site=site, circles=circles, themes=outline.themes))


class _Outline:
    """One row of the file with what is read from it."""

    def __init__(self, attributes: dict[str, str]) -> None:
        text, title = attributes.get("text", ""), attributes.get("title", "")
        self.name = clean_line(title, 120) or clean_line(text, 120)
        self.feed = attributes.get("xmlurl", "").strip()
        self.site = attributes.get("htmlurl", "")
        self.themes = _categories(attributes.get("category", ""))
        self.has_children = False


def _categories(text: str) -> tuple[str, ...]:
    """Return the names in a ``category``: separated by commas, of a path (``/a/b``) the last part."""
    names = (clean_line(part.strip().rstrip("/").rpartition("/")[2], 80) for part in text.split(",")[:20])
    return tuple(dict.fromkeys(name for name in names if name))


def host_of(address: str) -> str:
    """Return the host of an address, without ``www.``."""
    host = address.partition("//")[2].partition("/")[0].rpartition("@")[2]
    return re.split(r"[:?#]", host, maxsplit=1)[0].lower().removeprefix("www.")


def write_opml(rows: Iterable[Row]) -> str:
    """Return `rows` as OPML 2.0; a row stands in the folder of each of its circles, or in none."""
    folders: dict[str, list[str]] = {"": []}
    for row in rows:
        for circle in row.circles or ("",):
            folders.setdefault(circle, []).append(_outline(row))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head>", "    <title>learnlog</title>", "  </head>", "  <body>"]
    for circle in sorted(folders, key=str.casefold):
        if circle:
            lines.append(f'    <outline text="{_quoted(circle)}">')
        lines += [f"{'      ' if circle else '    '}{line}" for line in folders[circle]]
        if circle:
            lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outline(row: Row) -> str:
    pairs = {
        "type": "rss",
        "text": row.name,
        "title": row.name,
        "xmlUrl": row.feed,
        "htmlUrl": row.site,
        "category": ",".join(name.replace(",", " ").replace("/", " ") for name in row.themes),
    }
    said = " ".join(f'{key}="{_quoted(value)}"' for key, value in pairs.items() if value)
    return f"<outline {said}/>"


def _quoted(text: str) -> str:
    return escape(_UNSAFE.sub("", text)).replace("\n", " ")
