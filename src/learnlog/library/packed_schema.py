"""What later versions changed at the *state* tables of posts: how they are kept, and how unread ones are counted."""

from learnlog.library.schema import ANSWER, LONG

PACKED = (
    "ALTER TABLE post_body RENAME TO post_new",  # posts as they arrive, and all there were: see `Indexing`
    """
    CREATE TABLE post_store (          -- the whole of a post, read when it is opened; its words are in the index
        row INTEGER PRIMARY KEY REFERENCES post(row) ON DELETE CASCADE,
        language TEXT NOT NULL,
        tags TEXT NOT NULL,            -- as in post_new
        words TEXT NOT NULL,
        packed BLOB NOT NULL           -- html, text and social part, see `learnlog.library.packing`
    )
    """,
    """
    CREATE VIEW post_body AS           -- the whole of every post, wherever it is
    SELECT p.row AS row,
        coalesce(n.language, s.language) AS language,
        coalesce(n.tags, s.tags) AS tags,
        coalesce(n.words, s.words) AS words,
        CASE WHEN n.row IS NULL THEN packed_text(s.packed) ELSE n.text END AS text,
        CASE WHEN n.row IS NULL THEN packed_html(s.packed) ELSE n.html END AS html,
        CASE WHEN n.row IS NULL THEN packed_social(s.packed) ELSE n.social END AS social,
        CASE WHEN p.excerpt <> '' THEN p.excerpt
            WHEN n.row IS NULL THEN excerpt_of(packed_text(s.packed)) ELSE excerpt_of(n.text) END AS excerpt
    FROM post p LEFT JOIN post_new n ON n.row = p.row LEFT JOIN post_store s ON s.row = p.row
    """,
)
"""What the eleventh version changed: posts are packed, and their words indexed, after they arrived."""

UNREAD = """
    SELECT channel_id, aside & 3, count(*) FROM post INDEXED BY post_channel_unread
    WHERE read_at IS NULL GROUP BY channel_id, aside & 3
"""
"""What ``unread`` is to say."""

UNREAD_BY_THEME = """
    SELECT theme, channel_id, count(*) FROM post_theme INDEXED BY post_theme_unread
    WHERE unread = 1 GROUP BY theme, channel_id
"""
"""What ``unread_theme`` is to say."""

COUNTED = (
    """
    CREATE TABLE unread (              -- how many posts of a channel are unread; kept by the triggers below
        channel_id INTEGER NOT NULL,
        aside INTEGER NOT NULL,        -- the two lower bits of post.aside: a boost, an answer
        number INTEGER NOT NULL,
        PRIMARY KEY (channel_id, aside)
    ) WITHOUT ROWID
    """,
    """
    CREATE TRIGGER unread_came AFTER INSERT ON post WHEN new.read_at IS NULL BEGIN
        INSERT INTO unread VALUES (new.channel_id, new.aside & 3, 1)
        ON CONFLICT (channel_id, aside) DO UPDATE SET number = number + 1;
    END
    """,
    """
    CREATE TRIGGER unread_went AFTER DELETE ON post WHEN old.read_at IS NULL BEGIN
        UPDATE unread SET number = number - 1 WHERE channel_id = old.channel_id AND aside = old.aside & 3;
    END
    """,
    """
    CREATE TRIGGER unread_changed AFTER UPDATE OF read_at, channel_id, aside ON post
    WHEN (old.read_at IS NULL) <> (new.read_at IS NULL)
        OR (new.read_at IS NULL AND (old.channel_id <> new.channel_id OR old.aside & 3 <> new.aside & 3))
    BEGIN
        UPDATE unread SET number = number - 1
            WHERE old.read_at IS NULL AND channel_id = old.channel_id AND aside = old.aside & 3;
        INSERT INTO unread SELECT new.channel_id, new.aside & 3, 1 WHERE new.read_at IS NULL
            ON CONFLICT (channel_id, aside) DO UPDATE SET number = number + 1;
    END
    """,
    f"INSERT INTO unread {UNREAD}",
    "CREATE INDEX post_boost_unread ON post(row) WHERE read_at IS NULL AND aside & 3 = 1",
)
"""What the fourteenth version added: to count a hundred thousand unread posts takes longer than to draw them."""

WHOLE = (
    """
    CREATE TABLE post_whole (          -- posts that were read from their own page, or that could not be
        row INTEGER PRIMARY KEY REFERENCES post(row) ON DELETE CASCADE,
        asked INTEGER NOT NULL,        -- when its page was asked for
        error TEXT NOT NULL,           -- why it could not be read
        fed BLOB                       -- the feed's own HTML and text, packed; NULL when that is what stands
    )
    """,
)
"""What the fifteenth version added, for full text."""

TOLD = (
    # whether `text` is written down; else it is what the HTML says, which indexing reads out later
    "ALTER TABLE post_new ADD COLUMN is_told INTEGER NOT NULL DEFAULT 1",
    "DROP VIEW post_body",
    """
    CREATE VIEW post_body AS           -- the whole of every post, wherever it is
    SELECT p.row AS row,
        coalesce(n.language, s.language) AS language,
        coalesce(n.tags, s.tags) AS tags,
        coalesce(n.words, s.words) AS words,
        CASE WHEN n.row IS NULL THEN packed_text(s.packed) WHEN n.is_told THEN n.text
            ELSE html_text(n.html) END AS text,
        CASE WHEN n.row IS NULL THEN packed_html(s.packed) ELSE n.html END AS html,
        CASE WHEN n.row IS NULL THEN packed_social(s.packed) ELSE n.social END AS social,
        CASE WHEN p.excerpt <> '' THEN p.excerpt
            WHEN n.row IS NULL THEN excerpt_of(packed_text(s.packed)) WHEN n.is_told THEN excerpt_of(n.text)
            ELSE excerpt_of(html_text(n.html)) END AS excerpt
    FROM post p LEFT JOIN post_new n ON n.row = p.row LEFT JOIN post_store s ON s.row = p.row
    """,
)
"""What the eighteenth version changed: the words of a post are read out of its HTML after it arrived."""

SOUGHT = (
    # of a million posts the few that are so would be looked for one by one
    "CREATE INDEX post_seen ON post(published, row, channel_id, aside) WHERE read_at IS NOT NULL",
    f"CREATE INDEX post_answer ON post(published, row, channel_id, aside) WHERE aside & 3 = {ANSWER}",
    f"CREATE INDEX post_long ON post(published, row, channel_id, aside) WHERE words >= {LONG}",
    "CREATE INDEX post_store_language ON post_store(lower(language)) WHERE language <> ''",
    "CREATE INDEX post_new_language ON post_new(lower(language)) WHERE language <> ''",
)
"""What the nineteenth version added: searches that few posts fit, as lists."""
