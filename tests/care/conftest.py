"""A workspace with a little of everything in it, as a person would have after some weeks."""

from datetime import timedelta

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.visibility import Visibility
from learnlog.workspace import Workspace

FEED = "https://anavos.example/feed.xml"


@pytest.fixture
def full(workspace: Workspace) -> Workspace:
    """Two entries, a theme, a person, two posts (one read and starred), a kept post and an insight on it."""
    now = workspace.clock()
    workspace.themes.add("data contracts", question="Who keeps the promise?")
    workspace.people.add(
        "Ana Vos",
        [Channel(kind="feed", key=FEED, title="Ana", address="https://anavos.example/", typed_host="x:1")],
        themes=["data contracts"],
        circles=["colleagues"],
    )
    posts = [
        NewPost(guid=str(n), url=f"https://anavos.example/{n}", title=f"Post {n}", text=f"Text {n}.")
        for n in (1, 2)
    ]
    workspace.library.channels.ensure(Channel(kind="feed", key=FEED))
    workspace.library.channels.commit(FEED, posts, FetchState(checked=now))
    first = next(post for post in workspace.river.page(_all()) if post.title == "Post 1")
    workspace.river.mark_read([first.id])
    workspace.river.star(first.id)
    workspace.journal.add(
        NewEntry(body="The stand-up drifted.", title="Monday", tags=["team"], created=now - timedelta(days=3))
    )
    workspace.journal.add(
        NewEntry(body="Who tests without a registry?", kind=EntryKind.QUESTION, visibility=Visibility.PUBLIC)
    )
    workspace.keeping.insight(first.id, NewEntry(body="A promise needs a keeper.", themes=["data contracts"]))
    return workspace


def _all():  # type: ignore[no-untyped-def]
    from learnlog.model.query import PostFilter

    return PostFilter()
