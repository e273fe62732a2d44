"""How many stories are unread, by theme, circle and person: one with several voices counts once, a hidden one never."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from learnlog.library.connection import Database
from learnlog.library.names import Names
from learnlog.library.schema import BOOST
from learnlog.model.circles import circles_around

_BY_CHANNEL = """
    SELECT channel_id, count(*) FROM post INDEXED BY post_channel_unread
    WHERE read_at IS NULL AND (aside & 3) <> :hidden GROUP BY channel_id
"""
_BY_THEME = """
    SELECT theme, channel_id, count(*) FROM post_theme INDEXED BY post_theme_unread
    WHERE unread = 1 GROUP BY theme, channel_id
"""
_BOOSTS_BY_THEME = """
    SELECT t.theme, t.channel_id, count(*) FROM post p INDEXED BY post_unread
    CROSS JOIN post_theme t INDEXED BY post_theme_row ON t.row = p.row
    WHERE p.read_at IS NULL AND (p.aside & 3) = :boost GROUP BY t.theme, t.channel_id
"""
_HIDDEN_BY_CHANNEL = """
    SELECT p.channel_id, count(*) FROM hidden h CROSS JOIN post p ON p.row = h.row
    WHERE p.read_at IS NULL AND (p.aside & 3) <> :hidden GROUP BY p.channel_id
"""
_HIDDEN_BY_THEME = """
    SELECT t.theme, t.channel_id, count(*) FROM hidden h CROSS JOIN post p ON p.row = h.row
    CROSS JOIN post_theme t INDEXED BY post_theme_row ON t.row = p.row
    WHERE p.read_at IS NULL AND (p.aside & 3) <> :hidden GROUP BY t.theme, t.channel_id
"""
_TOLD_AGAIN = """
    SELECT v.story, p.channel_id, p.row FROM (
        SELECT DISTINCT me.story FROM post f INDEXED BY post_voice_unread CROSS JOIN voice me ON me.row = f.row
        WHERE f.aside >= 4 AND f.read_at IS NULL
    ) s CROSS JOIN voice v ON v.story = s.story CROSS JOIN post p ON p.row = v.row
    WHERE p.read_at IS NULL AND (p.aside & 3) <> :hidden AND p.row NOT IN (SELECT row FROM hidden)
"""
_THEMES = """
    SELECT v.story, t.theme, p.channel_id FROM (
        SELECT DISTINCT me.story FROM post f INDEXED BY post_voice_unread CROSS JOIN voice me ON me.row = f.row
        WHERE f.aside >= 4 AND f.read_at IS NULL
    ) s CROSS JOIN voice v ON v.story = s.story CROSS JOIN post p ON p.row = v.row
    CROSS JOIN post_theme t INDEXED BY post_theme_row ON t.row = p.row
    WHERE p.read_at IS NULL AND (p.aside & 3) <> :hidden AND p.row NOT IN (SELECT row FROM hidden)
"""


def by_theme(db: Database, boosts: bool) -> dict[str, int]:
    """Return the number of unread stories by theme, merges followed; themes without any are left out."""
    owners = Names(db).shown()
    counts: Counter[str] = Counter()
    for theme, channel, number in db.rows(_BY_THEME):
        counts[theme] += number if channel in owners else 0
    for theme, channel, number in () if boosts else db.rows(_BOOSTS_BY_THEME, {"boost": BOOST}):
        counts[theme] -= number if channel in owners else 0
    for theme, channel, number in db.rows(_HIDDEN_BY_THEME, _hidden(boosts)):
        counts[theme] -= number if channel in owners else 0
    rows = db.rows(_THEMES, _hidden(boosts))
    _once(counts, ((row[0], row[1]) for row in rows if row[2] in owners))
    return {theme: number for theme, number in counts.items() if number}


def by_circle(db: Database, boosts: bool) -> dict[str, int]:
    """Return the number of unread stories by circle."""
    owners = Names(db).shown()
    return _by_owner(
        db, boosts, lambda channel: circles_around(owners[channel].circles) if channel in owners else ()
    )


def by_person(db: Database, boosts: bool) -> dict[str, int]:
    """Return the number of unread stories by person."""
    owners = Names(db).owners()
    return _by_owner(db, boosts, lambda channel: (owners[channel].person,) if channel in owners else ())


def _by_owner(db: Database, boosts: bool, groups: Callable[[int], Iterable[str]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for channel, number in db.rows(_BY_CHANNEL, _hidden(boosts)):
        for group in groups(channel):
            counts[group] += number
    for channel, number in db.rows(_HIDDEN_BY_CHANNEL, _hidden(boosts)):
        for group in groups(channel):
            counts[group] -= number
    rows = db.rows(_TOLD_AGAIN, _hidden(boosts))
    _once(counts, ((row[0], group) for row in rows for group in groups(row[1])))
    return dict(counts)


def _once(counts: Counter[str], voices: Iterable[tuple[int, str]]) -> None:
    """Take from `counts` by group what counts a story more than once; `voices` are stories with a group each."""
    told: dict[tuple[int, str], int] = defaultdict(int)
    for voice in voices:
        told[voice] += 1
    for (_, group), number in told.items():
        counts[group] -= number - 1


def _hidden(boosts: bool) -> dict[str, int]:
    return {"hidden": -1 if boosts else BOOST}
