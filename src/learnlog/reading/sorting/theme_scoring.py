"""Which theme a post may be about, by its words: small, pure, and told in the words that speak for it.

A theme's taste is the words that its texts have and others have not: of its own terms, of the posts that I put under
it, and of what I wrote on it. A post is liked by the weight of those words it has, against the root of how many
different words it has: a title is not compared with an article. It is liked more the more often I put posts of the
same person there. `bench/suggestions.py` measures what comes of it.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from learnlog.library.words import words_of

ENOUGH: Final = 0.85
"""What a post must be liked by a theme for it to be suggested; fewer suggestions are better than wrong ones."""
_MOST: Final = 60
"""Words of a taste."""
_OFTEN: Final = 2
"""Texts that must have a word for it to count: one may have it by chance."""
_OWN: Final = 2
"""As how many posts a term of the theme counts."""
_DOUBT: Final = 2
"""A word that so many of the posts have is believed half."""
_LEAST, _CAP = 1.0, 5.0
"""What a word must weigh to count, and what it weighs at most."""
_FEWEST: Final = 8
"""Different words that a post counts as having at least."""


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
    theme: str,
    terms: Iterable[str],
    tagged: Sequence[frozenset[str]],
    frequency: Callable[[str], int],
    size: int,
) -> Taste:
    """Return the taste of a theme with these `terms`, whose texts have the words `tagged`.

    `frequency` tells in how many of all posts, `size` in number, a word stands.
    """
    own = {word for term in terms for word in vocabulary(term)}
    posts = Counter(word for words in tagged for word in words)
    number = len(tagged) + (_OWN if own else 0)
    weights: dict[str, float] = {}
    for word in own | {word for word, times in posts.items() if times >= _OFTEN}:
        times = posts[word] + (_OWN if word in own else 0)
        here, everywhere = (times + 0.25) / (number + 0.5), (frequency(word) + 0.5) / (size + 1)
        weight = math.log(here / everywhere) * times / (times + _DOUBT)
        if weight >= _LEAST:
            weights[word] = min(_CAP, weight)
    best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    return Taste(theme, dict(best[:_MOST]))


def suggest(
    words: frozenset[str],
    tastes: Iterable[Taste],
    without: Collection[str] = (),
    usual: Mapping[str, float] = MappingProxyType({}),
) -> Suggested | None:
    """Return the theme that likes a post of these `words` best, enough and not among `without`; else None.

    `usual` is the share of its author's posts that I put under each theme.
    """
    fits = (taste for taste in tastes if taste.theme not in without)
    liked = [one for taste in fits if (one := _liked(words, taste, usual.get(taste.theme, 0.0)))]
    return max(liked, key=lambda one: (one.score, one.theme), default=None)


def _liked(words: frozenset[str], taste: Taste, usual: float) -> Suggested | None:
    found = sorted((word for word in words if word in taste.weights), key=lambda w: (-taste.weights[w], w))
    score = sum(taste.weights[word] for word in found) / math.sqrt(max(_FEWEST, len(words))) * (1 + usual)
    return Suggested(taste.theme, score, tuple(found[:5])) if score >= ENOUGH else None
