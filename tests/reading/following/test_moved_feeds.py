"""Following what has moved: the typed address stays until the new one proved itself; nobody is asked twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learnlog.model.query import PostFilter
from learnlog.settings import Settings, find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.reading.feeds import page, rss
from tests.servers import Reply, Server

FEED = "application/rss+xml"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        made.add("/new", Reply(body=rss(), type=FEED, etag='"1"'))
        yield made


@pytest.fixture
def workspace(home: Path, clock: FakeClock, server: Server) -> Iterator[Workspace]:
    made = Workspace(find_paths(str(home)), Settings(host_pause=1), clock)
    yield made
    made.close()


def follow(workspace: Workspace, address: str) -> str:
    """Follow all that `address` leads to; return the key of the first channel."""
    person, _ = workspace.following.follow([workspace.following.meet(address).found])
    return person.channels[0].key


@pytest.mark.parametrize("status", [301, 308])
def test_the_typed_address_stays_until_the_new_one_was_a_feed_three_times(
    workspace: Workspace, server: Server, clock: FakeClock, status: int
) -> None:
    old = server.redirect("/old", server.url("/new"), status)
    assert follow(workspace, old) == old
    state = workspace.library.channels.state(old)
    assert (state.redirect_to, state.redirects) == (server.url("/new"), 1)
    clock.pass_(hours=30)
    (told,) = workspace.fetching.run()
    assert (told.moved_to, told.error) == ("", "")
    clock.pass_(hours=30)
    (told,) = workspace.fetching.run()
    assert told.moved_to == server.url("/new")
    assert server.asked("/new")[-1].headers["if-none-match"] == '"1"'
    (person,) = workspace.people.all()
    assert person.channels[0].aliases == (old,)
    assert len(workspace.library.posts.page(PostFilter())) == 1


def test_a_feed_that_a_page_declares_by_an_old_address_stays_there_too(
    workspace: Workspace, server: Server
) -> None:
    old = server.redirect("/old", server.url("/new"), 301)
    home = server.add(
        "/", Reply(body=page(f'<link rel=alternate type="{FEED}" href="/old">'), type="text/html")
    )
    assert follow(workspace, home) == old


def test_a_move_that_was_none_is_forgotten(workspace: Workspace, server: Server, clock: FakeClock) -> None:
    old = server.redirect("/old", server.url("/new"), 301)
    follow(workspace, old)
    server.add("/old", Reply(body=rss(), type=FEED))
    clock.pass_(hours=30)
    workspace.fetching.run()
    state = workspace.library.channels.state(old)
    assert (state.redirect_to, state.redirects) == ("", 0)
    assert workspace.people.all()[0].channels[0].key == old


def test_a_typed_private_address_may_be_asked_again_though_it_leads_on(
    workspace: Workspace, server: Server, clock: FakeClock
) -> None:
    follow(workspace, server.redirect("/old", server.url("/new"), 301))
    clock.pass_(hours=30)
    (told,) = workspace.fetching.run()
    assert told.error == ""


def test_an_old_address_of_what_is_followed_already_makes_no_second_channel(
    workspace: Workspace, server: Server
) -> None:
    new = follow(workspace, server.url("/new"))
    old = server.redirect("/old", server.url("/new"), 301)
    meeting = workspace.following.meet(old)
    assert [offer.found.key for offer in meeting.offers] == [new]
    assert meeting.notes == ("A Blog is on the card of A Blog already.",)


def test_looking_at_a_homepage_asks_for_each_page_once(workspace: Workspace, server: Server) -> None:
    home = server.url("/")
    feed = rss().replace("<link>https://example.org/<", f"<link>{home}<", 1)
    server.add("/feed", Reply(body=feed, type=FEED))
    server.add("/", Reply(body=page(f'<link rel=alternate type="{FEED}" href="/feed">'), type="text/html"))
    follow(workspace, home)
    assert [seen.path for seen in server.log] == ["/", "/feed"]


def test_the_homepage_of_a_feed_may_be_missing_without_a_word(workspace: Workspace, server: Server) -> None:
    feed = rss().replace("<link>https://example.org/<", f"<link>{server.url('/missing')}<", 1)
    meeting = workspace.following.meet(server.add("/feed", Reply(body=feed, type=FEED)))
    assert len(server.asked("/missing")) == 1
    assert meeting.notes == ()
