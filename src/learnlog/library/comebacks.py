"""What of my entries comes back, and when: an index of their front matter."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from learnlog.library.connection import Database
from learnlog.library.document_rows import COLUMNS, SOURCE, document_of
from learnlog.library.section import Section
from learnlog.model.comeback import Comeback, ComebackKind, comebacks
from learnlog.model.document import Document, DocumentType

DUE = (ComebackKind.RECALL, ComebackKind.INTENTION, ComebackKind.GOAL)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that comes back, and the entry's document."""

    comeback: Comeback
    document: Document


class Comebacks(Section):
    """Finds what comes back."""

    def was_recalled(self, day: date) -> bool:
        """Tell whether an insight was looked at again, or let rest, on `day`."""
        asked = "SELECT 1 FROM comeback WHERE day = ? AND kind = 'recalled' LIMIT 1"
        return bool(self._db.rows(asked, (day.isoformat(),)))

    def of_days(self, days: Sequence[date], limit: int = 1) -> list[Document]:
        """Return entries of `days` by their writers' calendars, those of the day named first at the front."""
        rows = self._db.rows(
            f"""SELECT {COLUMNS} FROM json_each(?) j CROSS JOIN {SOURCE}
                WHERE d.type = 'entry' AND d.day = j.value ORDER BY j.key, d.created DESC, d.row LIMIT ?""",  # noqa: S608 - ours
            (json.dumps([day.isoformat() for day in days]), limit),
        )
        return [document_of(row) for row in rows]

    def due(self, until: date, kinds: Iterable[ComebackKind] = DUE, limit: int = 50) -> list[Due]:
        """Return what comes back up to and including the day `until`, what waits longest first."""
        marks = ", ".join(f"'{kind.value}'" for kind in kinds)
        rows = self._db.rows(
            f"""SELECT b.kind AS what, b.day, b.number, {COLUMNS} FROM comeback b
                CROSS JOIN {SOURCE} WHERE d.row = b.row AND b.day <= ? AND b.kind IN ({marks})
                ORDER BY b.day, d.created, b.row, b.number LIMIT ?""",  # noqa: S608 - our own words
            (until.isoformat(), limit),
        )
        return [
            Due(
                Comeback(
                    kind=ComebackKind(row["what"]), day=date.fromisoformat(row["day"]), number=row["number"]
                ),
                document_of(row),
            )
            for row in rows
        ]


def write(db: Database, row: int, document: Document, written: date) -> None:
    """Write down what of the entry at `row`, whose earlier lines are gone, comes back."""
    found = comebacks(document, written) if document.type is DocumentType.ENTRY else []
    db.run_many(
        "INSERT INTO comeback VALUES (?, ?, ?, ?)",
        [(one.day.isoformat(), one.kind.value, one.number, row) for one in found],
    )


def rebuild(db: Database) -> None:
    """Write down what comes back of every entry that the index knows."""
    db.run("DELETE FROM comeback")
    for row in db.rows(f"SELECT d.row, d.day, {COLUMNS} FROM {SOURCE} WHERE d.type = 'entry'"):  # noqa: S608 - ours
        write(db, row["row"], document_of(row), date.fromisoformat(row["day"]))
