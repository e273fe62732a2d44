"""Flaws of OPML files that can be understood: what many programs write that no parser of XML reads."""

import re
from typing import Final

_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));")
_UNREAD = re.compile(r"<!--|<!\[CDATA\[")
_ENDS: Final = {"<!--": "-->", "<![CDATA[": "]]>"}
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML may hold."""


def mended(text: str, *, values: bool) -> str:
    """Return `text` without characters, and references to such, that no XML may hold, and with every bare & escaped.

    With `values` every < in the values of attributes as well. In comments and CDATA no reference is looked for.
    """
    text = NO_XML.sub("", text)
    parts: list[str] = []
    place = 0
    while found := _UNREAD.search(text, place):
        end = text.find(_ENDS[found[0]], found.end())
        if end < 0:
            break
        parts += (_readable(text[place : found.start()], values=values), text[found.start() : end])
        place = end
    return "".join((*parts, _readable(text[place:], values=values)))


def _readable(text: str, *, values: bool) -> str:
    text = _REFERENCE.sub(_allowed, _BARE.sub("&amp;", text))
    return _VALUE.sub(lambda found: found[0].replace("<", "&lt;"), text) if values else text


def _allowed(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    return "" if number > 0x10FFFF or NO_XML.match(chr(number)) else found[0]
