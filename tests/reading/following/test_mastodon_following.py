"""Following somebody on Mastodon from a handle to the library, as `follow` and `fetch` do it."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.model.query import PostFilter
from learnlog.settings import Settings, find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.fediverse import Fediverse


@pytest.fixture
def server(clock: FakeClock) -> Iterator[Fediverse]:
    with Fediverse() as running:
        running.clock = clock
        running.add("ana", display_name="Ana de Vries")
        yield running


@pytest.fixture
def workspace(home: Path, clock: FakeClock) -> Iterator[Workspace]:
    made = Workspace(find_paths(str(home)), Settings(timeout=5), clock)
    yield made
    made.close()


def test_a_person_on_mastodon_is_followed_and_read_on(
    workspace: Workspace, server: Fediverse, clock: FakeClock
) -> None:
    server.post("ana", "About retrospectives")
    found = workspace.following.look(f"@ana@{server.host}")
    person, arrived = workspace.following.follow(found)
    assert (person.name, arrived) == ("Ana de Vries", 1)
    assert [(c.kind, c.key, c.typed_host) for c in person.channels] == [
        ("mastodon", f"{server.base}/users/ana", server.host)
    ]
    server.post("ana", "About estimates")
    server.boost("ana", server.statuses[1])
    (outcome,) = workspace.fetching.run(everything=True)
    assert (outcome.new, outcome.error) == (2, "")
    (again,) = workspace.fetching.run(everything=True)
    assert (again.new, again.edited, again.error) == (0, 0, "")
    assert workspace.search("estimates")


def test_a_paused_host_is_not_asked_by_any_of_its_channels(
    workspace: Workspace, server: Fediverse, clock: FakeClock
) -> None:
    server.add("ben")
    for name in ("ana", "ben"):
        server.post(name)
        workspace.following.follow(workspace.following.look(f"@{name}@{server.host}"))
    server.habits.left = 0
    server.log.clear()
    outcomes = workspace.fetching.run(everything=True)
    assert len(outcomes) == 2
    assert all("16:10" in outcome.error or "less often" in outcome.error for outcome in outcomes)
    asked = len(server.log)
    assert workspace.fetching.due(everything=True) == []
    assert workspace.fetching.run(everything=True) == []
    assert len(server.log) == asked
    assert list(workspace.budgets.paused()) == [server.host]
    server.habits.left = None
    clock.pass_(minutes=6)
    assert [outcome.error for outcome in workspace.fetching.run(everything=True)] == ["", ""]


def test_the_wait_outlives_the_program(
    workspace: Workspace, server: Fediverse, clock: FakeClock, home: Path
) -> None:
    person, _ = workspace.following.follow(workspace.following.look(f"@ana@{server.host}"))
    server.habits.left = 0
    workspace.fetching.run(everything=True)
    state = workspace.library.channels.state(person.channels[0].key)
    assert state.wait_until == (clock.now + timedelta(minutes=5)).astimezone(UTC)
    other = Workspace(find_paths(str(home)), Settings(timeout=5), clock)
    assert other.fetching.due(everything=True) == []
    other.close()


def test_a_server_that_is_too_busy_is_left_alone_with_all_its_people(
    workspace: Workspace, server: Fediverse, clock: FakeClock, home: Path
) -> None:
    server.add("ben")
    for name in ("ana", "ben"):
        workspace.following.follow(workspace.following.look(f"@{name}@{server.host}"))
    clock.pass_(hours=30)
    path = "/api/v1/accounts/lookup"
    server.habits.refuses = {path: 503}
    server.log.clear()
    outcomes = workspace.fetching.run()
    assert all(outcome.error for outcome in outcomes)
    assert len(server.log) <= 2
    other = Workspace(find_paths(str(home)), Settings(timeout=5), clock)
    assert other.fetching.due(everything=True) == []
    server.habits.refuses = {}
    clock.pass_(hours=2)
    assert [outcome.error for outcome in other.fetching.run()] == ["", ""]
    other.close()


def test_where_nothing_is_shown_nothing_is_followed(workspace: Workspace, server: Fediverse) -> None:
    with pytest.raises(LearnlogError) as caught:
        workspace.following.look(f"@nobody@{server.host}")
    assert "knows no account" in caught.value.message


def test_a_server_with_a_feed_only_is_followed_by_its_feed(workspace: Workspace) -> None:
    with Fediverse("gotosocial") as server:
        server.add("ana")
        server.post("ana", "Open")
        (found,) = workspace.following.look(f"@ana@{server.host}")
        _, arrived = workspace.following.follow([found])
        server.post("ana", "More")
        (outcome,) = workspace.fetching.run(everything=True)
    assert (found.kind, arrived, outcome.new, outcome.error) == ("feed", 1, 1, "")


def test_what_its_author_took_back_is_marked_once_a_day(
    workspace: Workspace, server: Fediverse, clock: FakeClock
) -> None:
    for words in ("It stays", "It was wrong", "It was wrong, but I starred it"):
        server.post("ana", words)
    workspace.following.follow(workspace.following.look(f"@ana@{server.host}"))
    starred = workspace.search("starred")[0].id
    workspace.library.posts.star([starred], True, clock())
    for status in [one for one in server.statuses if "wrong" in one["content"]]:
        server.delete(status)

    (outcome,) = workspace.fetching.run(everything=True)
    assert outcome.error == ""
    posts = {post.id: post for post in workspace.river.page(PostFilter())}
    assert sorted(post.gone for post in posts.values()) == [False, True, True]
    assert "but I starred it" in workspace.library.posts.text(starred).text

    server.log.clear()
    workspace.fetching.run(everything=True)
    assert [asked.path for asked in server.log if "/statuses/" in asked.path] == []
