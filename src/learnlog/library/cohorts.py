"""The cohorts I am in, each as its newest file says it: what was withdrawn from that is nowhere here."""

import json
from dataclasses import dataclass

from learnlog.library.section import Section


@dataclass(frozen=True, slots=True)
class Taken:
    """A cohort's newest file: ``said`` is what it says, as JSON."""

    id: str
    key: str
    place: tuple[str, int]
    said: str


class TakenCohorts(Section):
    """Reads and writes them."""

    def all(self) -> list[Taken]:
        """Return every cohort, the one with the newest file first."""
        rows = self._db.rows("SELECT id, key, made, number, said FROM cohort ORDER BY made DESC, id")
        return [Taken(row["id"], row["key"], (row["made"], row["number"]), row["said"]) for row in rows]

    def get(self, id: str) -> Taken | None:
        """Return what is known of a cohort."""
        return next((one for one in self.all() if one.id == id), None)

    def put(self, taken: Taken) -> None:
        """Write a cohort's file over the one before."""
        json.loads(taken.said)  # nothing that could not be read again
        with self._db.transaction():
            self._db.run(
                "INSERT OR REPLACE INTO cohort (id, key, made, number, said) VALUES (?, ?, ?, ?, ?)",
                (taken.id, taken.key, *taken.place, taken.said),
            )

    def drop(self, id: str) -> None:
        """Take a cohort out of the library."""
        with self._db.transaction():
            self._db.run("DELETE FROM cohort WHERE id = ?", (id,))
