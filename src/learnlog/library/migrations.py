"""Bringing a library up to date: imported only when it is behind (sqlite-utils costs a start-up)."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from learnlog.library import ties
from learnlog.library.comebacks import rebuild
from learnlog.library.connection import Database as Library
from learnlog.library.index_schema import COMEBACKS, DROP_POST_TEXTS, INDEX, POST_TEXTS, UNREAD_THEMES
from learnlog.library.packed_schema import COUNTED, PACKED, SOUGHT, TOLD, UNREAD_BY_THEME, WHOLE
from learnlog.library.schema import (
    ACTORS,
    APPLICATION_ID,
    DEEDS,
    DROPPED,
    RULES,
    SOCIAL,
    STATE,
    STORIES,
    VERSION,
    VERSIONS,
)
from learnlog.library.sharing_schema import COHORTS, FILES, LEARNERS, PROOF
from learnlog.library.story_schema import STORIES_IN_THEMES, STORY_THEMES, VOICES_OF_THEMES

migrations = Migrations("learnlog")


@migrations()
def first(db: Database) -> None:
    """Make the tables of the first version."""
    for statement in (*STATE, *INDEX):
        db.execute(statement)


@migrations()
def social(db: Database) -> None:
    """Make room for what social networks know of a post, and for the earlier keys of a channel."""
    for statement in SOCIAL:
        db.execute(statement)


@migrations()
def actors(db: Database) -> None:
    """Make room for people who are named in posts and lists."""
    for statement in ACTORS:
        db.execute(statement)
    if "muted" not in db["channel_person"].columns_dict:
        db.execute("ALTER TABLE channel_person ADD COLUMN muted INTEGER NOT NULL DEFAULT 0")
    ties.rebuild(Library(Path(), db.conn))


@migrations()
def deeds(db: Database) -> None:
    """Make room for what I did with posts on their networks."""
    for statement in DEEDS:
        db.execute(statement)


@migrations()
def comebacks(db: Database) -> None:
    """Write down what of the entries comes back."""
    for statement in COMEBACKS:
        db.execute(statement)
    rebuild(Library(Path(), db.conn))


@migrations()
def learners(db: Database) -> None:
    """Make room for what learners share with a coach."""
    for statement in LEARNERS:
        db.execute(statement)


@migrations()
def proof(db: Database) -> None:
    """Make room for what proves whose a bundle is."""
    for statement in PROOF:
        db.execute(statement)


@migrations()
def stories(db: Database) -> None:
    """Make room for posts that say the same; those that are there are compared at the next fetch."""
    for statement in STORIES:
        db.execute(statement)


@migrations()
def files(db: Database) -> None:
    """Make room for files that learners share with a coach."""
    for statement in FILES:
        db.execute(statement)


@migrations()
def rules(db: Database) -> None:
    """Make room for what my rules did with posts."""
    for statement in RULES:
        db.execute(statement)


@migrations()
def packed(db: Database) -> None:
    """Let all posts wait to be packed and indexed anew, a handful at a time: see `learnlog.library.indexing`."""
    with Library(Path(), db.conn).careless():
        for statement in (*DROP_POST_TEXTS, *PACKED, *POST_TEXTS):
            db.execute(statement)


@migrations()
def versions(db: Database) -> None:
    """Make room for what posts said before they were edited."""
    for statement in VERSIONS:
        db.execute(statement)


@migrations()
def cohorts(db: Database) -> None:
    """Make room for the cohorts I am in."""
    for statement in COHORTS:
        db.execute(statement)


@migrations()
def counted(db: Database) -> None:
    """Count the unread posts once; triggers do it from then on."""
    for statement in COUNTED:
        db.execute(statement)


@migrations()
def whole(db: Database) -> None:
    """Make room for what feeds gave of posts that were read whole."""
    for statement in WHOLE:
        db.execute(statement)


@migrations()
def dropped(db: Database) -> None:
    """Make room for what posts were let go."""
    for statement in DROPPED:
        db.execute(statement)


@migrations()
def counted_themes(db: Database) -> None:
    """Count the unread posts of each theme once as well."""
    for statement in UNREAD_THEMES:
        db.execute(statement)
    db.execute("DELETE FROM unread_theme")
    db.execute(f"INSERT INTO unread_theme {UNREAD_BY_THEME}")


@migrations()
def told(db: Database) -> None:
    """Let posts wait for their words to be read out of their HTML."""
    for statement in TOLD:
        db.execute(statement)


@migrations()
def sought(db: Database) -> None:
    """Let what few posts are be found at once among very many, and count once more which stories a theme has twice."""
    for statement in (*SOUGHT, *STORY_THEMES, *VOICES_OF_THEMES):
        db.execute(statement)
    db.execute("DELETE FROM story_theme")
    db.execute(f"INSERT INTO story_theme {STORIES_IN_THEMES}")


def migrate(connection: sqlite3.Connection) -> None:
    """Apply what is missing in one transaction; a second process that waited finds nothing to do."""
    connection.execute("PRAGMA foreign_keys = OFF")  # means nothing inside a transaction; checked below
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
                _apply(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _apply(connection: sqlite3.Connection) -> None:
    migrations.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
    if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
        raise sqlite3.IntegrityError(f"{len(broken)} rows point nowhere after the migration")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
