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
    topics: Counter[str] = Counter()
    for said in week:
        for term in terms(f"{said.title}\n{said.text}\n{' . '.join(said.tags)}"):
            posts[term].append(said.post)
            people[term].setdefault(said.person)
        topics.update(dict.fromkeys(terms(said.title), 1))
        for tag in (*said.tags, *_HASHTAG.findall(said.text)):
            topics.update(dict.fromkeys(terms(tag), _TAGGED))
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
        topic = next((name for name, known in mine.items() if fits(term, known)), "")
        is_new = number >= PEOPLE and before < _NEARLY_NEVER
        if not (topic or topics[term] >= _TAGGED or is_new):
            continue
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
    ranked = [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].word))]
    return [one for place, one in enumerate(ranked) if not _is_form_of_one(one, ranked[:place])][:MOST]


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
