"""Marking very many posts read, and taking it back: a slice at a time, so that others write in between."""

import json
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from learnlog.library import story_rows
from learnlog.library.connection import Database
from learnlog.library.post_selection import PostSelection

SLICE = 1000
"""Posts that are marked in one transaction, with the other voices of their stories."""

_AMONG = "row IN (SELECT value FROM json_each(:rows))"
_READ = f"UPDATE post SET read_at = :moment WHERE read_at IS NULL AND {_AMONG} RETURNING row"  # noqa: S608 - ours
_UNREAD = f"UPDATE post SET read_at = NULL WHERE read_at IS NOT NULL AND {_AMONG}"  # noqa: S608 - ours
_STORIES = f"SELECT count(*), count(DISTINCT story) FROM voice WHERE {_AMONG}"  # noqa: S608 - ours

Progress = Callable[[int, int], object]


@dataclass(slots=True)
class Marked:
    """The rows of posts that were marked, and how many items these are in the River, where a story is one."""

    rows: "array[int]" = field(default_factory=lambda: array("q"))
    items: int = 0


def mark_all_read(
    db: Database, chosen: PostSelection, moment: datetime, marked: Marked, progress: Progress
) -> None:
    """Make all stories that `chosen` shows read; `marked` is told after each slice, `progress` how far it is."""
    chosen.unread = True
    found = array("q", (row[0] for row in db.each(chosen.rows(), chosen.parameters)))
    for start in range(0, len(found), SLICE):
        with db.transaction():
            told = json.dumps(story_rows.with_voices(db, found[start : start + SLICE]))
            rows = db.rows(_READ, {"moment": int(moment.timestamp()), "rows": told})
            changed = [row[0] for row in rows]
            voices = db.one(_STORIES, {"rows": json.dumps(changed)})
        marked.rows.extend(changed)
        marked.items += len(changed) - (voices[0] - voices[1] if voices else 0)
        progress(min(start + SLICE, len(found)), len(found))


def mark_unread(db: Database, rows: Sequence[int]) -> None:
    """Make the posts at `rows` unread again, with the voices that joined their stories since."""
    for start in range(0, len(rows), SLICE):
        with db.transaction():
            told = story_rows.with_voices(db, rows[start : start + SLICE])
            db.run(_UNREAD, {"rows": json.dumps(told)})
