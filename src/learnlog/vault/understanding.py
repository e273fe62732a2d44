"""Reading front matter that anyone may have written: by YAML events, or line by line when it is broken.

Events instead of a loader: every scalar stays text, nothing is constructed, anchors and depth are refused
as they come, and the marks tell where each value stands. The YAML library is imported only when needed.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from learnlog.vault.emitting import LIMIT, UNCLEAR, Pair, read_own, read_value

DEPTH: Final = 6

_ROUGH = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)[ \t]*:(?=[ \t]|$)")
_COMMENT = re.compile(r"(?:^|[ \t]+)#")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_COLON = re.compile(r"[ \t]*:")


class _RefusedError(Exception):
    """The front matter cannot be understood; the message is the sentence that says why."""


@dataclass(slots=True)
class Reading:
    """What a block of front matter says: its pairs in order, its indent, and what is wrong with it."""

    pairs: list[Pair] = field(default_factory=list)
    problem: str = ""
    indent: int = 0
    rough: bool = False

    def data(self) -> dict[str, Any]:
        """Return the values by key; the last of a doubled key counts."""
        return {pair.key: pair.value for pair in self.pairs if pair.value is not UNCLEAR}


def understand(inside: str) -> Reading:
    """Return what the `inside` of a front matter block (without its fences) says; never raises."""
    if len(inside) > LIMIT:
        return Reading(_read_lines(inside), "The front matter is larger than 64 KB.", rough=True)
    own = read_own(inside)
    if own is not None:
        return Reading(own)
    import yaml

    try:
        reading = _read_events(yaml, inside)
    except _RefusedError as refusal:
        return Reading(_read_lines(inside), str(refusal), rough=True)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark else ""
        return Reading(_read_lines(inside), f"The front matter is no valid YAML{where}.", rough=True)
    keys = [pair.key for pair in reading.pairs]
    doubled = sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []
    if doubled:
        reading.problem = f"The front matter has “{doubled[0]}” more than once; the last one counts."
    return reading


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    value: Any
    key: str | None = None


class _Builder:
    """Turns YAML events into values and spans, one event at a time, without recursion."""

    def __init__(self, inside: str) -> None:
        self.inside = inside
        self.stack: list[_Open] = []
        self.pairs: list[Pair] = []
        self.indent = 0
        self._items: list[tuple[int, int]] | None = None

    def scalar(self, event: Any) -> None:
        """Take a scalar: a key, or a value."""
        if not self.stack:
            if event.value:
                raise _RefusedError("The front matter has no keys.")
            return
        first, last = event.start_mark.index, event.end_mark.index
        if event.style in ("|", ">"):  # its end mark lies behind the blank lines that follow
            last = max(first, len(self.inside[:last].rstrip()))
        top = self.stack[-1]
        if isinstance(top.value, dict) and top.key is None:
            top.key = event.value
            if len(self.stack) == 1:
                self._begin(event.value, first, last)
            return
        self._place(event.value)
        self._reach(first, last)

    def open(self, event: Any, value: Any) -> None:
        """Take the beginning of a collection; `value` is the empty collection."""
        if len(self.stack) >= DEPTH:
            raise _RefusedError("The front matter is nested too deeply.")
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise _RefusedError("The front matter has a key that is no plain text.")
        first = event.start_mark.index
        if not self.stack:
            if not isinstance(value, dict):
                raise _RefusedError("The front matter has no keys.")
            self.indent = event.start_mark.column
        else:
            self._reach(first, first)
            if len(self.stack) == 1:
                self._items = [] if isinstance(value, list) and not event.flow_style else None
        self.stack.append(_Open(value))

    def close(self, event: Any) -> None:
        """Take the end of a collection; a block's own end mark lies behind comments, a flow's does not."""
        done = self.stack.pop()
        last = event.end_mark.index
        if self.stack:
            self._place(done.value)
            if last > event.start_mark.index:
                self._reach(last, last, begins=False)
            if len(self.stack) == 1 and self._items:
                self.pairs[-1].items = tuple(self._items)

    def _begin(self, key: str, first: int, last: int) -> None:
        colon = _COLON.match(self.inside, last)
        end = colon.end() if colon else last
        self.pairs.append(Pair(key, "", first, end, -1, end))
        self._items = None

    def _place(self, value: Any) -> None:
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            return
        assert top.key is not None  # noqa: S101 - a value in a mapping follows its key: the parser's promise
        top.value[top.key] = value
        top.key = None
        if len(self.stack) == 1:
            self.pairs[-1].value = value

    def _reach(self, first: int, last: int, *, begins: bool = True) -> None:
        pair = self.pairs[-1]
        if pair.first < 0:
            pair.first = max(first, pair.colon)
        pair.last = max(pair.last, last)
        if self._items is None or len(self.stack) < 2:
            return
        if begins and len(self.stack) == 2:
            self._items.append((first, last))
        else:
            self._items[-1] = (self._items[-1][0], max(last, self._items[-1][1]))


def _read_events(yaml: Any, inside: str) -> Reading:
    builder = _Builder(inside)
    documents = 0
    for event in yaml.parse(inside, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError("The front matter uses anchors or aliases, which are not read.")
        if isinstance(event, yaml.ScalarEvent):
            builder.scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            builder.open(event, {})
        elif isinstance(event, yaml.SequenceStartEvent):
            builder.open(event, [])
        elif isinstance(event, yaml.CollectionEndEvent):
            builder.close(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _RefusedError("The front matter holds more than one YAML document.")
    return Reading(builder.pairs, indent=builder.indent)


def _read_lines(inside: str) -> list[Pair]:
    """Return what single lines ``key: value`` say; a key whose value goes on below is `UNCLEAR`."""
    pairs: list[Pair] = []
    for whole in _LINE.finditer(inside):
        line = whole[0].rstrip("\r\n")
        if pairs and line[:1] in (" ", "\t", "-") and line.strip():
            below = pairs[-1].first == pairs[-1].colon or not _ROUGH.match(line.lstrip())
            pairs[-1].value = UNCLEAR if below else pairs[-1].value  # a key wrongly indented ends it too
        match = _ROUGH.match(line)
        if match is None:
            continue
        rest = line[match.end() :]
        raw = _without_comment(rest.strip())
        colon = whole.start() + match.end()
        first = colon + len(rest) - len(rest.lstrip()) if raw else colon
        pairs.append(Pair(match[1], _rough_value(raw), whole.start(), colon, first, first + len(raw)))
    return pairs


def _without_comment(raw: str) -> str:
    if raw[:1] in ("'", '"'):
        end = raw.rfind(raw[0])
        return raw[: end + 1] if end and raw[end + 1 :].lstrip()[:1] in ("", "#") else raw
    comment = _COMMENT.search(raw)
    return raw[: comment.start()] if comment else raw


def _rough_value(raw: str) -> Any:
    own = read_value(raw) if raw else ""
    if own is not None:
        return own
    if len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "'\"":
        return raw[1:-1]
    if raw[0] == "[" and raw[-1] == "]":
        return [item for item in (part.strip().strip("'\"") for part in raw[1:-1].split(",")) if item]
    return UNCLEAR if raw[0] in "|>[{&*" else raw
