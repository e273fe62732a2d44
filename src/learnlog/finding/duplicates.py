"""Near-copies: a post that says nothing new beside a better one of the same author counts as that one."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from learnlog.finding.weights import Weights
from learnlog.library.likeness import without_numbers
from learnlog.library.words import words_of

_Post = TypeVar("_Post")


def originals(
    posts: Sequence[_Post],
    starts: Sequence[str],
    whole: Callable[[_Post], str],
    *,
    theme: frozenset[str],
    weights: Weights,
) -> Iterator[tuple[_Post, _Post | None]]:
    """Yield each of `posts`, best first, with the better one that it is a near-copy of, or None.

    A near-copy has too few words beyond those of the better post and the `theme`'s. `starts` are the posts' first
    words; only where these look alike is the `whole` read. After ``weights.most_posts`` originals nothing more is
    looked at.
    """
    kept: list[tuple[_Post, frozenset[str]]] = []
    said: set[str] = set()
    known: dict[str, tuple[frozenset[str], float]] = {}

    def telling(text: str) -> tuple[frozenset[str], float]:
        if text not in known:
            words, needed = _telling(text, weights)
            known[text] = words - theme, needed
        return known[text]

    for post, start in zip(posts, starts, strict=True):
        if len(kept) == weights.most_posts:
            return
        words, needed = telling(start)
        copied = None
        # what is new beside all of them together is new beside each of them
        maybe = kept and len(words - said) < needed
        alike = [better for better, other in kept if len(words - other) < needed] if maybe else []
        if alike:
            full, needed = telling(whole(post))
            copied = next((one for one in alike if len(full - telling(whole(one))[0]) < needed), None)
        if copied is None:
            kept.append((post, words))
            said |= words
        yield post, copied


def _telling(text: str, weights: Weights) -> tuple[frozenset[str], float]:
    """Return the words of `text`, and how many of them must be new for it to be no copy.

    Mere numbers are no words: to count one's posts makes them no different.
    """
    every = words_of(text)
    words = frozenset(every)
    repeats = len(every) - len(words)
    words = without_numbers(words, text)
    few = min(max(weights.new_least, weights.new_of_few * len(every)) + repeats, weights.new_words)
    return words, max(few, weights.new * len(words))
