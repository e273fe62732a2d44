"""A theme's page: everything that hangs on it."""

from dataclasses import dataclass
from datetime import timedelta

from learnlog.model.entry import Entry, EntryKind
from learnlog.model.moments import week_start
from learnlog.model.person import Person
from learnlog.model.post import KeptPost, Post
from learnlog.model.query import EntryFilter, PostFilter
from learnlog.model.theme import WorkTheme
from learnlog.workspace import Workspace

WEEKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """A theme with what hangs on it, newest first.

    ``written`` and ``published`` count my entries and their posts in each of the last `WEEKS` weeks, oldest
    first. ``entries`` are those that are neither insights nor open questions. ``merged`` counts for the theme.
    """

    theme: WorkTheme
    merged: tuple[WorkTheme, ...] = ()
    insights: tuple[Entry, ...]
    questions: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    kept: tuple[KeptPost, ...]
    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    unread: int
    written: tuple[int, ...]
    published: tuple[int, ...]


def look_at_theme(workspace: Workspace, name: str, *, limit: int = 20) -> ThemePage:
    """Gather a theme's page. Reads the database: call it from a thread when there is a screen.

    Raises:
        NotFoundError: no theme has that name.
    """
    theme = workspace.themes.get(name)
    merged = _merged_into(workspace, theme.slug)
    entries = workspace.journal.list(EntryFilter(themes=(theme.slug,)), limit=200)
    questions = [e for e in entries if e.kind is EntryKind.QUESTION and e.is_open]
    insights = [e for e in entries if e.kind is EntryKind.INSIGHT]
    others = [e for e in entries if e not in questions and e not in insights]
    documents, posts = workspace.library.documents, workspace.library.posts
    since = week_start(workspace.clock()) - timedelta(weeks=WEEKS - 1)
    return ThemePage(
        theme=theme,
        merged=tuple(merged),
        insights=tuple(insights[:limit]),
        questions=tuple(questions[:limit]),
        entries=tuple(others[:limit]),
        kept=tuple(KeptPost.of(d) for d in documents.kept(theme=theme.slug, limit=limit)),
        people=tuple(_people_of(workspace, {theme.slug, *(one.slug for one in merged)})),
        posts=tuple(posts.page(PostFilter(theme=theme.slug), limit=limit)),
        unread=posts.unread_by_theme().get(theme.slug, 0),
        written=tuple(documents.weeks(theme.slug, since, WEEKS)),
        published=tuple(posts.weeks(theme.slug, since, WEEKS)),
    )


def _merged_into(workspace: Workspace, slug: str) -> list[WorkTheme]:
    """Return the themes that were merged into the one with `slug`, directly or by way of another."""
    found = []
    for theme in workspace.themes.all(merged=True):
        target = workspace.themes.find(theme.slug)
        if theme.slug != slug and target is not None and target.slug == slug:
            found.append(theme)
    return found


def _people_of(workspace: Workspace, slugs: set[str]) -> list[Person]:
    """Return the people whose card names one of the themes."""
    return [person for person in workspace.people.all() if slugs & set(person.themes)]
