"""The words and phrases of a text that can name a topic, and which of them set texts apart from others."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from learnlog.finding.stop_words import STOP

_TOKEN: Final = re.compile(r"#?[^\W_]+(?:['’.+-]?[^\W_]+)*\+*")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|@[\w.@-]+|\[\[|\]\]|`[^`]*`")
_NUMBER: Final = re.compile(r"[\d.,:'’-]+")
_BREAK: Final = re.compile(r"[.!?;:,()\[\]\"“”„»«|/\n…—–]+")


def terms(text: str) -> Counter[str]:
    """Return the words, hashtags and phrases of two words in `text` that can name a topic, folded, with counts."""
    found: Counter[str] = Counter()
    for part in _BREAK.split(_ADDRESS.sub(" . ", text.casefold())):
        before = ""
        for token in _TOKEN.findall(part):
            word = token.lstrip("#")
            if not _is_topic(word):
                before = ""
                continue
            found[word] += 1
            if before:
                found[f"{before} {word}"] += 1
            before = "" if token.startswith("#") else word
    return found


def _is_topic(word: str) -> bool:
    return len(word) > 2 and word not in STOP and not _NUMBER.fullmatch(word)


def telling(
    texts: Sequence[Counter[str]], others: Sequence[Counter[str]], least: int = 2
) -> list[tuple[str, float]]:
    """Return the terms that set `texts` apart from `others`, best first, with their log-likelihood ratio.

    Counted is in how many texts a term stands (Dunning 1993), so that one text alone decides nothing: a term must be
    in `least` of them.
    """
    here, there = _in_how_many(texts), _in_how_many(others)
    size, rest = max(1, len(texts)), max(1, len(others))
    scored = []
    for term, number in here.items():
        if number >= least and number / size > there[term] / rest:
            scored.append((term, _likelihood(number, there[term], size, rest)))
    return sorted(scored, key=lambda pair: (-pair[1], -len(pair[0]), pair[0]))


def apart(texts: Sequence[Counter[str]], others: Sequence[Counter[str]]) -> Iterator[tuple[str, float]]:
    """Yield every term with its log-likelihood ratio, below zero where `others` have more of it."""
    here, there = _in_how_many(texts), _in_how_many(others)
    size, rest = max(1, len(texts)), max(1, len(others))
    for term in here.keys() | there.keys():
        ratio = _likelihood(here[term], there[term], size, rest)
        yield term, ratio if here[term] / size > there[term] / rest else -ratio


def _in_how_many(texts: Iterable[Counter[str]]) -> Counter[str]:
    return Counter(term for text in texts for term in text)


def _likelihood(here: int, there: int, size: int, rest: int) -> float:
    """Return the log-likelihood ratio of a term that is in `here` of `size` texts and in `there` of `rest`."""
    expected = (here + there) / (size + rest)
    parts = ((here, size * expected), (there, rest * expected))
    return 2 * sum(seen * math.log(seen / wanted) for seen, wanted in parts if seen)


def without_parts(ranked: Iterable[str], limit: int) -> list[str]:
    """Return the first `limit` terms; of a phrase and a word in it, or a form of it, only the one that comes first."""
    chosen: list[str] = []
    for term in ranked:
        words = set(term.split())
        if not any(_is_akin(one, two) for one in words for other in chosen for two in other.split()):
            chosen.append(term)
        if len(chosen) == limit:
            break
    return chosen


def _is_akin(one: str, other: str) -> bool:
    """Tell whether two words are the same, or one is the beginning of the other: alert, alerts."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) > 3 and long.startswith(short))
