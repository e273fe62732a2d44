"""OPML: lists of feeds as readers exchange them, and what their rows mean here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from learnlog.model.address import host_of
from learnlog.model.circles import NESTED
from learnlog.model.safe import clean_line, clean_link
from learnlog.reading.following.opml_tree import Node, read_tree

_COMMA, _SLASH = "\u201a", "\u2215"  # stand in names for a comma and a slash that separate nothing
_LOOSE_SLASH = re.compile(r"(?<!\S)/|/(?!\S)")
_MOST_CATEGORIES: Final = 20


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


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the file: ``circle`` is what its folders are here, ``is_comment`` tells that it is out of use."""

    node: Node
    circle: str
    is_comment: bool


def read_opml(data: bytes) -> tuple[list[Row], list[tuple[str, str]]]:
    """Return the feeds in `data`, and each row that is none with why.

    Raises:
        LearnlogError: it is no OPML, is too large or too deep, or has a document type.
    """
    return rows_of(read_tree(data))


def rows_of(root: Node) -> tuple[list[Row], list[tuple[str, str]]]:
    """Return the feeds in the tree, and each row that is none with why."""
    rows: list[Row] = []
    left_out: list[tuple[str, str]] = []
    for placed in all_rows(root):
        node = placed.node
        row = row_of(node, placed.circle)
        shown = name_of(node) or clean_line(node.value("xmlurl"), 200)
        if row is not None and placed.is_comment:
            left_out.append((shown, "is a comment there"))
        elif row is not None:
            rows.append(row)
        elif node.value("xmlurl").strip():
            shown_address = clean_line(node.value("xmlurl").strip(), 200)
            left_out.append((shown, f"“{shown_address}” is no http(s) address"))
        elif not node.outlines:
            left_out.append((shown or "(no name)", "has no feed address"))
    return rows, left_out


def all_rows(root: Node) -> Iterator[Placed]:
    """Yield every row of the file, those in a folder after it."""
    body = root.child("body")
    if body is not None:
        yield from _inside(body, (), is_comment=False)


def _inside(node: Node, folders: tuple[str, ...], *, is_comment: bool) -> Iterator[Placed]:
    for child in node.outlines:
        is_out = is_comment or is_commented(child)
        yield Placed(child, NESTED.join(folders), is_out)
        yield from _inside(child, (*folders, *folder_of(child)), is_comment=is_out)


def is_commented(node: Node) -> bool:
    """Tell whether a row, with all in it, is out of use (OPML 2.0, ``isComment``)."""
    return node.value("iscomment").strip().lower() == "true"


def folder_of(node: Node) -> tuple[str, ...]:
    """Return what a folder adds to the circle of what is in it: its name; nothing for a feed, or without a name."""
    name = "" if node.value("xmlurl").strip() else name_of(node)
    return (_LOOSE_SLASH.sub(_SLASH, name).replace(",", _COMMA),) if name else ()


def name_of(node: Node) -> str:
    """Return the name of a row that is shown; "" when it has none."""
    return clean_line(node.value("text"), 120) or clean_line(node.value("title"), 120)


def row_of(node: Node, circle: str) -> Row | None:
    """Return the feed that a row names, None when it names none that can be followed."""
    feed = clean_link(node.value("xmlurl").strip())
    if not feed:
        return None
    site, title = clean_link(node.value("htmlurl")), clean_line(node.value("title"), 120)
    name = name_of(node) or host_of(site or feed)
    return Row(
        name=name,
        feed=feed,
        site=site,
        title=title if title != name else "",
        circles=(circle,) if circle else (),
        themes=categories(node.value("category")),
    )


def categories(text: str) -> tuple[str, ...]:
    """Return the names in a ``category`` (RSS 2.0): separated by commas, a path (``/a/b``) is one name."""
    names = map(category_name, text.split(",")[:_MOST_CATEGORIES])
    return tuple(dict.fromkeys(name for name in names if name))


def category_name(part: str) -> str:
    """Return the name that one part of a ``category`` is."""
    return clean_line(part.strip().strip("/").replace(_COMMA, ","), 80)


def category_of(theme: str) -> str:
    """Return a theme as a part of a ``category``."""
    name = theme.replace(",", _COMMA)
    return f"/{name}" if "/" in name else name


def new_file() -> Node:
    """Return a file with nothing in it yet."""
    return Node("opml", {"version": "2.0"}, [new_head(), Node("body")])


def new_head() -> Node:
    """Return what stands on top of a file that is ours alone."""
    return Node("head", {}, [Node("title", {}, ["learnlog"])])


def without_owner(root: Node) -> None:
    """Have the file say nothing of who made it: what stands on top, and the remarks around all of it."""
    put_head(root, new_head())
    root.before = root.after = ()
    root.inside = [part for part in root.inside if isinstance(part, Node)]


def put_head(root: Node, head: Node) -> None:
    """Have `head` stand on top of the file, instead of what stands there."""
    old = root.child("head")
    root.inside = [head, *(part for part in root.inside if part is not old)]


def node_of(row: Row) -> Node:
    """Return a row of the file for a feed."""
    pairs = {
        "type": "rss",
        "text": row.name,
        "title": row.title or row.name,
        "xmlUrl": row.feed,
        "htmlUrl": row.site,
        "category": ",".join(map(category_of, row.themes)),
    }
    return Node("outline", {name: value for name, value in pairs.items() if value})


def body_of(root: Node) -> Node:
    """Return the body of the file, made when there is none."""
    body = root.child("body")
    if body is None:
        body = Node("body")
        root.inside.append(body)
    return body


def put_rows(root: Node, rows: Iterable[tuple[Node, str]]) -> None:
    """Put rows into the file, each into the folder that its circle is; those that are missing are made."""
    folders = {"": body_of(root)}
    for node, circle in sorted(rows, key=lambda pair: pair[1].casefold()):
        outer = ""
        for folder in circle.split(NESTED) if circle else ():
            inner = f"{outer}{NESTED}{folder}" if outer else folder
            if inner not in folders:
                folders[inner] = _folder_in(folders[outer], folder)
            outer = inner
        folders[outer].inside.append(node)


def _folder_in(place: Node, folder: str) -> Node:
    """Return the folder in `place` that is called so here, made when there is none."""
    for child in place.outlines:
        if folder_of(child) == (folder,) and not is_commented(child):
            return child
    made = Node("outline", {"text": folder.replace(_COMMA, ",").replace(_SLASH, "/")})
    place.inside.append(made)
    return made
