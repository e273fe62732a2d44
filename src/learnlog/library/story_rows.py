"""The rows of stories: which voice leads, which follow, and what they share. All inside the caller's transaction."""

import json
from collections.abc import Iterable, Sequence
from sqlite3 import Row

from learnlog.library.connection import Database
from learnlog.library.schema import VOICE
from learnlog.model.sites import site_at

_MEMBERS = "SELECT row FROM voice WHERE story = (SELECT story FROM voice WHERE row = ?) ORDER BY place, row"
_VOICES = """
    SELECT v.row, v.reason, p.read_at, p.url, p.uri, c.key, p.gone IS NOT NULL AS is_gone,
        p.boost_of <> '' AS is_boost, p.published
    FROM voice v JOIN post p ON p.row = v.row JOIN channel c ON c.id = p.channel_id WHERE v.story = ?
"""
_CLAIMED = ("address", "link")
"""Reasons that a post gives by itself: it says whose page it is about, and that may be anybody's."""
_STORIES = "SELECT DISTINCT story FROM voice WHERE row IN (SELECT value FROM json_each(?))"
ALONG = "story"
"""What stands in ``rule_mark.theme`` where a rule hides a post only because it hides another voice."""

_HIDDEN_ALONG = (
    f"""
    DELETE FROM rule_mark WHERE what = 'hide' AND theme = '{ALONG}'
    AND row IN (SELECT row FROM voice WHERE story = :story)
    """,  # noqa: S608 - a constant of ours
    "DELETE FROM hidden WHERE row IN (SELECT row FROM voice WHERE story = :story)",
    f"""
    INSERT OR IGNORE INTO rule_mark (row, run, what, theme)
    SELECT v.row, m.run, 'hide', '{ALONG}' FROM voice v CROSS JOIN rule_mark m
    WHERE v.story = :story AND v.row <> :lead AND m.row = :lead AND m.what = 'hide'
    AND NOT EXISTS (SELECT 1 FROM rule_mark k WHERE k.row = v.row AND k.run = m.run AND k.what = 'hide')
    """,  # noqa: S608 - a constant of ours
    """
    INSERT INTO hidden SELECT v.row FROM voice v WHERE v.story = :story
    AND EXISTS (SELECT 1 FROM rule_mark m WHERE m.row = :lead AND m.what = 'hide')
    """,
)
"""A rule hides a story by the voice that leads; what it found in another waits until that stands alone."""
_SHOWN_ALONE = (
    f"DELETE FROM rule_mark WHERE row = :row AND what = 'hide' AND theme = '{ALONG}'",  # noqa: S608 - as above
    "DELETE FROM hidden WHERE row = :row",
    "INSERT INTO hidden SELECT :row WHERE EXISTS (SELECT 1 FROM rule_mark WHERE row = :row AND what = 'hide')",
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
    told = sorted(db.rows(_VOICES, (story,)), key=_standing)
    ordered = [voice["row"] for voice in told]
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
    read = _read_at(told)
    if read:
        db.run(_READ_ALONG, {"story": story})
        db.run(f"UPDATE post SET read_at = ? WHERE read_at IS NULL AND {among}", (read, listed))  # noqa: S608 - ours
    else:
        db.run(f"UPDATE post SET read_at = NULL WHERE read_at IS NOT NULL AND {among}", (listed,))  # noqa: S608 - ours
    for statement in _HIDDEN_ALONG:
        db.run(statement, {"story": story, "lead": ordered[0]})
    hidden = db.number(f"SELECT count(*) FROM hidden WHERE {among}", (listed,))  # noqa: S608 - ours
    db.run(_COUNTED, {"story": story, "unread": int(not read and not hidden)})


def _standing(voice: Row) -> tuple[object, ...]:
    """Order voices: what is still there, its author's own, an entry of its own site, other entries, the first.

    A feed may claim any page and any day, a server any post; which site it was fetched from it cannot choose.
    """
    own, social = _is_own(voice), voice["uri"] != ""
    at_home = social and _is_at_home(voice["uri"], voice["key"])
    return voice["is_gone"], voice["is_boost"], not own, social, not at_home, voice["published"], voice["row"]


def _is_at_home(uri: str, key: str) -> bool:
    """Tell whether the network's name of a post is one of the account `key`, or of its server."""
    if uri.startswith("at://"):
        return uri.startswith(f"at://{key}/")
    return key.startswith("http") and uri.split("/", 3)[:3] == key.split("/", 3)[:3]


def _is_own(voice: Row) -> bool:
    """Tell whether an entry is a page of the site that its feed is on."""
    if voice["uri"]:
        return False
    return bool(site := site_at(voice["url"])) and site == site_at(voice["key"])


def _read_at(told: Sequence[Row]) -> int | None:
    """Return when a story was read, the leading voice first in `told`.

    Somebody else's word about a page was not the page, when that is its author's own.
    """
    lead, *others = told
    spares = lead["read_at"] is None and _is_own(lead)
    read = [one["read_at"] for one in others if one["read_at"] and not (spares and one["reason"] in _CLAIMED)]
    return min([lead["read_at"], *read] if lead["read_at"] else read, default=None)


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
