"""Today: what is open now, read in ten seconds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from learnlog.journal.drafting import Waiting, waiting_drafts
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.moments import week_start
from learnlog.model.post import KeptPost
from learnlog.model.query import EntryFilter
from learnlog.model.theme import ThemeStatus, WorkTheme
from learnlog.overview.talk_news import OpenQuestion, OutboxNews, look_at_outbox, look_at_question
from learnlog.workspace import Workspace

WEEKS = 6
SHOWN = 7
"""Entries of this week that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeNews:
    """A theme with its unread posts and, oldest first, its posts in each of the last `WEEKS` weeks."""

    theme: WorkTheme
    unread: int
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the start screen shows.

    ``written`` counts this week's entries of every kind but bookmarks, ``kept`` its kept posts, used or not;
    ``names`` are themes' by slug.
    """

    now: datetime
    week: int
    written: int
    news: tuple[ThemeNews, ...]
    entries: tuple[Entry, ...]
    latest: tuple[Entry, ...]
    questions: tuple[OpenQuestion, ...]
    outbox: OutboxNews
    unused: tuple[KeptPost, ...]
    people: int
    names: Mapping[str, str]
    drafts: tuple[Waiting, ...]
    is_fresh: bool
    kept: int = 0


def look_at_today(workspace: Workspace, *, boosts: bool = True) -> Today:
    """Gather what is open now, counting `boosts` or not. Reads the database: a screen asks in a thread."""
    now = workspace.clock()
    start = week_start(now)
    of_week, count = EntryFilter(since=start), workspace.library.documents.count_entries
    entries = workspace.journal.list(of_week, limit=SHOWN)
    open_ones = workspace.journal.list(EntryFilter(kind="question", open_only=True), limit=20)
    every_theme = workspace.themes.all()
    themes = [theme for theme in every_theme if theme.status is ThemeStatus.ACTIVE]
    unused = workspace.library.documents.kept(unused=True, limit=20)
    people = workspace.people.all()
    latest = entries or workspace.journal.list(limit=3)
    return Today(
        now=now,
        week=now.isocalendar().week,
        written=count(of_week) - count(replace(of_week, kind=EntryKind.BOOKMARK.value)),
        news=news_of(workspace, themes, boosts),
        entries=tuple(entries),
        latest=tuple(latest),
        questions=tuple(look_at_question(workspace, entry) for entry in open_ones),
        outbox=look_at_outbox(workspace),
        unused=tuple(KeptPost.of(document) for document in unused),
        people=len(people),
        drafts=tuple(waiting_drafts(workspace.drafts)),
        names={theme.slug: theme.name for theme in every_theme},
        is_fresh=not (themes or people or latest),
        kept=_kept(workspace, start.date(), now.date()),
    )


def _kept(workspace: Workspace, first: date, last: date) -> int:
    days = workspace.library.calendar.days(first, last)
    return sum(one.count for one in days if one.type == DocumentType.KEPT)


def news_of(workspace: Workspace, themes: list[WorkTheme], boosts: bool = True) -> tuple[ThemeNews, ...]:
    """Return each theme's unread posts and weeks, the ones with most unread first."""
    posts = workspace.library.posts
    unread = posts.unread_by_theme(boosts=boosts)
    since = week_start(workspace.clock()) - timedelta(weeks=WEEKS - 1)
    news = [
        ThemeNews(
            theme=t,
            unread=unread.get(t.slug, 0),
            weeks=tuple(posts.weeks(t.slug, since, WEEKS, boosts=boosts)),
        )
        for t in themes
    ]
    return tuple(sorted(news, key=lambda n: (-n.unread, n.theme.name.casefold())))
