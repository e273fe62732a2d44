"""What rises: words that several of my people suddenly write this week, against their usual."""

import math
from collections import defaultdict
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
_KNOWN: Final = 1.5
"""What a topic of mine counts more."""


@dataclass(frozen=True, slots=True)
class Said:
    """A post of this week: its id, who published it (an id), and its words."""

    post: str
    person: str
    text: str


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
    posts: dict[str, list[str]] = defaultdict(list)
    people: dict[str, dict[str, None]] = defaultdict(dict)
    for said in week:
        for term in terms(said.text):
            posts[term].append(said.post)
            people[term].setdefault(said.person)
    least = PEOPLE if len(names) > SMALL else FEW
    spread = sorted(
        (term for term, who in people.items() if len(who) >= least),
        key=lambda term: (-len(people[term]), -len(term.split()), -len(posts[term]), term),
    )
    found: list[tuple[float, Rising]] = []
    for term in _phrases_first(spread, people)[:_LOOKED_AT]:
        number, before = len(people[term]), usual(term)
        if (number + 1) / (before + 1) < RISE:
            continue
        topic = next((name for name, known in mine.items() if fits(term, known) or fits(name, [term])), "")
        score = (number - before) / math.sqrt(before + 1) * (_KNOWN if topic else 1)
        one = Rising(
            word=term,
            count=len(posts[term]),
            usual=round(before, 1),
            people=tuple(names.get(person, person) for person in people[term]),
            posts=tuple(posts[term]),
            known=topic,
        )
        found.append((score, one))
    return [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].word))][:MOST]


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
