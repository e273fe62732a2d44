"""Indexing posts after they arrived: their words for the search and for themes, and their texts packed.

A post arrives in ``post_new``, as it is. From there a slice at a time goes into ``post_store``, packed: its words are
read out of its HTML and go into the index, its links become ties, all in a transaction of some hundredths of a second.
Storing what a fetch brought never waits for it, nor does anybody else's writing. A process that ends, however it ends,
leaves the rest waiting for the next.
"""

import json
import time
from collections.abc import Callable

from learnlog.library import membership, ties
from learnlog.library.connection import Database
from learnlog.library.functions import html_text
from learnlog.library.index_schema import POST_INDEXES
from learnlog.library.packing import excerpt_of, pack
from learnlog.library.section import Section
from learnlog.library.ties import Written

SLICE = 200
"""Posts that are indexed in one transaction at most."""
COUNTED = 1000
"""Waiting posts that are counted at most: a search says at every key how many there are."""
A_FETCH = 500
"""Posts that are indexed at once after a fetch; more wait for who asks for words, or for the screen's thread."""
SECONDS = 0.02
"""Seconds after which a transaction takes no further post."""

_NEXT = """
    SELECT n.row, n.language, n.tags, n.words, n.text, n.is_told, n.html, n.social, p.excerpt, p.title, p.arrived,
        c.key AS channel, EXISTS (SELECT 1 FROM post_store s WHERE s.row = n.row) AS has_words
    FROM post_new n CROSS JOIN post p ON p.row = n.row CROSS JOIN channel c ON c.id = p.channel_id
    ORDER BY n.row LIMIT ?
"""
_WAITING = """
    SELECT count(*) FROM (
        SELECT 1 FROM post_new n WHERE NOT EXISTS (SELECT 1 FROM post_store s WHERE s.row = n.row) LIMIT ?)
"""
_STORE = "INSERT OR REPLACE INTO post_store (row, language, tags, words, packed) VALUES (?, ?, ?, ?, ?)"
_WORDS = "INSERT INTO {} (rowid, title, text, words) VALUES (?, ?, ?, ?)"
_COUNT = "UPDATE post SET words = ? WHERE row = ?"
_AMONG = "WHERE row IN (SELECT value FROM json_each(?))"


class Indexing(Section):
    """Indexes what arrived; two processes may do so at once."""

    def waiting(self) -> int:
        """Return how many posts no search finds yet, counted no further than `COUNTED`."""
        return self._db.number(_WAITING, (COUNTED,))

    def step(self) -> int:
        """Index a slice of what waits, the oldest first; return of how many posts, 0 when none waits."""
        db, end = self._db, time.perf_counter() + SECONDS
        if not db.one("SELECT 1 FROM post_new LIMIT 1"):  # no need to keep others from writing
            return 0
        with db.careless(), db.transaction():
            return _index(db, end)

    def some(self, most: int) -> None:
        """Index what waits, or about `most` posts of it."""
        while most > 0 and (done := self.step()):
            most -= done

    def finish(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Index all that waits; `progress` hears after each slice how many are done, of how many."""
        done, total = 0, 0
        while fresh := self.step():
            done += fresh
            if progress:
                total = max(total or done + self._db.number("SELECT count(*) FROM post_new"), done)
                progress(done, total)


def _index(db: Database, end: float) -> int:
    stored, fresh, excerpts, counts = [], [], [], []
    linked: dict[str, list[Written]] = {}
    for row in db.each(_NEXT, (SLICE,)):
        text = row["text"] if row["is_told"] else html_text(row["html"])
        packed = pack(row["html"], text, row["social"])
        stored.append((row["row"], row["language"], row["tags"], row["words"], packed))
        if not row["has_words"]:
            fresh.append((row["row"], row["title"], text, row["words"]))
        if not row["is_told"]:
            counts.append((len(text.split()), row["row"]))
            written = Written(row["row"], row["arrived"], row["social"], row["html"])
            linked.setdefault(row["channel"], []).append(written)
        if row["excerpt"] and row["excerpt"] == excerpt_of(text):  # an earlier learnlog wrote it down
            excerpts.append(row["row"])
        if time.perf_counter() > end:
            break
    db.run_many(_STORE, stored)
    for table in POST_INDEXES:
        db.run_many(_WORDS.format(table), fresh)
    db.run_many(_COUNT, counts)
    for channel, posts in linked.items():
        ties.write_in(db, channel, posts)
    membership.place_by_words(db, [row for row, *_ in fresh])
    if excerpts:
        db.run(f"UPDATE post SET excerpt = '' {_AMONG}", (json.dumps(excerpts),))  # noqa: S608 - ours
    db.run(f"DELETE FROM post_new {_AMONG}", (json.dumps([row[0] for row in stored]),))  # noqa: S608 - ours
    return len(stored)
