"""SQLite connections: one a thread, errors a person can read, transactions that nest."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnlog.library.functions import register
from learnlog.library.schema import APPLICATION_ID, VERSION
from learnlog.library.trouble import explain
from learnlog.library.turn import Turn
from learnlog.model.errors import LearnlogError

if TYPE_CHECKING:
    from learnlog.library.by_words import Answers

LARGE = 100_000_000
"""Bytes from which bringing a library up to date may take more than a moment."""
_LOG = 16_000_000
"""Bytes of the write-ahead log that are kept for the next writing."""

Parameters = Sequence[Any] | Mapping[str, Any]

_FAILURES = (
    sqlite3.Error,
    UnicodeEncodeError,
)  # the second: a value with lone surrogates, such as a file's name


class Database:
    """One connection; every sqlite3.Error leaves it as a LearnlogError."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        answers: "Answers | None" = None,
        turn: Turn | None = None,
    ) -> None:
        self.path = path
        self.connection = connection
        self.answers: Answers = {} if answers is None else answers
        self._turn = turn or nullcontext()
        self._depth = 0

    @property
    def is_writing(self) -> bool:
        """Tell whether a transaction of this connection is under way."""
        return self._depth > 0

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what SQLite raises inside into a LearnlogError."""
        try:
            yield
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return every row of the answer."""
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except _FAILURES as error:
            raise explain(error, self.path) from error

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[sqlite3.Row]:
        """Yield the rows of the answer as they are found.

        Raises:
            CutShortError: the question was ended; the rows until then are right. Python's driver looks one row
                ahead, so the last of them is not among them.
        """
        try:
            for row in self.connection.execute(sql, parameters):  # noqa: UP028 - that would close a cursor of a closed file
                yield row
        except _FAILURES as error:
            raise explain(error, self.path) from error

    def interrupt(self) -> None:
        """End, from another thread, what is being asked; it raises CutShortError there."""
        with suppress(sqlite3.Error):  # closed meanwhile: then there is nothing to end
            self.connection.interrupt()

    def one(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row of the answer, or None."""
        try:
            row: sqlite3.Row | None = self.connection.execute(sql, parameters).fetchone()
        except _FAILURES as error:
            raise explain(error, self.path) from error
        return row

    def number(self, sql: str, parameters: Parameters = ()) -> int:
        """Return the first value of the answer as a number; 0 when there is none."""
        row = self.one(sql, parameters)
        return int(row[0] or 0) if row else 0

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Carry out a statement; return the row number of what it inserted last."""
        try:
            return self.connection.execute(sql, parameters).lastrowid or 0
        except _FAILURES as error:
            raise explain(error, self.path) from error

    def run_many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        """Carry out a statement for each of `parameters`."""
        try:
            self.connection.executemany(sql, parameters)
        except _FAILURES as error:
            raise explain(error, self.path) from error

    @contextmanager
    def careless(self) -> Iterator[None]:
        """Leave what is deleted inside as it lies in the file: only for what stands there elsewhere as well.

        Where SQLite overwrites what is deleted, that is half of what moving a post costs.
        """
        before = self.number("PRAGMA secure_delete")
        self.run("PRAGMA secure_delete = FAST")
        try:
            yield
        finally:
            self.run(f"PRAGMA secure_delete = {before}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do everything inside or nothing; inside another transaction, a part of it that can fail alone."""
        with nullcontext() if self._depth else self._turn, self._part():
            yield

    @contextmanager
    def _part(self) -> Iterator[None]:
        name = f"part_{self._depth}"
        begin, keep, undo = (
            (f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}"))
            if self._depth
            else ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
        )
        self.run(begin)
        self._depth += 1
        try:
            yield
            self.run(keep)
        except BaseException:
            # a full disk may already have rolled everything back: then there is nothing left to undo
            with suppress(sqlite3.Error):
                for statement in undo:
                    self.connection.execute(statement)
            raise
        finally:
            self._depth -= 1

    @contextmanager
    def still(self) -> Iterator[None]:
        """Read everything inside from the library as it is now, whatever others write meanwhile; write nothing."""
        if self._depth:
            yield
            return
        self.run("BEGIN")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            self.run("COMMIT")


class Connections:
    """The connections of this process to the library at `path`, one for each thread that asks."""

    def __init__(self, path: Path, patience: float, upgrading: Callable[[], object] = lambda: None) -> None:
        self.path = path
        self._patience = patience
        self._upgrading = upgrading
        self._local = threading.local()
        self._open: list[tuple[threading.Thread, Database]] = []
        self._lock = threading.Lock()
        self._verified = False
        self._answers: Answers = {}
        self._turn = Turn(patience)

    @property
    def db(self) -> Database:
        """The connection of this thread, opened and checked when first asked for."""
        database: Database | None = getattr(self._local, "database", None)
        if database is None:
            database = self._local.database = self._connect()
        return database

    def close(self) -> None:
        """Close the connections of all threads; a later question opens a new one."""
        with self._lock:
            for _, database in self._open:
                with suppress(sqlite3.Error):
                    database.connection.close()
            self._open.clear()
            self._local = threading.local()

    def _connect(self) -> Database:
        with self._lock:
            if not self._verified:
                _make_file(self.path)
            database = _open(self.path, self._patience, self._answers, self._turn)
            try:
                if not self._verified:
                    with database.explained():
                        _verify(database, self._patience, self._upgrading)
                    self._verified = True
            except BaseException:
                database.connection.close()
                raise
            self._forget_ended_threads()
            self._open.append((threading.current_thread(), database))
            return database

    def _forget_ended_threads(self) -> None:
        for thread, database in [pair for pair in self._open if not pair[0].is_alive()]:
            database.connection.close()
            self._open.remove((thread, database))


def _make_file(path: Path) -> None:
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite gives its helpers the same mode
    except OSError as error:
        raise LearnlogError(
            f"The library {path} cannot be made: {error.strerror}.", "Is that folder yours?"
        ) from error


def _open(path: Path, patience: float, answers: "Answers", turn: Turn) -> Database:
    try:
        connection = sqlite3.connect(
            path, timeout=patience, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.row_factory = sqlite3.Row
        register(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        # in WAL mode a power cut may cost the last commits but no consistency; the vault has the words
        connection.execute("PRAGMA synchronous = NORMAL")
        # who reads for long lets the write-ahead log grow: it becomes small again afterwards
        connection.execute(f"PRAGMA journal_size_limit = {_LOG}")
        # each thread has a connection, and the system keeps the file too: more would only take memory
        connection.execute("PRAGMA cache_size = -2000")
        # pages; a fetch rewrites the same ones again and again
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        connection.execute("PRAGMA temp_store = MEMORY")
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return Database(path, connection, answers, turn)


def _verify(database: Database, patience: float, upgrading: Callable[[], object]) -> None:
    """Refuse what is not ours or too new; bring what is behind up to date, and say so where that takes a while."""
    connection = database.connection
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID and connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
        # another process may have made the library between the two questions
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            raise LearnlogError(
                f"The file {database.path} belongs to another program.", "Choose another --home."
            )
    if version > VERSION:
        raise LearnlogError(
            f"The library {database.path} was made by a newer learnlog.", "Update learnlog on this machine."
        )
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _use_wal(connection, patience)
    if version < VERSION:
        from learnlog.library.migrations import migrate

        if version and database.path.stat().st_size > LARGE:
            upgrading()
        migrate(connection)


def _use_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to write-ahead logging; SQLite does not wait by itself when two processes do this at once."""
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
