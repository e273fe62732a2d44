"""What was written and kept, by the days of their writers' calendars: no journey and no summer time moves a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from learnlog.library.document_rows import COLUMNS, SOURCE, document_of
from learnlog.library.section import Section
from learnlog.model.document import Document

_BETWEEN = "d.type IN ('entry', 'kept') AND d.day >= ? AND d.day <= ? AND d.kind <> 'comment'"


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many documents of a ``type`` and, of entries, ``kind`` a day has, of a ``theme`` ("" for all)."""

    day: date
    type: str
    kind: str
    count: int
    theme: str = ""


class Calendar(Section):
    """Counts by day, from the first to the last day named."""

    def days(self, first: date, last: date) -> list[DayCount]:
        """Return the counts of each day that has any; a coach's comments are no kept posts."""
        rows = self._db.rows(
            f"SELECT d.day, d.type, d.kind, count(*) AS n FROM doc d WHERE {_BETWEEN} GROUP BY 1, 2, 3",  # noqa: S608 - ours
            (first.isoformat(), last.isoformat()),
        )
        return [DayCount(date.fromisoformat(r["day"]), r["type"], r["kind"], r["n"]) for r in rows]

    def themes(self, first: date, last: date) -> list[DayCount]:
        """Return the counts of each day and theme that have any, merged themes followed to what they are now."""
        rows = self._db.rows(
            f"""SELECT d.day, d.type, coalesce(k.final, t.key) AS theme, count(DISTINCT d.row) AS n
                FROM doc d JOIN doc_theme t ON t.row = d.row LEFT JOIN theme_key k ON k.key = t.key
                WHERE {_BETWEEN} GROUP BY 1, 2, 3""",  # noqa: S608 - ours
            (first.isoformat(), last.isoformat()),
        )
        return [DayCount(date.fromisoformat(r["day"]), r["type"], "", r["n"], r["theme"]) for r in rows]

    def of_days(self, first: date, last: date) -> Sequence[Document]:
        """Return the entries and kept posts of the days, the oldest first."""
        rows = self._db.rows(
            f"SELECT {COLUMNS} FROM {SOURCE} WHERE {_BETWEEN} ORDER BY d.created, d.row",  # noqa: S608 - ours
            (first.isoformat(), last.isoformat()),
        )
        return [document_of(row) for row in rows]

    def first_day(self) -> date | None:
        """Return the day of the oldest entry or kept post; None when there is none."""
        row = self._db.one("SELECT min(d.day) AS day FROM doc d WHERE d.type IN ('entry', 'kept')")
        return date.fromisoformat(row["day"]) if row and row["day"] else None
