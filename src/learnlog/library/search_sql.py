"""What a search's fields and words are in SQL: ``d`` is a document, ``p`` a post, ``?`` a value."""

from learnlog.library.schema import STATES

SAYS = """coalesce((
    SELECT says(?, b.title) OR says(?, b.text) OR says(?, b.words) FROM post_search b WHERE b.row = p.row
), 0)"""
FOUND = "{0}.row IN (SELECT rowid FROM {1} WHERE {1} MATCH ?)"
LISTED = """
    SELECT count(*), json_group_array(rowid) FROM (SELECT rowid FROM post_fts WHERE post_fts MATCH :match LIMIT :few)
"""
HAS_NOT = "NOT EXISTS (SELECT 1 FROM post_start WHERE post_start MATCH ? AND post_start.rowid = p.row)"
DOC_THEME = """d.row IN (SELECT t.row FROM doc_theme t WHERE t.key IN (SELECT value FROM json_each(?)))
    OR (d.type = 'theme' AND d.id IN (SELECT value FROM json_each(?)))"""
DOC_PERSON = """d.row IN (
    SELECT l.row FROM link l WHERE l.relation = 'person' AND l.target IN (SELECT value FROM json_each(?)))
    OR (d.type = 'person' AND d.id IN (SELECT value FROM json_each(?)))"""
POST_THEME = """EXISTS (
    SELECT 1 FROM post_theme t WHERE t.row = p.row AND t.theme IN (SELECT value FROM json_each(?)))"""
POST_THEME_ROWS = "SELECT t.row FROM post_theme t WHERE t.theme IN (SELECT value FROM json_each(?))"
OF_PERSON = """channel_id IN (
    SELECT o.channel_id FROM channel_person o WHERE o.person IN (SELECT value FROM json_each(?)))"""
IN_CIRCLE = "channel_id IN (SELECT value FROM json_each(?))"
OF_CHANNEL = """channel_id IN (
    SELECT c.id FROM channel c WHERE c.kind = ? OR instr(lower(c.key), ?)
    OR instr(lower(coalesce(json_extract(c.state, '$.handle'), '')), ?))"""
IN_LANGUAGE = """EXISTS (
    SELECT 1 FROM post_body b WHERE b.row = p.row AND (lower(b.language) = ? OR lower(b.language) LIKE ? || '-%'))"""
LANGUAGE_ROWS = " UNION ALL ".join(
    f"SELECT s.row FROM {table} s INDEXED BY {table}_language WHERE s.language <> '' AND {asked}{besides}"  # noqa: S608
    for table, besides in (
        ("post_new", ""),
        ("post_store", " AND NOT EXISTS (SELECT 1 FROM post_new n WHERE n.row = s.row)"),
    )
    for asked in (
        "lower(s.language) = ?",
        "lower(s.language) >= ? || '-' AND lower(s.language) < ? || '.'",  # begins with it and a hyphen
    )
)
OF_CHANNELS = ("person", "from", "circle", "channel")
STRANGERS = "strangers"
OF_STRANGERS = "p.channel_id NOT IN (SELECT channel_id FROM channel_person)"
ALL_ROWS = "SELECT s.row FROM post s INDEXED BY post_time"
READ_STATES = {
    "starred": "p.starred_at IS NOT NULL",
    "unread": "p.read_at IS NULL",
    "boost": "p.boost_of <> ''",
    "gone": "p.gone IS NOT NULL",
    "hidden": "p.row IN (SELECT row FROM hidden)",
    **{state: asked.format("p") for state, (_, asked) in STATES.items()},
}
STATE_ROWS = {
    "starred": "SELECT s.row FROM post s INDEXED BY post_starred WHERE s.starred_at IS NOT NULL",
    "unread": "SELECT s.row FROM post s INDEXED BY post_unread WHERE s.read_at IS NULL",
    "boost": "SELECT s.row FROM post s INDEXED BY post_boost WHERE s.boost_of <> ''",
    "gone": "SELECT s.row FROM post s INDEXED BY post_gone WHERE s.gone IS NOT NULL",
    "hidden": "SELECT s.row FROM hidden s",
    **{
        state: f"SELECT s.row FROM post s INDEXED BY {index} WHERE {asked.format('s')}"  # noqa: S608 - ours
        for state, (index, asked) in STATES.items()
    },
}
