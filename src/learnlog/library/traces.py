"""Traces: what stored posts on a theme have to do with somebody, for the finder's reasons."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from learnlog.library.schema import ANSWERED, BOOST, WROTE
from learnlog.library.section import Section
from learnlog.library.words import any_of, has_word, quoted

OWN = 0
"""The relation of a post to the owner of its channel, beside those in `learnlog.library.schema`."""


class Trace(NamedTuple):
    """A stored post and one person it has to do with.

    ``who`` is a channel's or an actor's key, ``relation`` what the post is to them; ``same`` is equal for the same
    post in two channels, and for all voices of a story; ``publisher`` is the id of the person I follow in whose
    channel it stands ("": nobody), ``channel`` that channel's key, ``moment`` epoch seconds, ``text`` its title and
    first words and ``author`` the name of who wrote it, both as stored.
    """

    row: int
    post: str
    same: str
    moment: int
    channel: str
    publisher: str
    relation: int
    who: str
    text: str
    author: str


_POSTS = """
    SELECT p.row, p.id, p.uri, p.published, p.aside, c.key, coalesce(o.person, '') AS person, p.title, b.excerpt,
        p.author, (SELECT story FROM voice v WHERE v.row = p.row) AS story
    FROM json_each(?) j CROSS JOIN post p ON p.row = j.value JOIN channel c ON c.id = p.channel_id
    JOIN post_body b ON b.row = p.row LEFT JOIN channel_person o ON o.channel_id = p.channel_id WHERE p.gone IS NULL
"""
_TIED = """
    SELECT t.row, t.relation, a.key FROM json_each(?) j CROSS JOIN tie t ON t.row = j.value
    JOIN actor a ON a.id = t.actor_id
"""
_LAST_OWN = """
    SELECT c.key, (SELECT max(published) FROM post WHERE channel_id = c.id) AS last
    FROM channel c WHERE c.key IN (SELECT value FROM json_each(?))
"""
_LAST_PASSED = """
    SELECT a.key, max(p.published) AS last FROM actor a JOIN tie t ON t.actor_id = a.id AND t.relation = :wrote
    JOIN post p ON p.row = t.row WHERE a.key IN (SELECT value FROM json_each(:keys)) GROUP BY a.key
"""
_PASSED_BY = """
    SELECT a.key, o.person, count(DISTINCT p.uri || p.id) AS number FROM actor a
    CROSS JOIN tie t ON t.actor_id = a.id AND t.relation = :wrote CROSS JOIN post p ON p.row = t.row
    JOIN channel_person o ON o.channel_id = p.channel_id
    WHERE a.key IN (SELECT value FROM json_each(:keys)) GROUP BY a.key, o.person
"""
_ASKED = """
    SELECT p.id, p.uri, EXISTS (
        SELECT 1 FROM post r JOIN channel c ON c.id = r.channel_id
        WHERE r.root = CASE WHEN p.root = '' THEN p.uri ELSE p.root END AND r.root <> '' AND r.parent = p.uri
        AND c.key IN (SELECT value FROM json_each(:keys))
    ) AS answered
    FROM actor a JOIN tie t ON t.actor_id = a.id AND t.relation = :answered JOIN post p ON p.row = t.row
    WHERE a.key IN (SELECT value FROM json_each(:keys)) AND p.uri <> '' AND p.gone IS NULL
    ORDER BY p.published DESC LIMIT 200
"""
_SPREAD = """
    SELECT a.key, count(DISTINCT o.person) FROM actor a CROSS JOIN tie t ON t.actor_id = a.id
    CROSS JOIN post p ON p.row = t.row JOIN channel_person o ON o.channel_id = p.channel_id
    WHERE a.kind = 'web' AND a.key IN (SELECT value FROM json_each(?)) GROUP BY a.key
"""


class Traces(Section):
    """Answers who a stored post has to do with, and how those I follow stand to somebody."""

    def of(self, rows: Iterable[int]) -> list[Trace]:
        """Return the traces of the posts at `rows`; posts that were taken back have none."""
        listed = json.dumps(list(rows))
        found: list[Trace] = []
        posts = {row["row"]: row for row in self._db.rows(_POSTS, (listed,))}
        for post in posts.values():
            if post["aside"] & 3 != BOOST:
                found.append(_trace(post, OWN, post["key"]))
        for tie in self._db.rows(_TIED, (listed,)):
            if tie["row"] in posts:
                found.append(_trace(posts[tie["row"]], tie["relation"], tie["key"]))
        return found

    def naming(self, terms: Iterable[str], words: str = "", most: int = 2000) -> list[int]:
        """Return the rows of the newest posts that name any of `terms`, or have all of `words`, wherever they stand."""
        every = [quoted(word) for word in words.split() if has_word(word)]
        match = " OR ".join(
            part for part in (any_of(terms), f"({' AND '.join(every)})" if every else "") if part
        )
        if not match:
            return []
        rows = self._db.rows(
            "SELECT rowid FROM post_fts WHERE post_fts MATCH ? ORDER BY rowid DESC LIMIT ?", (match, most)
        )
        return [row[0] for row in rows]

    def owners(self) -> dict[str, tuple[str, str]]:
        """Return id and name of the person I follow by each key their channels have or had."""
        rows = self._db.rows(
            """SELECT channel AS key, person, name FROM channel_person
               UNION ALL SELECT a.key, o.person, o.name FROM channel_alias a
               JOIN channel_person o ON o.channel_id = a.channel_id"""
        )
        return {row["key"]: (row["person"], row["name"]) for row in rows}

    def last(self, keys: Sequence[str]) -> dict[str, int]:
        """Return when each of `keys` published last, as far as is stored, in epoch seconds."""
        listed = json.dumps(list(keys))
        last: dict[str, int] = {}
        passed = self._db.rows(_LAST_PASSED, {"keys": listed, "wrote": WROTE})
        for key, moment in [*self._db.rows(_LAST_OWN, (listed,)), *passed]:
            if moment is not None:
                last[key] = max(moment, last.get(key, moment))
        return last

    def passed_by(self, keys: Sequence[str]) -> dict[str, dict[str, int]]:
        """Return who of those I follow passes on each of `keys`, on whatever theme, with how many posts."""
        found: dict[str, dict[str, int]] = {}
        values = {"keys": json.dumps(list(keys)), "wrote": WROTE}
        for row in self._db.rows(_PASSED_BY, values):
            found.setdefault(row["key"], {})[row["person"]] = row["number"]
        return found

    def asked(self, keys: Sequence[str]) -> list[tuple[str, bool]]:
        """Return the stored answers to the person with `keys`, as ids, each with whether they answered it."""
        values = {"keys": json.dumps(list(keys)), "answered": ANSWERED}
        return [(row["id"], bool(row["answered"])) for row in self._db.rows(_ASKED, values)]

    def spread(self, keys: Sequence[str]) -> dict[str, int]:
        """Return how many of those I follow link to each of the sites `keys`."""
        return {row[0]: row[1] for row in self._db.rows(_SPREAD, (json.dumps(list(keys)),))}


def _trace(post: Any, relation: int, who: str) -> Trace:
    return Trace(
        post["row"],
        post["id"],
        f"story {post['story']}" if post["story"] else post["uri"] or post["id"],
        post["published"],
        post["key"],
        post["person"],
        relation,
        who,
        f"{post['title']} {post['excerpt']}",
        post["author"],
    )
