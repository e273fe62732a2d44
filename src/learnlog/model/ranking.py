"""How people are ranked for a theme: every number of it, down to each word of each post."""

from dataclasses import dataclass
from enum import StrEnum


class WordKind(StrEnum):
    """Where a word that is looked for comes from."""

    NAME = "name"
    """The theme's name or another name of it."""
    KEYWORD = "keyword"
    """A keyword or tag of the theme."""
    OWN = "own"
    """What I wrote on the theme."""
    RELATED = "related"
    """What the best posts on the theme have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that is looked for: ``weight`` is what it counts beside a word of the name, which counts 1.

    ``posts`` is in how many posts it stands, ``rarity`` what that makes it worth. ``group`` numbers the name or
    keyword that it is a part of: of several words, all should be there.
    """

    text: str
    kind: WordKind
    weight: float
    posts: int
    rarity: float
    group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A word found in a post, how often in each place, and what it adds to the post's score."""

    word: Word
    title: int
    text: int
    tags: int
    adds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one post adds to its author's sum: ``closeness`` above the floor, times ``freshness``, times ``share``.

    ``score`` is the sum of what ``matches`` add, which are told only when asked for; ``closeness`` is it beside the
    best posts' scores. ``share`` is 1, less for the author's best post (one alone proves little), 0 for a post that is
    a near-copy of ``copy_of`` (a post's id). ``value`` is what remains.
    """

    post: str
    published: int
    length: int
    matches: tuple[Match, ...]
    score: float
    closeness: float
    freshness: float
    share: float
    value: float
    copy_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Somebody with their score, which is ``total`` / ``divisor``.

    ``key`` is ``person:<id>`` or the key of a channel or actor. ``total`` is the sum of the parts' values and of
    ``called``, what descriptions by others add; ``posts`` is how many posts of theirs are known, as far as it was
    counted, and makes the ``divisor``, which near-copies make larger. ``parts`` are their posts on the theme, those
    that add most first; ``more`` is how many further ones are beyond the number that counts.
    """

    key: str
    score: float
    total: float
    called: float
    posts: int
    divisor: float
    parts: tuple[Part, ...] = ()
    more: int = 0

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the posts that count, the best first."""
        return tuple(part.post for part in self.parts if part.share > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """People for a theme, best first, and the ``words`` that were looked for; ``best`` is what closeness 1 means."""

    people: tuple[Ranked, ...] = ()
    words: tuple[Word, ...] = ()
    best: float = 0.0
    left_out: tuple[str, ...] = ()
    """Keywords that stand in so many posts that they tell nothing."""
