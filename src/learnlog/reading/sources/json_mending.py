"""JSON that is cut off or has rubbish around it: what of a feed in it is whole.

A value counts only when all of it is there, so nothing that is read here is a guess.
"""

import re
from contextlib import suppress
from json import JSONDecoder
from typing import Any, Final, NamedTuple

from learnlog.reading.sources.outline import MAX_COUNTED

MOST_TRIES: Final = 50
"""How often reading goes on behind a broken item; each try may cost a look at the rest of the text."""

_BLANKS = re.compile(r"[ \t\n\r]*")
_ANY_LAST_COMMA = re.compile(r",\s*+[}\]]")
_LAST_COMMA = re.compile(r'"(?:[^"\\]|\\.?)*+(?:"|\Z)|,(?=\s*+[}\]])', re.DOTALL)
"""A text, also one without its end, or the comma after the last member, which templates leave there."""
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")
_START = re.compile(r'\{\s*"')
_CONTENTS = frozenset({"content_html", "content_text"})
_SAYS = "jsonfeed.org/version"


def starts_late(text: str) -> int:
    """Return where a JSON Feed starts behind a few words of something else, such as a server's warning; else 0."""
    found = _START.search(text, 0, 4096) if _SAYS in text[:8192] else None
    return found.start() if found else 0


class Read(NamedTuple):
    """What was read: a value, whether it is well-formed, and whether it ends before its end."""

    value: Any
    is_well_formed: bool = False
    is_cut: bool = False


def read_json(text: str) -> Read:
    """Return what `text` says as JSON; of a broken object what is whole in it."""
    for decoder in (JSONDecoder(), JSONDecoder(strict=False)):  # strict ones want no line breaks in texts
        try:
            value, end = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            continue
        return Read(value, decoder.strict and not text[end:].strip())
    if _ANY_LAST_COMMA.search(text):
        text = _LAST_COMMA.sub(lambda found: found[0] if found[0] != "," else "", text)
    members: dict[str, Any] = {}
    is_whole = False
    with suppress(ValueError, RecursionError):
        is_whole = _read_members(JSONDecoder(strict=False), text, members)
    return Read(members, is_cut=not is_whole)


def _read_members(decoder: JSONDecoder, text: str, into: dict[str, Any]) -> bool:
    """Put the members of the object that `text` begins `into` it, of `items` each whole one; tell whether it ends.

    Raises:
        ValueError, RecursionError: a member other than the items is broken.
    """
    place = 0
    while text[place : place + 1] in ("{", ","):
        key, place = decoder.raw_decode(text, _past_blanks(text, place + 1))
        place = _past_blanks(text, place)
        if text[place : place + 1] != ":" or not isinstance(key, str):
            return False
        place = _past_blanks(text, place + 1)
        is_items = key == "items" and text[place : place + 1] == "["
        into[key], place = _items(decoder, text, place) if is_items else decoder.raw_decode(text, place)
        place = _past_blanks(text, place)
    return text[place : place + 1] == "}"


def _items(decoder: JSONDecoder, text: str, place: int) -> tuple[list[Any], int]:
    """Return the whole items of the list that opens at `place`, and where it ends, as far as it goes."""
    items: list[Any] = []
    tries, is_lost = 0, False
    place = _past_blanks(text, place + 1)
    while place < len(text) and (is_lost or text[place] != "]") and len(items) <= MAX_COUNTED:
        if is_lost:
            found = _NEXT.search(text, place)
            if found is None or tries > MOST_TRIES:
                return items, len(text)
            place = found.end()
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            tries, is_lost = tries + 1, True
            continue
        if is_lost and not _is_item(value):  # a part of the broken item; its end may be before the next
            place -= 1
            continue
        is_lost = False
        items.append(value)
        place = _past_blanks(text, place)
        if text[place : place + 1] == ",":
            place = _past_blanks(text, place + 1)
    return items, place + 1


def _is_item(value: Any) -> bool:
    """Tell whether `value` is surely an item of a feed."""
    return isinstance(value, dict) and "id" in value and not _CONTENTS.isdisjoint(value)


def _past_blanks(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return found.end() if found else place


def looks_like_feed(value: Any) -> bool:
    """Tell whether a broken `value` is a feed, though what it says of its version may be what was lost."""
    items = value.get("items") if isinstance(value, dict) else None
    return isinstance(items, list) and any(map(_is_item, items))
