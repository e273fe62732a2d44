"""Search over everything at once, quick enough for every key.

Never all hits are ranked: the newest of each table are, by their titles and their age. Measured on 100,000
posts, bm25 alone took longer than all of this, because it counts every hit of each word first.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from learnlog.library.compile import Compiled, Compiler
from learnlog.library.connection import Database
from learnlog.library.cut import Cut
from learnlog.library.query import Node, leaves, parse
from learnlog.library.words import excerpt, first_word, fold, pattern
from learnlog.model.document import PAGES
from learnlog.model.moments import from_seconds
from learnlog.model.query import Hit
from learnlog.model.safe import clean_line

CANDIDATES = 400
"""How many of the newest hits of each table are ranked."""

_HALF_LIFE = 120 * 86400
"""Seconds after which being new counts half."""

_MINE = 0.25
"""What my own words are worth more."""

_SHOWN = "p.channel_id IN (SELECT channel_id FROM channel_person)"
_SPARE = 4
"""Times as many posts as are wanted that are gathered where no words are asked for: voices of one story are one hit."""

_STORIES = "SELECT row, story, place FROM voice WHERE row IN (SELECT value FROM json_each(?))"
_VOICES = """
    SELECT p.id FROM voice me JOIN voice v ON v.story = me.story AND v.row <> me.row
    JOIN post p ON p.row = v.row JOIN channel_person o ON o.channel_id = p.channel_id
    WHERE me.row = ? AND o.muted = 0 ORDER BY v.place
"""

Patterns = Sequence[re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class _Search:
    """One question: its words as patterns, each with the letters it begins with, and how many are wanted."""

    patterns: Patterns
    starts: Sequence[str]
    now: datetime
    second: float
    limit: int

    def score(self, title: str, moment: int) -> float:
        """Return how good a hit is: the share of the words in its title, and its youth."""
        folded, named = fold(title[:200]), 0
        for start, wanted in zip(self.starts, self.patterns, strict=True):
            if start in folded and wanted.search(folded):  # most titles are told by the quicker of the two
                named += 1
        return named / (len(self.patterns) or 1) + 1 / (1 + max(0.0, self.second - moment) / _HALF_LIFE)


_Scored = tuple[float, int, bool, int]
"""Score, moment, whether a post, row."""


def search(
    db: Database, query: str, *, now: datetime, limit: int, types: Sequence[str], cut: Cut | None = None
) -> list[Hit]:
    """Return the best hits for `query` among `types` ((): all), best first; without words, newest first.

    Posts that tell one story are one hit: the one of them that leads among those found.
    With `cut`, the search may be ended early: then the best of what was found until then, the newest.
    """
    parsed = parse(query)
    if parsed.root is None and not parsed.blank:
        return []
    words = leaves(parsed.root)
    patterns = [pattern(leaf.text, prefix=leaf.prefix) for leaf in words]
    asked = _Search(patterns, [first_word(leaf.text) for leaf in words], now, now.timestamp(), limit)
    scored = (cut or Cut()).until(db, _candidates(db, parsed.root, types, asked))
    best = _once_a_story(db, sorted(scored, reverse=True), limit)
    return [
        (_post_hit if is_post else _document_hit)(db, row, moment, patterns)
        for _, moment, is_post, row in best
    ]


def _once_a_story(db: Database, scored: Sequence[_Scored], limit: int) -> list[_Scored]:
    """Return the best `limit` of `scored`; a story stands where the best of its voices does."""
    rows = json.dumps([row for *_, is_post, row in scored if is_post])
    told = {row: (story, place) for row, story, place in db.rows(_STORIES, (rows,))}
    best: dict[tuple[bool, int, int], tuple[int, _Scored]] = {}
    for one in scored:
        _, moment, is_post, row = one
        story, place = told.get(row, (0, 0)) if is_post else (0, 0)
        key = (is_post, story, 0 if story else row)
        if key not in best:
            if len(best) < limit:
                best[key] = (place, one)
        elif place < best[key][0]:
            best[key] = (place, (best[key][1][0], moment, is_post, row))
    return [one for _, one in best.values()]


def _candidates(db: Database, root: Node | None, types: Sequence[str], asked: _Search) -> Iterator[_Scored]:
    documents = [kind.value for kind in PAGES if not types or kind.value in types]
    if documents:
        yield from _documents(db, Compiler(db, asked.now, posts=False).compile(root), documents, asked)
    if not types or "post" in types:
        yield from _posts(db, Compiler(db, asked.now, posts=True).compile(root), asked)


def _documents(db: Database, compiled: Compiled, types: list[str], asked: _Search) -> Iterator[_Scored]:
    if compiled.is_nothing:
        return iter(())
    among = ", ".join(f"'{kind}'" for kind in types)  # our own words, see PAGES
    conditions = f"{compiled.where} AND +d.type IN ({among})"
    source = (
        f"""doc_fts CROSS JOIN doc d ON d.row = doc_fts.rowid
            WHERE doc_fts MATCH :match AND {conditions} ORDER BY doc_fts.rowid DESC"""
        if compiled.match
        else f"doc d INDEXED BY doc_moment WHERE {conditions} ORDER BY d.created DESC, d.row DESC"
    )
    sql = f"SELECT d.row, d.created, d.title FROM {source} LIMIT :limit"  # noqa: S608 - only our fragments
    return _scored(db, sql, compiled, asked, is_post=False)


def _posts(db: Database, compiled: Compiled, asked: _Search) -> Iterator[_Scored]:
    if compiled.is_nothing:
        return iter(())
    shown = "1" if compiled.strangers else _SHOWN
    index = compiled.index
    key = f"+{index}.rowid" if compiled.match else "p.row"  # the plus: look each hit up among the few
    conditions = " AND ".join((*(f"{key} IN ({rows})" for rows in compiled.few), compiled.where))
    if compiled.match:
        source = f"""{index} CROSS JOIN post p ON p.row = {index}.rowid
            WHERE {index} MATCH :match AND {conditions} AND {shown} ORDER BY {index}.rowid DESC"""
    else:
        lead = "" if compiled.few else "INDEXED BY post_time"
        source = f"post p {lead} WHERE +{shown} AND {conditions} ORDER BY p.published DESC, p.row DESC"
    sql = f"SELECT p.row, p.published, p.title FROM {source} LIMIT :limit"  # noqa: S608 - only our fragments
    return _scored(db, sql, compiled, asked, is_post=True)


def _scored(
    db: Database, sql: str, compiled: Compiled, asked: _Search, *, is_post: bool
) -> Iterator[_Scored]:
    limit = max(CANDIDATES, asked.limit) if compiled.match else asked.limit * (_SPARE if is_post else 1)
    extra = 0.0 if is_post else _MINE
    for row, moment, title in db.each(sql, {**compiled.parameters, "match": compiled.match, "limit": limit}):
        score = asked.score(title, moment) + extra if asked.patterns else 0.0
        yield score, moment, is_post, row


def _document_hit(db: Database, row: int, moment: int, patterns: Patterns) -> Hit:
    found = db.one(
        """SELECT d.type, d.id, d.title, substr(x.body, 1, 20000) AS text, d.kind, d.person,
               (SELECT group_concat(DISTINCT coalesce(k.final, t.key)) FROM doc_theme t
                LEFT JOIN theme_key k ON k.key = t.key WHERE t.row = d.row) AS themes
           FROM doc d JOIN doc_text x ON x.row = d.row WHERE d.row = ?""",
        (row,),
    )
    assert found is not None  # noqa: S101 - the row was found a moment ago in the same file
    return Hit(
        type=found["type"],
        id=found["id"],
        title=clean_line(found["title"]),
        excerpt=excerpt(found["text"], patterns),
        moment=from_seconds(moment),
        kind=found["kind"],
        person=found["person"],
        themes=tuple(sorted((found["themes"] or "").split(","))) if found["themes"] else (),
    )


def _post_hit(db: Database, row: int, moment: int, patterns: Patterns) -> Hit:
    found = db.one(
        """SELECT p.id, p.title, b.excerpt, p.url, substr(b.text, 1, 20000) AS text,
               coalesce(o.person, '') AS person,
               (SELECT group_concat(t.theme) FROM post_theme t WHERE t.row = p.row) AS themes
           FROM post p JOIN post_body b ON b.row = p.row LEFT JOIN channel_person o ON o.channel_id = p.channel_id
           WHERE p.row = ?""",
        (row,),
    )
    assert found is not None  # noqa: S101 - the row was found a moment ago in the same file
    return Hit(
        type="post",
        id=found["id"],
        title=clean_line(found["title"] or found["excerpt"] or found["url"]),
        excerpt=excerpt(found["text"], patterns),
        moment=from_seconds(moment),
        person=found["person"],
        themes=tuple(sorted(found["themes"].split(","))) if found["themes"] else (),
        voices=tuple(voice[0] for voice in db.rows(_VOICES, (row,))),
    )
