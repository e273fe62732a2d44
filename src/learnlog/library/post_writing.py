"""Writing posts: new ones, edited ones, those their author took back. All inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from learnlog.library import membership, versions
from learnlog.library.arrivals import is_same, told
from learnlog.library.connection import Database
from learnlog.library.index_schema import POST_INDEXES
from learnlog.library.packing import unpack
from learnlog.library.story_rows import leave
from learnlog.library.ties import Written, written
from learnlog.model.post import DELETED

_COLUMNS = (
    *("id", "published", "dated", "updated", "arrived", "words", "hash", "guid", "url", "title", "author"),
    *("excerpt", "uri", "boost_of", "parent", "root", "by", "warning", "has_media", "aside"),
)
_INSERT = f"""
    INSERT INTO post (row, channel_id, {", ".join(f'"{name}"' for name in _COLUMNS)})
    VALUES ({", ".join("?" * (2 + len(_COLUMNS)))})
"""  # noqa: S608 - constants of ours
_BODY_COLUMNS = ("language", "tags", "extra", "text", "is_told", "html_utf8", "social")
_INSERT_BODY = """
    INSERT OR REPLACE INTO post_new (row, language, tags, words, text, is_told, html, social)
    VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?)
"""
"""The HTML comes as the bytes it is stored as: they are at hand, and making them is half of what binding it costs."""
_LAST = """
    SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'post'), 0),
        coalesce((SELECT max(row) FROM post), 0))
"""
"""As SQLite looks for a new row itself: no row is given twice, also when another program emptied the sequence."""
_UPDATE = """
    UPDATE post SET published = :published, dated = :dated, updated = :updated, words = :words, hash = :hash,
        url = :url, title = :title, author = :author, excerpt = :excerpt, uri = :uri, boost_of = :boost_of,
        parent = :parent, root = :root, "by" = :by, warning = :warning, has_media = :has_media,
        aside = :aside | (aside & 4), gone = NULL
    WHERE row = :row
"""
_PUT_BODY = """
    INSERT OR REPLACE INTO post_new (row, language, tags, words, text, is_told, html, social)
    VALUES (:row, :language, :tags, :extra, :text, :is_told, :html, :social)
"""
_PUT_TEXT = """
    INSERT OR REPLACE INTO post_new (row, language, tags, words, text, html, social)
    SELECT row, language, tags, words, :text, :html, social FROM post_body WHERE row = :row
"""
_FED = "DELETE FROM post_whole WHERE row = :row"
_HAS_WORDS = "SELECT 1 FROM post_store WHERE row = :row"
_DELETE_WORDS = """
    INSERT INTO {0} ({0}, rowid, title, text, words)
    SELECT 'delete', row, title, text, words FROM post_search WHERE row = :row
"""
_QUIETLY = """
    UPDATE post SET url = :url, author = :author, "by" = :by
    WHERE row = :row AND (url <> :url OR author <> :author OR "by" <> :by)
"""
_BODY_QUIETLY = """
    INSERT INTO post_new (row, language, tags, words, text, html, social)
    SELECT row, :language, tags, words, text, :html, :social FROM post_body
    WHERE row = :row AND (social <> :social OR html <> :html OR language <> :language)
    ON CONFLICT (row) DO UPDATE SET language = excluded.language, html = excluded.html, social = excluded.social
"""
_EMPTY = f"""
    UPDATE post SET title = '', excerpt = '{DELETED}', words = 0, warning = '', has_media = 0, hash = ''
    WHERE row = :row
"""  # noqa: S608 - a constant of ours
_NO_WORDS = {"text": "", "is_told": True, "html": "", "extra": "", "tags": "[]"}
_UNTOUCHED = """
    SELECT p.row, b.language, b.social FROM post p JOIN post_body b ON b.row = p.row
    WHERE p.row IN (SELECT value FROM json_each(?)) AND p.starred_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM doc d WHERE d.type = 'filed' AND d.id = p.id)
    AND NOT EXISTS (SELECT 1 FROM link l WHERE l.relation = 'post' AND l.target = p.id)
"""


def add(db: Database, channel_id: int, posts: Sequence[dict[str, Any]]) -> list[Written]:
    """Write new posts of a channel, in their order."""
    if not posts:
        return []
    last = db.number(_LAST)
    rows = range(last + 1, last + 1 + len(posts))
    columns, body = itemgetter(*_COLUMNS), itemgetter(*_BODY_COLUMNS)
    db.run_many(_INSERT, [(row, channel_id, *columns(post)) for row, post in zip(rows, posts, strict=True)])
    db.run_many(_INSERT_BODY, [(row, *body(post)) for row, post in zip(rows, posts, strict=True)])
    return [written(row, values) for row, values in zip(rows, posts, strict=True)]


def take_again(db: Database, values: dict[str, Any], known: sqlite3.Row) -> Written | None:
    """Bring a known post up to date; return it when it changed for a reader. Counts change quietly."""
    if not is_same(values, known["hash"]):
        values = told(values)
        _change(db, values, known["row"], known["published"])
        return written(known["row"], values)
    if values["social"]:
        values = {**values, "row": known["row"]}
        db.run(_BODY_QUIETLY, values)
        db.run(_QUIETLY, values)
    if known["gone"] is not None:
        db.run("UPDATE post SET gone = NULL WHERE row = ?", (known["row"],))
    return None if known["gone"] is None else written(known["row"], values)


def _change(db: Database, values: dict[str, Any], row: int, published: int) -> None:
    # an edit never moves a post: some feeds date every answer anew
    values = {**values, "row": row, "published": published}
    give_back(db, row)
    versions.keep(db, row, values)
    _forget_words(db, row)
    db.run(_UPDATE, values)
    db.run(_PUT_BODY, values)


def put_text(db: Database, row: int, html: str, text: str) -> None:
    """Let another text stand as a post's; all else that is known of it stays."""
    values = {"row": row, "html": html, "text": text, "count": len(text.split())}
    db.run(_PUT_TEXT, values)
    _forget_words(db, row)
    db.run("UPDATE post SET words = :count, excerpt = '' WHERE row = :row", values)


def give_back(db: Database, row: int) -> bool:
    """Let what the feed gave stand again as the text of a post that was read whole; tell whether it was."""
    fed = db.one("SELECT fed FROM post_whole WHERE row = ?", (row,))
    if fed is not None and fed[0] is not None:
        html, text, _ = unpack(fed[0])
        put_text(db, row, html, text)
    db.run(_FED, {"row": row})
    return fed is not None and fed[0] is not None


def mark_gone(db: Database, rows: Sequence[int], moment: int) -> list[int]:
    """Mark posts as taken back by their author; return the rows that were not so before.

    The words of those that I starred, kept or gave a theme stay; of the others only the place in a thread.
    """
    listed = json.dumps(rows)
    found = db.rows(
        "SELECT row FROM post WHERE gone IS NULL AND row IN (SELECT value FROM json_each(?))", (listed,)
    )
    fresh = [row[0] for row in found]
    db.run_many("UPDATE post SET gone = ? WHERE row = ?", [(moment, row) for row in fresh])
    emptied = db.rows(_UNTOUCHED, (json.dumps(fresh),))
    for row in emptied:
        values = {**_NO_WORDS, **row, "social": _without_words(row["social"])}
        _forget_words(db, row["row"])
        db.run(_EMPTY, values)
        db.run(_PUT_BODY, values)
        db.run(_FED, values)
    versions.forget(db, [row["row"] for row in emptied])
    membership.place(db, [row["row"] for row in emptied])
    return fresh


def forget(db: Database, row: int) -> None:
    """Take a post out of the library: only for one that is there twice."""
    leave(db, row)
    _forget_words(db, row)
    for table in ("post_theme", "post_tag", "post_whole", "post_new", "post"):
        db.run(f"DELETE FROM {table} WHERE row = ?", (row,))  # noqa: S608 - our tables


def _forget_words(db: Database, row: int) -> None:
    """Take the words of a post out of the index, while it is known which they are; it waits to be indexed then."""
    values = {"row": row}
    if db.one(_HAS_WORDS, values):
        for table in POST_INDEXES:
            db.run(_DELETE_WORDS.format(table), values)
        db.run("DELETE FROM post_store WHERE row = :row", values)


def _without_words(text: str) -> str:
    from learnlog.library.social_rows import from_json, to_json, without_words

    social = from_json(text)
    return to_json(without_words(social)) if social else ""
