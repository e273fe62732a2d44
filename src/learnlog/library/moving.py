"""Calling a channel otherwise, and making two channels one: posts keep their ids, their marks, their place."""

from learnlog.library.connection import Database
from learnlog.library.post_writing import forget
from learnlog.library.story_rows import moved

_DOUBLES = """
    SELECT p.row AS old_row, q.row AS new_row, p.read_at IS NOT NULL OR q.read_at IS NOT NULL AS was_read,
        {marked_p} AS old_marked, {marked_q} AS new_marked
    FROM post p JOIN post q ON q.guid = p.guid AND q.channel_id = :new WHERE p.channel_id = :old
"""
_MARKED = """(
    {0}.starred_at IS NOT NULL OR EXISTS (SELECT 1 FROM doc d WHERE d.type = 'filed' AND d.id = {0}.id)
    OR EXISTS (SELECT 1 FROM link l WHERE l.relation = 'post' AND l.target = {0}.id)
)"""


def rename(db: Database, old: str, new: str) -> None:
    """Call the channel with key `old` by `new`; when there is a channel `new`, put the posts of both there."""
    source = db.number("SELECT id FROM channel WHERE key = ?", (old,))
    if not source or old == new:
        return
    target = db.number("SELECT id FROM channel WHERE key = ?", (new,))
    db.run("DELETE FROM channel_alias WHERE key = ?", (new,))
    if target:
        _join(db, source, target)
    else:
        # cursors and validators of the old address mean nothing at the new one: it is asked at once, anew
        db.run("UPDATE channel SET key = ?, state = '{}' WHERE id = ?", (new, source))
        db.run("UPDATE channel_person SET channel = ? WHERE channel_id = ?", (new, source))
    db.run("INSERT INTO channel_alias (key, channel_id) VALUES (?, ?)", (old, target or source))


def _join(db: Database, source: int, target: int) -> None:
    values = {"old": source, "new": target}
    _drop_doubles(db, values)
    db.run("UPDATE post SET channel_id = :new WHERE channel_id = :old", values)
    db.run("UPDATE post_theme SET channel_id = :new WHERE channel_id = :old", values)
    db.run("UPDATE channel_alias SET channel_id = :new WHERE channel_id = :old", values)
    db.run("UPDATE dropped SET channel_id = :new WHERE channel_id = :old", values)
    # a card that lists only the old key still owns what it published
    db.run("UPDATE OR IGNORE channel_person SET channel_id = :new WHERE channel_id = :old", values)
    db.run(
        """UPDATE channel_person SET channel = (SELECT key FROM channel WHERE id = :new)
           WHERE channel_id = :new""",
        values,
    )
    db.run("UPDATE OR IGNORE channel_theme SET channel_id = :new WHERE channel_id = :old", values)
    moved(db, target)
    db.run("DELETE FROM channel WHERE id = :old", values)


def _drop_doubles(db: Database, values: dict[str, int]) -> None:
    """Of a post that both channels hold, leave the one I did something with, or the newer channel's."""
    sql = _DOUBLES.format(marked_p=_MARKED.format("p"), marked_q=_MARKED.format("q"))
    for pair in db.rows(sql, values):
        if pair["old_marked"] and pair["new_marked"]:
            continue
        stays, goes = pair["new_row"], pair["old_row"]
        if pair["old_marked"]:
            stays, goes = goes, stays
        forget(db, goes)
        if pair["was_read"]:
            db.run(
                "UPDATE post SET read_at = coalesce(read_at, published) WHERE row = ?",
                (stays,),
            )
