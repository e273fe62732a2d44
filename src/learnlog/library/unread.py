"""How many stories are unread, by theme, circle and person: one with several voices counts once, a hidden one never."""

from collections import Counter
from collections.abc import Callable, Iterable

from learnlog.library.connection import Database
from learnlog.library.names import Names
from learnlog.library.schema import BOOST
from learnlog.model.circles import circles_around

_BY_CHANNEL = """
    SELECT channel_id, sum(number) FROM unread WHERE aside <> :hidden GROUP BY channel_id
"""
_BY_THEME = """
    SELECT theme, channel_id, number FROM unread_theme WHERE number <> 0
"""
_BOOSTS_BY_THEME = """
    SELECT t.theme, t.channel_id, count(*) FROM post p INDEXED BY post_boost_unread
    CROSS JOIN post_theme t INDEXED BY post_theme_row ON t.row = p.row
    WHERE p.read_at IS NULL AND p.aside & 3 = 1 GROUP BY t.theme, t.channel_id
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
_STORIES = "SELECT channels, count(*) FROM story INDEXED BY story_unread WHERE unread = 1 GROUP BY channels"
_STORIES_BY_THEME = """
    SELECT theme, channels, count(*) FROM story_theme INDEXED BY story_theme_unread
    WHERE unread = 1 GROUP BY theme, channels
"""


def by_theme(db: Database, boosts: bool) -> dict[str, int]:
    """Return the number of unread stories by theme, merges followed; themes without any are left out."""
    owners = Names(db).shown()
    counts: Counter[str] = Counter()
    for theme, channel, number in db.rows(_BY_THEME):
        counts[theme] += number if channel in owners else 0
    for theme, channel, number in () if boosts else db.rows(_BOOSTS_BY_THEME):
        counts[theme] -= number if channel in owners else 0
    for theme, channel, number in db.rows(_HIDDEN_BY_THEME, _hidden(boosts)):
        counts[theme] -= number if channel in owners else 0
    for theme, listed, number in db.rows(_STORIES_BY_THEME):
        told = sum((boosts or one > 0) and abs(one) in owners for one in _channels(listed))
        counts[theme] -= number * max(0, told - 1)
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


def total(db: Database, boosts: bool) -> int:
    """Return the number of unread stories of all whom I follow and did not mute."""
    shown = Names(db).shown()
    return _by_owner(db, boosts, lambda channel: ("",) if channel in shown else ()).get("", 0)


def _by_owner(db: Database, boosts: bool, groups: Callable[[int], Iterable[str]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for channel, number in db.rows(_BY_CHANNEL, _hidden(boosts)):
        for group in groups(channel):
            counts[group] += number
    for channel, number in db.rows(_HIDDEN_BY_CHANNEL, _hidden(boosts)):
        for group in groups(channel):
            counts[group] -= number
    for listed, number in db.rows(_STORIES):
        told = Counter(group for one in _channels(listed) if boosts or one > 0 for group in groups(abs(one)))
        for group, times in told.items():
            counts[group] -= number * (times - 1)
    return dict(counts)


def _channels(listed: str) -> list[int]:
    """Return the channels of a story's voices, those of boosts below 0."""
    return [int(channel) for channel in listed.split(",")]


def _hidden(boosts: bool) -> dict[str, int]:
    return {"hidden": -1 if boosts else BOOST}
