"""What an edited post said before: few versions of each, pressed. All inside the caller's transaction."""

import json
import zlib
from collections.abc import Sequence
from typing import Any

from learnlog.library.connection import Database
from learnlog.library.lenient import strings
from learnlog.library.post_rows import moment
from learnlog.model.post import PostVersion

MOST = 5
"""Versions of one post: the first one, and the newest of those after it."""
_LONGEST = 100_000
"""Characters of a text that are kept of an earlier version."""

_NOW = "SELECT p.title, b.text FROM post p JOIN post_body b ON b.row = p.row WHERE p.row = ?"
_TOO_MANY = """
    DELETE FROM post_version WHERE row = :row AND until IN (
        SELECT until FROM post_version
        WHERE row = :row AND until > (SELECT min(until) FROM post_version WHERE row = :row)
        ORDER BY until DESC LIMIT -1 OFFSET :most
    )
"""


def keep(db: Database, row: int, values: dict[str, Any]) -> None:
    """Keep what the post at `row` says, when `values`, which will stand there, have other words."""
    before = db.one(_NOW, (row,))
    if before is None or (before["title"], before["text"]) == (values["title"], values["text"]):
        return
    words = json.dumps([before["title"], before["text"][:_LONGEST]], ensure_ascii=False)
    pressed = zlib.compress(words.encode("utf-8", "replace"))
    # a second edit within a second says nothing of what stood there between
    db.run("INSERT OR IGNORE INTO post_version VALUES (?, ?, ?)", (row, values["arrived"], pressed))
    db.run(_TOO_MANY, {"row": row, "most": MOST - 1})


def forget(db: Database, rows: Sequence[int]) -> None:
    """Forget the earlier words of the posts at `rows`: their author took them back."""
    db.run(
        "DELETE FROM post_version WHERE row IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),)
    )


def versions(db: Database, id: str) -> list[PostVersion]:
    """Return what the post `id` said before it was edited, the oldest first."""
    found = db.rows(
        "SELECT v.until, v.words FROM post_version v JOIN post p ON p.row = v.row WHERE p.id = ? ORDER BY v.until",
        (id,),
    )
    read = ((row["until"], _said(row["words"])) for row in found)
    return [PostVersion(until=moment(until), title=said[0], text=said[1]) for until, said in read if said]


def _said(pressed: bytes) -> tuple[str, ...]:
    """Return title and text of a version; nothing of one that nobody can read."""
    try:
        said = strings(zlib.decompress(pressed))
    except zlib.error:
        return ()
    return said if len(said) == 2 else ()
