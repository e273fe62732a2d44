"""What goes wrong with the library's file, in words for its owner."""

import sqlite3
from pathlib import Path

from learnlog.model.errors import BusyError, LearnlogError

_MEND = (
    "Run `learnlog doctor`; `learnlog restore-backup FILE` brings back a backup. Your Markdown is untouched."
)
_TROUBLE = {
    sqlite3.SQLITE_BUSY: (
        "The library is busy: another learnlog is writing to it.",
        "Try again in a moment.",
    ),
    sqlite3.SQLITE_LOCKED: (
        "The library is busy: another learnlog is writing to it.",
        "Try again in a moment.",
    ),
    sqlite3.SQLITE_CORRUPT: ("The library {path} is damaged.", _MEND),
    sqlite3.SQLITE_NOTADB: (
        "The file {path} is no library, or it is damaged.",
        "Move it away. Then bring it back with `learnlog restore-backup FILE`, or without a backup run "
        "`learnlog reindex` and `learnlog fetch`: your Markdown is untouched and posts are fetched again; "
        "only what that file knew of read and starred posts is lost.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The library {path} cannot be opened.",
        "Does its folder exist, and is it yours?",
    ),
    sqlite3.SQLITE_PERM: ("The library {path} cannot be opened.", "Does its folder exist, and is it yours?"),
    sqlite3.SQLITE_READONLY: (
        "The library {path} cannot be written.",
        "Is the file, or its disk, read-only?",
    ),
    sqlite3.SQLITE_FULL: (
        "The disk is full: the library {path} cannot grow.",
        "Free some space and try again.",
    ),
    sqlite3.SQLITE_IOERR: ("The disk with the library {path} does not answer as it should.", _MEND),
}


class CutShortError(LearnlogError):
    """A question was ended before its whole answer was known, see `learnlog.library.cut`."""


def explain(error: Exception, path: Path) -> LearnlogError:
    """Return what `error` means to the owner of the library at `path`."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the upper bits only refine the cause
    if code == sqlite3.SQLITE_INTERRUPT:
        return CutShortError("The library was not asked to the end.", "Ask again.")
    message, hint = _TROUBLE.get(code, ("The library {path} could not do that: {error}.", _MEND))
    kind = BusyError if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else LearnlogError
    return kind(message.format(path=path, error=error), hint)
