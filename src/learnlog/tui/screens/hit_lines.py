"""How a hit of a search is drawn: two lines, what was asked for marked in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content, Span

from learnlog.model.post import Post
from learnlog.model.query import Hit
from learnlog.tui.text import ago, fit, line

WORD = 10
TYPES = {"post": "post", "kept": "kept post", "person": "person", "theme": "theme"}

_MARKS = re.compile(
    r"^(?:[-*+]|\d+\.)\s+|(?:^|(?<=\s))(?:>|#{1,6})\s+|\*\*|__|`|(?<!\w)\*(?=\w)|(?<=[\w.:!?])\*(?!\w)"
)
"""Markdown's marks, which only disturb in a line of an excerpt."""

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)|([^\s\[\]]*)\]\(https?:[^()\s]*\)")
"""A Markdown link, or the end of one that the excerpt cuts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question found.

    ``posts`` are the posts among the hits by id, and those that were kept by the id of the hit; ``people``
    are names by id. Not ``whole`` is what was found until one could wait no longer: the newest hits.
    ``hint`` is what could be typed next; ``waiting`` posts arrived and no search finds them yet.
    """

    asked: str = ""
    hits: Sequence[Hit] = ()
    posts: Mapping[str, Post]
    people: Mapping[str, str]
    whole: bool = True
    hint: str = ""
    waiting: int = 0


class Marker:
    """Draws text in a style, the words of a question marked in it."""

    def __init__(self, asked: str) -> None:
        from learnlog.library.query import leaves, parse
        from learnlog.library.words import fold, pattern

        self._fold = fold
        self._patterns = [pattern(leaf.text, prefix=leaf.prefix) for leaf in leaves(parse(asked).root)]

    def draw(self, text: str, style: str) -> Content:
        """Return `text` in `style`, what was asked for marked."""
        folded = self._fold(text)
        found = (found.span() for wanted in self._patterns for found in wanted.finditer(folded))
        marks = [Span(start, end, "bold $accent") for start, end in found if end > start]
        return Content(text, [Span(0, len(text), style), *marks])

    def first(self, text: str) -> int:
        """Return where in `text` something that was asked for begins; 0 when nothing is there."""
        folded = self._fold(text)
        return min(
            (found.start() for wanted in self._patterns if (found := wanted.search(folded))), default=0
        )


def draw_hit(hit: Hit, answer: Answer, width: int, now: datetime, mark: Marker) -> Content:
    """Return two lines: what it is, its title and date; and the words around what was found."""
    post = answer.posts.get(hit.id) if hit.type == "post" else None
    sign = (
        "★"
        if post and post.starred
        else "●"
        if post and not post.read
        else "◆"
        if hit.type == "kept" or (post and post.kept)
        else " "
    )
    when = ago(hit.moment, now) if hit.type not in ("person", "theme") else ""
    word = TYPES.get(hit.type) or hit.kind or hit.type
    voices = f" +{len(hit.voices)}" if hit.voices else ""
    wide = max(10, width - WORD - 13)
    said = (hit.title if hit.type == "post" else _unmarked(hit.title)) or "(empty)"
    title = line(said, wide - len(voices))
    whose = post.person_name if post else answer.people.get(hit.person, "")
    room, words = (
        width - WORD - 4,
        hit.excerpt if hit.type == "post" else _unmarked(hit.excerpt),
    )
    before = line(f"{whose}: ", 24) + " " if whose and hit.type != "person" else ""
    return Content.assemble(
        (fit(word, WORD), "$text-muted"),
        (f"{sign} ", "$primary"),
        mark.draw(title, "bold"),
        (voices.ljust(wide - cell_len(title)) + f"{when:>9}", "$text-muted"),
        "\n" + " " * (WORD + 2),
        (before, "$text-muted"),
        mark.draw(_around(words, max(10, room - len(before)), mark), "$text-muted"),
    )


def _unmarked(markdown: str) -> str:
    """Return a piece of Markdown without its marks and the addresses of its links."""
    return _MARKS.sub("", _LINK.sub(lambda found: found[1] or found[2] or "", markdown)).strip()


def _around(words: str, room: int, mark: Marker) -> str:
    """Return `words` cut to `room` cells, such that the first place that was found is among them."""
    found = mark.first(words)
    if found > room * 2 // 3:
        start = words.rfind(" ", 0, found - room // 3) + 1
        words = "…" + words[start:].lstrip("…")
    return line(words, room)
