"""A library that an earlier learnlog made is brought up to date, with nothing lost."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from learnlog.library import Library, connection, indexing
from learnlog.library.functions import register
from learnlog.library.schema import APPLICATION_ID, VERSION
from learnlog.model.errors import LearnlogError
from learnlog.model.ids import post_id
from learnlog.model.query import PostFilter
from learnlog.model.safe import clean_line
from learnlog.model.social import Actor, Social
from tests.library.conftest import FEED, NOW, person, post, publish, put

FIRST = """
CREATE TABLE channel ( id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL DEFAULT 'feed',
    due INTEGER, state TEXT NOT NULL DEFAULT '{}' );
CREATE TABLE post ( row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, channel_id INTEGER NOT
    NULL REFERENCES channel(id), published INTEGER NOT NULL, dated INTEGER NOT NULL, updated INTEGER,
    arrived INTEGER NOT NULL, read_at INTEGER, starred_at INTEGER, words INTEGER NOT NULL, hash TEXT NOT
    NULL, guid TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL, excerpt TEXT NOT
    NULL );
CREATE INDEX post_time ON post(published, row, channel_id);
CREATE INDEX post_channel ON post(channel_id, published, row);
CREATE INDEX post_unread ON post(published, row, channel_id) WHERE read_at IS NULL;
CREATE INDEX post_channel_unread ON post(channel_id, published, row) WHERE read_at IS NULL;
CREATE INDEX post_starred ON post(published, row, channel_id) WHERE starred_at IS NOT NULL;
CREATE TABLE post_body ( row INTEGER PRIMARY KEY REFERENCES post(row) ON DELETE CASCADE, language TEXT NOT
    NULL, tags TEXT NOT NULL, words TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL );
CREATE TABLE post_tag ( row INTEGER NOT NULL REFERENCES post(row) ON DELETE CASCADE, theme TEXT NOT NULL,
    PRIMARY KEY (row, theme) ) WITHOUT ROWID;
CREATE TABLE position ( name TEXT PRIMARY KEY, moment INTEGER NOT NULL, row INTEGER NOT NULL ) WITHOUT ROWID;
CREATE TABLE doc ( row INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, type TEXT NOT NULL, id TEXT NOT NULL,
    created INTEGER NOT NULL, modified INTEGER NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL, visibility
    TEXT NOT NULL, status TEXT NOT NULL, person TEXT NOT NULL, mtime_ns INTEGER NOT NULL, size INTEGER NOT
    NULL, hash TEXT NOT NULL, problem TEXT NOT NULL, title TEXT NOT NULL, name TEXT NOT NULL );
CREATE TABLE doc_text ( row INTEGER PRIMARY KEY REFERENCES doc(row) ON DELETE CASCADE, data TEXT NOT NULL,
    words TEXT NOT NULL, body TEXT NOT NULL, text TEXT NOT NULL );
CREATE INDEX doc_time ON doc(type, created, row, kind, status, visibility);
CREATE INDEX doc_moment ON doc(created, row, type);
CREATE INDEX doc_id ON doc(type, id);
CREATE INDEX doc_file ON doc(path, mtime_ns, size);
CREATE INDEX doc_name ON doc(created, name, type);
CREATE INDEX doc_day ON doc(type, day);
CREATE INDEX doc_problem ON doc(path) WHERE problem <> '';
CREATE TABLE doc_theme ( key TEXT NOT NULL, row INTEGER NOT NULL REFERENCES doc(row) ON DELETE CASCADE,
    PRIMARY KEY (key, row) ) WITHOUT ROWID;
CREATE INDEX doc_theme_row ON doc_theme(row);
CREATE TABLE doc_tag ( key TEXT NOT NULL, row INTEGER NOT NULL REFERENCES doc(row) ON DELETE CASCADE, tag
    TEXT NOT NULL, PRIMARY KEY (key, row) ) WITHOUT ROWID;
CREATE INDEX doc_tag_row ON doc_tag(row);
CREATE TABLE link ( relation TEXT NOT NULL, target TEXT NOT NULL, row INTEGER NOT NULL REFERENCES doc(row)
    ON DELETE CASCADE, PRIMARY KEY (relation, target, row) ) WITHOUT ROWID;
CREATE INDEX link_row ON link(row);
CREATE TABLE theme ( slug TEXT PRIMARY KEY, final TEXT NOT NULL, match TEXT NOT NULL ) WITHOUT ROWID;
CREATE TABLE theme_key (key TEXT PRIMARY KEY, final TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE person_key (key TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE channel_person ( channel_id INTEGER PRIMARY KEY REFERENCES channel(id) ON DELETE CASCADE,
    channel TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, circles TEXT NOT NULL );
CREATE TABLE channel_theme ( channel_id INTEGER NOT NULL REFERENCES channel(id) ON DELETE CASCADE, theme
    TEXT NOT NULL, PRIMARY KEY (channel_id, theme) ) WITHOUT ROWID;
CREATE TABLE post_theme ( theme TEXT NOT NULL, published INTEGER NOT NULL, row INTEGER NOT NULL REFERENCES
    post(row) ON DELETE CASCADE, channel_id INTEGER NOT NULL, sources INTEGER NOT NULL, unread INTEGER NOT
    NULL, PRIMARY KEY (theme, published, row) ) WITHOUT ROWID;
CREATE INDEX post_theme_row ON post_theme(row);
CREATE INDEX post_theme_unread ON post_theme(theme, channel_id) WHERE unread = 1;
CREATE TRIGGER post_read AFTER UPDATE OF read_at ON post BEGIN UPDATE post_theme SET unread = new.read_at IS
    NULL WHERE row = new.row; END;
CREATE VIEW doc_search AS SELECT d.row AS row, d.title AS title, x.body AS body, x.words AS words FROM doc d
    JOIN doc_text x ON x.row = d.row;
CREATE VIRTUAL TABLE doc_fts USING fts5( title, body, words, content='doc_search', content_rowid='row',
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3 4' );
CREATE VIEW post_search AS SELECT p.row AS row, p.title AS title, b.text AS text, b.words AS words FROM post
    p JOIN post_body b ON b.row = p.row;
CREATE VIRTUAL TABLE post_fts USING fts5( title, text, words, content='post_search', content_rowid='row',
    tokenize="unicode61 remove_diacritics 2", prefix='1 2 3 4' );
"""
"""The tables as version 1 made them, word for word."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of version 1 with a person, two posts of theirs, marks, and a place in the river."""
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as raw:
        raw.executescript(FIRST)
        raw.execute(
            """CREATE TABLE _sqlite_migrations
               (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)"""
        )
        raw.execute("CREATE UNIQUE INDEX named ON _sqlite_migrations (migration_set, name)")
        raw.execute("INSERT INTO _sqlite_migrations VALUES (1, 'learnlog', 'first', '2026-01-01')")
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 1")
        raw.execute("INSERT INTO channel (id, key) VALUES (1, ?)", (FEED,))
        raw.execute(
            "INSERT INTO channel_person (channel_id, channel, person, name, circles) VALUES (1, ?, 'ana', 'Ana', '[]')",
            (FEED,),
        )
        for row, guid in ((1, "a"), (2, "b")):
            raw.execute(
                """INSERT INTO post (row, id, channel_id, published, dated, arrived, words, hash, guid, url,
                   title, author, excerpt, starred_at)
                   VALUES (?, ?, 1, ?, 0, 0, 2, 'h', ?, '', ?, '', 'old words', ?)""",
                (row, post_id(FEED, guid), 1_700_000_000 + row, guid, guid.upper(), 5 if row == 1 else None),
            )
            raw.execute("INSERT INTO post_body VALUES (?, 'en', '[]', '', 'old words', '')", (row,))
        raw.execute("INSERT INTO post_tag VALUES (2, 'data')")
        raw.execute("INSERT INTO post_theme VALUES ('data', 1700000002, 2, 1, 4, 1)")
        raw.execute("INSERT INTO position VALUES ('river', 1700000001, 1)")
        raw.execute("INSERT INTO post_fts(post_fts) VALUES ('rebuild')")
    raw.close()
    return path


def test_a_library_of_the_first_version_keeps_everything(old: Path) -> None:
    library = Library(old)
    shown = library.posts.page(PostFilter())
    assert [(p.title, p.starred, p.themes, p.excerpt) for p in shown] == [
        ("B", False, ("data",), "old words"),
        ("A", True, (), "old words"),
    ]
    assert not any(p.uri or p.is_boost or p.is_answer or p.has_media or p.warning or p.gone for p in shown)
    assert [hit.title for hit in library.search("old words", now=NOW)] == ["B", "A"]
    text = library.posts.text(shown[0].id)
    assert text is not None
    assert (text.text, text.social) == ("old words", None)
    assert library.posts.place("river") is not None
    assert library.check() == []
    library.close()
    with sqlite3.connect(old) as raw:
        assert raw.execute("PRAGMA user_version").fetchone()[0] == VERSION == 19


def test_the_posts_that_are_there_already_get_their_ties(old: Path) -> None:
    with sqlite3.connect(old) as raw:
        raw.execute("""UPDATE post_body SET html = '<a href="https://ben.example/x">Ben</a>' WHERE row = 2""")
    raw.close()
    library = Library(old)
    assert library._connections.db.rows("SELECT row FROM tie")[0][0] == 2
    assert library.actors.get("https://ben.example/")
    library.close()


def test_the_insights_that_are_there_already_come_back(old: Path) -> None:
    with sqlite3.connect(old) as raw:
        raw.execute(
            """INSERT INTO doc (row, path, type, id, created, modified, day, kind, visibility, status, person,
               mtime_ns, size, hash, problem, title, name)
               VALUES (1, 'journal/2026/x.md', 'entry', 'x', 0, 0, '2026-11-02', 'insight', 'private', '', '',
               0, 0, '', '', 'x', 'x')"""
        )
        raw.execute("""INSERT INTO doc_text VALUES (1, '{"kind": "insight"}', '', 'words', 'words')""")
        raw.execute("INSERT INTO doc_fts(doc_fts) VALUES ('rebuild')")
    raw.close()
    library = Library(old)
    (due,) = library.comebacks.due(date(2026, 11, 9))
    assert (due.comeback.day, due.document.id) == (date(2026, 11, 9), "x")
    library.close()


def test_it_takes_in_social_posts_and_is_the_same_as_a_new_one(old: Path, tmp_path: Path) -> None:
    library, new = Library(old), Library(tmp_path / "new.db")
    put(library, person("ana", FEED))
    publish(library, post("c", "new words", social=Social(author=Actor(key="did:plc:ana"), uri="at://c")))
    assert [p.uri for p in library.posts.page(PostFilter())] == ["at://c", "", ""]
    library.drop_index()
    assert library.check() == []
    library.close()
    new.close()
    assert tables(old) == tables(tmp_path / "new.db")


def test_a_migration_that_breaks_off_leaves_the_first_version(old: Path) -> None:
    with sqlite3.connect(old) as raw:
        raw.execute("CREATE TABLE channel_alias (x)")  # in the way of the very last step
    raw.close()
    for _ in range(2):
        with pytest.raises(LearnlogError):
            Library(old)
    with sqlite3.connect(old) as raw:
        assert raw.execute("PRAGMA user_version").fetchone()[0] == 1
        assert "uri" not in {row[1] for row in raw.execute("PRAGMA table_info(post)")}
        raw.execute("DROP TABLE channel_alias")
    raw.close()
    library = Library(old)
    assert library.posts.count(PostFilter()) == 2
    library.close()


def test_the_posts_of_an_old_library_are_packed_in_steps_and_read_the_same_at_each(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "SLICE", 20)
    texts = {
        row: (f"old words {row} \u00fc\U0001f600 " * row, f"<p>old <b>words</b> {row}</p>\n" * row)
        for row in range(3, 60)
    }
    with sqlite3.connect(old) as raw:
        for row, (text, html) in texts.items():
            raw.execute(
                """INSERT INTO post (row, id, channel_id, published, dated, arrived, words, hash, guid, url,
                   title, author, excerpt) VALUES (?, ?, 1, ?, 0, 0, 2, 'h', ?, '', ?, '', ?)""",
                (
                    row,
                    f"id{row}",
                    1_700_000_000 + row,
                    f"g{row}",
                    f"T{row}",
                    clean_line(text, 280) if row % 2 else "of old",
                ),
            )
            raw.execute("INSERT INTO post_body VALUES (?, 'de', '[\"tag\"]', 'tag', ?, ?)", (row, text, html))
        raw.execute("INSERT INTO post_fts(post_fts) VALUES ('rebuild')")
    raw.close()

    def read(library: Library) -> None:
        for row, (text, html) in texts.items():
            found, shown = library.posts.text(f"id{row}"), library.posts.get(f"id{row}")
            assert found is not None
            assert shown is not None
            assert (found.text, found.html, found.tags, found.language) == (text, html, ("tag",), "de")
            assert shown.excerpt == (clean_line(text, 280) if row % 2 else "of old")

    steps = 0
    while True:
        library = Library(old)  # each time as if the last process had been killed
        read(library)
        if not library.indexing.step():
            break
        steps += 1
        library.close()
    assert steps >= 3
    assert library.check() == []
    assert {hit.id for hit in library.search("30", now=NOW)} == {"id30"}
    assert library.search("tag:tag 31 ", now=NOW)[0].id == "id31"
    library.close()
    with sqlite3.connect(old) as raw:
        assert raw.execute("SELECT count(*) FROM post_new").fetchone()[0] == 0
        assert raw.execute("SELECT count(*) FROM post WHERE excerpt <> ''").fetchone()[0] == 28
    raw.close()


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns of every table and index of a file."""
    with sqlite3.connect(path) as raw:
        register(raw)
        names = raw.execute(
            "SELECT name FROM sqlite_schema WHERE name NOT LIKE '%sqlite_%' AND name <> 'named'"
        )
        found = {
            name: raw.execute(f"PRAGMA table_xinfo('{name}')").fetchall()
            + raw.execute(f"PRAGMA index_xinfo('{name}')").fetchall()
            for (name,) in names.fetchall()
        }
    raw.close()
    return found


def test_an_upgrade_that_takes_a_while_is_said_and_no_other_opening(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LARGE", 1000)
    said: list[str] = []
    for path in (old, old, old.with_name("new.db")):
        Library(path, upgrading=lambda: said.append("once")).close()
    assert said == ["once"]
