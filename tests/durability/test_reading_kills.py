"""kill -9 while feeds are followed in a list, read whole, tidied and ruled: nothing is half done."""

from datetime import UTC, datetime
from pathlib import Path

from learnlog.model.fetching import FetchState
from learnlog.model.limits import Limit
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.durability.deeds import KEY, number_of
from tests.durability.test_kills import killed, prepared, reopened

__all__ = ["prepared"]


def with_posts(home: Path, *titles: str) -> None:
    workspace = Workspace(find_paths(str(home)))
    posts = [
        NewPost(
            guid=title,
            title=title,
            text="what the feed gave",
            html="<p>what the feed gave</p>",
            published=datetime(2026, 11, 1 + number, tzinfo=UTC),
        )
        for number, title in enumerate(titles)
    ]
    workspace.library.channels.commit(KEY, posts, FetchState())
    workspace.library.indexing.finish()
    workspace.rules.add("feed", "All", does=("star", "hide"))
    workspace.close()


def test_whom_a_list_names_is_followed_or_not_and_never_half(prepared: Path) -> None:
    marks = killed(prepared, "outline", 30, least=0)

    workspace = reopened(prepared)

    followed = {person.name: person for person in workspace.people.all()}
    for mark in marks:
        names = {f"{mark} {n}" for n in range(3)}
        assert names & followed.keys() == (set() if number_of(mark) % 3 == 2 else names)
    assert all(len(person.channels) == 1 for person in followed.values())
    assert marks, "it was killed too early to prove anything"


def test_what_the_feed_gave_is_never_lost_to_an_article(prepared: Path) -> None:
    with_posts(prepared, "one")

    marks = killed(prepared, "whole", 40)

    workspace = reopened(prepared)
    (post,) = workspace.river.page(PostFilter())
    text = workspace.library.posts.text(post.id)
    assert text is not None
    assert text.text == "what the feed gave" or text.text.startswith("article whole")
    assert len(workspace.search("article OR feed in:posts")) == 1
    workspace.library.full_texts.drop([post.id])
    again = workspace.library.posts.text(post.id)
    assert again is not None
    assert again.text == "what the feed gave"
    assert marks


def test_what_is_starred_stays_and_what_went_does_not_come_again(prepared: Path) -> None:
    marks = killed(prepared, "tidy", 30)

    workspace = reopened(prepared)

    starred = {post.title for post in workspace.river.page(PostFilter(starred=True), limit=1000)}
    assert {f"{mark} 8" for mark in marks} <= starred
    workspace.river.mark_all_read(PostFilter())
    workspace.tidying.tidy(Limit(posts=2))
    left = workspace.river.page(PostFilter(), limit=1000)
    again = [
        NewPost(
            guid=f"{marks[0]}-{n}", title="again", text="old", published=datetime(2020, 1, 1 + n, tzinfo=UTC)
        )
        for n in range(8)
    ]
    assert workspace.library.channels.commit(KEY, again, FetchState()).new == 0
    assert len(workspace.river.page(PostFilter(), limit=1000)) == len(left)


def test_what_a_rule_did_can_be_taken_back_to_the_last_post(prepared: Path) -> None:
    with_posts(prepared, *(f"feed {number}" for number in range(25)))

    marks = killed(prepared, "rule", 40)

    workspace = reopened(prepared)
    while workspace.ruler.runs():
        workspace.ruler.take_back()
    assert len(workspace.river.page(PostFilter(), limit=100)) == 25
    assert workspace.river.page(PostFilter(starred=True)) == []
    assert marks
