"""Which posts are in which theme: kept up to date as posts arrive and as theme files and cards change."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from learnlog.library.connection import Database
from learnlog.library.names import sync_people, sync_themes
from learnlog.model.document import DocumentType

WORDS, PERSON, MINE, RULE = 1, 2, 4, 8
"""Why a post is in a theme; a post may have several reasons."""

_NO_MATCH = '""'

_FILL = """
    INSERT INTO post_theme (theme, published, row, channel_id, sources, unread)
    SELECT :theme, p.published, p.row, p.channel_id, m.sources, p.read_at IS NULL
    FROM (
        SELECT row, sum(source) AS sources FROM (
            SELECT rowid AS row, 1 AS source FROM post_fts WHERE post_fts MATCH :match
            UNION ALL
            SELECT p.row, 2 FROM channel_theme c JOIN post p ON p.channel_id = c.channel_id
            WHERE c.theme = :theme
            UNION ALL
            SELECT DISTINCT p.row, 4 FROM doc d CROSS JOIN doc_theme t ON t.row = d.row
            LEFT JOIN theme_key k ON k.key = t.key CROSS JOIN post p ON p.id = d.id
            WHERE d.type = 'filed' AND coalesce(k.final, t.key) = :theme
            UNION ALL
            SELECT DISTINCT m.row, 8 FROM rule_mark m LEFT JOIN theme_key k ON k.key = m.theme
            WHERE m.what = 'theme' AND coalesce(k.final, m.theme) = :theme
        ) GROUP BY row
    ) m JOIN post p ON p.row = m.row
"""


def follow(db: Database, touched: set[tuple[str, str]]) -> None:
    """Let the themes of posts follow the documents, told by type and id, that came, changed or went."""
    kinds = {kind for kind, _ in touched}
    if kinds & {DocumentType.THEME, DocumentType.PERSON}:
        _sync(db)
    if DocumentType.FILED in kinds:
        _follow_files(db, [id for kind, id in touched if kind == DocumentType.FILED])


def _sync(db: Database) -> None:
    """Follow what changed in theme files and cards: only the themes concerned are worked out again."""
    themes = sync_themes(db)
    pairs = sync_people(db)
    matches = _matches(db)
    for theme in themes:
        db.run("DELETE FROM post_theme WHERE theme = ?", (theme,))
        db.run(_FILL, {"theme": theme, "match": matches.get(theme, _NO_MATCH)})
    for channel_id, theme in pairs:
        if theme not in themes:
            _follow_card(db, channel_id, theme)


def place(db: Database, rows: Sequence[int]) -> None:
    """Put the posts at `rows` (new or changed) into themes, save those for their words: see `place_by_words`."""
    if not rows:
        return
    sources: dict[tuple[str, int], int] = defaultdict(int)
    listed = json.dumps(list(rows))
    for sql, source in ((_BY_PERSON, PERSON), (_BY_ME, MINE), (_BY_RULE, RULE)):
        for row in db.rows(sql, (listed,)):
            sources[row["theme"], row["row"]] |= source
    db.run("DELETE FROM post_theme WHERE row IN (SELECT value FROM json_each(?))", (listed,))
    _add(db, sources)


def place_by_words(db: Database, rows: Sequence[int]) -> None:
    """Put the posts at `rows`, whose words are in the index by now, into the themes that these words are of."""
    wanted = set(rows)
    sources: dict[tuple[str, int], int] = {}
    for theme, match in _matches(db).items() if rows else ():
        hits = db.rows(
            "SELECT rowid FROM post_fts WHERE post_fts MATCH ? AND rowid >= ? AND rowid <= ?",
            (match, min(rows), max(rows)),
        )
        sources |= {(theme, hit[0]): WORDS for hit in hits if hit[0] in wanted}
    _add(db, sources)


def _add(db: Database, sources: dict[tuple[str, int], int]) -> None:
    """Add reasons, each for a theme and a row."""
    db.run_many(_PUT, [(theme, source, row) for (theme, row), source in sources.items()])


_BY_PERSON = """
    SELECT c.theme, p.row FROM post p JOIN channel_theme c ON c.channel_id = p.channel_id
    WHERE p.row IN (SELECT value FROM json_each(?))
"""
_BY_ME = """
    SELECT DISTINCT coalesce(k.final, t.key) AS theme, p.row FROM post p
    CROSS JOIN doc d ON d.type = 'filed' AND d.id = p.id
    CROSS JOIN doc_theme t ON t.row = d.row LEFT JOIN theme_key k ON k.key = t.key
    WHERE p.row IN (SELECT value FROM json_each(?))
"""
_BY_RULE = """
    SELECT DISTINCT coalesce(k.final, m.theme) AS theme, m.row FROM rule_mark m
    LEFT JOIN theme_key k ON k.key = m.theme
    WHERE m.what = 'theme' AND m.row IN (SELECT value FROM json_each(?))
"""
_PUT = """
    INSERT INTO post_theme (theme, published, row, channel_id, sources, unread)
    SELECT ?1, published, row, channel_id, ?2, read_at IS NULL FROM post WHERE row = ?3
    ON CONFLICT (theme, published, row) DO UPDATE SET sources = sources | excluded.sources
"""


def _matches(db: Database) -> dict[str, str]:
    """Return for each final theme what a post's words must match: its own terms or those merged into it."""
    terms: dict[str, list[str]] = defaultdict(list)
    for row in db.rows("SELECT final, match FROM theme WHERE match <> '' ORDER BY slug"):
        terms[row["final"]].append(row["match"])
    return {theme: " OR ".join(parts) for theme, parts in terms.items()}


def _follow_card(db: Database, channel_id: int, theme: str) -> None:
    """Add or take away the reason "its person" for one channel's posts in one theme."""
    values = {"channel": channel_id, "theme": theme}
    if db.one("SELECT 1 FROM channel_theme WHERE channel_id = :channel AND theme = :theme", values):
        db.run(_ADD_PERSON, values)
        return
    db.run(
        "UPDATE post_theme SET sources = sources & ~2 WHERE theme = :theme AND channel_id = :channel", values
    )
    db.run("DELETE FROM post_theme WHERE theme = :theme AND sources = 0", values)


_ADD_PERSON = """
    INSERT INTO post_theme (theme, published, row, channel_id, sources, unread)
    SELECT :theme, published, row, channel_id, 2, read_at IS NULL FROM post WHERE channel_id = :channel
    ON CONFLICT (theme, published, row) DO UPDATE SET sources = sources | 2
"""


def follow_rules(db: Database, rows: Sequence[int]) -> None:
    """Add or take away the reason "a rule says so" for the posts at `rows`."""
    _renew(db, rows, RULE, _BY_RULE)


def _follow_files(db: Database, posts: Iterable[str]) -> None:
    """Add or take away the reason "I said so" for posts (ids) whose files in the vault came, changed or went."""
    _renew(db, rows_of(db, posts), MINE, _BY_ME)


def _renew(db: Database, rows: Sequence[int], source: int, pairs: str) -> None:
    """Let one reason of the posts at `rows` be what `pairs` (SQL for theme and row) says now."""
    listed = (json.dumps(list(rows)),)
    if not rows:
        return
    among = "row IN (SELECT value FROM json_each(?))"
    db.run(f"UPDATE post_theme SET sources = sources & ~{source} WHERE {among}", listed)  # noqa: S608 - ours
    db.run(
        f"""INSERT INTO post_theme (theme, published, row, channel_id, sources, unread)
            SELECT m.theme, p.published, p.row, p.channel_id, {source}, p.read_at IS NULL
            FROM ({pairs}) m JOIN post p ON p.row = m.row WHERE true
            ON CONFLICT (theme, published, row) DO UPDATE SET sources = sources | {source}""",  # noqa: S608 - ours
        listed,
    )
    db.run(f"DELETE FROM post_theme WHERE {among} AND sources = 0", listed)  # noqa: S608 - ours


def rows_of(db: Database, ids: Iterable[str]) -> list[int]:
    """Return the rows of the posts with `ids`."""
    found = db.rows(
        "SELECT row FROM post WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)
    )
    return [row[0] for row in found]
