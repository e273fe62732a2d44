"""HTML as a flat run of tags and text, read in one pass.

``html.parser`` of the standard library takes quadratic time on some malformed input in Pythons that are
still in use, hence these few lines: every search here moves forward only.
"""

import re
from collections.abc import Iterator
from html import unescape as standard_unescape
from typing import NamedTuple

_NAME = re.compile(r"/?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>=]+)?(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_WANTED = frozenset({"href", "alt", "src", "start", "class", "title"})
_DROPPED = frozenset(
    ("script", "style", "template", "title", "iframe", "noframes", "noembed", "xmp", "textarea")
)
_CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _DROPPED}
_ENDLESS = re.compile("&#[xX]?[0-9a-fA-F]{9,};?")
_SECOND_CHANCES = 20
"""How many tags with a quote that never closes are read a second time, up to their first ``>``."""


def unescape(text: str) -> str:
    """Return `text` with its character references resolved; endless numbers, which raise, as one sign."""
    if "&" not in text:
        return text
    return standard_unescape(_ENDLESS.sub("\ufffd", text))


class Token(NamedTuple):
    """Text (no ``name``), the start of an element, or its end (``closing``)."""

    text: str = ""
    name: str = ""
    closing: bool = False
    attributes: dict[str, str] = {}  # noqa: RUF012 (a NamedTuple's default; never written to)


def tokens(html: str) -> Iterator[Token]:
    """Yield the tags and texts of `html`; comments, scripts and their like are left out."""
    position, chances = 0, _SECOND_CHANCES
    while position < len(html):
        start = html.find("<", position)
        if start < 0:
            yield Token(unescape(html[position:]))
            return
        if start > position:
            yield Token(unescape(html[position:start]))
        named = _NAME.match(html, start + 1)
        if not named:
            position, text = _no_tag(html, start)
            if text:
                yield Token(text)
            continue
        end, attributes = _attributes(html, named.end())
        if end < 0:
            chances -= 1
            end = html.find(">", start)
            if end < 0 or chances < 0:
                yield Token(unescape(html[start:]))
                return
        name = named[1].lower()
        closing = html[start + 1] == "/"
        position = end + 1
        if not closing and name in _DROPPED:
            found = _CLOSING[name].search(html, position)
            position = found.start() if found else len(html)
        yield Token(name=name, closing=closing, attributes=attributes)


def _no_tag(html: str, start: int) -> tuple[int, str]:
    """Return where to go on after the ``<`` at `start` that opens no tag, and the text it stands for."""
    if html.startswith("<!--", start):
        end = html.find("-->", start + 4)
        return (len(html) if end < 0 else end + 3), ""
    if html[start + 1 : start + 2] in ("!", "?", "/"):
        end = html.find(">", start)
        return (len(html) if end < 0 else end + 1), ""
    end = start + 1
    while html.startswith("<<", end):  # the last of several may open a tag
        end += 1
    return end, html[start:end]


def _attributes(html: str, position: int) -> tuple[int, dict[str, str]]:
    """Read attributes up to the tag's ``>``; returns its place (-1: there is none) and the wanted ones."""
    found: dict[str, str] = {}
    while position < len(html):
        if html[position] == ">":
            return position, found
        match = _ATTRIBUTE.match(html, position)
        if not match or match.end() == position:
            position += 1
            continue
        position = match.end()
        name = (match[1] or "").lower()
        if name in _WANTED and name not in found:
            found[name] = unescape(next((v for v in match.groups()[1:] if v is not None), ""))
    return -1, found
