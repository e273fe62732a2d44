"""What those I follow talk about, week by week."""

import json
from collections.abc import Iterator
from datetime import datetime

from learnlog.library.lenient import strings
from learnlog.library.schema import BOOST
from learnlog.library.section import Section
from learnlog.library.words import any_of

WEEK = 7 * 86400
_MOST = 5000

_SLICE = 50
"""Posts that are read at once: who goes through many can let others come between."""

_SINCE = """
    SELECT p.row FROM post p INDEXED BY post_time JOIN channel_person o ON o.channel_id = p.channel_id
    WHERE p.published >= ? AND (p.aside & 3) <> ? AND p.gone IS NULL AND o.muted = 0
    ORDER BY p.published DESC, p.row DESC LIMIT ?
"""
_SAID = """
    SELECT p.id, o.person, p.title, substr(b.text, 1, 1500) AS text, b.tags
    FROM json_each(?) j CROSS JOIN post p ON p.row = j.value
    JOIN channel_person o ON o.channel_id = p.channel_id JOIN post_body b ON b.row = p.row
"""
_USUAL = """
    SELECT count(DISTINCT ((p.published - :since) / 604800) || ' ' || o.person)
    FROM post_fts CROSS JOIN post p ON p.row = post_fts.rowid
    JOIN channel_person o ON o.channel_id = p.channel_id
    WHERE post_fts MATCH :match AND post_fts.rowid >= :first
    AND p.published >= :since AND p.published < :until AND (p.aside & 3) <> :boost AND p.gone IS NULL AND o.muted = 0
"""
_TEXTS = """
    SELECT p.title, substr(b.text, 1, 1500) AS text FROM post p INDEXED BY post_time
    JOIN post_body b ON b.row = p.row
    WHERE (p.aside & 3) <> 1 AND :is_in = EXISTS (SELECT 1 FROM post_theme t WHERE t.row = p.row AND t.theme = :theme)
    ORDER BY p.published DESC, p.row DESC LIMIT :most
"""
_SEASON = """
    SELECT o.person, count(*) AS posts, sum(p.read_at IS NOT NULL) AS read
    FROM channel_person o JOIN post p INDEXED BY post_channel ON p.channel_id = o.channel_id
    WHERE p.published >= ? AND (p.aside & 3) <> ? GROUP BY o.person
"""


class Talk(Section):
    """Reads posts of those I follow; what they only pass on is not theirs, and the muted are left out."""

    _known_first = (0, 0), 0

    def since(self, moment: datetime) -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
        """Yield id, person, title, text and tags of the posts since `moment`, newest first; at most 5,000."""
        found = [row[0] for row in self._db.rows(_SINCE, (int(moment.timestamp()), BOOST, _MOST))]
        for start in range(0, len(found), _SLICE):
            for row in self._db.rows(_SAID, (json.dumps(found[start : start + _SLICE]),)):
                yield row["id"], row["person"], row["title"], row["text"], strings(row["tags"])

    def weeks_before(self, moment: datetime, most: int) -> int:
        """Return how many whole weeks of posts there are before `moment`, `most` at most."""
        first = self._db.one(
            """SELECT min((SELECT min(published) FROM post WHERE channel_id = o.channel_id AND published > 0))
               FROM channel_person o"""
        )
        if first is None or first[0] is None:
            return 0
        return max(0, min(most, int(moment.timestamp() - first[0]) // WEEK))

    def usual(self, term: str, until: datetime, weeks: int) -> float:
        """Return how many people used `term`, as a phrase, in each of the `weeks` before `until`, in the mean."""
        match, end = any_of([term]), int(until.timestamp())
        if not match or weeks < 1:
            return 0.0
        since = end - weeks * WEEK
        values = {
            "match": match,
            "since": since,
            "until": end,
            "first": self._first(since, end),
            "boost": BOOST,
        }
        return self._db.number(_USUAL, values) / weeks

    def _first(self, since: int, end: int) -> int:
        """Return the row of the post that arrived first of those published in that time; asked once for many words."""
        known = self._known_first  # other threads ask too
        if known[0] != (since, end):
            sql = "SELECT min(row) FROM post INDEXED BY post_time WHERE published >= ? AND published < ?"
            known = self._known_first = (since, end), self._db.number(sql, (since, end))
        return known[1]

    def is_common(self, term: str, share: float = 0.05, least: int = 200) -> bool:
        """Tell whether `term` stands in more than `share` of all posts: it tells nothing then."""
        number, match = self._db.number("SELECT count(*) FROM post"), any_of([term])
        if number < least or not match:
            return False
        most = int(number * share)
        found = self._db.number(
            "SELECT count(*) FROM (SELECT 1 FROM post_fts WHERE post_fts MATCH ? LIMIT ?)", (match, most + 1)
        )
        return found > most

    def texts(self, theme: str, most: int = 300) -> tuple[list[str], list[str]]:
        """Return the words of the newest posts in `theme` (a slug) and of others, `most` of each."""
        found = []
        for is_in in (1, 0):
            rows = self._db.rows(_TEXTS, {"theme": theme, "is_in": is_in, "most": most})
            found.append([f"{row['title']}\n{row['text']}" for row in rows])
        return found[0], found[1]

    def season(self, since: datetime) -> dict[str, tuple[int, int]]:
        """Return how many posts each person has since `since`, and how many of them I read."""
        rows = self._db.rows(_SEASON, (int(since.timestamp()), BOOST))
        return {row["person"]: (row["posts"], row["read"]) for row in rows}
