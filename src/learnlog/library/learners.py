"""What learners shared with me, and my comments: a coach's part of the library."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from learnlog.library import received_files
from learnlog.library.lenient import day, mapping, strings
from learnlog.library.section import Section
from learnlog.model.errors import LearnlogError
from learnlog.model.learner import CoachComment, Learner, ReceivedEntry, Shared
from learnlog.model.moments import EPOCH

_PUT_LEARNER = """
    INSERT INTO learner (id, called, agreed, away_until, offers, introduction, bundle, made, number, key, question)
    VALUES (:id, :called, :agreed, :away_until, :offers, :introduction, :bundle, :made, :number, :key, :question)
    ON CONFLICT (id) DO UPDATE SET called = excluded.called, agreed = excluded.agreed,
        away_until = excluded.away_until, offers = excluded.offers, introduction = excluded.introduction,
        bundle = excluded.bundle,
        made = excluded.made, number = excluded.number, key = excluded.key, question = excluded.question
"""
_ENTRY = """
    INTO received (learner, id, title, body, kind, day, themes, visibility, open, assignment, hash, bundle, more)
    VALUES (:learner, :id, :title, :body, :kind, :day, :themes, :visibility, :open, :assignment, :hash,
            :bundle, :more)
"""
_ADD_ENTRY = f"INSERT OR IGNORE {_ENTRY}"
_PUT_ENTRY = f"""
    INSERT {_ENTRY}
    ON CONFLICT (learner, id) DO UPDATE SET title = excluded.title, body = excluded.body,
        kind = excluded.kind, day = excluded.day, themes = excluded.themes, visibility = excluded.visibility,
        open = excluded.open, assignment = excluded.assignment, bundle = excluded.bundle,
        more = excluded.more, read_at = CASE WHEN hash = excluded.hash THEN read_at END, hash = excluded.hash
"""
_LEARNERS = """
    SELECT l.*, count(r.id) AS entries, count(r.id) FILTER (WHERE r.read_at IS NULL) AS fresh
    FROM learner l LEFT JOIN received r ON r.learner = l.id GROUP BY l.id ORDER BY lower(l.called), l.id
"""


class Learners(Section):
    """Reads and writes what learners shared."""

    def take(self, learner: Learner, entries: Sequence[ReceivedEntry], withdrawn: Sequence[str]) -> bool:
        """Take a bundle in, all of it or nothing; an older one than is known only adds what is missing.

        What was withdrawn goes, with its text and its files. Tells whether the bundle was newer than what is known, or
        brought anything.

        Raises:
            LearnlogError: the learner's bundles before had another key, or this one has none.
        """
        db = self._db
        with db.transaction():
            known = db.one("SELECT bundle, made, number, key FROM learner WHERE id = ?", (learner.id,))
            if known and known["key"] not in ("", learner.key):
                raise _signed_anew(learner)
            if known and known["bundle"] == learner.bundle:
                return False
            had = self._how_many(learner.id)
            place = (_day(learner.made), learner.number)
            is_newest = not known or (known["made"][:10], known["number"]) <= place
            if is_newest:
                db.run(_PUT_LEARNER, _learner_values(learner))
            db.run_many(_PUT_ENTRY if is_newest else _ADD_ENTRY, [_entry_values(entry) for entry in entries])
            received_files.take(db, learner.id, learner.bundle, entries)
            self._withdraw(learner.id, withdrawn, back=[entry.id for entry in entries] if is_newest else ())
            return is_newest or self._how_many(learner.id) != had

    def _withdraw(self, learner: str, withdrawn: Sequence[str], *, back: Sequence[str]) -> None:
        """Let what a learner withdrew go, with its files, and never come in again but for what is `back`."""
        db = self._db
        db.run_many("INSERT OR IGNORE INTO withdrawn VALUES (?, ?)", [(learner, id) for id in withdrawn])
        db.run(
            "DELETE FROM withdrawn WHERE learner = ? AND id IN (SELECT value FROM json_each(?))",
            (learner, json.dumps(back)),
        )
        db.run(
            """DELETE FROM received WHERE learner = ?1
               AND id IN (SELECT id FROM withdrawn WHERE learner = ?1)""",
            (learner,),
        )
        received_files.drop_orphans(db, learner)

    def _how_many(self, learner: str) -> tuple[int, int]:
        """Return how many entries of a learner are here, and how many are withdrawn."""
        count = "SELECT count(*) AS n FROM {} WHERE learner = ?"
        rows = [self._db.one(count.format(table), (learner,)) for table in ("received", "withdrawn")]
        return rows[0]["n"] if rows[0] else 0, rows[1]["n"] if rows[1] else 0

    def all(self) -> list[Learner]:
        """Return every learner, by name."""
        return [_learner(row) for row in self._db.rows(_LEARNERS)]

    def entries(self, learner: str = "", *, limit: int = 100_000) -> list[ReceivedEntry]:
        """Return what a learner ("": everybody) shared, newest first."""
        rows = self._db.rows(
            """SELECT * FROM received WHERE ?1 = '' OR learner = ?1 ORDER BY day DESC, rowid DESC LIMIT ?2""",
            (learner, limit),
        )
        files = received_files.of(self._db, learner)
        return [replace(one, files=files.get((one.learner, one.id), ())) for one in map(_entry, rows)]

    def file_data(self, learner: str, entry: str, number: int) -> bytes:
        """Return what is in a file that came with an entry; nothing when it is gone."""
        return received_files.data(self._db, learner, entry, number)

    def shared(self) -> Shared:
        """Return what a view of the cohort needs, without reading any text."""
        db = self._db
        themes: dict[str, list[str]] = defaultdict(list)
        sql = "SELECT DISTINCT r.learner, j.value FROM received r, json_each(r.themes) j ORDER BY r.learner"
        for learner, name in db.rows(sql):
            themes[learner].append(str(name))
        days: dict[str, list[date]] = defaultdict(list)
        for learner, said in db.rows("SELECT DISTINCT learner, day FROM received ORDER BY learner, day"):
            days[learner] += [known] if (known := day(said)) else []
        asked = db.rows("SELECT * FROM received WHERE kind = 'question' AND open = 1 ORDER BY day DESC, id")
        return Shared(themes=themes, days=days, questions=[_entry(row) for row in asked])

    def mark_read(self, learner: str, id: str, moment: datetime, read: bool = True) -> None:
        """Say that an entry was read, or was not."""
        with self._db.transaction():
            self._db.run(
                "UPDATE received SET read_at = ? WHERE learner = ? AND id = ?",
                (int(moment.timestamp()) if read else None, learner, id),
            )

    def put_comment(self, comment: CoachComment) -> None:
        """Write a comment, over the one with its id."""
        values = (
            *(comment.id, comment.learner, comment.bundle, comment.entry, comment.kind, comment.text),
            *(comment.hash, _text(comment.made), _text(comment.given) or None),
        )
        with self._db.transaction():
            self._db.run("INSERT OR REPLACE INTO coach_comment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def drop_comment(self, id: str) -> None:
        """Take a comment away."""
        with self._db.transaction():
            self._db.run("DELETE FROM coach_comment WHERE id = ?", (id,))

    def comments(self, learner: str = "", entry: str | None = None) -> list[CoachComment]:
        """Return my comments on a learner's entries, oldest first."""
        rows = self._db.rows(
            """SELECT * FROM coach_comment WHERE (?1 = '' OR learner = ?1) AND (?2 IS NULL OR entry = ?2)
               ORDER BY made, id""",
            (learner, entry),
        )
        return [
            CoachComment(
                **{name: row[name] for name in ("id", "learner", "bundle", "entry", "kind", "text", "hash")},
                made=_moment(row["made"]) or datetime.fromtimestamp(0, UTC),
                given=_moment(row["given"]),
            )
            for row in rows
        ]

    def trust(self, learner: str, key: str = "") -> str:
        """Let the learner's next bundle say which key is theirs, or put `key` back; return the key until now."""
        with self._db.transaction():
            known = self._db.one("SELECT key FROM learner WHERE id = ?", (learner,))
            self._db.run("UPDATE learner SET key = ? WHERE id = ?", (key, learner))
        return str(known["key"]) if known else ""

    def forget(self, learner: str) -> None:
        """Take a learner out of the library with all they shared and all my comments."""
        db = self._db
        with db.transaction():
            for table in ("received_file", "received", "withdrawn", "coach_comment"):
                db.run(f"DELETE FROM {table} WHERE learner = ?", (learner,))  # noqa: S608 - our tables
            db.run("DELETE FROM learner WHERE id = ?", (learner,))


def _learner_values(learner: Learner) -> dict[str, Any]:
    return {
        "id": learner.id,
        "called": learner.called,
        "agreed": json.dumps(learner.agreed),
        "away_until": learner.away_until.isoformat() if learner.away_until else "",
        "offers": json.dumps(learner.offers, ensure_ascii=False),
        "introduction": learner.introduction,
        "bundle": learner.bundle,
        "made": _day(learner.made),
        "number": learner.number,
        "key": learner.key,
        "question": learner.question,
    }


def _signed_anew(learner: Learner) -> LearnlogError:
    return LearnlogError(
        f"It says it is of {learner.called}, but it is not signed as their bundles before.",
        f"Ask them. If it is theirs, `learnlog coach trust {learner.id[-6:]}`, then take it in again.",
    )


def _entry_values(entry: ReceivedEntry) -> dict[str, Any]:
    return {
        "learner": entry.learner,
        "id": entry.id,
        "title": entry.title,
        "body": entry.body,
        "kind": entry.kind,
        "day": entry.day.isoformat(),
        "themes": json.dumps(entry.themes, ensure_ascii=False),
        "visibility": entry.visibility,
        "open": int(entry.is_open),
        "assignment": entry.assignment,
        "hash": entry.hash,
        "bundle": entry.bundle,
        "more": json.dumps(entry.more, ensure_ascii=False),
    }


def _learner(row: Any) -> Learner:
    return Learner(
        id=row["id"],
        called=row["called"],
        agreed=strings(row["agreed"]),
        away_until=day(row["away_until"]),
        offers=strings(row["offers"]),
        introduction=row["introduction"],
        bundle=row["bundle"],
        made=day(row["made"]),
        number=row["number"],
        key=row["key"],
        question=row["question"],
        fresh=row["fresh"],
        entries=row["entries"],
    )


def _entry(row: Any) -> ReceivedEntry:
    return ReceivedEntry(
        learner=row["learner"],
        id=row["id"],
        title=row["title"],
        body=row["body"],
        kind=row["kind"],
        day=day(row["day"]) or EPOCH.date(),
        themes=strings(row["themes"]),
        visibility=row["visibility"],
        is_open=bool(row["open"]),
        assignment=row["assignment"],
        hash=row["hash"],
        bundle=row["bundle"],
        is_read=row["read_at"] is not None,
        more=mapping(row["more"]),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _text(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
