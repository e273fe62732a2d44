"""Letting go of old posts, never of one that I did something with; what went stays known and does not come again."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from learnlog.library.post_writing import forget
from learnlog.library.section import Section
from learnlog.model.address import same_page

SLICE = 50
"""Posts that go in one transaction."""

_MINE = """
    {0}.starred_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM link l WHERE l.relation = 'post' AND l.target = {0}.id)
    OR EXISTS (SELECT 1 FROM doc d WHERE d.type = 'filed' AND d.id = {0}.id)
    OR EXISTS (SELECT 1 FROM rule_mark m WHERE m.row = {0}.row AND m.what = 'theme')
    OR ({0}.uri <> '' AND EXISTS (SELECT 1 FROM deed e WHERE e.uri = {0}.uri))
"""
_OLD = """
    SELECT p.row FROM post p INDEXED BY post_channel WHERE p.channel_id = :channel
    AND (:before > 0 AND p.published < :before AND p.arrived < :before OR :posts > 0 AND p.row NOT IN (
        SELECT n.row FROM post n INDEXED BY post_channel WHERE n.channel_id = :channel
        ORDER BY n.published DESC, n.row DESC LIMIT :posts))
    ORDER BY p.published, p.row
"""
_FREE = f"""
    SELECT p.row, p.id, p.url, p.uri, p.root, p.parent FROM json_each(:rows) j CROSS JOIN post p ON p.row = j.value
    WHERE (NOT :keeps_unread OR p.read_at IS NOT NULL) AND NOT ({_MINE.format("p")}) AND NOT EXISTS (
        SELECT 1 FROM voice me JOIN voice v ON v.story = me.story JOIN post q ON q.row = v.row
        WHERE me.row = p.row AND ({_MINE.format("q")}))
"""  # noqa: S608 - only our fragments


@dataclass(frozen=True, slots=True)
class Named:
    """What my own pages name: ids and addresses of posts, as they stand there, and the pages at these addresses."""

    words: Collection[str] = frozenset()
    pages: Collection[str] = frozenset()

    def has(self, id: str, url: str, *uris: str) -> bool:
        """Tell whether a post, or the thread it is in, is named."""
        return (
            id in self.words
            or any(uri in self.words for uri in (url, *uris) if uri)
            or bool(self.pages and url and same_page(url) in self.pages)
        )


class Tidying(Section):
    """Finds what is older or more than should stay, and lets it go."""

    def channels(self) -> list[str]:
        """Return the keys of all channels, those of strangers too."""
        return [row[0] for row in self._db.rows("SELECT key FROM channel ORDER BY key")]

    def texts(self) -> Iterator[str]:
        """Yield the whole of every document of the vault, as it is indexed."""
        for row in self._db.each("SELECT text FROM doc_text"):
            yield row[0]

    def old(self, key: str, before: int, posts: int) -> list[int]:
        """Return the rows of a channel's posts from before the moment `before`, or more than its newest `posts`.

        `before` is in epoch seconds; 0 of either asks nothing. The oldest come first. A post is as old as it is here.
        """
        channel = self._db.number("SELECT id FROM channel WHERE key = ?", (key,))
        rows = self._db.rows(_OLD, {"channel": channel, "before": before, "posts": posts})
        return [row[0] for row in rows]

    def free(self, rows: Iterable[int], named: Named, *, keeps_unread: bool) -> list[int]:
        """Return those of the posts at `rows` that I did nothing with, and that are not `named`."""
        found = self._db.rows(_FREE, {"rows": json.dumps(list(rows)), "keeps_unread": keeps_unread})
        return [
            row["row"]
            for row in found
            if not named.has(row["id"], row["url"], row["uri"], row["root"], row["parent"])
        ]

    def drop(self, rows: Sequence[int], named: Named, *, keeps_unread: bool, remember: bool) -> int:
        """Let those of the posts at `rows` go that are `free` now, in one transaction; return how many went.

        With `remember` they are known from then on, and do not come again.
        """
        db = self._db
        with db.transaction():
            going = self.free(rows, named, keeps_unread=keeps_unread)
            if remember:
                db.run(
                    """INSERT OR IGNORE INTO dropped SELECT id, channel_id FROM post
                       WHERE row IN (SELECT value FROM json_each(?))""",
                    (json.dumps(going),),
                )
            for row in going:
                forget(db, row)
        return len(going)

    def allow_again(self, keys: Iterable[str]) -> int:
        """Let what went of the channels `keys` come again, as far as they still have it; return how many posts."""
        db, listed = self._db, json.dumps(list(keys))
        of = "channel_id IN (SELECT id FROM channel WHERE key IN (SELECT value FROM json_each(?)))"
        with db.transaction():
            count = db.number(f"SELECT count(*) FROM dropped WHERE {of}", (listed,))  # noqa: S608 - ours
            db.run(f"DELETE FROM dropped WHERE {of}", (listed,))  # noqa: S608 - ours
            if count:  # what a server says has not changed would not be read
                db.run(
                    """UPDATE channel SET state = json_set(state, '$.etag', '', '$.last_modified', '',
                           '$.body_hash', '', '$.newest', '', '$.due', NULL)
                       WHERE key IN (SELECT value FROM json_each(?))""",
                    (listed,),
                )
        return count
