"""A quick look over a document before a real parser sees it: its depth, its items.

What could make the parser work without measure is taken out here: nesting without end, and items beyond a number that
anyone could read.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from learnlog.model.errors import LearnlogError
from learnlog.reading.sources.prolog import TOKEN, after

MAX_ITEMS = 2000
MAX_DEPTH = 300
MAX_COST = 100_000
MAX_TAGS = 1_000_000
MAX_COUNTED = 200_000
MAX_ATTRIBUTES = 1000

# How long a text may be, by its element: feedparser looks for an e-mail address in a person's name, in
# quadratic time. What holds a post's words has no limit here.
_PERSONS = re.compile(
    r"author|creator|contributor|publisher|name|email|owner|credit|webmaster|managingeditor"
)
_PROSE = re.compile(
    r"description|summary|content|encoded|subtitle|tagline|info|body|abstract|copyright|rights|div|license"
)
MAX_PERSON = 300
MAX_SHORT = 20_000
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_LABEL = re.compile(r"<(?:\w+:)?(?:category|subject|keywords|tags?)\b")
_DATE = re.compile(r"<(?:\w+:)?(?:pubDate|published|issued|date|updated|modified)\b[^<>]*>\s*([^<]{6,60})<")


INTRICATE = "The document is too intricate to be a feed."


class ParseError(LearnlogError):
    """The document is no feed, or is made in a way that nobody should read."""


class NoFeedError(ParseError):
    """The document is something else than a feed."""


@dataclass(slots=True)
class Item:
    """Where one item or entry stands in the text, and what reading it costs: a tag is one."""

    start: int
    end: int = 0
    cost: int = 0
    labels: int = 0


class _Survey:
    """Walks over the tags, and knows how deep it is and where each outermost item stands."""

    def __init__(self, text: str) -> None:
        self.items: list[Item] = []
        self.tags = 0
        self._text = text
        self._open: list[str] = []
        self._item: Item | None = None
        self._item_depth = 0
        self.excess: list[tuple[int, int]] = []
        self._said: list[int] = []
        self._room: list[int] = []
        self.is_cut = False
        self.cut_at = -1

    def walk(self) -> None:
        """Look at every tag; stop at one that is nested too deeply."""
        text, place = self._text, 0
        while found := TOKEN.search(text, place):
            comment, cdata, instruction, closing, name, rest = found.groups()
            self._say(place, found.start())
            self.tags += text.count("<", place, found.start()) // 10
            place = found.end()
            if name:
                self.tags += 1
                if self.tags > MAX_TAGS or (len(rest) > MAX_ATTRIBUTES and _is_a_heap(rest)):
                    raise ParseError(INTRICATE)
                if closing:
                    self._close(name, place + text.startswith(">", place))
                elif not rest.endswith("/"):
                    self._start(name, found.start())
            elif comment:
                place = after(text, "-->", place)
            elif cdata:
                start, place = place, after(text, "]]>", place)
                self._say(start, place - 3)
            elif instruction:
                place = after(text, "?>", place)
        self._say(place, len(text))
        self.tags += text.count("<", place) // 10
        self.is_cut = bool(self._open)
        self.cut_at = self._item.start if self._item else -1
        self._finish(len(text))

    def _say(self, start: int, end: int) -> None:
        """Count the text from `start` to `end` with its element, and note what is too much of it."""
        if self._open and end - start > 1:
            said, room = self._said[-1] + end - start, self._room[-1]
            if said > room:
                self.excess.append((max(start, end - (said - room)), end))
                said = room
            self._said[-1] = said

    def _start(self, name: str, place: int) -> None:
        if name.rpartition(":")[2].lower() in ("item", "entry"):
            if self._item and self._open[self._item_depth : self._item_depth + 1] == [name]:
                self._finish(place)
            if not self._item:
                self._item = Item(start=place, cost=self.tags)
                self._item_depth = len(self._open)
        self._open.append(name)
        self._said.append(0)
        self._room.append(self._room_in(name))
        if len(self._open) > MAX_DEPTH:
            raise ParseError("The document is nested too deeply to be a feed.")

    def _close(self, name: str, place: int) -> None:
        if self._open and self._open[-1] == name:
            self._leave(len(self._open) - 1)
        elif name in self._open:
            last = len(self._open) - 1 - self._open[::-1].index(name)
            self._leave(last)
        if self._item and len(self._open) <= self._item_depth:
            self._finish(place)

    def _finish(self, place: int) -> None:
        if self._item:
            self._item.end = place
            self._item.labels = len(_LABEL.findall(self._text, self._item.start, place))
            self._item.cost = self.tags - self._item.cost + _labelling(self._item.labels)
            self._item.cost += _marks(self._text, self._item.start, place)
            self.items.append(self._item)
            if len(self.items) > MAX_COUNTED:
                raise ParseError(INTRICATE)
            self._leave(self._item_depth)
            self._item = None

    def _leave(self, depth: int) -> None:
        del self._open[depth:], self._said[depth:], self._room[depth:]

    def _room_in(self, name: str) -> int:
        if self._room and self._room[-1] > MAX_SHORT:
            return self._room[-1]
        return min(room_in(name), len(self._text) + 1)


def _is_a_heap(attributes: str) -> bool:
    """Tell whether there are more `attributes` than anybody writes; some need no value, and no blank between."""
    if attributes.count("=") > MAX_ATTRIBUTES:
        return True
    bare = _QUOTED.sub("", attributes).replace("$", " ")
    return len(bare.split(None, MAX_ATTRIBUTES)) > MAX_ATTRIBUTES


def room_in(name: str) -> int:
    """Return how many characters the element `name` may hold."""
    name = name.rpartition(":")[2].lower()
    if _PERSONS.fullmatch(name):
        return MAX_PERSON
    return sys.maxsize if _PROSE.fullmatch(name) else MAX_SHORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlined:
    """A document to be read.

    ``is_shorter`` tells that items went, ``is_cut`` that it ends before its end, ``cut`` is what is there of an
    item that is cut off so.
    """

    text: str
    is_shorter: bool = False
    is_cut: bool = False
    cut: str = ""


def shorten(text: str, when: Callable[[str], datetime | None]) -> Outlined:
    """Return `text` with at most MAX_ITEMS items, the newest by their own dates.

    Raises:
        ParseError: it is nested too deeply, or costs too much to read.
    """
    survey = _Survey(text)
    survey.walk()
    if survey.excess:
        text = _without(text, survey.excess)
        survey = _Survey(text)
        survey.walk()
    items = survey.items
    around = _cost_around(text, survey)
    if len(items) <= MAX_ITEMS and around + sum(item.cost for item in items) <= MAX_COST:
        cut = text[survey.cut_at :] if survey.cut_at >= 0 else ""
        return Outlined(text=text, is_cut=survey.is_cut, cut=cut)
    left = MAX_COST - around
    kept: list[int] = []
    for index in sorted(range(len(items)), key=lambda i: (_age(text, items[i], when), i))[:MAX_ITEMS]:
        left -= items[index].cost
        if left < 0:
            break
        kept.append(index)
    if not kept:
        raise ParseError(INTRICATE)
    middle = "".join(text[items[i].start : items[i].end] for i in sorted(kept))
    text = text[: items[0].start] + middle + text[items[-1].end :]
    return Outlined(text=text, is_shorter=True, is_cut=survey.is_cut)


def _without(text: str, pieces: list[tuple[int, int]]) -> str:
    parts, place = [], 0
    for start, end in pieces:
        parts.append(text[place:start])
        place = end
    return "".join([*parts, text[place:]])


def _cost_around(text: str, survey: _Survey) -> int:
    """Return what reading everything outside the items costs."""
    labels = len(_LABEL.findall(text)) - sum(item.labels for item in survey.items)
    inside = sum(item.cost - _labelling(item.labels) for item in survey.items)
    return survey.tags + _marks(text, 0, len(text)) - inside + _labelling(labels)


def _labelling(labels: int) -> int:
    """Return what categories cost: each is compared with all before it."""
    return labels * labels // 1000


def _marks(text: str, start: int, end: int) -> int:
    """Return what the characters cost that a parser hands over one by one: a tenth of a tag each."""
    return sum(text.count(mark, start, end) for mark in "&]\n") // 10


def _age(text: str, item: Item, when: Callable[[str], datetime | None]) -> float:
    """Return a number that is smaller the newer an item is; undated ones come last, in their order."""
    found = _DATE.search(text, item.start, item.end)
    moment = when(found[1]) if found else None
    return -moment.timestamp() if moment else float("inf")
