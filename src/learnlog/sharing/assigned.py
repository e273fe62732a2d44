"""A programme on a summary: what was assigned in each week, and which of the shared entries answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from learnlog.reflecting.programme_files import Programme
from learnlog.sharing.shared import SharedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedWeek:
    """One week's task, which opened on the day ``opens``; ``answers`` are titles of shared entries, oldest first.

    A week that only private entries answer looks like one that nothing answers.
    """

    id: str
    number: int
    title: str
    task: str
    opens: date
    answers: tuple[str, ...] = ()

    @property
    def standing(self) -> str:
        """What came of it, in words."""
        return f"answered: {'; '.join(self.answers)}" if self.answers else "no answer shared yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A programme with its weeks that have opened, the first one first."""

    name: str
    title: str
    weeks: tuple[AssignedWeek, ...] = ()


def look_at(programme: Programme, entries: Sequence[SharedEntry], today: date) -> Assigned:
    """Return what `programme` assigned until `today`, and what of the shared `entries` answers it."""
    weeks = []
    for week in programme.weeks:
        answers = tuple(entry.title for entry in entries if entry.assignment == week.id)
        if answers or week.opens <= today:
            weeks.append(
                AssignedWeek(
                    id=week.id,
                    number=week.number,
                    title=week.title,
                    task=week.task,
                    opens=week.opens,
                    answers=answers,
                )
            )
    return Assigned(name=programme.name, title=programme.title, weeks=tuple(weeks))


def assignment_names(programmes: Sequence[Programme], entries: Sequence[SharedEntry]) -> dict[str, str]:
    """Return what the assignments that the `entries` answer are called, by id, as far as I have their programme."""
    wanted = {entry.assignment for entry in entries}
    return {
        week.id: f"{programme.title}, week {week.number}: {week.title}"
        for programme in programmes
        for week in programme.weeks
        if week.id in wanted
    }
