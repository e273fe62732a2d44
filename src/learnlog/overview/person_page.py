"""A person's page: the card, what they write about, and what I learned from it."""

from dataclasses import dataclass
from datetime import datetime

from learnlog.model.entry import Entry
from learnlog.model.fetching import FetchState
from learnlog.model.person import Person
from learnlog.model.post import KeptPost, Post
from learnlog.model.query import EntryFilter, PostFilter
from learnlog.reading.fetching.schedule import Standing, standing
from learnlog.reading.sources.pace import hosts_at_rest
from learnlog.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person with what came from them, newest first; ``by_theme`` counts their posts per theme's name.

    ``standings`` says of each channel when it was asked, what it answered, and why it is due when.
    """

    person: Person
    standings: tuple[Standing, ...]
    posts: tuple[Post, ...]
    by_theme: tuple[tuple[str, int], ...]
    insights: tuple[Entry, ...]
    kept: tuple[KeptPost, ...]
    unread: int
    last: datetime | None


def look_at_person(workspace: Workspace, reference: str, *, limit: int = 20) -> PersonPage:
    """Gather a person's page. Reads the database: call it from a thread when there is a screen.

    Raises:
        NotFoundError: there is nobody of that name.
    """
    person = workspace.people.get(reference)
    library = workspace.library
    posts = library.posts.page(PostFilter(person=person.id), limit=limit)
    states, now = library.channels.states(), workspace.clock()
    resting = hosts_at_rest(states, now, workspace.budgets.paused())
    names = {theme.slug: theme.name for theme in workspace.themes.all()}
    counts = sorted(library.posts.by_theme(person.id).items(), key=lambda item: -item[1])
    kept = library.documents.kept(person=person.id, limit=limit)
    return PersonPage(
        person=person,
        standings=tuple(
            standing(person, channel, states.get(channel.key, FetchState()), resting, now)
            for channel in person.channels
        ),
        posts=tuple(posts),
        by_theme=tuple((names.get(slug, slug), count) for slug, count in counts),
        insights=tuple(workspace.journal.list(EntryFilter(person=person.id), limit=limit)),
        kept=tuple(KeptPost.of(document) for document in kept),
        unread=library.posts.unread_by_person().get(person.id, 0),
        last=posts[0].published if posts else None,
    )
