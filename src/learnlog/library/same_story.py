"""Whether two posts are one story: the same page, the same words, or one of them announces the other.

What is in doubt is two stories. Posts that look alike by what stands in each of a series (``Weekly links #12`` and
``#13``) differ in a number; a page that many posts of one channel point to tells nothing.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from learnlog.library.likeness import Wording
from learnlog.model.address import place_in_page, same_page

DAY = 86400
AHEAD = 30 * DAY
"""Seconds by which posts of one story lie apart at most."""

ADDRESS, LINKS, WORDS, PASSED_ON = "address", "link", "words", "boost"
"""Why two posts are one story: the same page; one links to it and says little else; the same words; a boost."""

STRENGTH = (ADDRESS, WORDS, LINKS, PASSED_ON)
"""The same from the plainest on: what is told of a voice that there are several reasons for."""

_ANNOUNCED, _REPEATED, _CROSSED, _BOOSTED = 7 * DAY, 14 * DAY, DAY, 7 * DAY
_OWN_WORDS, _OTHERS_WORDS = 12, 6
"""Words of its own with which a post still only announces a page: one's own, and somebody else's."""
_SAID_OTHERWISE = 2
"""Words that differ where somebody announces one page on two networks."""
_SHORTEST, _SHORTEST_OTHERS = 6, 12
_PREFIX = 8
_LINK = re.compile(r'href="(https?://[^"]+)"')
_NO_PAGE = re.compile(r"[^/]+/(?:@|users/|tags?/|hashtag/|profile/)", re.IGNORECASE)
"""A profile or a hashtag on a network: naming somebody announces nothing."""


@dataclass(frozen=True)
class Told:
    """A post as it is compared. ``person`` is the id of whose channel it stands in, ``published`` epoch seconds.

    ``links`` are the pages that a social post points to, see `same_page`; ``text`` its first words.
    """

    row: int
    channel: int
    person: str
    published: int
    url: str
    title: str
    text: str
    uri: str = ""
    is_boost: bool = False
    is_answer: bool = False
    links: tuple[str, ...] = ()

    @property
    def is_social(self) -> bool:
        """Tell whether it is a social network's."""
        return bool(self.uri)

    @cached_property
    def page(self) -> str:
        """The page it is; a social post is one of its own."""
        return "" if self.is_social else same_page(self.url)

    @cached_property
    def headline(self) -> Wording:
        """The words of its title."""
        return Wording(self.title)

    @cached_property
    def wording(self) -> Wording:
        """The words of its text."""
        return Wording(self.text)

    @cached_property
    def whole(self) -> Wording:
        """The words of title and text."""
        return Wording(f"{self.title} {self.text}")

    def keys(self) -> Iterator[int]:
        """Yield the numbers of which posts that may be one story have at least one in common."""
        if self.is_answer or self.is_boost:
            return
        for page in (*self.links[:1], *([self.page] if self.page else ())):
            yield _key("page", page)
        if self.is_social or not self.title:
            words = self.wording.words
            if len(words) >= _SHORTEST:
                yield _key("first", *words[:_PREFIX])
                yield min(_key("row", *row) for row in self.wording.rows)
        elif len(self.headline.words) > 1:
            yield _key("title", *self.headline.words)


def _key(*parts: str) -> int:
    digest = blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def pages_linked(markup: str, card: str) -> tuple[str, ...]:
    """Return the pages that a social post with such HTML, and such an address on its card, points to."""
    found = [html.unescape(link) for link in _LINK.findall(markup[:20_000])]
    pages = (same_page(link) for link in (*([card] if card else ()), *found))
    return tuple(dict.fromkeys(page for page in pages if page and not _NO_PAGE.match(page)))


def may_be_same(one: Told, other: Told) -> bool:
    """Tell whether two posts can be one story by what is known without their texts."""
    if abs(one.published - other.published) > AHEAD:
        return False
    return one.channel != other.channel or (bool(one.page) and one.page == other.page)


def why_same(one: Told, other: Told) -> str:
    """Return why both are one story, "" when they are not.

    A page that is no single entry's must have been left out of ``page`` before.
    """
    apart = abs(one.published - other.published)
    if apart > AHEAD or one.is_answer or other.is_answer or one.row == other.row:
        return ""
    if one.is_boost or other.is_boost:
        same = one.uri == other.uri and one.channel != other.channel and apart <= _BOOSTED
        return PASSED_ON if same else ""
    if one.is_social and other.is_social:
        return _both_social(one, other, apart)
    if one.is_social or other.is_social:
        entry, post = (other, one) if one.is_social else (one, other)
        return _announces(post, entry)
    return _both_entries(one, other, apart)


def _both_entries(one: Told, other: Told, apart: int) -> str:
    same_title = bool(one.headline.words) and one.headline.words == other.headline.words
    if one.page and one.page == other.page and _fits(place_in_page(one.url), place_in_page(other.url)):
        if one.channel != other.channel:
            # what is called otherwise there is a comment on the page; another number is another issue
            return (
                ADDRESS
                if one.headline.numbers == other.headline.numbers or not same_series(one, other)
                else ""
            )
        return ADDRESS if same_title and one.wording.likeness(other.wording) >= 0.9 else ""
    if one.channel == other.channel or apart > _REPEATED:
        return ""
    if one.title and other.title and not (same_title and len("".join(one.headline.words)) >= 8):
        return ""
    if not (one.title or other.title):
        return _same_words(one, other, apart)
    return WORDS if _near(one.wording, other.wording) else ""


def same_series(one: Told, other: Told) -> bool:
    """Tell whether two titles differ in nothing but their numbers."""
    return [w for w in one.headline.words if w not in one.headline.numbers] == [
        w for w in other.headline.words if w not in other.headline.numbers
    ]


def _fits(one: str, other: str) -> bool:
    return not one or not other or one == other


def _near(one: Wording, other: Wording) -> bool:
    """Tell whether two texts are the same, or the shorter is what a feed shows of the longer."""
    short, long = sorted((one, other), key=lambda wording: len(wording.words))
    if len(short.words) < 20 or short.numbers[:5] != [n for n in long.numbers if n in short.numbers][:5]:
        return False
    return one.likeness(other) >= 0.8 or short.within(long) >= 0.9


def _announces(post: Told, entry: Told) -> str:
    """Tell whether a social `post` only says that `entry` is there, or is the same words."""
    same_person = bool(post.person) and post.person == entry.person
    after = post.published - entry.published
    if not entry.page or post.links != (entry.page,):
        return _same_words(post, entry, abs(after)) if not entry.title else ""
    if not -2 * DAY <= after <= _ANNOUNCED:
        return ""
    own = post.whole.beyond(entry.whole)
    return LINKS if own <= (_OWN_WORDS if same_person else _OTHERS_WORDS) else ""


def _both_social(one: Told, other: Told, apart: int) -> str:
    if one.uri == other.uri:
        return WORDS if apart <= _BOOSTED else ""
    same_person = bool(one.person) and one.person == other.person
    same_page = len(one.links) == 1 and one.links == other.links
    if same_person and same_page and apart <= _CROSSED and min(_beyond(one, other)) <= _SAID_OTHERWISE:
        return LINKS
    return _same_words(one, other, apart)


def _beyond(one: Told, other: Told) -> tuple[int, int]:
    return one.wording.beyond(other.wording), other.wording.beyond(one.wording)


def _same_words(one: Told, other: Told, apart: int) -> str:
    """Tell whether two short texts are one, perhaps cut where a network allows no more."""
    same_person = bool(one.person) and one.person == other.person
    if (
        one.channel == other.channel
        or apart > _CROSSED
        or (one.links and other.links and one.links != other.links)
    ):
        return ""
    short, long = sorted((one.wording, other.wording), key=lambda wording: len(wording.words))
    if len(short.words) < (_SHORTEST if same_person else _SHORTEST_OTHERS):
        return ""
    if short.numbers != long.numbers[: len(short.numbers)]:
        return ""
    if short.numbers == long.numbers and one.wording.likeness(other.wording) >= (0.8 if same_person else 0.9):
        return WORDS
    is_cut = same_person and len(short.words) >= 2 * _SHORTEST and short.within(long) >= 0.9
    return WORDS if is_cut and short.words[:_PREFIX] == long.words[:_PREFIX] else ""
