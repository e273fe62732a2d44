"""What of my entries comes back, and when: an index of their front matter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from learnlog.library.connection import Connections, Database
from learnlog.library.document_rows import COLUMNS, SOURCE, document_of
from learnlog.model.comeback import Comeback, ComebackKind, comebacks
from learnlog.model.document import Document, DocumentType


@dataclass(frozen=True, slots=True)
class Due:
    """Something that comes back, and the entry's document."""

    comeback: Comeback
    document: Document


class Comebacks:
    """Finds what comes back."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def due(
        self, until: date, kinds: Iterable[ComebackKind] = tuple(ComebackKind), limit: int = 50
    ) -> list[Due]:
        """Return what comes back up to and including the day `until`, what waits longest first."""
        marks = ", ".join(f"'{kind.value}'" for kind in kinds)
        rows = self._connections.db.rows(
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
