"""Writing front matter, and reading back what was written here, both without a YAML library.

The emitter uses a small part of YAML: plain scalars where no reader could see anything but text, double
quotes elsewhere, flow lists of texts, block lists of mappings. `read_own` understands exactly that part.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

LIMIT: Final = 64 * 1024
"""Characters that front matter may have."""
UNCLEAR: Final = object()
"""The value of a key in broken front matter that is there but could not be made out."""

# The patterns are small and ASCII: what they cost to compile is paid by every command.
_STAMP = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:[+-][0-9]{2}:[0-9]{2}|Z)?)?"
_ULID = r"[0-7][0-9a-hjkmnp-tv-z]{25}"
_PLAIN = re.compile(rf"{_STAMP}|{_ULID}|[^\W\d_](?:[\w ,;.!?'()/&+=~%@$*<>|-]|:(?=[\w/])|(?<=[\w/])#)*(?<! )")
_IN_FLOW = re.compile(rf"{_ULID}|[^\W\d_][\w ./'&+-]*(?<! )")
_QUOTED = re.compile(r'"(?:[^"\\]|\\["\\nt]|\\u(?!d[89a-f])[0-9a-f]{4})*"')
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_PAIR = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?: (.+))?")
_NESTED = re.compile(r"(  - |    )([A-Za-z_][A-Za-z0-9_-]*): (.+)")
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|.)")
_TYPOGRAPHY: Final = str.maketrans(dict.fromkeys("‘’“”…–—", "x"))
_NAMED: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_UNNAMED: Final = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}
# Words that other YAML readers take for something else than text.
_WORDS: Final = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


@dataclass(slots=True)
class Pair:
    """One key of the front matter's top level, and where it stands (offsets into the block's inside).

    ``start`` is where the key begins, ``colon`` just after its colon, ``first`` to ``last`` the value
    (equal when there is none). ``items`` are the same spans for each item of a block list, else empty.
    """

    key: str
    value: Any
    start: int
    colon: int
    first: int
    last: int
    items: tuple[tuple[int, int], ...] = ()


def emit(key: str, value: Any) -> list[str]:
    """Return the lines, without newlines, that say `key` is `value` (texts, lists, mappings)."""
    return _lines(f"{_name(key)}:", value, "")


def emit_items(values: Sequence[Any], indent: str) -> list[list[str]]:
    """Return the lines of each of `values` as an item of a block list indented by `indent`."""
    return [_item(value, indent) for value in values]


def inline(value: Any) -> str | None:
    """Return `value` as it stands after ``key: `` on one line, or None when it needs a block."""
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            return None
        return "[" + ", ".join(_scalar(item, _IN_FLOW) for item in value) + "]"
    if isinstance(value, Mapping):
        return None if value else "{}"
    return _scalar(str(value), _PLAIN)


def _scalar(text: str, plain: re.Pattern[str]) -> str:
    if plain.fullmatch(text.translate(_TYPOGRAPHY)) and text.lower() not in _WORDS:
        return text
    return _quote(text)


def _quote(text: str) -> str:
    if text.isprintable():
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if "\ud800" <= char <= "\udfff":  # half a character cannot be stored
        return "\ufffd"
    acts = char < " " or "\x7f" <= char <= "\x9f" or char in "\u2028\u2029\ufeff\ufffe\uffff"
    return f"\\u{ord(char):04x}" if acts else char


def _name(key: str) -> str:
    return key if _KEY.fullmatch(key) else _quote(key)


def _lines(head: str, value: Any, indent: str) -> list[str]:
    short = inline(value)
    if short is not None:
        return [f"{head} {short}"]
    deeper = indent + "  "
    if isinstance(value, Mapping):
        return [head, *_mapping(value, deeper)]
    return [head, *(line for item in value for line in _item(item, deeper))]


def _mapping(value: Mapping[str, Any], indent: str) -> list[str]:
    return [line for key, inner in value.items() for line in _lines(f"{indent}{_name(key)}:", inner, indent)]


def _item(item: Any, indent: str) -> list[str]:
    short = inline(item)
    if short is not None:
        return [f"{indent}- {short}"]
    if not isinstance(item, Mapping):
        return [f"{indent}-", *(line for inner in item for line in _item(inner, indent + "  "))]
    lines = _mapping(item, indent + "  ")
    return [f"{indent}- {lines[0][len(indent) + 2 :]}", *lines[1:]]


def read_value(text: str) -> Any:
    """Return the text or list that `text` stands for when the emitter could have written it, else None."""
    if text[0] == "[":
        return _read_list(text)
    if text[0] == '"':
        # What cannot be printed may be a line break to YAML, so it is not for this quick reader.
        return _unquote(text) if text.isprintable() and _QUOTED.fullmatch(text) else None
    return text if _PLAIN.fullmatch(text.translate(_TYPOGRAPHY)) else None


def _read_list(text: str) -> list[str] | None:
    if text == "[]":
        return []
    if text[-1] != "]" or not text.isprintable():
        return None
    plain = text.translate(_TYPOGRAPHY)
    found: list[str] = []
    place = 1
    while True:
        quoted = text[place] == '"'
        item = (_QUOTED if quoted else _IN_FLOW).match(text if quoted else plain, place)
        if item is None:
            return None
        found.append(_unquote(item[0]) if quoted else text[place : item.end()])
        place = item.end()
        if place == len(text) - 1:
            return found
        if text[place : place + 2] != ", ":
            return None
        place += 2


def _unquote(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        escape = match[1]
        return chr(int(escape[1:], 16)) if escape[0] == "u" else _UNNAMED[escape]

    return _ESCAPE.sub(plain, text[1:-1])


def read_own(inside: str) -> list[Pair] | None:
    """Return the pairs of a block's `inside` when every line is one the emitter writes, else None."""
    pairs: list[Pair] = []
    offset = 0
    for line in inside.split("\n"):
        if line and not (_read_pair(pairs, line, offset) or _read_nested(pairs, line, offset)):
            return None
        if not line and offset != len(inside):
            return None
        offset += len(line) + 1
    return pairs if len({pair.key for pair in pairs}) == len(pairs) else None


def _read_pair(pairs: list[Pair], line: str, offset: int) -> bool:
    match = _PAIR.fullmatch(line)
    value = "" if match and match[2] is None else read_value(match[2]) if match else None
    if match is None or value is None:
        return False
    first = offset + (match.end(1) + 1 if match[2] is None else match.start(2))
    pairs.append(Pair(match[1], value, offset, offset + match.end(1) + 1, first, offset + len(line)))
    return True


def _read_nested(pairs: list[Pair], line: str, offset: int) -> bool:
    match = _NESTED.fullmatch(line)
    value = read_value(match[3]) if match and pairs else None
    if match is None or value is None:
        return False
    pair, end = pairs[-1], offset + len(line)
    begins = match[1] == "  - "
    if begins and pair.value == "" and pair.first == pair.colon:
        pair.value, pair.first = [], offset + 4
    elif not pair.items:
        return False
    if begins:
        pair.value.append({})
        pair.items = (*pair.items, (offset + 4, end))
    if match[2] in pair.value[-1]:
        return False
    pair.value[-1][match[2]] = value
    pair.items = (*pair.items[:-1], (pair.items[-1][0], end))
    pair.last = end
    return True
