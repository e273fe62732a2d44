"""Search over everything at once, quick enough for every key.

Never all hits are ranked: of the newest few thousand, the best by words and by age come first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from learnlog.library.compile import Compiled, Compiler
from learnlog.library.connection import Database
from learnlog.library.names import Names
from learnlog.library.query import Node, Text, leaves, parse
from learnlog.library.words import excerpt, fold
from learnlog.model.document import DocumentType
from learnlog.model.query import Hit
from learnlog.model.safe import clean_line

CANDIDATES = 2000
"""How many of the newest hits of each table are ranked."""

_HALF_LIFE = 120 * 86400
"""Seconds after which being new counts half."""

_SHOWN = "p.channel_id IN (SELECT channel_id FROM channel_person)"


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    moment: int
    row: int
    is_post: bool


def search(db: Database, query: str, *, now: datetime, limit: int, types: Sequence[str]) -> list[Hit]:
    """Return the best hits for `query` among `types` ((): all), best first; without words, newest first."""
    parsed = parse(query)
    if parsed.root is None and not parsed.blank:
        return []
    candidates: list[_Candidate] = []
    documents = [kind.value for kind in DocumentType if not types or kind.value in types]
    if documents:
        candidates += _documents(db, _compiled(db, parsed.root, now, posts=False), documents, now, limit)
    if not types or "post" in types:
        candidates += _posts(db, _compiled(db, parsed.root, now, posts=True), now, limit)
    best = sorted(candidates, key=lambda hit: (hit.score, hit.moment, hit.is_post, hit.row), reverse=True)[
        :limit
    ]
    return _hits(db, best, _shown_words(parsed.root))


def _compiled(db: Database, root: Node | None, now: datetime, *, posts: bool) -> Compiled:
    return Compiler(Names(db), now, posts=posts).compile(root)


def _documents(
    db: Database, asked: Compiled, types: list[str], now: datetime, limit: int
) -> list[_Candidate]:
    if asked.is_nothing:
        return []
    among = ", ".join(f"'{kind}'" for kind in types)  # our own words, see DocumentType
    where = f"{asked.where} AND d.type IN ({among})"
    sql = (
        f"""SELECT d.row, d.created AS moment, bm25(doc_fts, 8.0, 1.0, 3.0) AS rank
            FROM doc_fts CROSS JOIN doc d ON d.row = doc_fts.rowid
            WHERE doc_fts MATCH :match AND {where} ORDER BY doc_fts.rowid DESC LIMIT :limit"""  # noqa: S608 - ours
        if asked.match
        else f"""SELECT d.row, d.created AS moment, 0.0 AS rank FROM doc d WHERE {where}
                 ORDER BY d.created DESC, d.row DESC LIMIT :limit"""  # noqa: S608 - only our fragments
    )
    return _scored(db, sql, asked, now, limit, is_post=False)


def _posts(db: Database, asked: Compiled, now: datetime, limit: int) -> list[_Candidate]:
    if asked.is_nothing:
        return []
    sql = (
        f"""SELECT p.row, p.published AS moment, bm25(post_fts, 8.0, 1.0, 3.0) AS rank
            FROM post_fts CROSS JOIN post p ON p.row = post_fts.rowid
            WHERE post_fts MATCH :match AND {_SHOWN} AND {asked.where}
            ORDER BY post_fts.rowid DESC LIMIT :limit"""  # noqa: S608 - only our fragments
        if asked.match
        else f"""SELECT p.row, p.published AS moment, 0.0 AS rank FROM post p INDEXED BY post_time
                 WHERE +{_SHOWN} AND {asked.where} ORDER BY p.published DESC, p.row DESC LIMIT :limit"""  # noqa: S608 - ours
    )
    return _scored(db, sql, asked, now, limit, is_post=True)


def _scored(
    db: Database, sql: str, asked: Compiled, now: datetime, limit: int, *, is_post: bool
) -> list[_Candidate]:
    """Mix rank and age: the two tables' ranks differ in scale, so each is measured by its own best."""
    parameters = {**asked.parameters, "match": asked.match, "limit": CANDIDATES if asked.match else limit}
    rows = db.rows(sql, parameters)
    best = min((row["rank"] for row in rows), default=0.0) or -1.0  # bm25 is the better the lower
    moment = now.timestamp()
    return [
        _Candidate(
            (row["rank"] / best + 1 / (1 + max(0.0, moment - row["moment"]) / _HALF_LIFE))
            if asked.match
            else 0.0,
            row["moment"],
            row["row"],
            is_post,
        )
        for row in rows
    ]


def _shown_words(root: Node | None) -> list[str]:
    """Return what excerpts look for: the words of `root`, folded."""
    return [fold(text) for leaf in leaves(root) for text in _parts(leaf)]


def _parts(leaf: Text) -> list[str]:
    return [leaf.text] if leaf.phrase else [part for part in leaf.text.split() if part]


def _hits(db: Database, best: Sequence[_Candidate], words: Sequence[str]) -> list[Hit]:
    return [_post_hit(db, hit, words) if hit.is_post else _document_hit(db, hit, words) for hit in best]


def _document_hit(db: Database, hit: _Candidate, words: Sequence[str]) -> Hit:
    row = db.one(
        """SELECT type, id, title, substr(body, 1, 20000) AS text, kind, person,
               (SELECT group_concat(DISTINCT coalesce(k.final, t.key)) FROM doc_theme t
                LEFT JOIN theme_key k ON k.key = t.key WHERE t.row = doc.row) AS themes
           FROM doc WHERE row = ?""",
        (hit.row,),
    )
    assert row is not None  # noqa: S101 - the row was found a moment ago in the same file
    return Hit(
        type=row["type"],
        id=row["id"],
        title=clean_line(row["title"]),
        excerpt=excerpt(row["text"], words),
        moment=datetime.fromtimestamp(hit.moment, UTC),
        kind=row["kind"],
        person=row["person"],
        themes=tuple(sorted((row["themes"] or "").split(","))) if row["themes"] else (),
    )


def _post_hit(db: Database, hit: _Candidate, words: Sequence[str]) -> Hit:
    row = db.one(
        """SELECT p.id, p.title, p.excerpt, p.url, substr(b.text, 1, 20000) AS text, o.person,
               (SELECT group_concat(t.theme) FROM post_theme t WHERE t.row = p.row) AS themes
           FROM post p JOIN post_body b ON b.row = p.row JOIN channel_person o ON o.channel_id = p.channel_id
           WHERE p.row = ?""",
        (hit.row,),
    )
    assert row is not None  # noqa: S101 - the row was found a moment ago in the same file
    return Hit(
        type="post",
        id=row["id"],
        title=clean_line(row["title"] or row["excerpt"] or row["url"]),
        excerpt=excerpt(row["text"], words),
        moment=datetime.fromtimestamp(hit.moment, UTC),
        person=row["person"],
        themes=tuple(sorted(row["themes"].split(","))) if row["themes"] else (),
    )
