"""The library's *index* tables: they mirror the vault and the texts, and ``reindex`` drops and rebuilds them."""

COMEBACKS = (
    """
    CREATE TABLE IF NOT EXISTS comeback (  -- what of an entry comes back, and on which day
        day TEXT NOT NULL,
        kind TEXT NOT NULL,            -- recall, intention, goal; recalled
        number INTEGER NOT NULL,       -- which of its intentions, from 0
        row INTEGER NOT NULL REFERENCES doc(row) ON DELETE CASCADE,
        PRIMARY KEY (day, kind, row, number)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS comeback_row ON comeback(row)",
)

DOCUMENTS = (
    """
    CREATE TABLE doc (                 -- the files of the vault: slim rows, for lists and filters
        row INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        type TEXT NOT NULL,
        id TEXT NOT NULL,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        day TEXT NOT NULL,             -- the date it was written, as its writer's calendar said
        kind TEXT NOT NULL,
        visibility TEXT NOT NULL,
        status TEXT NOT NULL,
        person TEXT NOT NULL,
        mtime_ns INTEGER NOT NULL,
        size INTEGER NOT NULL,
        hash TEXT NOT NULL,
        problem TEXT NOT NULL,
        title TEXT NOT NULL,
        name TEXT NOT NULL             -- title and other names, folded, for completion
    )
    """,
    """
    CREATE TABLE doc_text (            -- the whole of a file
        row INTEGER PRIMARY KEY REFERENCES doc(row) ON DELETE CASCADE,
        data TEXT NOT NULL,            -- the front matter as JSON
        words TEXT NOT NULL,           -- what else finds it: tags, names, why
        body TEXT NOT NULL,
        text TEXT NOT NULL
    )
    """,
    "CREATE INDEX doc_time ON doc(type, created, row, kind, status, visibility)",
    "CREATE INDEX doc_moment ON doc(created, row, type)",
    "CREATE INDEX doc_id ON doc(type, id)",
    "CREATE INDEX doc_file ON doc(path, mtime_ns, size)",
    "CREATE INDEX doc_name ON doc(created, name, type)",
    "CREATE INDEX doc_day ON doc(type, day)",
    "CREATE INDEX doc_problem ON doc(path) WHERE problem <> ''",
    """
    CREATE TABLE doc_theme (           -- themes a document names itself; ``key`` as in theme_key
        key TEXT NOT NULL,
        row INTEGER NOT NULL REFERENCES doc(row) ON DELETE CASCADE,
        PRIMARY KEY (key, row)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX doc_theme_row ON doc_theme(row)",
    """
    CREATE TABLE doc_tag (
        key TEXT NOT NULL,             -- folded
        row INTEGER NOT NULL REFERENCES doc(row) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        PRIMARY KEY (key, row)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX doc_tag_row ON doc_tag(row)",
    """
    CREATE TABLE link (                -- relation: entry, kept, person, wiki (folded), post (of a kept post), file
        relation TEXT NOT NULL,
        target TEXT NOT NULL,
        row INTEGER NOT NULL REFERENCES doc(row) ON DELETE CASCADE,
        PRIMARY KEY (relation, target, row)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX link_row ON link(row)",
    *COMEBACKS,
)

UNREAD_THEMES = (
    """
    CREATE TABLE IF NOT EXISTS unread_theme (  -- how many posts of a channel in a theme are unread
        theme TEXT NOT NULL,
        channel_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (theme, channel_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TRIGGER IF NOT EXISTS unread_theme_came AFTER INSERT ON post_theme WHEN new.unread BEGIN
        INSERT INTO unread_theme VALUES (new.theme, new.channel_id, 1)
        ON CONFLICT (theme, channel_id) DO UPDATE SET number = number + 1;
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS unread_theme_went AFTER DELETE ON post_theme WHEN old.unread BEGIN
        UPDATE unread_theme SET number = number - 1 WHERE theme = old.theme AND channel_id = old.channel_id;
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS unread_theme_changed AFTER UPDATE OF unread, channel_id ON post_theme
    WHEN old.unread <> new.unread OR old.channel_id <> new.channel_id BEGIN
        UPDATE unread_theme SET number = number - 1
            WHERE old.unread AND theme = old.theme AND channel_id = old.channel_id;
        INSERT INTO unread_theme SELECT new.theme, new.channel_id, 1 WHERE new.unread
            ON CONFLICT (theme, channel_id) DO UPDATE SET number = number + 1;
    END
    """,
)

NAMES = (
    """
    CREATE TABLE theme (               -- every theme file, merges already followed
        slug TEXT PRIMARY KEY,
        final TEXT NOT NULL,           -- where it was merged into in the end, else itself
        match TEXT NOT NULL            -- its terms as an FTS5 expression
    ) WITHOUT ROWID
    """,
    "CREATE TABLE theme_key (key TEXT PRIMARY KEY, final TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE person_key (key TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE channel_person (      -- channels whose posts are shown, each with the person it counts for
        channel_id INTEGER PRIMARY KEY REFERENCES channel(id) ON DELETE CASCADE,
        channel TEXT NOT NULL,
        person TEXT NOT NULL,
        name TEXT NOT NULL,
        circles TEXT NOT NULL,         -- JSON list
        muted INTEGER NOT NULL DEFAULT 0  -- shown only where this person is asked for
    )
    """,
    """
    CREATE TABLE channel_theme (       -- themes that the person's card lists, merges followed
        channel_id INTEGER NOT NULL REFERENCES channel(id) ON DELETE CASCADE,
        theme TEXT NOT NULL,
        PRIMARY KEY (channel_id, theme)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE post_theme (          -- one row for a post in a theme: a theme's river is a range of this
        theme TEXT NOT NULL,           -- merges followed
        published INTEGER NOT NULL,
        row INTEGER NOT NULL REFERENCES post(row) ON DELETE CASCADE,
        channel_id INTEGER NOT NULL,
        sources INTEGER NOT NULL,      -- sum of 1 (its words), 2 (its person), 4 (I said so)
        unread INTEGER NOT NULL,
        PRIMARY KEY (theme, published, row)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX post_theme_row ON post_theme(row)",
    "CREATE INDEX post_theme_unread ON post_theme(theme, channel_id) WHERE unread = 1",
    """
    CREATE TRIGGER post_read AFTER UPDATE OF read_at ON post BEGIN
        UPDATE post_theme SET unread = new.read_at IS NULL WHERE row = new.row;
    END
    """,
    *UNREAD_THEMES,
)

# The prefix indexes are for search as you type: without them every post with a word that begins so is read
# before the first is known. Beyond four letters few words are left. For posts they stand in a table of their
# own, which knows in which posts a word is and not where: with places they took twice the room of the texts.
TEXTS = (
    """
    CREATE VIEW doc_search AS
    SELECT d.row AS row, d.title AS title, x.body AS body, x.words AS words
    FROM doc d JOIN doc_text x ON x.row = d.row
    """,
    """
    CREATE VIRTUAL TABLE doc_fts USING fts5(
        title, body, words, content='doc_search', content_rowid='row',
        tokenize="unicode61 remove_diacritics 2", prefix='1 2 3 4'
    )
    """,
)

POST_TEXTS = (
    """
    CREATE VIEW post_search AS
    SELECT p.row AS row, p.title AS title, packed_text(s.packed) AS text, s.words AS words
    FROM post p JOIN post_store s ON s.row = p.row
    """,
    """
    CREATE VIRTUAL TABLE post_fts USING fts5(
        title, text, words, content='post_search', content_rowid='row',
        tokenize="unicode61 remove_diacritics 2", columnsize=0
    )
    """,
    """
    CREATE VIRTUAL TABLE post_start USING fts5(
        title, text, words, content='post_search', content_rowid='row',
        tokenize="unicode61 remove_diacritics 2", columnsize=0, detail=none, prefix='1 2 3 4'
    )
    """,
)

POST_INDEXES = ("post_fts", "post_start")
"""The full-text tables of posts; both know the posts that are in ``post_store``, and no others."""

INDEX = (*DOCUMENTS, *NAMES, *TEXTS, *POST_TEXTS)
"""Everything that ``reindex`` drops and makes again."""

DROP_POST_TEXTS = (
    "DROP TABLE IF EXISTS post_fts",
    "DROP TABLE IF EXISTS post_start",
    "DROP VIEW IF EXISTS post_search",
)

DROP_INDEX = (
    "DROP TRIGGER IF EXISTS post_read",
    "DROP TABLE IF EXISTS doc_fts",
    *DROP_POST_TEXTS,
    "DROP VIEW IF EXISTS doc_search",
    "DROP TABLE IF EXISTS post_theme",
    "DROP TABLE IF EXISTS unread_theme",
    "DROP TABLE IF EXISTS story_theme",
    "DROP TABLE IF EXISTS channel_theme",
    "DROP TABLE IF EXISTS channel_person",
    "DROP TABLE IF EXISTS person_key",
    "DROP TABLE IF EXISTS theme_key",
    "DROP TABLE IF EXISTS theme",
    "DROP TABLE IF EXISTS comeback",
    "DROP TABLE IF EXISTS link",
    "DROP TABLE IF EXISTS doc_tag",
    "DROP TABLE IF EXISTS doc_theme",
    "DROP TABLE IF EXISTS doc_text",
    "DROP TABLE IF EXISTS doc",
)
