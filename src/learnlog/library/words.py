"""Small pure helpers for matching words: folding, quoting for FTS5, excerpts."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from learnlog.model.safe import clean_line

_WORD = re.compile(r"[^\W_]")
_WORDS = re.compile(r"[^\W_]+")


class _Folding(dict[int, int | str]):
    """Maps a character to its lower-case base letter, one for one, so that positions stay."""

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        folded = unicodedata.normalize("NFD", char)[0].lower()
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_FOLDING = _Folding()
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Return `text` in lower case without accents, of the same length."""
    if text.isascii():
        return text.lower()
    lower = text.replace("İ", "I").lower()  # the one letter whose lower case is longer
    return _FOREIGN.sub(lambda found: found[0].translate(_FOLDING), lower)


def key(text: str) -> str:
    """Return what names and tags are compared by: folded, white space made single."""
    return " ".join(fold(text).split())


def has_word(text: str) -> bool:
    """Tell whether FTS5 would find any word in `text`."""
    return _WORD.search(text) is not None


def quoted(text: str) -> str:
    """Return `text` as an FTS5 string, in which nothing is an operator."""
    return '"' + text.replace('"', '""') + '"'


def any_of(terms: Iterable[str]) -> str:
    """Return an FTS5 expression that any of `terms`, each as a phrase, satisfies; "" when there is none."""
    return " OR ".join(quoted(term) for term in terms if has_word(term))


def first_word(text: str) -> str:
    """Return the first word of `text`, folded: what `pattern` finds begins with it; "" when there is none."""
    found = re.search(r"[^\W_]+", fold(text))
    return found[0] if found else ""


def pattern(text: str, *, prefix: bool) -> re.Pattern[str]:
    """Return what finds `text` in folded text, as FTS5 would: its words in a row, whatever stands between."""
    words = r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", fold(text))))
    return re.compile(rf"(?<![^\W_]){words}" + ("" if prefix else r"(?![^\W_])"))


def excerpt(text: str, patterns: Sequence[re.Pattern[str]], width: int = 160) -> str:
    """Return plain text around the first place where one of `patterns` is found."""
    text = text[:20_000]
    folded = fold(text)
    start = min((found.start() for wanted in patterns if (found := wanted.search(folded))), default=0)
    if start > width // 3:
        start = text.rfind(" ", 0, start - width // 4) + 1
        return clean_line("…" + text[start : start + width * 2], width)
    return clean_line(text[: width * 2], width)


def words_of(text: str) -> list[str]:
    """Return the words of `text` as the full-text index knows them, in order."""
    return _WORDS.findall(fold(text))
