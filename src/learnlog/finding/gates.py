"""Gates: who is not shown although they rank, and how many each of them kept back. Applied after ranking."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

MYSELF: Final = "myself"
DISMISSED: Final = "not for me"
INACTIVE: Final = "silent for 18 months"
UNPROVEN: Final = "fewer than 3 posts on it, and not two of mine vouch"

SILENCE: Final = timedelta(days=548)
POSTS: Final = 3
VOUCHERS: Final = 2
EVERY: Final = 4
"""Each so manieth place of the list is for somebody beyond the bubble."""
_ALIKE: Final = 0.8
"""Share of words in common from which two posts of one author count once."""
_WORDS: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"https?://\S+")

_One = TypeVar("_One")


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the gates look at: keys, when somebody published last, distinct posts on the theme, who vouches."""

    keys: frozenset[str]
    is_mine: bool
    last: datetime | None
    posts: int
    vouchers: int


@dataclass(slots=True, kw_only=True)
class Gates:
    """What is kept back, and the count of it."""

    myself: frozenset[str]
    dismissed: frozenset[str]
    now: datetime
    include_inactive: bool = False
    left_out: Counter[str] = field(default_factory=Counter)

    def let_pass(self, seen: Seen) -> bool:
        """Tell whether somebody may be shown; who may not is counted."""
        kept_back = self.reason(seen)
        if kept_back:
            self.left_out[kept_back] += 1
        return not kept_back

    def reason(self, seen: Seen) -> str:
        """Return which gate keeps somebody back, "" when none does."""
        if seen.keys & self.myself:
            return MYSELF
        if seen.keys & self.dismissed:
            return DISMISSED
        if not self.include_inactive and seen.last is not None and seen.last < self.now - SILENCE:
            return INACTIVE
        is_proven = seen.posts >= POSTS or seen.vouchers >= VOUCHERS
        return "" if seen.is_mine or is_proven else UNPROVEN


def distinct(texts: Iterable[str]) -> list[int]:
    """Return the places of those `texts` that are not nearly the same as an earlier one."""
    kept: list[tuple[int, frozenset[str]]] = []
    for place, text in enumerate(texts):
        words = frozenset(_WORDS.findall(_ADDRESS.sub("", text).casefold()))
        if not any(_is_alike(words, other) for _, other in kept):
            kept.append((place, words))
    return [place for place, _ in kept]


def _is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    short, long = sorted((len(one), len(other)))
    if short < _ALIKE * long:  # then no more can be in common
        return False
    common = len(one & other)
    return common >= _ALIKE * (short + long - common)


def with_beyond(ranked: Sequence[_One], limit: int, is_beyond: Callable[[_One], bool]) -> list[_One]:
    """Return the first `limit`, every fourth place at least given to somebody beyond the bubble while there are any.

    Nobody moves up otherwise: the order stays.
    """
    waiting = [one for one in ranked if is_beyond(one)]
    others = [one for one in ranked if not is_beyond(one)]
    order = {id(one): place for place, one in enumerate(ranked)}
    chosen: list[_One] = []
    since = 0
    while len(chosen) < limit and (waiting or others):
        due = since == EVERY - 1
        first = bool(waiting) and (due or not others or order[id(waiting[0])] < order[id(others[0])])
        chosen.append((waiting if first else others).pop(0))
        since = 0 if first else since + 1
    return chosen
