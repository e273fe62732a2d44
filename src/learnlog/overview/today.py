"""Today: what is open now, read in ten seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from learnlog.journal.drafting import Waiting, waiting_drafts
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.post import KeptPost
from learnlog.model.query import EntryFilter
from learnlog.model.theme import ThemeStatus, WorkTheme
from learnlog.overview.talk_news import OpenQuestion, OutboxNews, look_at_outbox, look_at_question
from learnlog.workspace import Workspace

WEEKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeNews:
    """A theme with its unread posts and, oldest first, its posts in each of the last `WEEKS` weeks."""

    theme: WorkTheme
    unread: int
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the start screen shows.

    ``reflections`` counts this week's entries of every kind but bookmarks; ``names`` are themes' by slug.
    """

    now: datetime
    week: int
    reflections: int
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


def week_start(moment: datetime) -> datetime:
    """Return the Monday midnight, in `moment`'s zone, that began its week."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=moment.weekday())


def look_at_today(workspace: Workspace, *, boosts: bool = True) -> Today:
    """Gather what is open now, counting `boosts` or not. Reads the database: a screen asks in a thread."""
    now = workspace.clock()
    start = week_start(now)
    entries = workspace.journal.list(EntryFilter(since=start), limit=50)
    open_ones = workspace.journal.list(EntryFilter(kind="question", open_only=True), limit=20)
    themes = workspace.themes.all(status=ThemeStatus.ACTIVE)
    unused = workspace.library.documents.kept(unused=True, limit=20)
    people = workspace.people.all()
    latest = workspace.journal.list(limit=3)
    return Today(
        now=now,
        week=now.isocalendar().week,
        reflections=sum(entry.kind is not EntryKind.BOOKMARK for entry in entries),
        news=news_of(workspace, themes, boosts),
        entries=tuple(entries),
        latest=tuple(latest),
        questions=tuple(look_at_question(workspace, entry) for entry in open_ones),
        outbox=look_at_outbox(workspace),
        unused=tuple(KeptPost.of(document) for document in unused),
        people=len(people),
        drafts=tuple(waiting_drafts(workspace.drafts)),
        names={theme.slug: theme.name for theme in workspace.themes.all()},
        is_fresh=not (themes or people or latest),
    )


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
