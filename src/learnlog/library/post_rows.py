"""From rows to posts as lists show them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from learnlog.library.connection import Database
from learnlog.library.schema import ANSWER
from learnlog.model.post import Post

COLUMNS = """
    SELECT p.row, p.id, p.url, p.title, p.author, p.excerpt, p.published, p.words, p.read_at, p.starred_at,
           p.uri, p.boost_of, p."by", p.has_media, p.warning, p.gone, p.aside,
           coalesce(o.person, '') AS person, coalesce(o.name, '') AS name, c.key AS channel
"""
OF = "CROSS JOIN channel c ON c.id = p.channel_id LEFT JOIN channel_person o ON o.channel_id = p.channel_id"

_THEMES = "SELECT row, theme FROM post_theme WHERE row IN (SELECT value FROM json_each(?)) ORDER BY theme"
_KEPT = """
    SELECT l.target, d.id FROM link l JOIN doc d ON d.row = l.row
    WHERE l.relation = 'post' AND l.target IN (SELECT value FROM json_each(?)) AND d.type = 'kept'
"""
_DEEDS = "SELECT uri, deed FROM deed WHERE uri IN (SELECT value FROM json_each(?)) GROUP BY uri, deed"


def read_posts(db: Database, sql: str, parameters: Mapping[str, object]) -> list[Post]:
    """Return the posts that `sql`, which begins with `COLUMNS`, finds."""
    rows = db.rows(sql, parameters)
    themes: dict[int, list[str]] = {}
    for row in db.rows(_THEMES, (json.dumps([row["row"] for row in rows]),)):
        themes.setdefault(row["row"], []).append(row["theme"])
    kept = {row[0]: row[1] for row in db.rows(_KEPT, (json.dumps([row["id"] for row in rows]),))}
    deeds: dict[str, list[str]] = {}
    for uri, deed in db.rows(_DEEDS, (json.dumps([row["uri"] for row in rows if row["uri"]]),)):
        deeds.setdefault(uri, []).append(deed)
    return [
        Post(
            id=row["id"],
            url=row["url"],
            title=row["title"],
            author=row["author"],
            excerpt=row["excerpt"],
            published=moment(row["published"]),
            person=row["person"],
            person_name=row["name"],
            channel=row["channel"],
            read=row["read_at"] is not None,
            starred=row["starred_at"] is not None,
            kept=kept.get(row["id"], ""),
            themes=tuple(themes.get(row["row"], ())),
            words=row["words"],
            row=row["row"],
            uri=row["uri"],
            by=row["by"],
            is_boost=bool(row["boost_of"]),
            is_answer=row["aside"] == ANSWER,
            has_media=bool(row["has_media"]),
            warning=row["warning"],
            gone=row["gone"] is not None,
            deeds=tuple(deeds.get(row["uri"], ())),
        )
        for row in rows
    ]


def moment(seconds: int) -> datetime:
    """Return a moment as the library counts it."""
    return datetime.fromtimestamp(seconds, UTC)
