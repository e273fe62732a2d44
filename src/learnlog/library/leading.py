"""Words that lead a search of posts: which full-text table is asked for them, and what it is asked.

Two tables know the words of posts. ``post_start`` knows in which posts a word or a beginning is; ``post_fts`` knows
where in them whole words stand, for phrases and tags. A beginning that much begins with takes ``post_fts`` far longer
than one waits for an answer to a key, so it is never asked for one: what is found without it is looked at once more.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeGuard

from learnlog.library.query import And, Field, Node, Not, Or, Text
from learnlog.library.words import has_word, pattern, quoted, words_of

COMMON = 100_000
"""From so many posts on, a beginning is common."""
SHORT = 4
"""Letters of the longest beginning that ``post_start`` knows by itself: few words begin with a longer one."""


@dataclass
class Leading:
    """The expression that leads, the table it is for, and patterns that title, text or tags must have as well."""

    index: str
    matches: list[str] = field(default_factory=list)
    patterns: list[str] = field(default_factory=list)


def lead(items: list[Node], is_common: Callable[[str], bool]) -> Leading:
    """Return how to ask for `items`, which are words alone; `is_common` tells it of a beginning."""
    begun = Leading("post_start")
    reduced = list(_without_beginnings(items, is_common, begun.patterns))
    if all(map(is_plain, reduced)):
        begun.matches = [match(item) for item in reduced]
        return begun
    begun.index = "post_fts"
    for item in reduced:
        if _is_beginning(item) and is_common(item.text):
            begun.patterns.append(pattern(item.text, prefix=True).pattern)
        else:
            begun.matches.append(match(item))
    return begun


def _without_beginnings(
    items: list[Node], is_common: Callable[[str], bool], patterns: list[str]
) -> Iterator[Node]:
    """Yield `items`; of a phrase whose last word has barely begun what is known whole, and add its pattern."""
    for item in items:
        words = words_of(item.text) if isinstance(item, Text) and item.prefix else []
        if len(words) > 1 and _is_short(words[-1]) and is_common(words[-1]):
            patterns.append(pattern(" ".join(words), prefix=True).pattern)
            yield Text(" ".join(words[:-1]), phrase=True)
            if len(words) == 2:
                yield Text(words[-1], prefix=True)
        else:
            yield item


def _is_beginning(item: Node) -> TypeGuard[Text]:
    return isinstance(item, Text) and item.prefix and is_plain(item) and _is_short(words_of(item.text)[0])


def _is_short(word: str) -> bool:
    return len(word) <= SHORT and all(map(_is_letter, word))


def is_plain(node: Node) -> bool:
    """Tell whether `node` is made of single words, wherever they stand."""
    if isinstance(node, Text):
        return len(words_of(node.text)) == 1 and all(map(_is_letter, node.text))
    if isinstance(node, And | Or):
        return all(map(is_plain, node.items))
    return isinstance(node, Not) and is_plain(node.item)


def has_beginning(node: Node) -> bool:
    """Tell whether `node` asks for a word of which only the beginning is known."""
    if isinstance(node, And | Or):
        return any(map(has_beginning, node.items))
    return has_beginning(node.item) if isinstance(node, Not) else isinstance(node, Text) and node.prefix


def _is_letter(char: str) -> bool:
    """Tell whether every version of SQLite takes `char` for a letter or digit, or for none when it is ASCII."""
    return char.isascii() or unicodedata.ucd_3_2_0.category(char)[0] in "LN"


def match(node: Node, *, posts: bool = True) -> str:
    """Return `node` as an FTS5 expression, or "" when it is not words alone. A Not is as what it denies."""
    if isinstance(node, Not):
        return match(node.item, posts=posts)
    if isinstance(node, Text):
        return quoted(node.text) + " *" * node.prefix
    if isinstance(node, Field):
        # the authors' tags are among the words of a post and nowhere else
        is_tag = posts and node.name == "tag" and has_word(node.value)
        return f"words : {quoted(node.value)}" if is_tag else ""
    if all(not isinstance(item, Not) and match(item, posts=posts) for item in node.items):
        glue = " AND " if isinstance(node, And) else " OR "
        return glue.join(f"({match(item, posts=posts)})" for item in node.items)
    return ""
