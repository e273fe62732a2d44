"""The library's *state* tables in SQLite's own words, version by version: what others wrote, what I did with it.

They cannot be made again. The *index* tables, which can, stand in `learnlog.library.index_schema`; those of a coach
and a cohort in `learnlog.library.sharing_schema`.
"""

APPLICATION_ID = 0x6C6C6F67
"""``llog``: tells our file from someone else's (PRAGMA application_id)."""

VERSION = 19
"""The number of migrations; a library that says more was made by a newer learnlog."""

BOOST, ANSWER = 1, 2
"""Values of ``post.aside``, its lower two bits: its person passes it on; it answers somebody else."""

VOICE = 4
"""What is added to ``post.aside`` of a post that tells a story again which another post leads."""

LONG = 1000
"""Words from which a post is long: some four minutes of reading."""

STATES = {
    "read": ("post_seen", "{}.read_at IS NOT NULL"),
    "answer": ("post_answer", f"{{}}.aside & 3 = {ANSWER}"),
    "long": ("post_long", f"{{}}.words >= {LONG}"),
}
"""What a search may ask of a post's state with ``is:``: the index of the posts that are so, and how that is asked."""

WROTE, QUOTED, MENTIONED, ANSWERED, LINKED = 1, 2, 3, 4, 5
"""Values of ``tie.relation``: what a post has to do with somebody who is not its channel's owner."""

STATE = (  # as the first version made them; see SOCIAL for what came later
    """
    CREATE TABLE channel (             -- a place where someone publishes, and how asking it went
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,      -- a feed's address, a DID, ...
        kind TEXT NOT NULL DEFAULT 'feed',
        due INTEGER,                   -- nobody asks it: it is in the state
        state TEXT NOT NULL DEFAULT '{}'  -- FetchState, as JSON
    )
    """,
    """
    CREATE TABLE post (                -- slim rows: what lists show
        row INTEGER PRIMARY KEY AUTOINCREMENT,  -- in order of arrival, never given twice
        id TEXT NOT NULL UNIQUE,       -- the same on every machine
        channel_id INTEGER NOT NULL REFERENCES channel(id),
        published INTEGER NOT NULL,    -- where it sorts: the author's date, but never after its arrival
        dated INTEGER NOT NULL,        -- the author's date as given
        updated INTEGER,
        arrived INTEGER NOT NULL,
        read_at INTEGER,
        starred_at INTEGER,
        words INTEGER NOT NULL,
        hash TEXT NOT NULL,            -- of the content, to notice edits
        guid TEXT NOT NULL,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        author TEXT NOT NULL,
        excerpt TEXT NOT NULL
    )
    """,
    "CREATE INDEX post_time ON post(published, row, channel_id)",
    "CREATE INDEX post_channel ON post(channel_id, published, row)",
    "CREATE INDEX post_unread ON post(published, row, channel_id) WHERE read_at IS NULL",
    "CREATE INDEX post_channel_unread ON post(channel_id, published, row) WHERE read_at IS NULL",
    "CREATE INDEX post_starred ON post(published, row, channel_id) WHERE starred_at IS NOT NULL",
    """
    CREATE TABLE post_body (           -- the whole of a post, read when it is opened
        row INTEGER PRIMARY KEY REFERENCES post(row) ON DELETE CASCADE,
        language TEXT NOT NULL,
        tags TEXT NOT NULL,            -- the author's, as a JSON list
        words TEXT NOT NULL,           -- author and tags, for the search
        text TEXT NOT NULL,
        html TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE post_tag (            -- themes I gave a post, until they were files of the vault
        row INTEGER NOT NULL REFERENCES post(row) ON DELETE CASCADE,
        theme TEXT NOT NULL,           -- the slug as given
        PRIMARY KEY (row, theme)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE position (            -- where I was in a list
        name TEXT PRIMARY KEY,
        moment INTEGER NOT NULL,
        row INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
)

SOCIAL = (
    "ALTER TABLE post ADD COLUMN uri TEXT NOT NULL DEFAULT ''",  # the network's name; of a boost, what is boosted
    "ALTER TABLE post ADD COLUMN boost_of TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE post ADD COLUMN parent TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE post ADD COLUMN root TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE post ADD COLUMN \"by\" TEXT NOT NULL DEFAULT ''",  # who wrote what is boosted
    "ALTER TABLE post ADD COLUMN warning TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE post ADD COLUMN has_media INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE post ADD COLUMN gone INTEGER",  # when its author was seen to have taken it back
    "ALTER TABLE post ADD COLUMN aside INTEGER NOT NULL DEFAULT 0",  # 1 a boost, 2 an answer to somebody else
    "ALTER TABLE post_body ADD COLUMN social TEXT NOT NULL DEFAULT ''",  # model.social.Social as JSON
    "DROP INDEX post_time",
    "DROP INDEX post_channel",
    "DROP INDEX post_unread",
    "DROP INDEX post_channel_unread",
    "DROP INDEX post_starred",
    # with `aside` in them, hiding boosts and answers reads nothing else
    "CREATE INDEX post_time ON post(published, row, channel_id, aside)",
    "CREATE INDEX post_channel ON post(channel_id, published, row, aside)",
    "CREATE INDEX post_unread ON post(published, row, channel_id, aside) WHERE read_at IS NULL",
    "CREATE INDEX post_channel_unread ON post(channel_id, published, row, aside) WHERE read_at IS NULL",
    "CREATE INDEX post_starred ON post(published, row, channel_id, aside) WHERE starred_at IS NOT NULL",
    "CREATE INDEX post_uri ON post(uri) WHERE uri <> ''",
    "CREATE INDEX post_root ON post(root) WHERE root <> ''",
    "CREATE INDEX post_boost ON post(boost_of) WHERE boost_of <> ''",
    "CREATE INDEX post_gone ON post(gone) WHERE gone IS NOT NULL",
    """
    CREATE TABLE channel_alias (       -- keys a channel had before it was renamed or moved
        key TEXT PRIMARY KEY,
        channel_id INTEGER NOT NULL REFERENCES channel(id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX channel_alias_channel ON channel_alias(channel_id)",
)
"""What the second version added, for posts of social networks."""

ACTORS = (
    """
    CREATE TABLE actor (               -- somebody whom posts or lists name, followed or not
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,      -- as a channel's: a DID, an actor's address, a feed's or a site's address
        kind TEXT NOT NULL,            -- bluesky, mastodon, feed, or web: a site whose feed nobody looked up
        handle TEXT NOT NULL DEFAULT '',
        name TEXT NOT NULL DEFAULT '',
        url TEXT NOT NULL DEFAULT '',
        bio TEXT NOT NULL DEFAULT '',
        is_bot INTEGER NOT NULL DEFAULT 0,
        seen INTEGER NOT NULL,         -- when they were last told of
        links TEXT NOT NULL DEFAULT '[]'  -- where their profile points, and how it is proven, as JSON
    )
    """,
    """
    CREATE TABLE tie (                 -- what a post has to do with somebody else than its channel's owner
        row INTEGER NOT NULL REFERENCES post(row) ON DELETE CASCADE,
        relation INTEGER NOT NULL,
        actor_id INTEGER NOT NULL REFERENCES actor(id),
        PRIMARY KEY (row, relation, actor_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX tie_actor ON tie(actor_id, relation, row)",
    """
    CREATE TABLE description (         -- what others call somebody
        actor_id INTEGER NOT NULL REFERENCES actor(id),
        source TEXT NOT NULL,          -- the list's, pack's or page's address, or the OPML file's name
        kind TEXT NOT NULL,            -- list, pack, opml or blogroll
        text TEXT NOT NULL,            -- its title and what it says of itself
        owner TEXT NOT NULL DEFAULT '',  -- the key of whoever made it
        seen INTEGER NOT NULL,
        PRIMARY KEY (actor_id, source)
    ) WITHOUT ROWID
    """,
)
"""What the third version added, for finding people: who is named where. Ties are worked out from the posts."""

DEEDS = (
    """
    CREATE TABLE deed (                -- what I did with a post on its network, as one of my accounts
        uri TEXT NOT NULL,
        account TEXT NOT NULL,         -- the id of my account
        deed TEXT NOT NULL,            -- like, boost or bookmark
        moment INTEGER NOT NULL,       -- when it was done, or first known here
        PRIMARY KEY (uri, account, deed)
    ) WITHOUT ROWID
    """,
)
"""What the fourth version added: likes, boosts and bookmarks."""

STORIES = (
    """
    CREATE TABLE voice (               -- posts that tell one story; one that is told once has no row
        row INTEGER PRIMARY KEY REFERENCES post(row) ON DELETE CASCADE,
        story INTEGER NOT NULL,
        place INTEGER NOT NULL,        -- 0 leads: that one stands in lists
        reason TEXT NOT NULL,          -- address, link, words or boost: what it was joined for
        read_along INTEGER NOT NULL DEFAULT 0  -- read only because another voice was
    )
    """,
    "CREATE INDEX voice_story ON voice(story, place, row)",
    """
    CREATE TABLE story_key (           -- numbers that posts of one story share, see same_story.Told.keys
        key INTEGER NOT NULL,
        row INTEGER NOT NULL,
        PRIMARY KEY (key, row)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE story_todo (row INTEGER PRIMARY KEY)",  # posts that are still to be compared
    "INSERT INTO story_todo SELECT row FROM post",
    "CREATE INDEX post_voice_unread ON post(row) WHERE aside >= 4 AND read_at IS NULL",
)
"""What the eighth version added: posts that say the same."""

RULES = (
    """
    CREATE TABLE rule_run (            -- a rule of mine that was applied to some posts at once
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        rule TEXT NOT NULL,            -- its id then: the slug of its name
        name TEXT NOT NULL,
        moment INTEGER NOT NULL        -- also that of the stars and readings it set
    )
    """,
    """
    CREATE TABLE rule_mark (           -- what a run changed at a post
        row INTEGER NOT NULL REFERENCES post(row) ON DELETE CASCADE,
        run INTEGER NOT NULL REFERENCES rule_run(id) ON DELETE CASCADE,
        what TEXT NOT NULL,            -- theme, star, read or hide
        theme TEXT NOT NULL,           -- the slug, for what is "theme"
        PRIMARY KEY (row, run, what, theme)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX rule_mark_run ON rule_mark(run)",
    "CREATE TABLE hidden (row INTEGER PRIMARY KEY REFERENCES post(row) ON DELETE CASCADE)",  # by any rule
)
"""What the tenth version added, for rules."""


VERSIONS = (
    """
    CREATE TABLE post_version (        -- what a post said before its author edited it
        row INTEGER NOT NULL REFERENCES post(row) ON DELETE CASCADE,
        until INTEGER NOT NULL,        -- when it was seen that it says something else
        words BLOB NOT NULL,           -- title and text as JSON, pressed with zlib
        PRIMARY KEY (row, until)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE story (               -- one of several voices: whose they are, so that counting reads no post
        story INTEGER PRIMARY KEY,
        channels TEXT NOT NULL,        -- channel rows in the order of the voices, with commas; of a boost below 0
        unread INTEGER NOT NULL        -- 0 also while a rule hides it
    )
    """,
    "CREATE INDEX story_unread ON story(channels) WHERE unread = 1",
    """
    INSERT INTO story SELECT v.story, group_concat(CASE p.boost_of WHEN '' THEN 1 ELSE -1 END * p.channel_id),
        min(p.read_at IS NULL AND p.row NOT IN (SELECT row FROM hidden))
    FROM voice v JOIN post p ON p.row = v.row GROUP BY v.story
    """,
    """
    CREATE TRIGGER story_read AFTER UPDATE OF read_at ON post BEGIN
        UPDATE story SET unread = new.read_at IS NULL AND new.row NOT IN (SELECT row FROM hidden)
        WHERE story = (SELECT story FROM voice WHERE row = new.row);
    END
    """,
    """
    CREATE TRIGGER story_hidden AFTER INSERT ON hidden BEGIN
        UPDATE story SET unread = 0 WHERE story = (SELECT story FROM voice WHERE row = new.row);
    END
    """,
    """
    CREATE TRIGGER story_shown AFTER DELETE ON hidden BEGIN
        UPDATE story SET unread = (SELECT read_at IS NULL FROM post WHERE row = old.row)
        WHERE story = (SELECT story FROM voice WHERE row = old.row);
    END
    """,
    "DROP INDEX post_voice_unread",
)
"""What the twelfth version added: earlier words of edited posts, and stories as they are counted."""

DROPPED = (
    """
    CREATE TABLE dropped (             -- posts that were let go: they are known and do not come again
        id TEXT PRIMARY KEY,
        channel_id INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
)
"""What the sixteenth version added: retention."""
