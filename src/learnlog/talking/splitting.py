"""Cutting a text into the posts of a thread: at sentence ends, and never where it would break something."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from learnlog.model.errors import LearnlogError

Fits = Callable[[str], bool]
"""Tells whether a text is short enough for one post."""

BREAK: Final = "---"
"""A line of its own that forces a new post."""

_WHOLE = re.compile(
    r"https?://\S+"
    r"|(?<![\w/@])@[\w.-]+(?:@[\w.-]+)?"  # a mention
    r"|(?<![\w&/#])#\w+"  # a tag
    r"|(?<![\w@.-])(?:[\w-]+\.)+[^\W\d_]{2,}(?:/\S*)?"  # an address without its scheme, or a handle
)
_SENTENCE = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』）]*|(?=\n)")
_CLAUSE = re.compile(r"[,;:](?=\s)|(?<=\s)[–—-](?=\s)|[、，；：]")
_WORD = re.compile(r"(?=\s)")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:\w|e\.g|i\.e|z\.B|d\.h|etc|cf|vs|approx|resp|bzw|ca|Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Fig|pp?)\.$"
)
_START: Final = 256
_FAR: Final = 4096  # no address is longer


def split(text: str, fits: Fits, *, counters: bool = False) -> list[str]:
    """Return `text` as the posts of a thread, each of which `fits`; with `counters` each ends in "1/3".

    A line that is only ``---`` starts a new post. A sentence that is too long is cut at a clause, else
    between words, else between letters; an address, a mention and a tag are never cut.

    Raises:
        LearnlogError: an address, mention or tag alone does not fit.
    """
    plain = _split(text, fits)
    if not counters or len(plain) < 2:
        return plain
    for digits in range(1, 6):
        widest = " {0}/{0}".format("9" * digits)

        def fits_counted(piece: str, widest: str = widest) -> bool:
            return fits(piece + widest)

        pieces = _split(text, fits_counted)
        if len(str(len(pieces))) <= digits:
            return [f"{piece} {number}/{len(pieces)}" for number, piece in enumerate(pieces, start=1)]
    raise LearnlogError("That is too long for a thread.", "Share a part of it.")


def parts(text: str) -> list[str]:
    """Return the parts of `text` between lines that force a break; empty ones are left out."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip() == BREAK:
            found.append([])
        else:
            found[-1].append(line.rstrip())
    return [part for lines in found if (part := "\n".join(lines).strip())]


def joined(pieces: list[str]) -> str:
    """Return `pieces` as one text from which `parts` makes the same pieces again."""
    return f"\n\n{BREAK}\n\n".join(pieces)


def _split(text: str, fits: Fits) -> list[str]:
    pieces: list[str] = []
    for part in parts(text):
        rest = part
        while rest:
            end = _end(rest, fits)
            pieces.append(rest[:end].strip())
            rest = rest[end:].strip()
    return pieces


def _end(text: str, fits: Fits) -> int:
    """Return where the first post of `text` ends."""
    if len(text) < 4 * _START and fits(text):
        return len(text)
    window = _START
    while window < len(text) and fits(text[:window].rstrip()):
        window *= 2
    if window >= len(text) and fits(text):
        return len(text)
    near = text[: window + 1]
    whole = _whole(text, window)
    for ends in (_sentence_ends, _clause_ends, _word_ends, _letter_ends):
        candidates = [end for end in ends(near) if 0 < end < len(text) and not _inside(end, whole)]
        best = _longest(text, candidates, fits)
        if best:
            return best
    raise LearnlogError(
        f"“{near[:40].split()[0]}…” alone does not fit in a post.", "Shorten that address, mention or tag."
    )


def _whole(text: str, window: int) -> list[tuple[int, int]]:
    """Return where what must not be cut lies, as far as it begins in the window."""
    return [match.span() for match in _WHOLE.finditer(text, 0, window + _FAR) if match.start() <= window]


def _inside(end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first < end < last for first, last in spans)


def _longest(text: str, ends: list[int], fits: Fits) -> int:
    """Return the last of `ends` up to which the text fits, or 0."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if fits(text[: ends[middle]].strip()):
            low = middle + 1
        else:
            high = middle
    while low and not fits(text[: ends[low - 1]].strip()):
        low -= 1
    return ends[low - 1] if low else 0


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _SENTENCE.finditer(text):
        follows = text[match.end() :].lstrip()[:1]
        is_line = text[match.end() : match.end() + 1] == "\n"
        if is_line or not (follows.islower() or _SHORT.search(text[max(0, match.end() - 12) : match.end()])):
            yield match.end()


def _clause_ends(text: str) -> Iterator[int]:
    yield from (match.end() for match in _CLAUSE.finditer(text))


def _word_ends(text: str) -> Iterator[int]:
    yield from (match.end() for match in _WORD.finditer(text))


def _letter_ends(text: str) -> Iterator[int]:
    end = 0
    for letter in graphemes(text):
        end += len(letter)
        yield end


def graphemes(text: str) -> Iterator[str]:
    """Yield `text` letter by letter as a person counts them: with accents, skin tones, flags and families whole.

    A small part of UAX #29, erring towards keeping together.
    """
    start = 0
    flags = 0
    for index, char in enumerate(text):
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        if index and not _joins(text[index - 1], char) and not (is_flag and flags % 2):
            yield text[start:index]
            start = index
        flags = flags + 1 if is_flag else 0
    if text:
        yield text[start:]


def _joins(before: str, char: str) -> bool:
    if "\u200d" in (before, char) or "\U0001f3fb" <= char <= "\U0001f3ff" or char == "\u20e3":
        return True
    if before == "\r" and char == "\n":
        return True
    if "\u1160" <= char <= "\u11ff":  # what follows in a syllable of Hangul
        return True
    return unicodedata.category(char) in ("Mn", "Me", "Mc")
