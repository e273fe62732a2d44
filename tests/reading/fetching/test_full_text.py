"""Reading posts whole from their own pages, over a real server."""

from collections.abc import Iterator
from threading import Event

import pytest

from learnlog.model.errors import UsageError
from learnlog.model.person import Channel
from learnlog.model.post import Post
from learnlog.model.query import PostFilter
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.reading.feeds import item, rss
from tests.reading.fetching.test_extracting import ARTICLE
from tests.servers import Reply, Server

TYPE = "application/rss+xml"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.add("/one", Reply(body=ARTICLE, type="text/html"))
        running.add("/two", Reply(body=ARTICLE.replace("registry", "ledger"), type="text/html"))
        yield running


def entries(server: Server, *names: str) -> str:
    return rss([item(name).replace("https://example.org/", server.url("/")) for name in names])


def follow(workspace: Workspace, server: Server, *names: str) -> list[Post]:
    url = server.add("/feed", Reply(body=entries(server, *names), type=TYPE))
    workspace.following.follow(workspace.following.look(url), name="Ana")
    return workspace.river.page(PostFilter(), limit=50)


def text(workspace: Workspace, post: Post) -> str:
    found = workspace.library.posts.text(post.id)
    assert found is not None
    return found.text


def finds(workspace: Workspace, words: str) -> list[str]:
    workspace.library.catch_up()
    return [post.id for post in workspace.river.page(PostFilter(search=words), limit=50)]


def test_a_post_becomes_its_whole_article_is_found_by_it_and_goes_back(
    workspace: Workspace, server: Server
) -> None:
    (post,) = follow(workspace, server, "one")
    assert text(workspace, post) == "Words of one."
    assert finds(workspace, "disagree") == []

    (read,) = workspace.full_text.read([post])
    assert (read.error, read.words > 50) == ("", True)
    assert "Contracts are written for the day you disagree" in text(workspace, post)
    assert finds(workspace, "disagree") == [post.id]
    assert workspace.river.page(PostFilter(), limit=1)[0].words == read.words

    assert workspace.changes.undo() == "read the whole of a post"
    assert text(workspace, post) == "Words of one."
    assert finds(workspace, "disagree") == []
    assert finds(workspace, "words") == [post.id]
    assert workspace.river.page(PostFilter(), limit=1)[0].words == post.words


def test_reading_it_again_brings_what_the_page_says_now(workspace: Workspace, server: Server) -> None:
    (post,) = follow(workspace, server, "one")
    workspace.full_text.read([post])
    server.add("/one", Reply(body=ARTICLE.replace("disagree", "quarrel"), type="text/html"))
    workspace.full_text.read([post])
    assert (finds(workspace, "disagree"), finds(workspace, "quarrel")) == ([], [post.id])
    assert workspace.full_text.give_back([post.id]) == 1
    assert text(workspace, post) == "Words of one."
    assert workspace.full_text.give_back([post.id]) == 0


def test_a_post_that_is_whole_is_read_again_though_its_page_says_no_more_or_less(
    workspace: Workspace, server: Server
) -> None:
    (post,) = follow(workspace, server, "one")
    workspace.full_text.read([post])
    (whole,) = workspace.full_text.of_person("Ana", 9, again=True)
    (same,) = workspace.full_text.read([whole])
    assert (same.error, same.words) == ("", whole.words)
    server.add("/one", Reply(body=ARTICLE.replace("for the day you disagree", ""), type="text/html"))
    (shorter,) = workspace.full_text.read([whole])
    assert (shorter.error, shorter.words < whole.words) == ("", True)
    assert finds(workspace, "disagree") == []
    workspace.full_text.give_back([post.id])
    assert text(workspace, post) == "Words of one."


def test_a_heading_that_is_the_posts_title_is_not_said_twice(workspace: Workspace, server: Server) -> None:
    (post,) = follow(workspace, server, "one")
    server.add(
        "/one",
        Reply(body=ARTICLE.replace("Why our registry failed</h1>", "Post\n one</h1>"), type="text/html"),
    )
    workspace.full_text.read([post])
    assert not text(workspace, post).startswith("Post one")


def test_a_channel_is_read_whole_from_then_on(workspace: Workspace, server: Server, clock: FakeClock) -> None:
    follow(workspace, server, "one")
    workspace.full_text.want("Ana")
    assert workspace.people.get("Ana").channels[0].full_text
    server.add("/feed", Reply(body=entries(server, "two", "one"), type=TYPE))
    clock.pass_(days=1)
    workspace.fetching.run(everything=True)
    assert len(finds(workspace, "disagree")) == 2
    assert {post.words > 50 for post in workspace.river.page(PostFilter(), limit=9)} == {True}
    workspace.full_text.want("Ana", False)
    assert not workspace.people.get("Ana").channels[0].full_text
    assert len(finds(workspace, "disagree")) == 2


def test_nobody_is_read_whole_whom_i_follow_no_more(
    workspace: Workspace, server: Server, clock: FakeClock
) -> None:
    follow(workspace, server, "one")
    workspace.people.add(
        "Ben", [Channel(kind="feed", key=server.url("/other"))], why="writes full_text on himself"
    )
    workspace.full_text.want("Ana")
    assert [channel.key for channel in workspace.people.read_whole()] == [server.url("/feed")]
    workspace.people.unfollow("Ana")
    assert workspace.people.read_whole() == []
    assert workspace.full_text.read_due() == []


def test_an_edited_post_stands_as_the_feed_has_it_until_it_is_read_anew(
    workspace: Workspace, server: Server, clock: FakeClock
) -> None:
    (post,) = follow(workspace, server, "one")
    workspace.full_text.read([post])
    body = entries(server, "one").replace("Words of one.", "Other words.")
    server.add("/feed", Reply(body=body, type=TYPE))
    clock.pass_(days=1)
    workspace.fetching.run(everything=True)
    assert text(workspace, post) == "Other words."
    assert not workspace.full_text.is_whole(post.id)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(status=404), "404|not found|nothing"),
        (Reply(body="%PDF", type="application/pdf"), "no page"),
        (Reply(body="<html><body></body></html>", type="text/html"), "No article"),
        (
            Reply(body="<html><body><article><p>Words of.</p></article></body></html>", type="text/html"),
            "no more",
        ),
        (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "."),
        (Reply(reset=True), "."),
    ],
)
def test_a_page_that_gives_nothing_leaves_the_post_as_it_is(
    workspace: Workspace, server: Server, clock: FakeClock, reply: Reply, why: str
) -> None:
    (post,) = follow(workspace, server, "one")
    server.add("/one", reply)
    (read,) = workspace.full_text.read([post])
    assert read.error.endswith(".")
    assert text(workspace, post) == "Words of one."
    workspace.full_text.want("Ana")
    asked = len(server.log)
    assert workspace.full_text.read_due() == []
    assert len(server.log) == asked
    clock.pass_(days=4)
    assert len(workspace.full_text.read_due()) == 1


def test_a_page_cannot_lead_to_another_private_address(workspace: Workspace, server: Server) -> None:
    (post,) = follow(workspace, server, "one")
    with Server("127.0.0.9") as inner:
        secret = inner.add("/secret", Reply(body=ARTICLE, type="text/html"))
        server.add("/one", Reply(status=302, headers={"Location": secret}))
        (read,) = workspace.full_text.read([post])
        assert read.error
        assert inner.log == []


def test_a_hostile_article_is_only_words(workspace: Workspace, server: Server) -> None:
    (post,) = follow(workspace, server, "one")
    nasty = "<script>x()</script><p onclick=x()>\x1b[2J\u202e<a href='javascript:x()'>Click</a> disagree</p>"
    server.add("/one", Reply(body=ARTICLE.replace("<blockquote>", nasty + "<blockquote>"), type="text/html"))
    workspace.full_text.read([post])
    found = workspace.library.posts.text(post.id)
    assert found is not None
    assert not any(
        bad in found.html + found.text for bad in ("script", "onclick", "javascript", "\x1b", "\u202e")
    )


def test_a_person_without_a_feed_has_nothing_to_read_whole(workspace: Workspace) -> None:
    workspace.people.add("Zoe", [Channel(kind="bluesky", key="did:plc:zoe")])
    with pytest.raises(UsageError, match="no feed"):
        workspace.full_text.want("Zoe")


def test_what_was_read_before_a_stop_stays(workspace: Workspace, server: Server) -> None:
    posts = follow(workspace, server, "one", "two")
    stop = Event()
    reads = workspace.full_text.read(posts[:1], cancelled=stop.is_set)
    stop.set()
    assert workspace.full_text.read(posts[1:], cancelled=stop.is_set) == []
    assert [one.post.id for one in reads] == [posts[0].id]
    assert [workspace.full_text.is_whole(post.id) for post in posts] == [True, False]
    assert [post.id for post in workspace.full_text.of_person("Ana", 9)] == [posts[1].id]
    assert len(workspace.full_text.of_person("Ana", 9, again=True)) == 2


def test_pages_of_a_host_that_wants_no_questions_are_read_when_it_does_again(
    workspace: Workspace, server: Server, clock: FakeClock
) -> None:
    follow(workspace, server, "one", "two")
    workspace.full_text.want("Ana")
    pages = {path: server.routes[path] for path in ("/one", "/two")}
    for path in pages:
        server.add(path, Reply(status=429, headers={"Retry-After": "3600"}))
    assert all(read.error for read in workspace.full_text.read_due())
    asked = [len(server.asked(path)) for path in pages]
    assert all(read.error for read in workspace.full_text.read_due())
    assert [len(server.asked(path)) for path in pages] == asked
    for path, page in pages.items():
        server.add(path, page)
    clock.pass_(hours=1, minutes=1)
    assert [read.error for read in workspace.full_text.read_due()] == ["", ""]
