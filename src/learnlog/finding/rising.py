"""What rises: words that several of my people suddenly write this week, against their usual."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from learnlog.finding.reasons import fits
from learnlog.finding.wording import terms
from learnlog.model.finding import Rising

WEEKS: Final = 8
"""The usual is what they wrote in so many weeks before."""
PEOPLE, FEW = 3, 2
"""So many people must write it; so few do where I follow no more than `SMALL`."""
SMALL: Final = 8
RISE: Final = 2.0
"""How many times their usual it must be, both counted one higher so that little numbers say little."""
MOST: Final = 12
_LOOKED_AT: Final = 80
_TAGGED: Final = 2
"""A word names a topic when somebody tags a post so, or when it is in so many titles; or it was never said before."""
_NEARLY_NEVER: Final = 0.2
_HASHTAG: Final = re.compile(r"#([^\W\d_][\w-]+)")
_KNOWN: Final = 1.5
"""What a topic of mine counts more."""


@dataclass(frozen=True, slots=True)
class Said:
    """A post of this week: its id, who published it (an id), its title, its text, and what its author tagged it."""

    post: str
    person: str
    title: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Week:
    """What stands in the posts of a week: by term its posts and who writes it, and how surely it is a topic."""

    posts: dict[str, list[str]]
    people: dict[str, dict[str, None]]
    topics: Counter[str]


def rising(
    week: Iterable[Said],
    usual: Callable[[str], float],
    names: Mapping[str, str],
    mine: Mapping[str, Sequence[str]],
) -> list[Rising]:
    """Return what rises, best first.

    `week` are this week's posts, newest first; `usual` tells how many people use a word in a usual week. `names` are
    those I follow by id, `mine` the terms by which each topic of mine, by its name, is known.
    """
    read = _read(week)
    found: list[tuple[float, Rising]] = []
    for term in _widespread(read, PEOPLE if len(names) > SMALL else FEW):
        number, before = len(read.people[term]), usual(term)
        topic = next((name for name, known in mine.items() if fits(term, known)), "")
        is_new = number >= PEOPLE and before < _NEARLY_NEVER
        is_topic = topic or is_new or read.topics[term] >= _TAGGED
        if not is_topic or (number + 1) / (before + 1) < RISE:
            continue
        one = Rising(
            word=term,
            count=len(read.posts[term]),
            usual=round(before, 1),
            people=tuple(names.get(person, person) for person in read.people[term]),
            posts=tuple(read.posts[term]),
            known=topic,
        )
        found.append(((number - before) / math.sqrt(before + 1) * (_KNOWN if topic else 1), one))
    ranked = [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].word))]
    return [one for place, one in enumerate(ranked) if not _is_form_of_one(one, ranked[:place])][:MOST]


def _read(week: Iterable[Said]) -> _Week:
    read = _Week(defaultdict(list), defaultdict(dict), Counter())
    for said in week:
        for term in terms(f"{said.title}\n{said.text}\n{' . '.join(said.tags)}"):
            read.posts[term].append(said.post)
            read.people[term].setdefault(said.person)
        read.topics.update(dict.fromkeys(terms(said.title), 1))
        for tag in (*said.tags, *_HASHTAG.findall(said.text)):
            read.topics.update(dict.fromkeys(terms(tag), _TAGGED))
    return read


def _widespread(read: _Week, least: int) -> list[str]:
    """Return the terms that at least so many people write, those of most people first."""
    spread = sorted(
        (term for term, who in read.people.items() if len(who) >= least),
        key=lambda term: (-len(read.people[term]), -len(term.split()), -len(read.posts[term]), term),
    )
    return _phrases_first(spread, read.people)[:_LOOKED_AT]


def _is_form_of_one(one: Rising, before: Sequence[Rising]) -> bool:
    """Tell whether a word is only another form of one that comes first: version, versioning."""
    return any(
        (one.word.startswith(other.word) or other.word.startswith(one.word))
        and set(one.posts) & set(other.posts)
        for other in before
    )


def _phrases_first(spread: Sequence[str], people: Mapping[str, Mapping[str, None]]) -> list[str]:
    """Leave out words that nearly all who write them write in one of the phrases."""
    phrases = [term for term in spread if " " in term]
    return [
        term
        for term in spread
        if " " in term
        or not any(
            term in phrase.split() and len(people[phrase]) >= 0.8 * len(people[term]) for phrase in phrases
        )
    ]
