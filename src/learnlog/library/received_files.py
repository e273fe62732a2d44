"""Files that came with what learners shared: they stand and go with their entry."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from learnlog.library.connection import Database
from learnlog.model.learner import ReceivedEntry, ReceivedFile

Of = tuple[str, str]
"""A learner's id and an entry's."""


def take(db: Database, learner: str, bundle: str, entries: Sequence[ReceivedEntry]) -> None:
    """Write the files of those `entries` that stand as `bundle` has them, in place of what was there."""
    stand = "SELECT id FROM received WHERE learner = ?1 AND bundle = ?2"
    ids = json.dumps([one.id for one in entries])
    db.run(
        f"""DELETE FROM received_file WHERE learner = ?1 AND entry IN ({stand})
            AND entry IN (SELECT value FROM json_each(?3))""",  # noqa: S608 - our own words
        (learner, bundle, ids),
    )
    with_files = [one for one in entries if one.files]
    if not with_files:
        return
    standing = {row["id"] for row in db.rows(stand, (learner, bundle))}
    for entry in with_files:
        if entry.id in standing:
            db.run_many(
                "INSERT OR IGNORE INTO received_file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (learner, entry.id, number, one.name, one.type, one.alt, one.size, one.hash, one.data)
                    for number, one in enumerate(entry.files, start=1)
                ],
            )


def drop_orphans(db: Database, learner: str) -> None:
    """Take away the files of a learner's entries that are gone."""
    db.run(
        """DELETE FROM received_file WHERE learner = ?1
           AND entry NOT IN (SELECT id FROM received WHERE learner = ?1)""",
        (learner,),
    )


def of(db: Database, learner: str = "") -> Mapping[Of, tuple[ReceivedFile, ...]]:
    """Return the files of a learner ("": of everybody) by their entries, without what is in them."""
    found: dict[Of, list[ReceivedFile]] = defaultdict(list)
    rows = db.rows(
        """SELECT learner, entry, number, name, type, alt, size, hash FROM received_file
           WHERE ?1 = '' OR learner = ?1 ORDER BY learner, entry, number""",
        (learner,),
    )
    for row in rows:
        found[row["learner"], row["entry"]].append(_file(row))
    return {key: tuple(files) for key, files in found.items()}


def data(db: Database, learner: str, entry: str, number: int) -> bytes:
    """Return what is in a file, nothing when it is gone."""
    row = db.one(
        "SELECT data FROM received_file WHERE learner = ? AND entry = ? AND number = ?",
        (learner, entry, number),
    )
    return bytes(row["data"]) if row else b""


def _file(row: Any) -> ReceivedFile:
    names = ("number", "name", "type", "alt", "size", "hash")
    return ReceivedFile(**{name: row[name] for name in names})
