"""OPML: lists of feeds as readers exchange them, read with suspicion and written plainly."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from xml.parsers import expat  # noqa: S407, RUF100 - document types, and with them all entities, are refused

from learnlog.model.circles import NESTED
from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line, clean_link

LARGEST: Final = 10_000_000
DEEPEST: Final = 30
MOST: Final = 20_000
_COMMA, _SLASH = "\u201a", "\u2215"  # stand in names for a comma and a slash that separate nothing
_LOOSE_SLASH = re.compile(r"(?<!\S)/|/(?!\S)")
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A feed in an OPML file; ``circles`` are the folders it is in, ``themes`` its categories.

    A folder in a folder is the circle ``outer / inner``. ``title`` is the feed's own where it differs from the
    name that is shown.
    """

    name: str
    feed: str
    site: str = ""
    title: str = ""
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
        folders = [_LOOSE_SLASH.sub(_SLASH, outer.name) for outer in self._open if not outer.feed]
        circle = NESTED.join(name.replace(",", _COMMA) for name in folders if name)
        self._open.append(outline)
        if outline.feed:
            self._take(outline, (circle,) if circle else ())

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
        title = outline.title if outline.title != name else ""
        self.rows.append(
            Row(name=name, feed=feed, site=site, title=title, circles=circles, themes=outline.themes)
        )


class _Outline:
    """One row of the file with what is read from it."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.title = clean_line(attributes.get("title", ""), 120)
        self.name = clean_line(attributes.get("text", ""), 120) or self.title
        self.feed = attributes.get("xmlurl", "").strip()
        self.site = attributes.get("htmlurl", "")
        self.themes = _categories(attributes.get("category", ""))
        self.has_children = False


def _categories(text: str) -> tuple[str, ...]:
    """Return the names in a ``category`` (RSS 2.0): separated by commas, a path (``/a/b``) is one name."""
    names = (clean_line(part.strip().strip("/").replace(_COMMA, ","), 80) for part in text.split(",")[:20])
    return tuple(dict.fromkeys(name for name in names if name))


def host_of(address: str) -> str:
    """Return the host of an address, without ``www.``."""
    host = address.partition("//")[2].partition("/")[0].rpartition("@")[2]
    return re.split(r"[:?#]", host, maxsplit=1)[0].lower().removeprefix("www.")


def write_opml(rows: Iterable[Row]) -> str:
    """Return `rows` as OPML 2.0; a row stands in the folder of each of its circles, or in none."""
    top = _Folder()
    for row in rows:
        for circle in row.circles or ("",):
            top.at(circle.split(NESTED) if circle else ()).rows.append(_outline(row))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head>", "    <title>learnlog</title>", "  </head>", "  <body>"]
    return "\n".join([*lines, *top.lines("    "), "  </body>", "</opml>", ""])


class _Folder:
    """A folder that is being written: its rows, and the folders in it by name."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self._inner: dict[str, _Folder] = {}

    def at(self, path: Sequence[str]) -> "_Folder":
        """Return the folder that `path` leads to from here, made where it is missing."""
        return self._inner.setdefault(path[0], _Folder()).at(path[1:]) if path else self

    def lines(self, indent: str) -> Iterator[str]:
        """Yield what stands in the folder, its rows first."""
        yield from (indent + row for row in self.rows)
        for name in sorted(self._inner, key=str.casefold):
            shown = name.replace(_COMMA, ",").replace(_SLASH, "/")
            yield f'{indent}<outline text="{_quoted(shown)}">'
            yield from self._inner[name].lines(indent + "  ")
            yield f"{indent}</outline>"


def _outline(row: Row) -> str:
    pairs = {
        "type": "rss",
        "text": row.name,
        "title": row.title or row.name,
        "xmlUrl": row.feed,
        "htmlUrl": row.site,
        "category": ",".join(_category(name) for name in row.themes),
    }
    said = " ".join(f'{key}="{_quoted(value)}"' for key, value in pairs.items() if value)
    return f"<outline {said}/>"


def _category(theme: str) -> str:
    name = theme.replace(",", _COMMA)
    return f"/{name}" if "/" in name else name


def _quoted(text: str) -> str:
    return escape(_UNSAFE.sub("", text)).replace("\n", " ")
