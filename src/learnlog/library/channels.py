"""Channels: what is known about asking them, and taking in what they bring."""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from learnlog.library import membership
from learnlog.library.connection import Connections, Database
from learnlog.model.fetching import Arrived, FetchState
from learnlog.model.ids import post_id
from learnlog.model.moments import EPOCH
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_line, clean_link, clean_text

_MOMENTS = ("checked", "fetched", "due", "wait_until")
_LONGEST = 2_000_000
_EARLIEST, _LATEST = -62_135_596_800, 253_402_214_400  # what a datetime can hold, in epoch seconds

_INSERT = """
    INSERT INTO post (id, channel_id, published, dated, updated, arrived, words, hash, guid, url, title,
                      author, excerpt)
    VALUES (:id, :channel_id, :published, :dated, :updated, :arrived, :words, :hash, :guid, :url, :title,
            :author, :excerpt)
"""
_UPDATE = """
    UPDATE post SET published = :published, dated = :dated, updated = :updated, words = :words, hash = :hash,
        url = :url, title = :title, author = :author, excerpt = :excerpt
    WHERE row = :row
"""
_INSERT_BODY = """
    INSERT INTO post_body (row, language, tags, words, text, html)
    VALUES (:row, :language, :tags, :extra, :text, :html)
"""
_UPDATE_BODY = """
    UPDATE post_body SET language = :language, tags = :tags, words = :extra, text = :text, html = :html
    WHERE row = :row
"""
_INSERT_WORDS = "INSERT INTO post_fts (rowid, title, text, words) VALUES (:row, :title, :text, :extra)"
_DELETE_WORDS = """
    INSERT INTO post_fts (post_fts, rowid, title, text, words)
    SELECT 'delete', row, title, text, words FROM post_search WHERE row = :row
"""


class Channels:
    """Reads and writes channels with their fetch state; posts come in through `commit`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @property
    def _db(self) -> Database:
        return self._connections.db

    def ensure(self, channel: Channel) -> None:
        """Make the channel known, so that it can be asked."""
        with self._db.transaction():
            self._db.run(
                """INSERT INTO channel (key, kind) VALUES (?, ?)
                   ON CONFLICT (key) DO UPDATE SET kind = excluded.kind""",
                (channel.key, channel.kind),
            )

    def state(self, key: str) -> FetchState:
        """Return how the last conversations with the channel went."""
        row = self._db.one("SELECT state FROM channel WHERE key = ?", (key,))
        return _read_state(row["state"]) if row else FetchState()

    def states(self) -> dict[str, FetchState]:
        """Return the state of every channel by key."""
        rows = self._db.rows("SELECT key, state FROM channel ORDER BY key")
        return {row["key"]: _read_state(row["state"]) for row in rows}

    def due(self, now: datetime) -> list[str]:
        """Return the followed channels to ask now, the longest waiting first."""
        rows = self._db.rows(
            """SELECT c.key FROM channel c JOIN channel_person o ON o.channel_id = c.id
               WHERE c.due IS NULL OR c.due <= ? ORDER BY c.due, c.id""",
            (int(now.timestamp()),),
        )
        return [row["key"] for row in rows]

    def commit(self, key: str, posts: Sequence[NewPost], state: FetchState) -> Arrived:
        """Take in what a fetch brought, and its state, in one transaction.

        A post known already is updated in place: it stays read, starred and where it was.
        """
        db = self._db
        arrived = int((state.checked or datetime.now(UTC)).timestamp())
        new = changed = 0
        with db.transaction():
            channel_id = _write_state(db, key, state)
            rows = []
            for values in _distinct(key, posts, arrived):
                known = db.one("SELECT row, hash, published FROM post WHERE id = ?", (values["id"],))
                if known is None:
                    rows.append(_add(db, {**values, "channel_id": channel_id}))
                    new += 1
                elif known["hash"] != values["hash"]:
                    _change(db, values, known["row"], known["published"])
                    rows.append(known["row"])
                    changed += 1
            membership.refresh_posts(db, rows)
        return Arrived(new=new, changed=changed)


def _write_state(db: Database, key: str, state: FetchState) -> int:
    values = {name.name: getattr(state, name.name) for name in fields(state)}
    for name in _MOMENTS:
        values[name] = _seconds(values[name])
    db.run(
        """INSERT INTO channel (key, due, state) VALUES (?, ?, ?)
           ON CONFLICT (key) DO UPDATE SET due = excluded.due, state = excluded.state""",
        (key, values["due"], json.dumps(values)),
    )
    return db.number("SELECT id FROM channel WHERE key = ?", (key,))


def _read_state(text: str) -> FetchState:
    known = {name.name for name in fields(FetchState)}
    values = {name: value for name, value in json.loads(text).items() if name in known}
    for name in _MOMENTS:
        if values.get(name) is not None:
            values[name] = datetime.fromtimestamp(values[name], UTC)
    return FetchState(**values)


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else min(max(int(moment.timestamp()), _EARLIEST), _LATEST)


def _distinct(key: str, posts: Sequence[NewPost], arrived: int) -> list[dict[str, Any]]:
    """Return the posts as rows, oldest first, so that rows rise with time; of doubles the first counts."""
    rows: dict[str, dict[str, Any]] = {}
    for post in posts:
        id = post_id(key, post.guid)
        if id not in rows:
            rows[id] = _row(id, post, arrived)
    return sorted(rows.values(), key=lambda row: row["published"])


def _row(id: str, post: NewPost, arrived: int) -> dict[str, Any]:
    dated = _seconds(post.published) or 0
    tags = [clean_line(tag, 100) for tag in post.tags[:50]]
    text = clean_text(post.text[:_LONGEST]).strip()
    author = clean_line(post.author, 200)
    values: dict[str, Any] = {
        "updated": _seconds(post.updated),
        "words": len(text.split()),
        "guid": clean_line(post.guid),
        "url": clean_link(post.url),
        "title": clean_line(post.title, 500),
        "author": author,
        "excerpt": clean_line(text, 280),
        "language": clean_line(post.language, 40),
        "tags": json.dumps([tag for tag in tags if tag], ensure_ascii=False),
        "extra": " · ".join((author, *tags)),
        "text": text,
        "html": clean_text(post.html[:_LONGEST]),
    }
    said = [values[name] for name in ("url", "title", "author", "tags", "text", "html")]
    import hashlib

    values["hash"] = hashlib.blake2b("\0".join(said).encode(), digest_size=16).hexdigest()
    # without a date it arrived now; a date to come must not hold the top of the river
    published = min(dated, arrived) if dated > EPOCH.timestamp() else arrived
    return {**values, "id": id, "dated": dated, "published": published, "arrived": arrived}


def _add(db: Database, values: dict[str, Any]) -> int:
    row = db.run(_INSERT, values)
    values = {**values, "row": row}
    db.run(_INSERT_BODY, values)
    db.run(_INSERT_WORDS, values)
    return row


def _change(db: Database, values: dict[str, Any], row: int, published: int) -> None:
    # an edit never moves a post up: some feeds date every answer anew
    values = {**values, "row": row, "published": min(published, values["published"])}
    db.run(_DELETE_WORDS, values)
    db.run(_UPDATE, values)
    db.run(_UPDATE_BODY, values)
    db.run(_INSERT_WORDS, values)
