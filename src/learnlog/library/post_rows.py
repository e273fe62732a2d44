"""From rows to posts as lists show them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from sqlite3 import Row
from typing import TypeVar

from learnlog.library.connection import Database
from learnlog.library.schema import ANSWER, VOICE
from learnlog.model.moments import from_seconds
from learnlog.model.post import Post, Touch, Voice

_K = TypeVar("_K")
_V = TypeVar("_V")

COLUMNS = """
    SELECT p.row, p.id, p.url, p.title, p.author, b.excerpt, p.published,
           CASE WHEN p.words >= 0 THEN p.words ELSE words_in(b.text) END AS words, p.read_at, p.starred_at,
           p.uri, p.boost_of, p."by", p.has_media, p.warning, p.gone, p.aside,
           coalesce(o.person, '') AS person, coalesce(o.name, '') AS name, c.key AS channel, c.kind,
           (SELECT max(until) FROM post_version v WHERE v.row = p.row) AS edited
"""
OF = """
    CROSS JOIN channel c ON c.id = p.channel_id CROSS JOIN post_body b ON b.row = p.row
    LEFT JOIN channel_person o ON o.channel_id = p.channel_id
"""

_THEMES = "SELECT row, theme FROM post_theme WHERE row IN (SELECT value FROM json_each(?)) ORDER BY theme"
_KEPT = """
    SELECT l.target, d.id FROM link l JOIN doc d ON d.row = l.row
    WHERE l.relation = 'post' AND l.target IN (SELECT value FROM json_each(?)) AND d.type = 'kept'
"""
_VOICES = """
    SELECT me.row AS of, p.id, p.row, p.published, p.starred_at, p.boost_of <> '' AS is_boost, v.reason,
        c.key, c.kind, o.person, o.name
    FROM json_each(?) j CROSS JOIN voice me ON me.row = j.value JOIN voice v ON v.story = me.story AND v.row <> me.row
    CROSS JOIN post p ON p.row = v.row CROSS JOIN channel c ON c.id = p.channel_id
    JOIN channel_person o ON o.channel_id = p.channel_id WHERE o.muted = 0 ORDER BY v.story, v.place
"""
_RULES = """
    SELECT m.row, r.name, m.what, m.theme FROM rule_mark m JOIN rule_run r ON r.id = m.run
    WHERE m.row IN (SELECT value FROM json_each(?)) AND (m.what <> 'hide' OR m.row IN (SELECT row FROM hidden))
    ORDER BY m.run
"""
_DEEDS = "SELECT uri, deed FROM deed WHERE uri IN (SELECT value FROM json_each(?)) GROUP BY uri, deed"


class _Around:
    """What other tables know of some posts: by row, what is kept by id, and deeds by uri."""

    def __init__(self, db: Database, rows: Sequence[Row]) -> None:
        places = json.dumps([row["row"] for row in rows])
        uris = json.dumps([row["uri"] for row in rows if row["uri"]])
        self.themes = _listed((row["row"], row["theme"]) for row in db.rows(_THEMES, (places,)))
        self.voices = _voices(db, places)
        told = [voice.id for voices in self.voices.values() for voice, _ in voices]
        ids = json.dumps([row["id"] for row in rows] + told)
        self.kept = {row[0]: row[1] for row in db.rows(_KEPT, (ids,))}
        self.touched = _listed(
            (row, Touch(rule=name, what=what, theme=theme))
            for row, name, what, theme in db.rows(_RULES, (places,))
        )
        self.deeds = _listed((row["uri"], row["deed"]) for row in db.rows(_DEEDS, (uris,)))


def read_posts(db: Database, sql: str, parameters: Mapping[str, object]) -> list[Post]:
    """Return the posts that `sql`, which begins with `COLUMNS`, finds."""
    rows = db.rows(sql, parameters)
    around = _Around(db, rows)
    return [_post(row, around) for row in rows]


def _post(row: Row, around: _Around) -> Post:
    voices = around.voices.get(row["row"], ())
    return Post(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        author=row["author"],
        excerpt=row["excerpt"],
        published=moment(row["published"]),
        person=row["person"],
        person_name=row["name"],
        channel=row["channel"],
        kind=row["kind"],
        edited=moment(row["edited"]) if row["edited"] is not None else None,
        read=row["read_at"] is not None,
        starred=row["starred_at"] is not None or any(star for _, star in voices),
        kept=around.kept.get(row["id"], "") or _kept_elsewhere(around.kept, voices),
        themes=tuple(around.themes.get(row["row"], ())),
        words=row["words"],
        row=row["row"],
        uri=row["uri"],
        by=row["by"],
        is_boost=bool(row["boost_of"]),
        is_answer=row["aside"] & 3 == ANSWER,
        has_media=bool(row["has_media"]),
        warning=row["warning"],
        gone=row["gone"] is not None,
        deeds=tuple(around.deeds.get(row["uri"], ())),
        others=tuple(voice for voice, _ in voices),
        is_told_again=bool(row["aside"] & VOICE),
        touched=tuple(dict.fromkeys(around.touched.get(row["row"], ()))),
    )


def _listed(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, list[_V]]:
    """Return by the first of each pair what came with it, in order."""
    found: dict[_K, list[_V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _voices(db: Database, places: str) -> dict[int, list[tuple[Voice, bool]]]:
    """Return the other voices of the stories of the rows in `places`, by row, each with whether it is starred."""
    found: dict[int, list[tuple[Voice, bool]]] = {}
    for row in db.rows(_VOICES, (places,)):
        voice = Voice(
            id=row["id"],
            person=row["person"],
            name=row["name"],
            kind=row["kind"],
            channel=row["key"],
            published=moment(row["published"]),
            reason=row["reason"],
            is_boost=bool(row["is_boost"]),
        )
        found.setdefault(row["of"], []).append((voice, row["starred_at"] is not None))
    return found


def _kept_elsewhere(kept: Mapping[str, str], voices: Sequence[tuple[Voice, bool]]) -> str:
    return next((kept[voice.id] for voice, _ in voices if voice.id in kept), "")


def moment(seconds: int) -> datetime:
    """Return a moment as the library counts it."""
    return from_seconds(seconds)
