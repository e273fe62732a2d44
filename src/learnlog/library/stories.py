"""Stories: posts that say the same, however they came, as one item with several voices.

Posts that came or changed wait in ``story_todo`` and are compared in slices: only with those that share one of their
keys (see `learnlog.library.same_story`), and of these only with the newest. The first voice of a story stands in
lists; the others have `VOICE` in ``post.aside``.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from learnlog.library.connection import Database
from learnlog.library.same_story import STRENGTH, Told, may_be_same, pages_linked, why_same
from learnlog.library.section import Section
from learnlog.library.story_rows import add_voices, leave, members, settle

FIRST_SLICE, SLICE = 25, 250
"""Posts that are compared in the first transaction, and in any at most."""
SECONDS = 0.01
"""Seconds that a transaction takes, about: the next takes more posts, or fewer, by how long the last one took."""
APART = 20
"""Slices after which the write-ahead log goes into the file: by itself that is done while nobody else may write."""
_MOST_ALIKE = 40
"""Posts with one key that are compared with a new one, the newest."""
_MOST_VOICES = 40
_LONGEST = 6000
"""Characters of a text that are compared."""

_TODO = "SELECT row FROM story_todo ORDER BY row DESC LIMIT ?"
_TOLD = """
    SELECT p.row, p.channel_id, coalesce(o.person, '') AS person, p.published, p.url, p.title, p.uri,
        p.boost_of <> '' AS is_boost, p.boost_of = '' AND p.parent <> '' AS is_answer,
        CASE WHEN :whole OR p.uri <> '' OR p.title = ''
            THEN (SELECT substr(b.text, 1, :longest) FROM post_body b WHERE b.row = p.row) ELSE '' END AS text,
        CASE p.uri WHEN '' THEN ''
            ELSE (SELECT substr(b.html, 1, 20000) FROM post_body b WHERE b.row = p.row) END AS html,
        CASE p.uri WHEN '' THEN '' ELSE (SELECT b.social FROM post_body b WHERE b.row = p.row) END AS social
    FROM json_each(:rows) j CROSS JOIN post p ON p.row = j.value
    LEFT JOIN channel_person o ON o.channel_id = p.channel_id WHERE p.gone IS NULL
"""
_KEYED = "SELECT key, row FROM story_key WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key, row DESC"
_CALLED = "SELECT uri, row FROM post WHERE uri IN (SELECT value FROM json_each(?)) AND uri <> '' ORDER BY uri, row DESC"

Apart = frozenset[frozenset[int]]
"""Pairs of rows that I said are no one story."""


class Stories(Section):
    """Joins posts, and takes voices out again."""

    def waiting(self) -> int:
        """Return how many posts were not compared yet."""
        return self._db.number("SELECT count(*) FROM story_todo")

    def join(
        self,
        apart: Iterable[tuple[str, str]] = (),
        *,
        cancelled: Callable[[], bool] = lambda: False,
        most: int = sys.maxsize,
    ) -> int:
        """Compare the posts that wait, or about `most` of them, the newest first, slice by slice.

        Return how many became a voice of another's story. `apart` are pairs of ids that are never joined: voices of
        one story that are among them leave it.
        """
        db = self._db
        divided = _rows_apart(db, list(apart))
        _divide(db, divided)
        joined, slices, size = 0, 0, min(FIRST_SLICE, SLICE)
        while most > 0 and not cancelled() and (rows := _next(db, min(size, most))):
            most -= len(rows)
            begun = time.perf_counter()
            with db.transaction():
                joined += _join_slice(db, rows, divided)
                db.run(
                    "DELETE FROM story_todo WHERE row IN (SELECT value FROM json_each(?))",
                    (json.dumps(rows),),
                )
            took = max(time.perf_counter() - begun, SECONDS / SLICE)
            slices += 1
            if slices % APART == 0:
                db.rows("PRAGMA wal_checkpoint(PASSIVE)")
            size = max(1, min(SLICE, 2 * len(rows), int(len(rows) * SECONDS / took)))
        return joined

    def split(self, id: str) -> list[str]:
        """Take the post `id` out of its story; return the ids of the voices that are left, () when it had none."""
        db = self._db
        with db.transaction():
            row = db.number("SELECT row FROM post WHERE id = ?", (id,))
            left = [one for one in members(db, row) if one != row]
            leave(db, row)
            listed = json.dumps(left)
            found = db.rows(
                "SELECT id FROM post WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row", (listed,)
            )
        return [one[0] for one in found]

    def compare_again(self, ids: Iterable[str]) -> None:
        """Let the posts `ids` be compared at the next `join`."""
        with self._db.transaction():
            listed = json.dumps(list(ids))
            self._db.run(
                "INSERT OR IGNORE INTO story_todo SELECT row FROM post WHERE id IN (SELECT value FROM json_each(?))",
                (listed,),
            )


def _next(db: Database, number: int) -> list[int]:
    return [row[0] for row in db.rows(_TODO, (number,))]


def _rows_apart(db: Database, pairs: Sequence[tuple[str, str]]) -> Apart:
    ids = json.dumps(sorted({id for pair in pairs for id in pair}))
    rows = {
        row["id"]: row["row"]
        for row in db.rows("SELECT id, row FROM post WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    }
    return frozenset(
        frozenset((rows[one], rows[other])) for one, other in pairs if one in rows and other in rows
    )


def _divide(db: Database, apart: Apart) -> None:
    """Take out of their stories the voices that are not to be there: decided meanwhile, or on another machine."""
    wrong = [max(pair) for pair in apart if len(pair) == 2 and max(pair) in members(db, min(pair))]
    if wrong:
        with db.transaction():
            for row in wrong:
                leave(db, row)


def _join_slice(db: Database, rows: Sequence[int], apart: Apart) -> int:
    told = _told(db, rows, whole=False)
    keys = {one.row: set(one.keys()) for one in told.values()}
    db.run_many(
        "INSERT OR IGNORE INTO story_key VALUES (?, ?)", ((k, row) for row, all in keys.items() for k in all)
    )
    joined: set[int] = set()
    count = 0
    for row, other, why in sorted(_same(db, told, keys), key=lambda edge: STRENGTH.index(edge[2])):
        mine, theirs = members(db, row), members(db, other)
        if other in mine or len(mine) + len(theirs) > _MOST_VOICES:
            continue
        if any(frozenset(pair) in apart for pair in ((a, b) for a in mine for b in theirs)):
            continue
        add_voices(db, row, other, why)
        joined.update((row, other))
        count += 1
    changed = [row for row in rows if row not in told]  # taken back by their authors: others may lead now
    settle(db, [*joined, *changed])
    return count


def _same(db: Database, told: dict[int, Told], keys: dict[int, set[int]]) -> list[tuple[int, int, str]]:
    """Return the pairs that tell one story, each with the reason: posts of `told`, and what has a key in common."""
    alike = _alike(db, told, keys)
    others = {row for found in alike.values() for row in found} - told.keys()
    known = told | _told(db, sorted(others), whole=False)
    crowded = _crowded(known.values())
    alike = {
        row: {other for other in found if other in known and may_be_same(told[row], known[other])}
        for row, found in alike.items()
    }
    compared = {row for row, found in alike.items() if found} | {
        row for found in alike.values() for row in found
    }
    told_all = {
        row: replace(one, url="") if one.page in crowded else one
        for row, one in _told(db, sorted(compared), whole=True).items()
    }
    return [
        (row, other, why)
        for row, found in alike.items()
        for other in found
        if (other not in told or other < row)
        and row in told_all
        and other in told_all
        and (why := why_same(told_all[row], told_all[other]))
    ]


def _told(db: Database, rows: Sequence[int], *, whole: bool) -> dict[int, Told]:
    """Return the posts at `rows` by row; of entries with a title the text only when `whole`."""
    if not rows:
        return {}
    found = db.rows(_TOLD, {"rows": json.dumps(list(rows)), "longest": _LONGEST, "whole": whole})
    return {
        row["row"]: Told(
            row=row["row"],
            channel=row["channel_id"],
            person=row["person"],
            published=row["published"],
            url=row["url"],
            title=row["title"],
            text=row["text"],
            uri=row["uri"],
            is_boost=bool(row["is_boost"]),
            is_answer=bool(row["is_answer"]),
            links=pages_linked(row["html"], _card(row["social"])) if row["uri"] else (),
        )
        for row in found
    }


def _card(social: str) -> str:
    if '"card"' not in social:
        return ""
    from learnlog.library.social_rows import from_json

    read = from_json(social)
    return read.card.url if read and read.card else ""


def _alike(db: Database, told: dict[int, Told], keys: dict[int, set[int]]) -> dict[int, set[int]]:
    """Return by row the rows of other posts that share a key, or the network's name."""
    by_key: dict[int, list[int]] = defaultdict(list)
    wanted = json.dumps(sorted({key for every in keys.values() for key in every}))
    for key, row in db.rows(_KEYED, (wanted,)):
        if len(by_key[key]) < _MOST_ALIKE:
            by_key[key].append(row)
    by_uri: dict[str, list[int]] = defaultdict(list)
    for uri, row in db.rows(_CALLED, (json.dumps(sorted({one.uri for one in told.values() if one.uri})),)):
        if len(by_uri[uri]) < _MOST_ALIKE:
            by_uri[uri].append(row)
    return {
        row: {other for key in keys[row] for other in by_key[key] if other != row}
        | {other for other in by_uri.get(one.uri, ()) if other != row}
        for row, one in told.items()
    }


def _crowded(told: Iterable[Told]) -> frozenset[str]:
    """Return the pages that several entries of one channel are at: a list of news, a log of changes."""
    at: dict[tuple[int, str], list[Told]] = defaultdict(list)
    for one in told:
        if one.page:
            at[one.channel, one.page].append(one)
    return frozenset(
        page
        for (_, page), several in at.items()
        if any(a.headline.words != b.headline.words or not a.title for a, b in combinations(several, 2))
    )
