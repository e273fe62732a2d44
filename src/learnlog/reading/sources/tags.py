"""The start tags of a page, as a browser would see them, in one pass of linear time.

The standard library's parser reads tags inside `<title>` and `<textarea>`, differs between Python
versions, and can be made slow; a page's links need no more than this (HTML Living Standard, 13.2.5).
"""

import html
import re
from collections.abc import Iterator

_OPEN = re.compile(r"<(?:(!--)|(/?)([a-zA-Z][^\s/>]*)|[!?/])")
_CDATA = "<![CDATA["
_COMMENT_END = re.compile(r"--!?>")
_NAME = re.compile(r"[\s/]*([^\s/>][^\s/>=]*)\s*(=\s*)?")
_UNQUOTED = re.compile(r"[^\s>]*")
_RAW = frozenset(
    {"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext"}
)
# In an attribute a reference without its semicolon is text when a letter, a digit or = follows.
_REFERENCE = re.compile(
    r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*;|[a-zA-Z][a-zA-Z0-9]*(?![a-zA-Z0-9=;]))"
)
MAX_ATTRIBUTES = 60

Tag = tuple[str, dict[str, str]]


def start_tags(page: str, *, is_xml: bool = False) -> Iterator[Tag]:
    """Yield each start tag of `page` outside of its templates: its name in lower case, its attributes.

    A page that came as XML (XHTML) has CDATA sections, prefixes, and elements that end with their own tag.
    """
    place, templates = 0, 0
    while found := _OPEN.search(page, place):
        place = found.end()
        if found[1]:
            place = _comment_end(page, place)
        elif not found[3]:
            is_cdata = is_xml and page.startswith(_CDATA, found.start())
            place = _past(page, "]]>" if is_cdata else ">", place)
        else:
            attributes, place = _attributes(page, place)
            name = found[3].lower()
            ends_itself = is_xml and page[max(0, place - 2) : place] == "/>"
            name = name.rpartition(":")[2] if is_xml else name
            if name == "template" and not ends_itself:
                # What is in one is no part of the page, only kept for its scripts (4.12.3).
                templates = max(0, templates - 1) if found[2] else templates + 1
            if found[2] or place > len(page):
                continue
            if not templates:
                yield name, attributes
            if name in _RAW and not ends_itself:
                place = _raw_end(page, name, place)


def _comment_end(page: str, place: int) -> int:
    if page.startswith(">", place):
        return place + 1
    if page.startswith("->", place):
        return place + 2
    found = _COMMENT_END.search(page, place)
    return found.end() if found else len(page)


def _past(page: str, mark: str, place: int) -> int:
    found = page.find(mark, place)
    return found + len(mark) if found >= 0 else len(page)


def _raw_end(page: str, name: str, place: int) -> int:
    """Return where the text of a `<script>`, `<title>` and such ends; nothing in it is a tag."""
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(page, place)
    return found.start() if found else len(page)


def _attributes(page: str, place: int) -> tuple[dict[str, str], int]:
    """Read attributes from `place` to the tag's end; a tag that the page's end cuts off ends beyond it."""
    attributes: dict[str, str] = {}
    while found := _NAME.match(page, place):
        place = found.end()
        value = ""
        if found[2]:
            quote = page[place : place + 1]
            if quote in ("'", '"') and quote:
                end = page.find(quote, place + 1)
                if end < 0:
                    return attributes, len(page) + 1
                value, place = page[place + 1 : end], end + 1
            else:
                unquoted = _UNQUOTED.match(page, place)
                value, place = (unquoted[0], unquoted.end()) if unquoted else ("", place)
        if len(attributes) < MAX_ATTRIBUTES:
            attributes.setdefault(found[1].lower(), _unescape(value[:4096]))
    end = page.find(">", place)
    return attributes, end + 1 if end >= 0 else len(page) + 1


def _unescape(value: str) -> str:
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), value) if "&" in value else value
