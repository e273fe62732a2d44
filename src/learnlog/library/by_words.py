"""Questions that only ask a full-text table: their answers stay known, to every thread, while nothing is indexed.

A phrase of words that nearly every post has takes a tenth of a second to find among a million posts, however few
have it; and marking a post, or joining stories, changes nothing of which posts have it.
"""

from collections.abc import Mapping
from sqlite3 import Row
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from learnlog.library.connection import Database

_MOST = 20
"""Answers that are remembered; a list of hits takes some ten thousands of bytes."""
_STATE = """
    SELECT (SELECT schema_version FROM pragma_schema_version), group_concat(hex(block))
    FROM {}_data WHERE id IN (1, 10)
"""
"""What is another whenever a full-text table was written: how many words it has, and of which parts it consists."""

Answers = dict[tuple[str, str], tuple[tuple[Any, ...], Row | None]]
"""By question, how the table was when it was asked, and the first row of the answer."""


def one_by_words(db: "Database", index: str, sql: str, parameters: Mapping[str, Any]) -> Row | None:
    """Return the first row of the answer to a question about the full-text table `index` and nothing else."""
    if db.is_writing:  # what was indexed in this transaction may not stand in the table yet
        return db.one(sql, parameters)
    now = tuple(db.one(_STATE.format(index)) or ())
    asked = sql, repr(parameters)
    then, row = db.answers.get(asked, ((), None))
    if then != now:
        row = db.one(sql, parameters)
        if len(db.answers) >= _MOST:
            db.answers.clear()
        db.answers[asked] = now, row
    return row
