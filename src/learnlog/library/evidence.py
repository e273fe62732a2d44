"""Evidence for the ranking of people: where words stand, what posts say, and how many posts somebody has.

A post's author is a key: of the channel it stands in, or of whoever wrote it when the channel only passes it on.
"""

import json
from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from weakref import WeakSet

from learnlog.library.connection import Connections, Database
from learnlog.library.schema import WROTE
from learnlog.library.section import Section
from learnlog.library.words import quoted

_PLACE = 20
"""Bits for how often a word stands in one place of a post: no text has more words."""
_IN_PLACE = (1 << _PLACE) - 1

_VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.post_place USING fts5vocab('main', 'post_fts', 'instance')"
)
_SAMPLE = 1000
"""Posts that are looked at to see how common a word is."""
_IN_SAMPLE = """
    SELECT count(*) FROM post_fts WHERE post_fts MATCH :match AND rowid > :start AND rowid <= :start + :sample
"""
_FREQUENCY = "SELECT count(*) FROM (SELECT 1 FROM post_fts WHERE post_fts MATCH :match LIMIT :most)"
_PLACES = f"""
    SELECT doc, sum(CASE col WHEN 'title' THEN 1 WHEN 'text' THEN {1 << _PLACE} ELSE {1 << 2 * _PLACE} END)
    FROM temp.post_place WHERE term = ? GROUP BY doc
"""  # noqa: S608 - constants of ours
# whoever wrote it: of what is passed on not the channel but the actor the post is tied to
_POSTS = """
    SELECT p.row, p.id, c.key, p.published, p.words + length(p.title) - length(replace(p.title, ' ', '')) + 1
    FROM json_each(:rows) j CROSS JOIN post p ON p.row = j.value JOIN channel c ON c.id = p.channel_id
    WHERE p.boost_of = '' AND p.gone IS NULL
"""
_PASSED_ON = """
    SELECT p.row, p.id, a.key, p.published, p.words + length(p.title) - length(replace(p.title, ' ', '')) + 1
    FROM json_each(:rows) j CROSS JOIN post p ON p.row = j.value JOIN tie t ON t.row = p.row AND t.relation = :wrote
    JOIN actor a ON a.id = t.actor_id
    WHERE p.boost_of <> '' AND p.gone IS NULL
"""
_STARTS = """
    SELECT p.row, p.title || ' ' || b.excerpt FROM json_each(?) j CROSS JOIN post p ON p.row = j.value
    JOIN post_body b ON b.row = p.row
"""
_TEXTS = """
    SELECT p.row, p.title, substr(b.text, 1, :length) AS text
    FROM json_each(:rows) j CROSS JOIN post p ON p.row = j.value JOIN post_body b ON b.row = p.row
"""
_TEXT = """
    SELECT p.title || ' ' || substr(b.text, 1, ?) FROM post p JOIN post_body b ON b.row = p.row WHERE p.row = ?
"""
_STORIES = "SELECT v.row, v.story FROM json_each(?) j CROSS JOIN voice v ON v.row = j.value"
_NUMBERS = """
    SELECT c.key, (SELECT count(*) FROM (
        SELECT 1 FROM post WHERE channel_id = c.id AND (aside & 3) <> 1 LIMIT :most)) AS number
    FROM channel c
    WHERE c.key IN (SELECT value FROM json_each(:keys)) AND json_extract(c.state, '$.fetched') IS NOT NULL
"""


class Postings(NamedTuple):
    """The posts in which a word stands: their rows, rising, and how often it stands in the places of each."""

    rows: "array[int]"
    counts: "array[int]"
    """For each row how often it stands in title, text and elsewhere, as one number: see `places`."""


class Wrote(NamedTuple):
    """A stored post as the ranking needs it.

    ``author`` is the author's key, ``published`` in epoch seconds, ``words`` the length of title and text.
    """

    row: int
    post: str
    author: str
    published: int
    words: int


def places(count: int) -> tuple[int, int, int]:
    """Return how often a word stands in the title, in the text and elsewhere, from one of `Postings.counts`."""
    return count & _IN_PLACE, count >> _PLACE & _IN_PLACE, count >> 2 * _PLACE


class Evidence(Section):
    """Reads what the ranking of people rests on."""

    def __init__(self, connections: Connections) -> None:
        super().__init__(connections)
        self._ready: WeakSet[Database] = WeakSet()

    def _vocabulary(self) -> Database:
        db = self._db
        if db not in self._ready:  # each thread has a connection of its own, and each of these its own tables
            db.run(_VOCABULARY)
            self._ready.add(db)
        return db

    def size(self) -> tuple[int, int]:
        """Return the number of posts, and the highest row."""
        row = self._db.one("SELECT (SELECT count(*) FROM post), (SELECT max(row) FROM post)")
        return (row[0], row[1] or 0) if row else (0, 0)

    def share(self, word: str, top: int) -> float:
        """Return in about what share of posts `word` stands, seen in a thousand of them; `top` is the highest row.

        To count a word that stands nearly everywhere takes as long as to read where it stands.
        """
        start = max(top // 2 - _SAMPLE // 2, 0)
        values = {"match": quoted(word), "start": start, "sample": _SAMPLE}
        return self._db.number(_IN_SAMPLE, values) / max(min(top - start, _SAMPLE), 1)

    def frequency(self, word: str, most: int) -> int:
        """Return in how many posts `word` stands, counted no further than one more than `most`."""
        return self._db.number(_FREQUENCY, {"match": quoted(word), "most": most + 1})

    def postings(self, word: str) -> Postings:
        """Return where `word` stands; it is one word, folded as `learnlog.library.words.fold` does."""
        rows, counts = array("q"), array("q")
        for row, count in self._vocabulary().rows(_PLACES, (word,)):
            rows.append(row)
            counts.append(count)
        return Postings(rows, counts)

    def posts(self, rows: Iterable[int]) -> list[Wrote]:
        """Return the posts at `rows` whose author is known, in no order; posts that were taken back are none."""
        values = {"rows": json.dumps(list(rows)), "wrote": WROTE}
        found = [Wrote(*row) for row in self._db.rows(_POSTS, values)]
        return found + [Wrote(*row) for row in self._db.rows(_PASSED_ON, values)]

    def stories(self, rows: Iterable[int]) -> dict[int, int]:
        """Return the story of each of the posts at `rows` that is one of several voices."""
        return {row[0]: row[1] for row in self._db.rows(_STORIES, (json.dumps(list(rows)),))}

    def starts(self, rows: Iterable[int]) -> dict[int, str]:
        """Return title and first words of the posts at `rows`."""
        return {row[0]: row[1] for row in self._db.rows(_STARTS, (json.dumps(list(rows)),))}

    def texts(self, rows: Sequence[int], length: int = 200_000) -> dict[int, str]:
        """Return title and text of the posts at `rows`, of each text no more than `length` characters."""
        found = self._db.rows(_TEXTS, {"rows": json.dumps(list(rows)), "length": length})
        return {row["row"]: f"{row['title']} {row['text']}" for row in found}

    def text(self, row: int, length: int) -> str:
        """Return title and text of the post at `row`, no more than `length` characters of its text."""
        found = self._db.one(_TEXT, (length, row))
        return str(found[0]) if found else ""

    def numbers(self, keys: Iterable[str], most: int) -> dict[str, int]:
        """Return how many posts of their own the channels called `keys` have, counted no further than `most`.

        Channels that were never fetched are left out: only what a search brought is known of them.
        """
        values = {"keys": json.dumps(list(keys)), "most": most}
        return {row["key"]: row["number"] for row in self._db.rows(_NUMBERS, values)}

    def owners(self) -> dict[str, str]:
        """Return ``person:<id>`` of the person I follow by each key that a channel of theirs has or had."""
        rows = self._db.rows(
            """SELECT channel AS key, person FROM channel_person
               UNION ALL SELECT a.key, o.person FROM channel_alias a
               JOIN channel_person o ON o.channel_id = a.channel_id"""
        )
        return {row["key"]: f"person:{row['person']}" for row in rows}
