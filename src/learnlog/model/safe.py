"""The one door for foreign text: what comes out can be printed on a terminal and does nothing there.

Escape sequences (ECMA-48 CSI, OSC, DCS and the rest) go, as do C0 and C1 controls, the bidirectional
embeddings, overrides and isolates of UAX #9, invisible tag characters and lone surrogates. Of a heap of marks on one
letter a few stay.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

_SEQUENCE = re.compile(
    "(?:\x1b[\\[]|\x9b)[0-?]*[ -/]*[@-~]"  # CSI
    # OSC, DCS, SOS, PM, APC; their text ends at the next one's start, which keeps this linear
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n]*(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[ -/]*[0-~]"  # two-character escapes
)
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_STARTS = re.compile("[\x1b\x80-\x9f]")  # what every sequence begins with
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


_ORDINARY = bytes((*range(0x20, 0x7F), 0x09, 0x0A))
# Whatever `clean_text` changes, in UTF-8 of which the ordinary characters were taken out: no sequence of bytes is part
# of another character's.
_SUSPECT = re.compile(
    rb"[\x00-\x1f\x7f]|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8b\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xed[\xa0-\xbf]"
    rb"|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb\xbe\xbf]|\xf3\xa0"
)


def is_clean(text: str) -> bool:
    """Tell, quickly, that `clean_text` would leave `text` as it is."""
    if text.isascii() and text.isprintable():
        return True
    odd = text.encode("utf-8", "surrogatepass").translate(None, _ORDINARY)
    return not (_SUSPECT.search(odd) or (_may_heap(odd) and heaps().search(text)))


def stays_clean(raw: bytes) -> bool:
    """Tell, quickly, that `clean_text` would leave the text `raw` (UTF-8) as it is, whatever is taken out of it.

    That may also be true where the answer is False: of a text in a script with marks.
    """
    odd = raw.translate(None, _ORDINARY)
    return not (_SUSPECT.search(odd) or _may_heap(odd))


class Clean(str):
    """A text that went through the door, and need not be looked through again; parts of it are plain texts."""

    __slots__ = ()


MOST_MARKS = 8
"""Marks that may stand on one letter: no language has more, and a heap of them covers the lines above and below."""
_MARKED = bytes(
    (0xCC, 0xCD, 0xD2, *range(0xD6, 0xE2), 0xEA)
)  # what letters of scripts with marks begin with in UTF-8
_UNMARKED = bytes(set(range(256)) - set(_MARKED))


def _may_heap(odd: bytes) -> bool:
    """Tell, more quickly still, whether a text with such bytes may have more marks than that on a letter."""
    return len(odd) > 2 * MOST_MARKS and bool(odd.translate(None, _UNMARKED))


@cache
def heaps() -> re.Pattern[str]:
    """Return what finds more than MOST_MARKS marks in a row."""
    import unicodedata

    letters = (chr(code) for code in (*range(0x300, 0x2000), *range(0xA000, 0xB000)))
    marks = (
        one for one in letters if unicodedata.category(one) in ("Mn", "Me") and one.encode()[0] in _MARKED
    )
    one = f"[{''.join(marks)}]"
    return re.compile(f"{one * (MOST_MARKS + 1)}{one}*")


def clean_text(text: str) -> str:
    """Return `text` with only newlines and tabs left of everything that could act; lines are kept."""
    if type(text) is Clean or is_clean(text):
        return text
    text = _BREAKS.sub("\n", text)
    if _STARTS.search(text):
        text = _SEQUENCE.sub("", text)
    text = _SURROGATE.sub("\ufffd", _FORBIDDEN.sub("", text))
    return heaps().sub(lambda found: found[0][:MOST_MARKS], text)


def clean_line(text: str, limit: int = 2000) -> str:
    """Return `text` cleaned, on one line, white space folded, cut with … at `limit` characters."""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")  # most lines are as they should be
    line = " ".join(clean_text(text[: limit * 4]).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


_USUAL_LINK = re.compile(r"https?://[!#-;=?-\[\]-~]{1,2000}")
"""An address in printable ASCII with none of what is refused."""


def clean_link(url: str) -> str:
    """Return `url` when it is an absolute http(s) address without anything that could act, else ""."""
    if _USUAL_LINK.fullmatch(url):
        return url
    url = url.strip()
    if len(url) > 4096 or not url.lower().startswith(("http://", "https://")):
        return ""
    if clean_line(url, 4096) != url or " " in url or '"' in url or "<" in url or "\\" in url:
        return ""
    return url


def line_in(values: Mapping[str, Any], name: str, limit: int = 2000) -> str:
    """Return a value of somebody else's file as `clean_line` does; "" when it is missing or no text."""
    value = values.get(name)
    return clean_line(value, limit) if isinstance(value, str) else ""
