"""What my rules did with posts: each run of a rule is written down, so that it can be told and taken back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from learnlog.library import membership
from learnlog.library.post_rows import moment as moment_of
from learnlog.library.section import Section
from learnlog.library.story_rows import ALONG, settle, with_voices
from learnlog.model.query import PostFilter
from learnlog.model.view import OF_STORIES

_PLACE = "rules"
_AMONG = "row IN (SELECT value FROM json_each(:rows))"
_CHANGE = {
    "star": " ".join(
        ("UPDATE post SET starred_at = :moment WHERE starred_at IS NULL AND", _AMONG, "RETURNING row")
    ),
    "read": " ".join(
        ("UPDATE post SET read_at = :moment WHERE read_at IS NULL AND", _AMONG, "RETURNING row")
    ),
    "hide": """
        INSERT OR IGNORE INTO hidden SELECT p.row FROM json_each(:rows) j JOIN post p ON p.row = j.value
        RETURNING row""",
    "theme": """
        SELECT p.row FROM json_each(:rows) j CROSS JOIN post p ON p.row = j.value
        WHERE NOT EXISTS (SELECT 1 FROM rule_mark m WHERE m.row = p.row AND m.what = 'theme' AND m.theme = :theme)""",
}
_KNOWN = """
    SELECT coalesce(
        (SELECT min(n.row) - 1 FROM post_new n WHERE NOT EXISTS (SELECT 1 FROM post_store s WHERE s.row = n.row)),
        (SELECT max(row) FROM post))
"""
_LEADING = """
    SELECT j.value FROM json_each(?) j LEFT JOIN voice v ON v.row = j.value WHERE coalesce(v.place, 0) = 0
"""
_LATER = """
    INSERT OR IGNORE INTO rule_mark (row, run, what, theme)
    SELECT v.row, :run, 'hide', '' FROM json_each(:rows) j JOIN voice v ON v.row = j.value WHERE v.place > 0
    AND NOT EXISTS (SELECT 1 FROM rule_mark m WHERE m.row = v.row AND m.what = 'hide' AND m.theme = '')
"""
_OF_RUN = "(SELECT row FROM rule_mark WHERE run = :run AND what = '{}')"
_BACK = (
    " ".join(
        ("UPDATE post SET starred_at = NULL WHERE starred_at = :moment AND row IN", _OF_RUN.format("star"))
    ),
    " ".join(("UPDATE post SET read_at = NULL WHERE read_at = :moment AND row IN", _OF_RUN.format("read"))),
    " ".join(("DELETE FROM hidden WHERE row IN", _OF_RUN.format("hide"))),
    "DELETE FROM rule_run WHERE id = :run",
)


_MARKS = """
    SELECT m.row, m.run, m.what, m.theme FROM rule_mark m JOIN post p ON p.row = m.row
    LEFT JOIN theme_key k ON k.key = m.theme
    WHERE (p.id = :post OR :what = 'hide' AND p.row IN (
        SELECT v.row FROM post o JOIN voice me ON me.row = o.row JOIN voice v ON v.story = me.story WHERE o.id = :post))
    AND m.what = :what AND (m.what <> 'theme' OR coalesce(k.final, m.theme) = :theme)
"""

Mark = tuple[int, int, str, str]
"""The row of a post, the id of a run, what it did there, and the theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a rule: the ``id`` takes it back; ``posts`` it changed, and when."""

    id: int
    rule: str
    name: str
    moment: datetime
    posts: int


class Ruling(Section):
    """Does to posts what rules say, and takes it back."""

    def seen(self) -> int | None:
        """Return the row up to which posts have been before the rules; None when there were none yet."""
        row = self._db.one("SELECT row FROM position WHERE name = ?", (_PLACE,))
        return int(row[0]) if row else None

    def see(self, row: int) -> None:
        """Say that posts up to `row` have been before the rules."""
        self._db.run("INSERT OR REPLACE INTO position VALUES (?, 0, ?)", (_PLACE, row))

    def known(self) -> int:
        """Return the row up to which the words of posts can be searched."""
        return self._db.number(_KNOWN)

    def fitting(self, asked: PostFilter, limit: int) -> list[int]:
        """Return the rows of at most `limit` posts that `asked` shows, hidden ones too, in order of arrival."""
        from learnlog.library.posts import Posts

        return Posts(self._connections).rows_of(asked, limit)

    def begin(self, rule: str, name: str, moment: datetime) -> int:
        """Begin a run of a rule; returns its id. It is part of the caller's transaction."""
        values = (rule, name, int(moment.timestamp()))
        return self._db.run("INSERT INTO rule_run (rule, name, moment) VALUES (?, ?, ?)", values)

    def do(self, run: int, rows: Sequence[int], what: str, theme: str = "") -> list[int]:
        """Star, read, hide or put under `theme` the posts at `rows` that are not so yet; returns their rows."""
        db = self._db
        with db.transaction():
            moment = db.number("SELECT moment FROM rule_run WHERE id = ?", (run,))
            if what == "hide":
                db.run(_LATER, {"rows": json.dumps(list(rows)), "run": run})
            told = self._stories(rows) if what in OF_STORIES else list(rows)
            values = {"rows": json.dumps(told), "moment": moment, "theme": theme}
            changed = [row[0] for row in db.rows(_CHANGE[what], values)]
            along = ALONG if what == "hide" else theme
            own = set(rows)
            marks = [(row, run, what, theme if row in own else along) for row in changed]
            db.run_many("INSERT OR IGNORE INTO rule_mark (row, run, what, theme) VALUES (?, ?, ?, ?)", marks)
            if what == "theme":
                membership.follow_rules(db, changed)
        return changed

    def _stories(self, rows: Sequence[int]) -> list[int]:
        """Return all voices of the stories that posts at `rows` lead: a rule that finds another voice leaves them."""
        leading = self._db.rows(_LEADING, (json.dumps(list(rows)),))
        return with_voices(self._db, [row[0] for row in leading])

    def runs(self, rule: str = "", limit: int = 20) -> list[Run]:
        """Return the last runs (of one rule, or of all), the newest first."""
        rows = self._db.rows(
            """SELECT r.id, r.rule, r.name, r.moment, count(DISTINCT m.row) AS posts
               FROM rule_run r LEFT JOIN rule_mark m ON m.run = r.id
               WHERE r.rule = :rule OR :rule = '' GROUP BY r.id ORDER BY r.id DESC LIMIT :limit""",
            {"rule": rule, "limit": limit},
        )
        return [
            Run(id=row[0], rule=row[1], name=row[2], moment=moment_of(row[3]), posts=row[4]) for row in rows
        ]

    def take_back(self, run: int) -> int:
        """Take back all that a run changed, save what I changed since; returns how many posts it had touched.

        A post that I read or starred anew in between keeps that. 0: there is no such run (any more).
        """
        db = self._db
        with db.transaction():
            found = db.one("SELECT moment FROM rule_run WHERE id = ?", (run,))
            if found is None:
                return 0
            rows = [row[0] for row in db.rows("SELECT DISTINCT row FROM rule_mark WHERE run = ?", (run,))]
            for statement in _BACK:
                db.run(statement, {"run": run, "moment": found[0]})
            membership.follow_rules(db, rows)
            settle(db, rows)
        return len(rows)

    def untouch(self, post: str, what: str, theme: str = "") -> list[Mark]:
        """Show a post (id) that is hidden, or take it from `theme` (slug), as far as rules did that.

        Returns what `touch_again` needs to bring it back.
        """
        db = self._db
        with db.transaction():
            found = db.rows(_MARKS, {"post": post, "what": what, "theme": theme})
            marks = [(mark[0], mark[1], mark[2], mark[3]) for mark in found]
            sql = "DELETE FROM rule_mark WHERE row = ? AND run = ? AND what = ? AND theme = ?"
            db.run_many(sql, marks)
            self._follow(marks)
        return marks

    def touch_again(self, marks: Sequence[Mark]) -> None:
        """Bring back what `untouch` took, save of a run that was taken back since."""
        db = self._db
        sql = "INSERT OR IGNORE INTO rule_mark SELECT ?1, ?2, ?3, ?4 FROM rule_run WHERE id = ?2"
        with db.transaction():
            db.run_many(sql, marks)
            self._follow(marks)

    def _follow(self, marks: Sequence[Mark]) -> None:
        """Let what is hidden, and in which theme, follow the marks on some posts."""
        rows = [mark[0] for mark in marks]
        listed = {"rows": json.dumps(rows)}
        self._db.run(f"DELETE FROM hidden WHERE {_AMONG}", listed)  # noqa: S608 - ours
        self._db.run(
            f"INSERT OR IGNORE INTO hidden SELECT row FROM rule_mark WHERE what = 'hide' AND {_AMONG}",  # noqa: S608 - ours
            listed,
        )
        membership.follow_rules(self._db, rows)
        settle(self._db, rows)

    def hidden(self) -> int:
        """Return how many posts rules hide."""
        return self._db.number("SELECT count(*) FROM hidden")
