"""The rows of stories: which voice leads, which follow, and what they share. All inside the caller's transaction."""

import json
from collections.abc import Iterable

from learnlog.library.connection import Database
from learnlog.library.schema import VOICE

_MEMBERS = "SELECT row FROM voice WHERE story = (SELECT story FROM voice WHERE row = ?) ORDER BY place, row"
_ORDER = """
    SELECT v.row FROM voice v JOIN post p ON p.row = v.row WHERE v.story = ?
    ORDER BY p.gone IS NOT NULL, p.boost_of <> '', p.uri <> '', p.published, p.row
"""
"""Who leads: what is still there, its author's own, the entry before what announces it, the first."""
_STORIES = "SELECT DISTINCT story FROM voice WHERE row IN (SELECT value FROM json_each(?))"
ALONG = "story"
"""What stands in ``rule_mark.theme`` where a rule hides a post only because it hides another voice."""

_HIDDEN_ALONG = (
    f"""
    DELETE FROM rule_mark WHERE what = 'hide' AND theme = '{ALONG}'
    AND row IN (SELECT row FROM voice WHERE story = :story)
    """,  # noqa: S608 - a constant of ours
    """
    DELETE FROM hidden WHERE row IN (SELECT row FROM voice WHERE story = :story)
    AND NOT EXISTS (SELECT 1 FROM rule_mark m WHERE m.row = hidden.row AND m.what = 'hide')
    """,
    f"""
    INSERT OR IGNORE INTO rule_mark (row, run, what, theme)
    SELECT v.row, r.run, 'hide', '{ALONG}' FROM voice v CROSS JOIN (
        SELECT DISTINCT m.run FROM voice w JOIN rule_mark m ON m.row = w.row
        WHERE w.story = :story AND m.what = 'hide' AND m.theme = ''
    ) r WHERE v.story = :story
    AND NOT EXISTS (SELECT 1 FROM rule_mark k WHERE k.row = v.row AND k.run = r.run AND k.what = 'hide')
    """,  # noqa: S608 - a constant of ours
    """
    INSERT OR IGNORE INTO hidden SELECT m.row FROM voice v JOIN rule_mark m ON m.row = v.row
    WHERE v.story = :story AND m.what = 'hide'
    """,
)
_SHOWN_ALONE = (
    f"DELETE FROM rule_mark WHERE row = :row AND what = 'hide' AND theme = '{ALONG}'",  # noqa: S608 - as above
    """
    DELETE FROM hidden WHERE row = :row
    AND NOT EXISTS (SELECT 1 FROM rule_mark m WHERE m.row = :row AND m.what = 'hide')
    """,
)
_COUNTED = """
    INSERT INTO story (story, channels, unread)
    SELECT :story, group_concat(channel), :unread FROM (
        SELECT CASE p.boost_of WHEN '' THEN 1 ELSE -1 END * p.channel_id AS channel
        FROM voice v JOIN post p ON p.row = v.row WHERE v.story = :story ORDER BY v.place
    ) WHERE true
    ON CONFLICT (story) DO UPDATE SET channels = excluded.channels, unread = excluded.unread
"""
_READ_ALONG = """
    UPDATE voice SET read_along = 1 WHERE story = :story AND EXISTS (
        SELECT 1 FROM post p WHERE p.row = voice.row AND p.read_at IS NULL)
"""


def note(db: Database, rows: Iterable[int]) -> None:
    """Let the posts at `rows`, new or changed, be compared later."""
    db.run_many("INSERT OR IGNORE INTO story_todo VALUES (?)", ((row,) for row in rows))


def members(db: Database, row: int) -> list[int]:
    """Return the rows of the story of the post at `row`, the leading one first; alone it is a story by itself."""
    return [found[0] for found in db.rows(_MEMBERS, (row,))] or [row]


def with_voices(db: Database, rows: Iterable[int]) -> list[int]:
    """Return `rows`, and after them those of the other voices of their stories."""
    listed = list(rows)
    found = db.rows(
        """SELECT v.row FROM json_each(?) j CROSS JOIN voice me ON me.row = j.value
           JOIN voice v ON v.story = me.story ORDER BY v.row""",
        (json.dumps(listed),),
    )
    return list(dict.fromkeys((*listed, *(row[0] for row in found))))


def add_voices(db: Database, one: int, other: int, reason: str) -> None:
    """Make one story of those of the posts at `one` and `other`; `settle` puts it in order."""
    mine = db.number("SELECT story FROM voice WHERE row = ?", (one,))
    theirs = db.number("SELECT story FROM voice WHERE row = ?", (other,))
    if mine and theirs:
        db.run("UPDATE voice SET story = ? WHERE story = ?", (theirs, mine))
        db.run("DELETE FROM story WHERE story = ?", (mine,))
        return
    story = mine or theirs or db.number("SELECT max(story) FROM voice") + 1
    for row, known in ((one, mine), (other, theirs)):
        if not known:
            db.run("INSERT INTO voice (row, story, place, reason) VALUES (?, ?, 0, ?)", (row, story, reason))


def settle(db: Database, rows: Iterable[int]) -> None:
    """Put the stories of the posts at `rows` in order: who leads, and what was read of one is read of all."""
    for found in db.rows(_STORIES, (json.dumps(list(rows)),)):
        _settle(db, found[0])


def _settle(db: Database, story: int) -> None:
    ordered = [row[0] for row in db.rows(_ORDER, (story,))]
    if len(ordered) < 2:
        for row in ordered:
            _let_go(db, row)
        db.run("DELETE FROM story WHERE story = ?", (story,))
        return
    db.run_many("UPDATE voice SET place = ? WHERE row = ?", enumerate(ordered))
    listed = json.dumps(ordered)
    db.run(
        f"""UPDATE post SET aside = (aside & ~{VOICE}) | CASE row WHEN ? THEN 0 ELSE {VOICE} END
            WHERE row IN (SELECT value FROM json_each(?))""",  # noqa: S608 - a constant of ours
        (ordered[0], listed),
    )
    among = "row IN (SELECT value FROM json_each(?))"
    read = db.number(f"SELECT min(read_at) FROM post WHERE {among}", (listed,))  # noqa: S608 - ours
    if read:
        db.run(_READ_ALONG, {"story": story})
        db.run(f"UPDATE post SET read_at = ? WHERE read_at IS NULL AND {among}", (read, listed))  # noqa: S608 - ours
    for statement in _HIDDEN_ALONG:
        db.run(statement, {"story": story})
    hidden = db.number(f"SELECT count(*) FROM hidden WHERE {among}", (listed,))  # noqa: S608 - ours
    db.run(_COUNTED, {"story": story, "unread": int(not read and not hidden)})


def moved(db: Database, channel: int) -> None:
    """Let the stories know that posts stand in the channel with row `channel` now."""
    found = db.rows(
        "SELECT v.row FROM voice v JOIN post p ON p.row = v.row WHERE p.channel_id = ?", (channel,)
    )
    settle(db, [row[0] for row in found])


def leave(db: Database, row: int) -> None:
    """Take the post at `row` out of its story; what was only read along is unread again."""
    found = db.one("SELECT story, read_along FROM voice WHERE row = ?", (row,))
    if found is None:
        return
    if found["read_along"]:
        db.run("UPDATE post SET read_at = NULL WHERE row = ?", (row,))
    _let_go(db, row)
    _settle(db, found["story"])


def _let_go(db: Database, row: int) -> None:
    for statement in _SHOWN_ALONE:
        db.run(statement, {"row": row})
    db.run("DELETE FROM voice WHERE row = ?", (row,))
    db.run(f"UPDATE post SET aside = aside & ~{VOICE} WHERE row = ?", (row,))  # noqa: S608 - a constant of ours
