"""A small river: three people, two themes, posts of the last hours."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.workspace import Workspace

FEEDS = {"Ana Vos": "https://ana.example/feed", "Ben de Wit": "https://ben.example/feed"}


def publish(workspace: Workspace, who: str, *titles: str, hours: float = 1, html: str = "") -> None:
    """Let posts of `who` arrive, the first one the newest."""
    posts = []
    for number, title in enumerate(titles):
        slug = "".join(c if c.isalnum() else "-" for c in title.lower())[:40]
        moment = workspace.clock() - timedelta(hours=hours + number)
        body = html or f"<p>Of {title.lower()}.</p><p>Second paragraph.</p>"
        posts.append(
            NewPost(
                guid=slug,
                url=f"https://{who.split()[0].lower()}.example/{slug}",
                title=title,
                html=body,
                text=f"Of {title.lower()}.\n\nSecond paragraph.",
                published=moment,
            )
        )
    commit(workspace, who, posts)


def commit(workspace: Workspace, who: str, posts: Sequence[NewPost]) -> None:
    workspace.library.channels.commit(FEEDS[who], posts, FetchState(checked=workspace.clock()))
    workspace.library.indexing.finish()


@pytest.fixture
def river(workspace: Workspace) -> Workspace:
    """Six posts: four of Ana's, two of Ben's; “contracts” ones are in the theme data contracts."""
    workspace.themes.add("data contracts", keywords=["contract"])
    workspace.themes.add("facilitation")
    for name, feed in FEEDS.items():
        circle = "authors" if name == "Ana Vos" else "colleagues"
        workspace.people.add(name, [Channel(kind="feed", key=feed)], circles=[circle])
    publish(workspace, "Ana Vos", "Why our registry failed", "A contract is a promise", "Lag", "Late data")
    publish(workspace, "Ben de Wit", "Versions of a contract", "Retro openers", hours=10)
    return workspace
