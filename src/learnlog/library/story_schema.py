"""How stories count in themes: a story of which a theme has several voices counts there once."""

_VOICES_IN = """
    SELECT t.theme, v.story, group_concat(CASE p.boost_of WHEN '' THEN 1 ELSE -1 END * t.channel_id),
        coalesce((SELECT s.unread FROM story s WHERE s.story = v.story), 0)
    FROM voice v CROSS JOIN post_theme t INDEXED BY post_theme_row ON t.row = v.row CROSS JOIN post p ON p.row = v.row
    WHERE {} GROUP BY t.theme, v.story HAVING count(*) > 1
"""
STORIES_IN_THEMES = _VOICES_IN.format("1")
"""What ``story_theme`` is to say."""


def _tell(which: str, *, theme: str = "") -> str:
    """Return what makes ``story_theme`` say of a story, or of it in one theme, what is so."""
    among, voices = (f"AND theme = {theme}", f"AND t.theme = {theme}") if theme else ("", "")
    return f"""DELETE FROM story_theme WHERE story = {which} {among};
        INSERT INTO story_theme {_VOICES_IN.format(f"v.story = {which} {voices}")};"""  # noqa: S608 - ours


def _story_of(row: str) -> str:
    return f"(SELECT story FROM voice WHERE row = {row})"  # noqa: S608 - ours


STORY_THEMES = (
    """
    CREATE TABLE IF NOT EXISTS story_theme (  -- stories of which a theme has several voices: they count once there
        theme TEXT NOT NULL,
        story INTEGER NOT NULL,
        channels TEXT NOT NULL,        -- of these voices, as in ``story``
        unread INTEGER NOT NULL,       -- as in ``story``
        PRIMARY KEY (theme, story)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX IF NOT EXISTS story_theme_story ON story_theme(story)",
    "CREATE INDEX IF NOT EXISTS story_theme_unread ON story_theme(theme, channels) WHERE unread = 1",
    *(
        f"""
        CREATE TRIGGER IF NOT EXISTS story_theme_{name} AFTER {event} ON post_theme
        WHEN EXISTS (SELECT 1 FROM voice WHERE row = {which}.row) BEGIN
            {_tell(_story_of(f"{which}.row"), theme=f"{which}.theme")}
        END
        """  # noqa: S608 - ours
        for name, event, which in (
            ("came", "INSERT", "new"),
            ("went", "DELETE", "old"),
            ("moved", "UPDATE OF channel_id", "new"),
        )
    ),
)
"""An *index* table, as those of `learnlog.library.index_schema`, but it stands on stories, which came later."""

VOICES_OF_THEMES = (
    f"CREATE TRIGGER voice_came AFTER INSERT ON voice BEGIN {_tell('new.story')} END",
    f"CREATE TRIGGER voice_went AFTER DELETE ON voice BEGIN {_tell('old.story')} END",
    f"""
    CREATE TRIGGER voice_moved AFTER UPDATE OF story ON voice BEGIN {_tell("old.story")} {_tell("new.story")} END
    """,
    """
    CREATE TRIGGER story_came AFTER INSERT ON story BEGIN
        UPDATE story_theme SET unread = new.unread WHERE story = new.story;
    END
    """,
    """
    CREATE TRIGGER story_changed AFTER UPDATE OF unread ON story BEGIN
        UPDATE story_theme SET unread = new.unread WHERE story = new.story;
    END
    """,
)
"""What keeps it when voices change: triggers of tables that are no index, so these are made once."""
