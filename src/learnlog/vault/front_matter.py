"""Front matter: the YAML between two ``---`` lines on top of a file, read gently and changed by the line.

Nothing of a file changes but the lines of the keys whose values change: comments, unknown keys, order,
newlines and a byte order mark stay as they are. What was spliced is read back before it is returned.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_text
from learnlog.vault.emitting import LIMIT, UNCLEAR, Pair, emit, emit_items, inline

if TYPE_CHECKING:
    from learnlog.vault.understanding import Reading

_OPENING = re.compile(r"\ufeff?---[ \t]*(\r?\n)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEYED = re.compile(r"^[ \t]*(?:\{|[^\s#-][^\r\n]*?:(?:[ \t\r]|$))", re.MULTILINE)
_SAYS_NOTHING = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*")
_NEWLINE = re.compile(r"\r\n?|\n")
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_DASH = re.compile(r"[ \t]*-[ \t]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d")
_HINT: Final = "Open it in an editor and write its front matter with one “key: value” a line."


def split(text: str) -> tuple[str, str]:
    """Return the front matter block with its fences ("" when there is none) and the rest; together `text`."""
    parts = _parts(text)
    return (text[: parts[2]], text[parts[2] :]) if parts else ("", text)


def _parts(text: str) -> tuple[int, int, int] | None:
    """Return where the inside begins and ends and where the body begins, or None without front matter."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    inside = text[opening.end() : closing.start()]
    if not _KEYED.search(inside) and not _SAYS_NOTHING.fullmatch(inside):
        return None  # a rule above some prose, not front matter
    return opening.end(), closing.start(), closing.end()


def tidy(body: str) -> str:
    """Return `body` with plain newlines and without blank lines before and after: as a reader sees it."""
    lines = _NEWLINE.sub("\n", body.removeprefix("\ufeff")).split("\n")
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return "\n".join(lines[first:last])


def parse(text: str) -> tuple[dict[str, Any], str, str]:
    """Return the front matter's values (every scalar as text), the tidy body, and what is wrong, or ""."""
    parts = _parts(text)
    if parts is None:
        return {}, tidy(text), ""
    from learnlog.vault.understanding import understand

    reading = understand(text[parts[0] : parts[1]])
    return reading.data(), tidy(text[parts[2] :]), reading.problem


def splice(text: str, values: Mapping[str, Any], body: str | None = None) -> str:
    """Return `text` saying `values` (None removes a key) and, when given, having `body`.

    A value counts as equal when the model would read the same from the file, and then not one byte of it
    changes. An empty `text` makes a new file.

    Raises:
        LearnlogError: the front matter is written in a way that cannot be changed without harm.
    """
    parts = _parts(text)
    if parts is None:
        return _new(text, values, body)
    begin, end, after = parts
    newline = "\r\n" if text[:begin].endswith("\r\n") else "\n"
    inside = _changed(text[begin:end], values, newline)
    fence, rest = text[end:after], text[after:]
    if body is not None and not _same_body(rest, body):
        if not fence.endswith("\n"):
            fence += newline
        rest = _with_body(rest, tidy(body), newline)
    return text[:begin] + inside + fence + rest


def _new(text: str, values: Mapping[str, Any], body: str | None) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = [
        line for key, value in values.items() if value is not None for line in emit(key, _merged([], value))
    ]
    block = mark + (newline.join(("---", *lines, "---", "")) if lines or not text else "")
    if len(block) > LIMIT:
        raise LearnlogError("The front matter would be larger than 64 KB.", "Move long text into the body.")
    rest = text[len(mark) :]
    if body is not None and not _same_body(rest, body):
        rest = _with_body(rest, tidy(body), newline)
    gap = newline if lines and rest and _NEWLINE.match(rest) is None else ""
    return block + gap + rest


def _same_body(rest: str, body: str) -> bool:
    old, new = tidy(rest), tidy(body)
    return old == new or tidy(clean_text(old)) == new


def _with_body(rest: str, body: str, newline: str) -> str:
    """Return `rest` with the text between its outer blank lines replaced."""
    if not body:
        return ""
    if not rest.strip():
        rest = newline + "x" + newline
    newline = "\r\n" if "\r\n" in rest else "\n"
    head = rest[: len(rest) - len(rest.lstrip())]
    head = head[: max(head.rfind("\n"), head.rfind("\r")) + 1]  # spaces before the first word are the text's
    tail = rest[len(rest.rstrip()) :]
    blank = _NEWLINE.search(tail)
    return head + body.replace("\n", newline) + (tail[blank.start() :] if blank else "")


def _changed(inside: str, values: Mapping[str, Any], newline: str) -> str:
    from learnlog.vault.understanding import understand

    reading = understand(inside)
    edits = [edit for key, value in values.items() for edit in _edits(inside, reading, key, value, newline)]
    added = [
        " " * reading.indent + line
        for key, value in values.items()
        if value not in (None, "", []) and all(pair.key != key for pair in reading.pairs)
        for line in emit(key, _merged([], value))
    ]
    if not edits and not added:
        return inside
    result = inside
    for first, last, new in sorted(edits, reverse=True):
        result = result[:first] + new + result[last:]
    result += "".join(line + newline for line in added)
    _verify(reading, understand(result), values)
    return result


_Edit = tuple[int, int, str]


def _edits(inside: str, reading: "Reading", key: str, value: Any, newline: str) -> Iterable[_Edit]:
    pairs = [pair for pair in reading.pairs if pair.key == key]
    if not pairs:
        return
    pair = pairs[-1]
    if pair.value is UNCLEAR:
        if value not in (None, "", []):
            raise LearnlogError(f"“{key}” in the broken front matter of this file cannot be changed.", _HINT)
        return
    if value is not None and _same(pair.value, value):
        return
    for gone in pairs if value is None else pairs[:-1] if not reading.rough else ():
        yield _line_start(inside, gone.start), _line_end(inside, gone.last), ""
    if value is not None:
        yield from _replace(inside, pair, _merged(pair.value, value), newline)


def _replace(inside: str, pair: Pair, value: Any, newline: str) -> Iterable[_Edit]:
    starts = [_line_start(inside, first) for first, _ in pair.items]
    dashed = all(_DASH.fullmatch(inside, a, b) for a, (b, _) in zip(starts, pair.items, strict=True))
    if starts and dashed and isinstance(value, list):
        yield from _replace_items(inside, pair, starts, value, newline)
        return
    short = inline(value)
    one_line = not _BREAK.search(inside, pair.colon, pair.last)
    if short is not None and one_line and pair.last > pair.first:
        yield pair.first, pair.last, short
        return
    yield pair.colon, pair.last, "" if short is None else f" {short}"
    if short is None:
        end = _line_end(inside, pair.last)
        yield end, end, "".join(line + newline for line in emit(pair.key, value)[1:])


def _replace_items(
    inside: str, pair: Pair, starts: list[int], value: list[Any], newline: str
) -> Iterable[_Edit]:
    """Keep the lines of the items that stay, and every comment between them."""
    ends = [_line_end(inside, last) for _, last in pair.items]
    leads = ["", *(inside[a:b] for a, b in zip(ends, starts[1:], strict=False))]
    old = [*zip(leads, (inside[a:b] for a, b in zip(starts, ends, strict=True)), pair.value, strict=True)]
    indent = inside[starts[0] : pair.items[0][0]].partition("-")[0]
    out = []
    for item, lines in zip(value, emit_items(value, indent), strict=True):
        found = next((chunk for chunk in old if _same_item(chunk[2], item)), None)
        if found:
            old.remove(found)
            out.append(found[0] + found[1])
        else:
            out.append("".join(line + newline for line in lines))
    out += [lead for lead, _, _ in old if lead.strip()]
    if not value:
        yield pair.colon, pair.colon, " []"
    yield starts[0], ends[-1], "".join(out)


def _line_start(inside: str, offset: int) -> int:
    return max((match.end() for match in _BREAK.finditer(inside, 0, offset)), default=0)


def _line_end(inside: str, offset: int) -> int:
    match = _BREAK.search(inside, offset)
    return match.end() if match else len(inside)


def _verify(before: "Reading", after: "Reading", values: Mapping[str, Any]) -> None:
    """Refuse a splice after which the front matter does not say what it should."""
    old, new = before.data(), after.data()
    said = all(
        key not in new if value is None else _same(new.get(key, ""), _merged(old.get(key, ""), value))
        for key, value in values.items()
        if key in old or value
    )
    others = [{k: v for k, v in data.items() if k not in values} for data in (old, new)]
    if not said or others[0] != others[1] or (after.rough and not before.rough):
        raise LearnlogError("The front matter of this file cannot be changed without harm.", _HINT)


def _same(old: Any, new: Any) -> bool:
    """Tell whether the model reads `new` from `old` already."""
    if isinstance(new, list):
        if all(isinstance(item, str) for item in new):
            return old == new or _words(old) == new
        return isinstance(old, list) and len(old) == len(new) and _merged(old, new) == old
    if isinstance(new, Mapping):
        return bool(old == new)
    new = str(new)
    if not isinstance(old, str):
        return False
    return old == new or " ".join(clean_text(old).split()) == new or _same_moment(old, new)


def _same_item(old: Any, new: Any) -> bool:
    return old == new or (isinstance(old, str) and (old.strip() == new or _bare_channel(old, new)))


def _words(old: Any) -> list[str] | None:
    """Return what the model reads from a list of words, or from words with commas; None: no such thing."""
    items = old.split(",") if isinstance(old, str) else old
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return None
    return list(dict.fromkeys(word for word in (clean_text(item).strip() for item in items) if word))


def _same_moment(old: str, new: str) -> bool:
    """Tell whether a date by hand (``2026-11-23``) is what the model writes in full."""
    if not _MOMENT.match(old) or not _MOMENT.match(new):
        return False
    read: Callable[[str], datetime] = datetime.fromisoformat
    try:
        there, here = read(old.strip()), read(new)
    except ValueError:
        return False
    return (there if there.tzinfo else there.replace(tzinfo=here.tzinfo)).isoformat(timespec="seconds") == new


def _bare_channel(old: Any, new: Any) -> bool:
    """Tell whether a bare address in a list is the mapping `new` says in full."""
    said = {key for key, value in new.items() if value is not None} if isinstance(new, Mapping) else {""}
    return said <= {"key", "kind"} and bool(new.get("key") == old)


def _merged(old: Any, new: Any) -> Any:
    """Return `new`; in a list of mappings, those with the same ``key`` retain what `new` does not know.

    What `new` says is None is known and not wanted.
    """
    if not isinstance(new, list):
        return new
    rest = list(old) if isinstance(old, list) else []
    return [_retaining(rest, item) if isinstance(item, Mapping) else item for item in new]


def _retaining(rest: list[Any], item: Mapping[str, Any]) -> Any:
    """Take what stands for `item` out of `rest` and return it as it should read."""
    same = next((known for known in rest if known == item or _bare_channel(known, item)), None)
    if same is None and item.get("key"):
        same = next(
            (known for known in rest if isinstance(known, dict) and known.get("key") == item["key"]), None
        )
    if same is not None:
        rest.remove(same)
    if isinstance(same, str):
        return same
    merged = {**(same or {}), **item}
    return {key: value for key, value in merged.items() if value is not None}
