"""What stands before a document's root element, and what no parser should see of the rest.

Declarations of entities go, with the whole DOCTYPE; so do controls, and references to characters that are none.
"""

import re
from typing import Final, NamedTuple

from learnlog.model.safe import clean_text, stays_clean

MAX_PROLOG: Final = 500_000
TOKEN = re.compile(
    r"""<(?:(!--)|(!\[CDATA\[)|(\?)|(/?)([A-Za-z_][^\s/<>]*+)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+))"""
)
"""A tag, or what else a document is made of, from its start."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML document may hold (XML 1.0, 2.2): NUL, escape."""
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
_SEGMENT = re.compile("[^<]+")
_ROOT = re.compile(r"<[A-Za-z_]")
_BEFORE_ROOT = re.compile(r"<[A-Za-z_!?]")


class Tidied(NamedTuple):
    """A document from its root element on: whether it declared entities, and held what no XML may hold.

    ``is_clean`` tells that nothing in it could act, whatever is taken out of it, references aside; ``is_numbered``
    that it may have references by number; ``raw`` is ``text`` in UTF-8, where that is at hand.
    """

    text: str
    entities: bool
    is_forbidden: bool
    is_clean: bool
    is_numbered: bool
    raw: bytes = b""


def tidy(text: str, raw: bytes = b"") -> Tidied:
    """Return `text` from its root element on, without controls; `raw` is `text` in UTF-8, where it is at hand."""
    if not raw:
        raw = text.encode("utf-8", "surrogatepass")
    clean = stays_clean(raw.replace(b"\r\n", b"\n") if b"\r" in raw else raw)
    is_forbidden = not clean and bool(_FORBIDDEN.search(text))
    if not clean and _CONTROLS.search(text):
        # Between tags only, so that no sequence can swallow markup.
        text = _SEGMENT.sub(lambda part: _NO_CHARACTERS.sub("", clean_text(part[0])), text)
        raw = b""
    start, entities = _prolog(text)
    raw = raw[len(text[:start].encode()) :] if raw else raw
    text, is_numbered = text[start:], bool(_NUMBERED.search(text))
    if is_numbered:
        text, raw = _REFERENCE.sub(_possible, text), b""
    return Tidied(text, entities, is_forbidden, clean, is_numbered, raw)


# Plain as it is, `in` takes four times as long.
_NUMBERED = re.compile("&#")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{4,})|0*([0-9]{5,}));?", re.IGNORECASE)


def _possible(reference: re.Match[str]) -> str:
    """Return a character reference as it is, or the replacement character when no character has its number."""
    digits = (reference[1] or "").lstrip("0") or reference[2] or "0"
    number = int(digits, 16 if reference[1] else 10) if len(digits) < 8 else 0x110000
    return "\ufffd" if number > 0x10FFFF or 0xD800 <= number < 0xE000 else reference[0]


def root_name(text: str) -> str:
    """Return the lower-case name of the first element of `text`, without its prefix."""
    found = TOKEN.match(text)
    return found[5].rpartition(":")[2].lower() if found and found[5] else ""


def _prolog(text: str) -> tuple[int, bool]:
    """Return where the root element starts, and whether anything before it declares entities."""
    place, entities = 0, False
    while found := _BEFORE_ROOT.search(text, place, MAX_PROLOG):
        place = found.start()
        if _ROOT.match(text, place):
            return place, entities
        if text.startswith("<!--", place):
            place = after(text, "-->", place + 4)
        elif text.startswith("<?", place):
            place = after(text, "?>", place + 2)
        elif text[place : place + 9].upper() == "<!DOCTYPE":
            end = _after_declaration(text, place)
            entities = entities or "<!entity" in text[place:end].lower()
            place = end
        else:
            entities = entities or text[place : place + 8].upper() == "<!ENTITY"
            place = _after_declaration(text, place)
    return len(text), entities


def after(text: str, mark: str, place: int) -> int:
    """Return where the next `mark` from `place` ends, or where `text` does."""
    found = text.find(mark, place)
    return found + len(mark) if found >= 0 else len(text)


_MARKS = re.compile(r"""["'\[\]<>]""")


def _after_declaration(text: str, place: int) -> int:
    """Return where the declaration that opens at `place` ends, with quotes and its inner part understood."""
    depth, inside = 0, False
    while found := _MARKS.search(text, place, MAX_PROLOG):
        mark, place = found[0], found.end()
        if mark in "\"'":
            place = after(text, mark, place)
        elif mark == "<":
            if text.startswith("!--", place):
                place = after(text, "-->", place)
            elif text.startswith("?", place):
                place = after(text, "?>", place)
            else:
                depth += 1
        elif mark == ">":
            depth -= 1
            if depth <= 0 and not inside:
                return place
        else:
            inside = mark == "["
    return len(text)
