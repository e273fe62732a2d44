"""Upkeep of the library's file: looking for damage, making the index anew, giving back room."""

import shutil
from pathlib import Path

from learnlog.library.connection import Database
from learnlog.library.index_schema import DROP_INDEX, INDEX, POST_INDEXES
from learnlog.library.packed_schema import UNREAD, UNREAD_BY_THEME
from learnlog.library.soundness import unsound
from learnlog.library.story_schema import STORIES_IN_THEMES, STORY_THEMES
from learnlog.model.errors import LearnlogError

WORTH = 0.25
"""The share of a file that is free from which giving it back is worth that nobody writes meanwhile."""
LITTLE = 2_000_000
"""Free bytes that are left where they are: the next posts take them."""
QUICK = 400_000_000
"""Bytes in use up to which that takes some seconds at most; beyond, it is only done when asked for."""

_COUNTS = {"unread": UNREAD, "unread_theme": UNREAD_BY_THEME, "story_theme": STORIES_IN_THEMES}
"""What triggers keep, each with what it is to say."""


def check(db: Database) -> list[str]:
    """Return a sentence for each damage that is found."""
    found = [f"The library's file: {row[0]}." for row in db.rows("PRAGMA integrity_check") if row[0] != "ok"]
    found += [
        f"In {name} stands what nobody can read ({number:,} times)." for name, number in unsound(db).items()
    ]
    found += [
        f"A row of {row[0]} points to a missing {row[2]}." for row in db.rows("PRAGMA foreign_key_check")
    ]
    for table in ("doc_fts", *POST_INDEXES):
        try:
            db.run(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - our tables
        except LearnlogError:
            found.append(f"The search index {table} does not fit the texts; `learnlog reindex` mends it.")
    if any(_counts(db, f"SELECT * FROM {table}") != _counts(db, sql) for table, sql in _COUNTS.items()):  # noqa: S608
        found.append("The unread posts were miscounted; `learnlog reindex` mends it.")
    return found


def make_anew(db: Database) -> None:
    """Empty the index of the vault, and make that of the posts, their ties and their counts anew."""
    from learnlog.library import ties

    with db.transaction():
        for statement in (*DROP_INDEX, *INDEX, *STORY_THEMES):
            db.run(statement)
        for table in POST_INDEXES:
            db.run(f"INSERT INTO {table}({table}) VALUES ('rebuild')")  # noqa: S608 - our tables
        ties.rebuild(db)
        for table, counted in _COUNTS.items():
            db.run(f"DELETE FROM {table}")  # noqa: S608 - our tables
            db.run(f"INSERT INTO {table} {counted}")


def compact(db: Database, path: Path, *, worth: float = WORTH, most: int | None = QUICK) -> int:
    """Give room that the file at `path` no longer needs back to the disk; returns how many bytes.

    Nothing is done (0) when little or less than the share `worth` of it is free, more than `most` bytes are in use,
    or the disk has no room for the copy this needs. Others go on reading and wait with writing. Killed, it leaves all
    as it was.
    """
    page, pages, free = (
        db.number(f"PRAGMA {name}") for name in ("page_size", "page_count", "freelist_count")
    )
    used = (pages - free) * page
    if free <= max(pages * worth, LITTLE // page) or (most is not None and used > most):
        return 0
    if shutil.disk_usage(path.parent).free < 2 * used + 50_000_000:
        return 0
    db.run("VACUUM")
    db.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return free * page


def _counts(db: Database, sql: str) -> set[tuple[str, ...]]:
    """Return what is counted, save nothing at all; in which order channels are listed does not matter."""
    rows = (row for row in db.rows(sql) if "number" not in row.keys() or row["number"])  # noqa: SIM118 - a Row
    return {tuple(",".join(sorted(str(value).split(","))) for value in row) for row in rows}
