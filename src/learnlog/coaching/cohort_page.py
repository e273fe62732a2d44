"""The cohort's page: what goes back to those who agreed to be on it, made from what they shared with the cohort."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from learnlog.coaching.cohort import Match, look_at_cohort
from learnlog.coaching.cohort_reading import as_text
from learnlog.model.cohort import CohortFile, Meeting, Member, MemberEntry, Thread
from learnlog.model.learner import Learner, ReceivedEntry, Shared
from learnlog.model.visibility import Visibility
from learnlog.sharing.bundle import Signer

Said = tuple[Learner, ReceivedEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPage:
    """``people`` agreed to be on it; ``threads`` are answers to the same assignment, ``others`` all else they shared.

    ``matches`` are those of them who agreed to be named to each other; ``questions`` the open ones of all.
    """

    people: tuple[Learner, ...] = ()
    threads: tuple[tuple[str, tuple[Said, ...]], ...] = ()
    others: tuple[Said, ...] = ()
    questions: tuple[Said, ...] = ()
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
    themes: dict[str, list[str]] = defaultdict(list)
    for learner, entry in seen:
        themes[learner.id] += entry.themes
        if entry.assignment:
            threads[entry.assignment].append((learner, entry))
    open_ones = [
        one for one in seen if one[1].kind == "question" and one[1].is_open and not one[1].assignment
    ]
    asked = {id(one[1]) for one in open_ones}
    return CohortPage(
        people=tuple(people.values()),
        threads=tuple((_title(name, said), tuple(said)) for name, said in sorted(threads.items())),
        others=tuple(one for one in seen if not one[1].assignment and id(one[1]) not in asked),
        questions=tuple(open_ones),
        matches=look_at_cohort(list(people.values()), Shared(themes=themes), today).matches,
    )


def _title(assignment: str, said: Iterable[Said]) -> str:
    """Return what an assignment is called, as one of those says who answered it."""
    named = (str(entry.more.get("assignment") or "") for _, entry in said)
    return next((name for name in named if name), assignment)


def as_file(
    found: CohortPage, *, id: str, number: int, key: str, announcements: Sequence[str], by: str, made: date
) -> CohortFile:
    """Return what leaves of a page."""
    return CohortFile(
        id=id,
        number=number,
        key=key,
        by=by,
        made=made,
        announcements=tuple(announcements),
        members=tuple(
            Member(called=one.called, introduction=one.introduction, offers=one.offers)
            for one in found.people
        ),
        meetings=tuple(
            Meeting(first=one.first.called, second=one.second.called, themes=one.themes)
            for one in found.matches
        ),
        threads=tuple(Thread(title=name, entries=_entries(said)) for name, said in found.threads),
        others=_entries(found.others),
        questions=_entries(found.questions),
    )


def _entries(said: Iterable[Said]) -> tuple[MemberEntry, ...]:
    return tuple(
        MemberEntry(by=one.called, title=entry.title, body=entry.body, day=entry.day, themes=entry.themes)
        for one, entry in said
    )


def render_file(file: CohortFile, signer: Signer) -> str:
    """Return the file: one HTML page that any browser reads, which carries the same as data for learnlog.

    No script, nothing loaded from anywhere; the data are no script to a browser (HTML, 4.12.1: a data block).
    """
    from learnlog.sharing.html import day, filled, safe_block, safe_prose, styled

    data = as_text(file)
    return filled(
        "cohort.html",
        **styled(),
        file=file,
        data=safe_block(data),
        signature=signer.sign(data.encode()),
        day=day,
        prose=safe_prose,
    )
