"""What a cohort has in common: only of those who agreed, without ranking, and no totals with names."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Final

from learnlog.model.learner import Learner, ReceivedEntry, Shared

ENOUGH: Final = 3
"""So many learners make a topic of the cohort: fewer would point at somebody."""
COMMON: Final = 30
"""A theme that more people have than this brings no two of them together: it is a topic."""
_LEAST_GAPS: Final = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme that at least `ENOUGH` consenting learners share: how many, never who."""

    name: str
    learners: int


@dataclass(frozen=True, slots=True)
class Match:
    """Two learners who both agreed to be named to others, and the themes they share."""

    first: Learner
    second: Learner
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """A consenting learner who shared nothing for ``days``, where their own usual gap is ``usual`` days."""

    learner: Learner
    days: int
    usual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """A view of a cohort on one day. ``questions`` are open ones, ``offers`` what people said they can help with."""

    learners: int
    topics: tuple[Topic, ...] = ()
    matches: tuple[Match, ...] = ()
    quiet: tuple[Quiet, ...] = ()
    offers: tuple[tuple[str, Learner], ...] = ()
    questions: tuple[tuple[ReceivedEntry, Learner], ...] = ()


def look_at_cohort(learners: Sequence[Learner], shared: Shared, today: date) -> Cohort:
    """Return what a cohort has in common; pure, so that a learner can open the same view of their own bundle."""
    themes = {
        learner.id: {name.casefold(): name for name in shared.themes.get(learner.id, ())}
        for learner in learners
    }
    known = {learner.id: learner for learner in learners}
    return Cohort(
        learners=len(learners),
        topics=tuple(_topics([themes[one.id] for one in learners if "topics" in one.agreed])),
        matches=tuple(_matches([one for one in learners if "matches" in one.agreed], themes)),
        quiet=tuple(_quiet(learners, shared.days, today)),
        offers=tuple((offer, one) for one in learners for offer in one.offers),
        questions=tuple(
            (entry, known[entry.learner]) for entry in shared.questions if entry.learner in known
        ),
    )


def _topics(themes: Sequence[dict[str, str]]) -> list[Topic]:
    counts: dict[str, int] = defaultdict(int)
    names: dict[str, str] = {}
    for one in themes:
        for key, name in one.items():
            counts[key] += 1
            names.setdefault(key, name)
    shared = [Topic(names[key], count) for key, count in counts.items() if count >= ENOUGH]
    return sorted(shared, key=lambda topic: (-topic.learners, topic.name.casefold()))


def _matches(learners: Sequence[Learner], themes: dict[str, dict[str, str]]) -> list[Match]:
    """Return the pairs that share a theme, by name: two people are not more of a match than two others."""
    by_theme: dict[str, list[Learner]] = defaultdict(list)
    for learner in learners:
        for key in themes[learner.id]:
            by_theme[key].append(learner)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    known = {learner.id: learner for learner in learners}
    for key, people in by_theme.items():
        for number, first in enumerate(people if len(people) <= COMMON else ()):
            for second in people[number + 1 :]:
                shared[first.id, second.id].append(themes[first.id][key])
    pairs = [
        Match(known[a], known[b], tuple(sorted(names, key=str.casefold))) for (a, b), names in shared.items()
    ]
    return sorted(pairs, key=lambda match: (match.first.called.casefold(), match.second.called.casefold()))


def _quiet(learners: Sequence[Learner], shared: Mapping[str, Sequence[date]], today: date) -> list[Quiet]:
    found = []
    for learner in learners:
        is_away = learner.away_until is not None and learner.away_until >= today
        days = sorted(set(shared.get(learner.id, ())))
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        if "rhythm" not in learner.agreed or is_away or len(gaps) < _LEAST_GAPS:
            continue
        usual, silent = max(1, round(median(gaps))), (today - days[-1]).days
        if silent > max(14, 3 * usual):
            found.append(Quiet(learner, silent, usual))
    return sorted(found, key=lambda one: one.learner.called.casefold())
