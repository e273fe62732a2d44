"""Is it still useful? Once a season, a quiet look back at each person I follow."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from learnlog.model.errors import UsageError
from learnlog.model.finding import Review
from learnlog.model.moments import EPOCH, from_text

if TYPE_CHECKING:
    from learnlog.journal.entries import Journal
    from learnlog.library import Library
    from learnlog.model.moments import Clock
    from learnlog.model.person import Person
    from learnlog.reading.people.cards import People

SEASON: Final = timedelta(weeks=13)
MOST: Final = 12
"""So many people are looked back at in one go: it is no duty."""


class Seasons:
    """Looks back, and keeps what I say on the card: when I looked last, and whether the person is muted."""

    def __init__(self, library: "Library", people: "People", journal: "Journal", clock: "Clock") -> None:
        self._library = library
        self._people = people
        self._journal = journal
        self._clock = clock

    def reviews(self, limit: int = MOST) -> list[Review]:
        """Return whom it is time to look back at: those who gave least first."""
        now = self._clock()
        due = [
            person for person in self._people.all() if not person.is_muted and now - _looked(person) >= SEASON
        ]
        if not due:
            return []
        since = now - SEASON
        season, last = self._library.talk.season(since), self._library.posts.last_by_person()
        insights = self._insights()
        found = []
        for person in due:
            posts, read = season.get(person.id, (0, 0))
            found.append(
                Review(
                    person=person.id,
                    name=person.name,
                    posts=posts,
                    read=read,
                    insights=insights[person.id],
                    last=last.get(person.id),
                    since=since,
                )
            )
        return sorted(found, key=lambda one: (one.insights, one.read, -one.posts, one.name.casefold()))[
            :limit
        ]

    def keep(self, reference: str) -> "Person":
        """Go on following somebody; they come up again next season."""
        person = self._people.get(reference)
        kept = replace(person, looked=self._today())
        return self._people.save(kept, f"looked back at {person.name}")

    def mute(self, reference: str) -> "Person":
        """Leave somebody out of the River, and out of every count, until they are unmuted.

        Raises:
            UsageError: they are muted already, or not followed.
        """
        person = self._people.get(reference)
        if person.is_muted or not person.is_followed:
            state = "muted already" if person.is_muted else "not followed"
            raise UsageError(f"{person.name} is {state}.")
        muted = replace(person, status="muted", looked=self._today())
        return self._people.save(muted, f"muted {person.name}")

    def unmute(self, reference: str) -> "Person":
        """Show somebody's posts in the River again.

        Raises:
            UsageError: they are not muted.
        """
        person = self._people.get(reference)
        if not person.is_muted:
            raise UsageError(f"{person.name} is not muted.")
        return self._people.save(replace(person, status="following"), f"unmuted {person.name}")

    def _today(self) -> str:
        return self._clock().date().isoformat()

    def _insights(self) -> Counter[str]:
        from learnlog.model.query import EntryFilter

        found: Counter[str] = Counter()
        for entry in self._journal.list(EntryFilter(kind="insight"), limit=5000):
            found.update(set(entry.people))
        return found


def _looked(person: "Person") -> datetime:
    """Return when I last looked at somebody: at the latest when I began to follow them."""
    begun = person.created if person.created.tzinfo else EPOCH
    looked = from_text(f"{person.looked}T12:00:00+00:00", EPOCH) if person.looked else EPOCH
    return max(begun, looked)
