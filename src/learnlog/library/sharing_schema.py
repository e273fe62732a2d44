"""State tables of what was shared, version by version: with a coach, and with a cohort."""

LEARNERS = (
    """
    CREATE TABLE learner (             -- somebody who shares with me, their coach
        id TEXT PRIMARY KEY,
        called TEXT NOT NULL,
        agreed TEXT NOT NULL,          -- JSON list
        away_until TEXT NOT NULL,
        offers TEXT NOT NULL,          -- JSON list
        introduction TEXT NOT NULL,
        bundle TEXT NOT NULL,          -- the newest one's id
        made TEXT NOT NULL,            -- the day, ISO 8601; in older libraries the moment
        question TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE received (            -- an entry they shared, as their newest bundle has it
        learner TEXT NOT NULL REFERENCES learner(id),
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        kind TEXT NOT NULL,
        day TEXT NOT NULL,
        themes TEXT NOT NULL,          -- JSON list of names
        visibility TEXT NOT NULL,
        open INTEGER NOT NULL,
        assignment TEXT NOT NULL,
        hash TEXT NOT NULL,            -- of its words; a comment goes back with it
        bundle TEXT NOT NULL,
        more TEXT NOT NULL,            -- sources, links and the rest, JSON
        read_at INTEGER,
        PRIMARY KEY (learner, id)
    )
    """,
    "CREATE INDEX received_day ON received(learner, day, id, read_at)",
    """
    CREATE TABLE withdrawn (           -- what they took back: no older bundle may bring it in again
        learner TEXT NOT NULL REFERENCES learner(id),
        id TEXT NOT NULL,
        PRIMARY KEY (learner, id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE coach_comment (
        id TEXT PRIMARY KEY,
        learner TEXT NOT NULL REFERENCES learner(id),
        bundle TEXT NOT NULL,          -- in which they were read
        entry TEXT NOT NULL,           -- "" for the learner's question
        kind TEXT NOT NULL,            -- notice, ask or suggest
        text TEXT NOT NULL,
        hash TEXT NOT NULL,
        made TEXT NOT NULL,
        given TEXT                     -- when it was handed back
    ) WITHOUT ROWID
    """,
)
"""What the sixth version added, for a coach."""

PROOF = (
    "ALTER TABLE learner ADD COLUMN number INTEGER NOT NULL DEFAULT 0",  # of their bundles, the newest one's
    "ALTER TABLE learner ADD COLUMN key TEXT NOT NULL DEFAULT ''",  # the public one that their bundles are signed with
)
"""What the seventh version added: how a coach knows that a bundle is a learner's, and which is newer."""

FILES = (
    """
    CREATE TABLE received_file (       -- a file that came with an entry a learner shared
        learner TEXT NOT NULL REFERENCES learner(id),
        entry TEXT NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        type TEXT NOT NULL,            -- its media type, as its bytes tell
        alt TEXT NOT NULL,
        size INTEGER NOT NULL,
        hash TEXT NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (learner, entry, number)
    )
    """,
)
"""What the ninth version added: files that learners share with a coach."""

COHORTS = (
    """
    CREATE TABLE cohort (              -- one I am in, as its newest file says it
        id TEXT PRIMARY KEY,
        key TEXT NOT NULL,             -- the public one that its files are signed with
        made TEXT NOT NULL,            -- the day, ISO 8601
        number INTEGER NOT NULL,
        said TEXT NOT NULL             -- all of it, JSON
    ) WITHOUT ROWID
    """,
)
"""What the thirteenth version added: what comes back to a learner from their cohort."""
