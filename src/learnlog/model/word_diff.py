"""What differs between two texts, word by word: paragraphs that stayed are only named, so that the rest is seen."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 3000
"""Words of a paragraph that are compared one by one; a longer one is shown as it was and as it is."""
_EFFORT = 8_000_000
"""Looks at a pair of words that comparing two texts may take: what differs beyond is shown as it was and as it is."""
_SHORT = 100_000
"""Pairs of words up to which all of two texts is compared: an end that is taken off may be another's."""
_AROUND = 12
"""Words that stay of what is the same on either side of a change."""


class PieceKind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    LEFT_OUT = "left out"
    """Something that is the same and not shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, and what became of them; a line feed ends a paragraph."""

    kind: PieceKind
    text: str


_LEFT_OUT = Piece(PieceKind.LEFT_OUT, "")


Opcode = tuple[str, int, int, int, int]
"""What is to be done (``equal``, ``replace``, ``delete``, ``insert``) with which items, as `difflib` says it."""


@dataclass(slots=True)
class Effort:
    """How much comparing may still cost."""

    left: int = _EFFORT


class _Matcher(difflib.SequenceMatcher[str]):
    """Finds what two texts have in common, until its effort is spent: by itself it takes the cube of their length."""

    def __init__(self, before: Sequence[str], after: Sequence[str], effort: Effort) -> None:
        super().__init__(None, before, after, autojunk=False)
        self._effort = effort
        times = Counter(after)
        self._looks = list(accumulate((times[word] + 1 for word in before), initial=0))

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> difflib.Match:
        """Return what is the same and longest between two places."""
        self._effort.left -= self._looks[-1 if ahi is None else ahi] - self._looks[alo]
        if self._effort.left < 0:
            return difflib.Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


def opcodes(before: Sequence[str], after: Sequence[str], effort: Effort | None = None) -> list[Opcode]:
    """Return what makes `after` of `before`; of long texts, what is the same at both ends costs next to nothing."""
    is_long = len(before) * len(after) > _SHORT
    head = _alike(before, after) if is_long else 0
    most = min(len(before), len(after)) - head
    tail = _alike(before[::-1][:most], after[::-1][:most]) if is_long else 0
    a, c = len(before) - tail, len(after) - tail
    found = _Matcher(before[head:a], after[head:c], effort or Effort()).get_opcodes()
    return [
        *([("equal", 0, head, 0, head)] if head else ()),
        *((how, i + head, j + head, k + head, n + head) for how, i, j, k, n in found),
        *([("equal", a, len(before), c, len(after))] if tail else ()),
    ]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items are the same at the beginning of both."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def word_diff(then: str, now: str) -> list[Piece]:
    """Return what became of `then` on the way to `now`; nothing when both say the same."""
    before, after = _paragraphs(then), _paragraphs(now)
    if before == after:
        return []
    effort = Effort()
    lines: list[list[Piece]] = []
    for how, a, b, c, d in opcodes(before, after, effort):
        then, now = "\n".join(before[a:b]), "\n".join(after[c:d])
        lines.append([_LEFT_OUT] if how == "equal" else list(_changed(then, now, effort)))
    kept = [line for place, line in enumerate(lines) if not _is_told_beside(lines, place)]
    return [piece for line in kept for piece in (*line, Piece(PieceKind.SAME, "\n"))]


def both_sides(then: str, now: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts whole, in pieces: what only `then` has is gone, what only `now` has is new."""
    before, after = _WORD.findall(then), _WORD.findall(now)
    if max(len(before), len(after)) > _MOST_WORDS:
        return [Piece(PieceKind.GONE, then)], [Piece(PieceKind.NEW, now)]
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for how, old, new in _joined(opcodes(before, after), before, after):
        for side, words, kind in zip(sides, (old, new), (PieceKind.GONE, PieceKind.NEW), strict=True):
            if words:
                side.append(Piece(PieceKind.SAME if how == "equal" else kind, "".join(words)))
    return sides


def _is_told_beside(lines: Sequence[Sequence[Piece]], place: int) -> bool:
    """Tell whether a line only says that something is left out, and a line beside it begins or ends so as well."""
    if lines[place] != [_LEFT_OUT]:
        return False
    above, below = lines[place - 1] if place else (), lines[place + 1] if place + 1 < len(lines) else ()
    return _LEFT_OUT in (*above[-1:], *below[:1])


def _paragraphs(text: str) -> Sequence[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _changed(then: str, now: str, effort: Effort) -> Iterator[Piece]:
    before, after = _WORD.findall(then), _WORD.findall(now)
    if max(len(before), len(after)) > _MOST_WORDS:
        yield from (Piece(PieceKind.GONE, then), Piece(PieceKind.NEW, now))
        return
    found = _joined(opcodes(before, after, effort), before, after)
    for place, (how, old, new) in enumerate(found):
        if how == "equal":
            yield from _shortened(old, is_first=place == 0, is_last=place == len(found) - 1)
            continue
        for kind, words in ((PieceKind.GONE, "".join(old)), (PieceKind.NEW, "".join(new))):
            yield from _by_paragraph(kind, words)


def _by_paragraph(kind: PieceKind, words: str) -> Iterator[Piece]:
    """Yield a piece for each paragraph of `words`, which nothing but a line feed is between."""
    for number, part in enumerate(words.split("\n") if words else ()):
        if number:
            yield Piece(PieceKind.SAME, "\n")
        if part:
            yield Piece(kind, part)


_Change = tuple[str, list[str], list[str]]


def _joined(opcodes: Sequence[Opcode], before: list[str], after: list[str]) -> list[_Change]:
    """Return what differs; what is the same between two changes and shorter than both belongs to them."""
    found: list[_Change] = []
    sizes = [_size(before[a:b], after[c:d]) for _, a, b, c, d in opcodes]
    for place, (how, a, b, c, d) in enumerate(opcodes):
        old, new = before[a:b], after[c:d]
        is_between = how == "equal" and 0 < place < len(opcodes) - 1 and "\n" not in old
        is_bridge = is_between and sizes[place] <= min(_size(*found[-1][1:]), sizes[place + 1])
        if is_bridge or (how != "equal" and found and found[-1][0] != "equal"):
            found[-1] = ("replace", found[-1][1] + old, found[-1][2] + new)
        else:
            found.append((how, old, new))
    return found


def _size(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many letters a change is, the more of what went and what came; none when it goes over a line's end."""
    return 0 if "\n" in (*old, *new) else max(sum(map(len, old)), sum(map(len, new)))


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    keep = 2 * _AROUND
    if len(words) <= 2 * keep:
        yield Piece(PieceKind.SAME, "".join(words))
        return
    if not is_first:
        yield Piece(PieceKind.SAME, "".join(words[:keep]))
    yield Piece(PieceKind.LEFT_OUT, "")
    if not is_last:
        yield Piece(PieceKind.SAME, "".join(words[-keep:]))
