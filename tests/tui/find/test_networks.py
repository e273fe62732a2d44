"""Searching the networks from the screen: nothing goes before it was shown, and a bad server costs its own rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learnlog.settings import Settings, find_paths
from learnlog.tui.remembered import Remembered
from learnlog.workspace import Workspace
from tests.appview import AppView
from tests.conftest import FakeClock
from tests.fediverse import Fediverse
from tests.servers import Reply
from tests.tui.desk import opened, seen, sees, until

ON = "Data contracts, number {} of what I learned about them"


@pytest.fixture
def bluesky() -> Iterator[AppView]:
    with AppView() as view:
        view.add_actor("ada", bio="I write on data contracts.")
        for number in range(4):
            view.write("ada", f"{ON.format(number)} {'abcd'[number] * 9} {'wxyz'[number] * 7}")
        yield view


@pytest.fixture
def mastodon() -> Iterator[Fediverse]:
    with Fediverse() as server:
        yield server


@pytest.fixture
def online(home: Path, clock: FakeClock, bluesky: AppView, mastodon: Fediverse) -> Iterator[Workspace]:
    settings = Settings(
        bluesky_appview=bluesky.base,
        bluesky_plc=bluesky.base,
        mastodon_servers=(mastodon.base,),
        hosts=(bluesky.host, mastodon.host),
        timeout=5,
    )
    made = Workspace(find_paths(str(home)), settings, clock)
    Remembered(made.paths.state / "screen.json").put("welcomed", "yes")
    made.themes.add("data contracts", keywords=["lineage"])
    yield made
    made.close()


async def test_an_empty_list_says_what_fills_it_and_nothing_is_sent_unasked(
    online: Workspace, bluesky: AppView, mastodon: Fediverse
) -> None:
    async with opened(online) as pilot:
        await pilot.press("F")
        await sees(pilot, "Nobody new is known here")
        await sees(pilot, "searches the networks; first it shows which")
        await sees(pilot, "imports a starter pack")
        await pilot.press("n")
        await sees(pilot, "These words leave this machine: “data contracts”, “lineage”")
        page = seen(pilot)
        assert bluesky.host in page
        assert mastodon.host in page
        assert "“datacontracts”" in page  # the hashtag there is another word, so it is shown as it goes
        assert "no word of yours: " in page
        await pilot.press("escape")
        await until(pilot, lambda: "leave this machine" not in seen(pilot))
        assert not bluesky.log
        assert not mastodon.log


async def test_who_is_found_on_a_network_stands_in_the_list(online: Workspace) -> None:
    async with opened(online) as pilot:
        await pilot.press("F")
        await sees(pilot, "Nobody new is known here")
        await pilot.press("n")
        await sees(pilot, "These words leave this machine")
        await pilot.press("y")
        await sees(pilot, "came from the networks")
        await sees(pilot, "1  Ada")
        await sees(pilot, "ada.bsky.social")
        await pilot.press("p")
        await sees(pilot, "Their newest posts")
        assert online.people.all() == []
        await pilot.press("f")
        await sees(pilot, "You follow Ada on ada.bsky.social")


async def test_a_server_that_fails_says_so_in_a_row_of_its_own(
    online: Workspace, bluesky: AppView, mastodon: Fediverse
) -> None:
    mastodon.__exit__(None, None, None)
    async with opened(online) as pilot:
        await pilot.press("F")
        await sees(pilot, "Nobody new is known here")
        await pilot.press("n")
        await sees(pilot, "These words leave this machine")
        await pilot.press("y")
        await sees(pilot, "1  Ada")
        await sees(pilot, "✗ 127.0.0.1")


async def test_escape_stops_a_search_and_what_came_stays(
    online: Workspace, mastodon: Fediverse, bluesky: AppView
) -> None:
    bluesky.refuses["searchActors"] = Reply(hang=True)
    async with opened(online) as pilot:
        await pilot.press("F")
        await sees(pilot, "Nobody new is known here")
        await pilot.press("n")
        await sees(pilot, "These words leave this machine")
        await pilot.press("y")
        await sees(pilot, "Esc stops")
        await pilot.press("escape")
        await sees(pilot, "Stopped asking")
        await until(pilot, lambda: "Esc stops" not in seen(pilot), "the progress gone")
