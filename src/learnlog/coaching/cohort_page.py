"""The cohort's page: what goes back to those who agreed to be on it, made from what they shared with the cohort."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from learnlog.coaching.cohort import Match, look_at_cohort
from learnlog.model.learner import Learner, ReceivedEntry, Shared
from learnlog.model.safe import clean_text
from learnlog.model.visibility import Visibility

Said = tuple[Learner, ReceivedEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPage:
    """``people`` agreed to be on it; ``threads`` are answers to the same assignment, ``others`` all else they shared.

    ``matches`` are those of them who agreed to be named to each other.
    """

    people: tuple[Learner, ...] = ()
    threads: tuple[tuple[str, tuple[Said, ...]], ...] = ()
    others: tuple[Said, ...] = ()
    matches: tuple[Match, ...] = ()


def look_at_page(learners: Sequence[Learner], entries: Sequence[ReceivedEntry], today: date) -> CohortPage:
    """Return what may go back: of consenting learners, entries raised to the cohort or further, none withdrawn.

    The `entries` come newest first.
    """
    people = {one.id: one for one in learners if "cohort" in one.agreed}
    seen = [
        (people[entry.learner], entry)
        for entry in reversed(entries)
        if entry.learner in people and Visibility.read(entry.visibility).reaches(Visibility.COHORT)
    ]
    threads: dict[str, list[Said]] = defaultdict(list)
    for learner, entry in seen:
        if entry.assignment:
            threads[entry.assignment].append((learner, entry))
    themes: dict[str, list[str]] = defaultdict(list)
    for learner, entry in seen:
        themes[learner.id] += entry.themes
    return CohortPage(
        people=tuple(people.values()),
        threads=tuple((name, tuple(said)) for name, said in sorted(threads.items())),
        others=tuple(one for one in seen if not one[1].assignment),
        matches=look_at_cohort(list(people.values()), Shared(themes=themes), today).matches,
    )


def render_page(found: CohortPage, *, announcements: Sequence[str], by: str, made: datetime) -> str:
    """Return the page as one HTML file: no script, nothing loaded from anywhere."""
    from learnlog.sharing.html import day, filled, safe_prose, styled

    said = [clean_text(words).strip() for words in announcements]
    return filled(
        "cohort.html",
        **styled(),
        found=found,
        announcements=[words for words in said if words],
        by=by,
        made=day(made.date()),
        day=day,
        prose=safe_prose,
    )
