"""The library: one SQLite file with what others wrote, and an index of the vault."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnlog.library.connection import Connections
from learnlog.library.documents import Documents
from learnlog.library.index_schema import POST_INDEXES
from learnlog.model.errors import LearnlogError

if TYPE_CHECKING:
    from learnlog.library.actors import Actors
    from learnlog.library.calendar import Calendar
    from learnlog.library.channels import Channels
    from learnlog.library.cohorts import TakenCohorts
    from learnlog.library.comebacks import Comebacks
    from learnlog.library.cut import Cut
    from learnlog.library.deeds import Deeds
    from learnlog.library.evidence import Evidence
    from learnlog.library.full_texts import FullTexts
    from learnlog.library.indexing import Indexing
    from learnlog.library.learners import Learners
    from learnlog.library.posts import Posts
    from learnlog.library.ruling import Ruling
    from learnlog.library.stories import Stories
    from learnlog.library.talk import Talk
    from learnlog.library.tidying import Tidying
    from learnlog.library.traces import Traces
    from learnlog.model.query import Hit


class Library:
    """Opens the library at `path`, and makes it when there is none.

    Usable from any thread; several processes may use the same file at once. `patience` is how many seconds
    to wait for another's writing; `upgrading` hears that a large library of an earlier learnlog is brought up to date.

    Raises:
        LearnlogError: the file is someone else's, damaged, made by a newer learnlog, or cannot be opened.
    """

    def __init__(
        self, path: Path, *, patience: float = 10.0, upgrading: "Callable[[], object]" = lambda: None
    ) -> None:
        self.path = path
        self._connections = Connections(path, patience, upgrading)
        self.documents = Documents(self._connections)
        self._connections.db  # noqa: B018 - opens and checks the file now, not at some later question

    @cached_property
    def posts(self) -> "Posts":
        """What others wrote, and my marks on it."""
        from learnlog.library.posts import Posts

        return Posts(self._connections)

    @cached_property
    def channels(self) -> "Channels":
        """Where it came from, and how far it was read."""
        from learnlog.library.channels import Channels

        return Channels(self._connections)

    @cached_property
    def actors(self) -> "Actors":
        """Who is named in posts and lists, followed or not."""
        from learnlog.library.actors import Actors

        return Actors(self._connections)

    @cached_property
    def comebacks(self) -> "Comebacks":
        """What of my entries comes back, and when."""
        from learnlog.library.comebacks import Comebacks

        return Comebacks(self._connections)

    @cached_property
    def calendar(self) -> "Calendar":
        """What was written and kept, by day."""
        from learnlog.library.calendar import Calendar

        return Calendar(self._connections)

    @cached_property
    def deeds(self) -> "Deeds":
        """What I did with posts on their networks."""
        from learnlog.library.deeds import Deeds

        return Deeds(self._connections)

    @cached_property
    def stories(self) -> "Stories":
        """Which posts say the same."""
        from learnlog.library.stories import Stories

        return Stories(self._connections)

    @cached_property
    def tidying(self) -> "Tidying":
        """Letting go of old posts."""
        from learnlog.library.tidying import Tidying

        return Tidying(self._connections)

    @cached_property
    def talk(self) -> "Talk":
        """What those I follow talk about, week by week."""
        from learnlog.library.talk import Talk

        return Talk(self._connections)

    @cached_property
    def indexing(self) -> "Indexing":
        """Indexing posts after they arrived."""
        from learnlog.library.indexing import Indexing

        return Indexing(self._connections)

    @cached_property
    def evidence(self) -> "Evidence":
        """What the ranking of people rests on."""
        from learnlog.library.evidence import Evidence

        return Evidence(self._connections)

    @cached_property
    def cohorts(self) -> "TakenCohorts":
        """The cohorts I am in."""
        from learnlog.library.cohorts import TakenCohorts

        return TakenCohorts(self._connections)

    @cached_property
    def learners(self) -> "Learners":
        """What learners shared with me, and my comments."""
        from learnlog.library.learners import Learners

        return Learners(self._connections)

    @cached_property
    def full_texts(self) -> "FullTexts":
        """Posts read whole from their own pages."""
        from learnlog.library.full_texts import FullTexts

        return FullTexts(self._connections)

    @cached_property
    def ruling(self) -> "Ruling":
        """What my rules did with posts."""
        from learnlog.library.ruling import Ruling

        return Ruling(self._connections)

    @cached_property
    def traces(self) -> "Traces":
        """What posts on a theme have to do with whom."""
        from learnlog.library.traces import Traces

        return Traces(self._connections)

    def search(
        self,
        query: str,
        *,
        now: datetime,
        limit: int = 50,
        types: tuple[str, ...] = (),
        cut: "Cut | None" = None,
    ) -> "list[Hit]":
        """Return what answers `query` (see `learnlog.library.query`), best first; anything typed is a search.

        `types` are as in `Hit.type`; none means all. Without words to rank by, the newest come first.
        Another thread may end the search with `cut`: then the hits are the best found until then. Without it
        the answer is complete: posts that arrived and were not indexed yet are indexed first.
        """
        from learnlog.library.search import search  # half the library's modules, and only this needs them

        if cut is None:
            self.catch_up()
        return search(self._connections.db, query, now=now, limit=limit, types=types, cut=cut)

    def catch_up(self, most: int | None = None) -> None:
        """Index what arrived, or about `most` posts of it.

        Where nothing can be written now, what is indexed already is found all the same.
        """
        with suppress(LearnlogError):
            self.indexing.finish() if most is None else self.indexing.some(most)

    def data_version(self) -> int:
        """Return a number that changes when another thread or process has written."""
        return self._connections.db.number("PRAGMA data_version")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do everything inside, by this thread, or nothing; nests."""
        with self._connections.db.transaction():
            yield

    @contextmanager
    def still(self) -> Iterator[None]:
        """Let this thread read everything inside from one state of the library; it writes nothing there."""
        with self._connections.db.still():
            yield

    def backup(self, target: Path) -> None:
        """Write a complete, compact copy of the library to `target`, while others go on working."""
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            self._connections.db.run("VACUUM INTO ?", (str(part),))
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            raise LearnlogError(f"The backup {target} cannot be written: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)

    def check(self) -> list[str]:
        """Look for damage; return a sentence for each finding, nothing when all is well."""
        from learnlog.library.upkeep import check

        return check(self._connections.db)

    def unsound(self) -> dict[str, int]:
        """Return by ``table.column`` how many values another program spoiled: no reader of ours understands them."""
        from learnlog.library.soundness import unsound

        return unsound(self._connections.db)

    def mend(self) -> None:
        """Put right what `unsound` finds, as far as anything can."""
        from learnlog.library.soundness import mend

        mend(self._connections.db)

    def drop_index(self) -> None:
        """Make the index of the vault empty, that of the posts and their ties anew; posts and marks stay.

        Inside `transaction`, together with putting all documents, others see the old index until the
        new is there.
        """
        from learnlog.library.upkeep import make_anew

        make_anew(self._connections.db)

    def compact(self, **how: Any) -> int:
        """Give back room that the file no longer needs, see `learnlog.library.upkeep.compact`; returns bytes."""
        from learnlog.library.upkeep import compact

        with suppress(LearnlogError):  # somebody writes, or the disk is full: another time
            return compact(self._connections.db, self.path, **how)
        return 0

    def tidy(self) -> None:
        """Index all that waits, and bring each full-text index into one piece.

        One that grew in many small steps answers far later.
        """
        self.indexing.finish()
        for table in ("doc_fts", *POST_INDEXES):
            self._connections.db.run(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - our tables

    def size(self) -> int:
        """Return how many bytes the library takes on disk."""
        names = (self.path, *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm")))
        return sum(path.stat().st_size for path in names if path.exists())

    def close(self) -> None:
        """Close all connections; using the library again opens new ones."""
        self._connections.close()

    @property
    def sqlite_version(self) -> str:
        """The version of SQLite in use."""
        return sqlite3.sqlite_version
