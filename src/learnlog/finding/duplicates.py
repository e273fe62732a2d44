"""Near-copies: a post that says nothing new beside a better one of the same author counts as that one."""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from typing import TypeVar

from learnlog.library.words import words_of

_Post = TypeVar("_Post")
_DIGIT = re.compile(r"\d")


def originals(
    posts: Sequence[_Post],
    starts: Sequence[str],
    whole: Callable[[_Post], str],
    *,
    theme: frozenset[str],
    new: float,
    most: int,
) -> Iterator[tuple[_Post, _Post | None]]:
    """Yield each of `posts`, best first, with the better one that it is a near-copy of, or None.

    A near-copy has less than the share `new` of its words beyond those of the better post and the `theme`'s. `starts`
    are the posts' first words; only where these look alike is the `whole` read. After `most` originals nothing more
    is looked at.
    """
    kept: list[tuple[_Post, frozenset[str]]] = []
    said = set(theme)
    for post, start in zip(posts, starts, strict=True):
        if len(kept) == most:
            return
        words = _telling(start)
        copied = None
        # what is new beside all of them together is new beside each of them
        maybe = kept and _is_alike(words, said, theme, new)
        alike = [better for better, other in kept if _is_alike(words, other, theme, new)] if maybe else []
        if alike:
            full = _telling(whole(post))
            copies = (better for better in alike if _is_alike(full, _telling(whole(better)), theme, new))
            copied = next(copies, None)
        if copied is None:
            kept.append((post, words))
            said |= words
        yield post, copied


def _is_alike(words: Set[str], other: Set[str], theme: Set[str], new: float) -> bool:
    return not words or len(words - other - theme) < new * len(words)


def _telling(text: str) -> frozenset[str]:
    """Return the words of `text` but for mere numbers: to count one's posts makes them no different."""
    words = frozenset(words_of(text))
    return frozenset(word for word in words if not word.isdecimal()) if _DIGIT.search(text) else words
