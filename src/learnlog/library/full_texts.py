"""Posts that were read whole from their own pages: the article in place of what the feed gave, which is kept."""

import json
from collections.abc import Sequence
from datetime import datetime

from learnlog.library import post_writing
from learnlog.library.packing import pack, unpack
from learnlog.library.post_rows import COLUMNS, OF, read_posts
from learnlog.library.section import Section
from learnlog.model.post import Post

_FED = """
    SELECT p.row AS row, b.html AS html, b.text AS text, w.fed AS fed FROM post p
    JOIN post_body b ON b.row = p.row LEFT JOIN post_whole w ON w.row = p.row WHERE p.id = ?
"""
_STANDING = """
    SELECT p.row AS row, w.fed IS NOT NULL AS is_whole
    FROM post p LEFT JOIN post_whole w ON w.row = p.row WHERE p.id = ?
"""
_GIVEN = (
    "SELECT w.fed AS fed FROM post_whole w JOIN post p ON p.row = w.row WHERE p.id = ? AND w.fed IS NOT NULL"
)
_PUT = "INSERT OR REPLACE INTO post_whole (row, asked, error, fed) VALUES (?, ?, '', ?)"
_FAILED = """
    INSERT INTO post_whole (row, asked, error) SELECT row, ?, ? FROM post WHERE id = ?
    ON CONFLICT (row) DO UPDATE SET asked = excluded.asked, error = excluded.error
"""
_MISSING = """
    LEFT JOIN post_whole w ON w.row = p.row
    WHERE p.channel_id IN (SELECT id FROM channel WHERE key IN (SELECT value FROM json_each(:keys)))
    AND p.uri = '' AND p.url <> '' AND p.gone IS NULL
    AND (:before IS NULL OR w.row IS NULL OR (w.fed IS NULL AND w.asked < :before))
    ORDER BY p.published DESC, p.row DESC LIMIT :limit
"""


class FullTexts(Section):
    """Puts articles in the place of what feeds gave, and back."""

    def put(self, id: str, html: str, text: str, moment: datetime) -> None:
        """Let the article (safe HTML, plain text) stand as the post's text; what the feed gave is kept beside it."""
        db = self._db
        with db.transaction():
            row = db.one(_FED, (id,))
            if row is None:
                return
            fed = row["fed"] if row["fed"] is not None else pack(row["html"], row["text"], "")
            db.run(_PUT, (row["row"], int(moment.timestamp()), fed))
            post_writing.put_text(db, row["row"], html, text)

    def failed(self, id: str, error: str, moment: datetime) -> None:
        """Note that the page of a post could not be read, and why; what stands there stays."""
        with self._db.transaction():
            self._db.run(_FAILED, (int(moment.timestamp()), error, id))

    def drop(self, ids: Sequence[str]) -> int:
        """Let what the feeds gave stand again as these posts' texts; return of how many it had been replaced."""
        db, count = self._db, 0
        with db.transaction():
            for id in ids:
                row = db.one(_STANDING, (id,))
                count += row is not None and post_writing.give_back(db, row["row"])
        return count

    def is_whole(self, id: str) -> bool:
        """Tell whether a post's text is the article of its page."""
        row = self._db.one(_STANDING, (id,))
        return row is not None and bool(row["is_whole"])

    def words_fed(self, id: str) -> int:
        """Return how many words the feed gave of a post that was read whole; 0 when it was not."""
        row = self._db.one(_GIVEN, (id,))
        if row is None:
            return 0
        try:
            return len(unpack(row["fed"])[1].split())
        except ValueError:
            return 0

    def missing(self, channels: Sequence[str], limit: int, before: datetime | None) -> list[Post]:
        """Return the newest posts of `channels` that were not read whole, nor tried since `before`.

        Without `before` those are among them that were. Posts without a page of their own are left out.
        """
        values = {
            "keys": json.dumps(list(channels)),
            "limit": limit,
            "before": None if before is None else int(before.timestamp()),
        }
        return read_posts(self._db, " ".join((COLUMNS, "FROM post p", OF, _MISSING)), values)
