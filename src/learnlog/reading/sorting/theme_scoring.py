"""Which theme a post may be about, by its words: small, pure, and told in the words that speak for it.

A text is its different words, each weighed by how rare it is among posts, against the weight of all of them: a title
is not compared with an article. A theme's taste is the middle of its texts: of the posts that I put under it, of what I
wrote on it, and of its own terms. A post is liked by how near it is to that middle, more the more often I put posts of
the same person there, and less the nearer it is to the middle of all posts, or to another theme.
`bench/suggestions.py` measures what comes of it.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from learnlog.library.words import words_of

ENOUGH: Final = 0.08
"""What a post must be liked by a theme for it to be suggested; fewer suggestions are better than wrong ones."""
LEAST: Final = 2
"""Texts that a theme must have learned from: its name alone tells little that its search does not."""
_OWN: Final = 4
"""As how many texts the theme's own terms count."""
_DOUBT: Final = 1
"""A word that so many of the texts have is believed half: one may have it by chance."""
_MOST: Final = 3000
"""Words of a taste."""
_PERSON: Final = 0.5
"""How much more a post is liked whose author's posts I always put there."""
_RIVAL: Final = 0.7
"""How much of another theme's liking speaks against a theme."""
_ANY: Final = 0.5
"""How much it speaks against every theme that a post is like any other."""
_WORTH: Final = 0.2
"""Part of what the best word says that another must say to be told as a reason."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How posts are worded: in how many of `posts` each word was ``found``, and the ``middle`` of them all."""

    posts: int = 0
    found: Mapping[str, int] = field(default_factory=dict)
    middle: Mapping[str, float] = field(default_factory=dict)

    def weigh(self, words: Collection[str]) -> dict[str, float]:
        """Return what each of the words of a text says of it, the rarer the more: the squares are 1 together."""
        weights = {word: math.log((self.posts + 1) / (self.found.get(word, 0) + 0.5)) for word in words}
        return _unit({word: weight for word, weight in weights.items() if weight > 0})


def habits_of(texts: Sequence[frozenset[str]]) -> Habits:
    """Return how posts are worded, as seen in the words of these."""
    found = Counter(word for words in texts for word in words)
    habits = Habits(len(texts), {word: times for word, times in found.items() if times > 1})
    middle: dict[str, float] = {}
    for words in texts:
        for word, weight in habits.weigh(words).items():
            if word in habits.found:
                middle[word] = middle.get(word, 0.0) + weight
    return replace(habits, middle=_unit(middle))


@dataclass(frozen=True, slots=True)
class Taste:
    """What a theme (slug) likes: words, each with its weight."""

    theme: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Suggested:
    """A theme that a post may be about; ``words`` speak for it, the heaviest first."""

    theme: str
    score: float
    words: tuple[str, ...]


def vocabulary(text: str) -> frozenset[str]:
    """Return the different words of a text that can tell anything: not its single letters and numbers."""
    return frozenset(word for word in words_of(text) if len(word) > 1 and not word.isdecimal())


def taste_of(
    theme: str, terms: Iterable[str], texts: Sequence[frozenset[str]], habits: Habits
) -> Taste | None:
    """Return the taste of a theme with these `terms` whose texts have these words; None when they are too few."""
    if len(texts) < LEAST:
        return None
    own = {word for term in terms for word in vocabulary(term)}
    sums: dict[str, float] = {}
    times: Counter[str] = Counter()
    for words, count in [*((words, 1) for words in texts), (own, _OWN)]:
        times.update(dict.fromkeys(words, count))
        for word, weight in habits.weigh(words).items():
            sums[word] = sums.get(word, 0.0) + count * weight
    believed = {word: weight * times[word] / (times[word] + _DOUBT) for word, weight in sums.items()}
    best = sorted(believed.items(), key=lambda pair: (-pair[1], pair[0]))
    return Taste(theme, _unit(dict(best[:_MOST])))


def suggest(
    words: frozenset[str],
    tastes: Iterable[Taste],
    habits: Habits,
    without: Collection[str] = (),
    usual: Mapping[str, float] = MappingProxyType({}),
    clearer: Mapping[str, float] = MappingProxyType({}),
) -> Suggested | None:
    """Return the theme that likes a post of these `words` best, enough and not among `without`; else None.

    `usual` is the share of its author's posts that I put under each theme, `clearer` how many times enough it must be
    for some themes.
    """
    said = habits.weigh(words)
    any_post = _ANY * _near(said, habits.middle)
    liked = sorted(
        (
            _near(said, taste.weights) * (1 + _PERSON * usual.get(taste.theme, 0.0)) - any_post,
            taste.theme,
            taste,
        )
        for taste in tastes
    )
    best = next((one for one in reversed(liked) if one[1] not in without), None)
    if best is None:
        return None
    rival = max((score for score, theme, _ in liked if theme != best[1]), default=0.0)
    score = best[0] - _RIVAL * max(0.0, rival)
    enough = ENOUGH * clearer.get(best[1], 1.0)
    return Suggested(best[1], score, _speaking(said, best[2], habits)) if score >= enough else None


def _near(said: Mapping[str, float], middle: Mapping[str, float]) -> float:
    return sum(weight * middle[word] for word, weight in said.items() if word in middle)


def _speaking(said: Mapping[str, float], taste: Taste, habits: Habits) -> tuple[str, ...]:
    middle = habits.middle
    shared = {
        word: weight * (taste.weights[word] - _ANY * middle.get(word, 0.0))
        for word, weight in said.items()
        if word in taste.weights
    }
    best = sorted(shared, key=lambda word: (-shared[word], word))[:5]
    return tuple(word for word in best if shared[word] > _WORTH * shared[best[0]])


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}
