"""Views in the River: searches as lists at its side, kept from Search with one key."""

import time
from typing import Any

import pytest

from learnlog.library.cut import Cut
from learnlog.reading.river.posts import River
from learnlog.tui import keys_first
from learnlog.tui.screens import river_sidebar, river_views
from learnlog.tui.screens.river import RiverScreen
from learnlog.tui.screens.views import ViewsScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until


async def test_a_search_is_kept_as_a_list_of_the_river_with_one_key(river: Workspace) -> None:
    async with opened(river, (120, 36)) as pilot:
        await pilot.press("S")
        await types(pilot, "contract")
        await sees(pilot, "Versions of a contract")
        await pilot.press("ctrl+s")
        await sees(pilot, "Keep a search as a view")
        await types(pilot, "On paper")
        await pilot.press("enter")
        await sees(pilot, "It is a list of the River now")
        await pilot.press("down", "R")
        await sees(pilot, "On paper")
        assert "contract*" in (river.paths.vault / "views.md").read_text()
        lanes = pilot.app.screen.query_one("#river-lanes")
        await until(
            pilot, lambda: any("On paper" in str(o.prompt) and "2" in str(o.prompt) for o in lanes.options)
        )  # type: ignore[attr-defined]
        await pilot.press("l")
        await types(pilot, "on pap")
        await pilot.press("enter")
        await until(pilot, lambda: "Lag" not in seen(pilot), "only the view's posts")
        assert "A contract is a promise" in seen(pilot)
        assert "On paper · 2 unread" in seen(pilot)
        await pilot.press("A")
        await sees(pilot, "Marked 2 posts read")
        await until(pilot, lambda: "On paper · 2" not in seen(pilot))
        await pilot.press("u")
        await sees(pilot, "On paper · 2 unread")


async def test_views_are_made_changed_ordered_and_taken_away_with_undo(river: Workspace) -> None:
    river.views.add("lag", "Lag")
    river.views.add("retro", "Retros")
    async with opened(river, (100, 30)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: isinstance(pilot.app.screen, RiverScreen))
        await pilot.press("v")
        await sees(pilot, "Retros")
        await pilot.press("shift+down")
        await until(pilot, lambda: [v.name for v in river.views.all()] == ["Retros", "Lag"])
        await pilot.pause(0.1)
        await pilot.press("x")
        await sees(pilot, "Took “Lag” away")
        await pilot.press("u")
        await until(pilot, lambda: [v.name for v in river.views.all()] == ["Retros", "Lag"])
        await pilot.press("a")
        await sees(pilot, "Keep a search as a view")
        await types(pilot, "in:journal")
        await pilot.press("ctrl+s")
        await sees(pilot, "finds none of")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ViewsScreen))
        await pilot.press("g", "e")
        await sees(pilot, "Change the view")
        await pilot.press("tab")
        await types(pilot, " 2")
        await pilot.press("ctrl+s")
        await sees(pilot, "Retros 2")
        await pilot.press("g", "enter")
        await sees(pilot, "Retro openers")
        assert isinstance(pilot.app.screen, RiverScreen)
        assert "Lag" not in seen(pilot).split("Views")[0]


async def test_no_view_says_what_makes_one(river: Workspace) -> None:
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: isinstance(pilot.app.screen, RiverScreen))
        await pilot.press("v")
        await sees(pilot, "No views yet")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RiverScreen))
        await pilot.press("S", "ctrl+s")
        await sees(pilot, "Type what to search for")


async def test_a_view_of_very_many_unread_posts_says_how_many_there_are_at_least(
    river: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (river_sidebar, river_views):
        monkeypatch.setattr(module, "MANY", 2)
    river.views.add("of", "Everything")
    river.views.add("contract", "Contracts")
    async with opened(river, (120, 36)) as pilot:
        await pilot.press("R")
        await sees(pilot, "2+")
        lanes = pilot.app.screen.query_one("#river-lanes")
        counts = {str(o.prompt).split()[0]: str(o.prompt).split()[-1] for o in lanes.options if o.id}  # type: ignore[attr-defined]
        assert counts["Everything"] == "2+"
        assert counts["All"] == "6"


async def test_counting_a_view_is_ended_when_something_changes_meanwhile(
    river: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[bool] = []
    unread_of = River.unread_of

    def slowly(self: River, search: str, *, cut: Cut, **how: Any) -> int:
        for _ in range(500):
            if cut._wanted:
                break
            time.sleep(0.01)
        counted.append(cut._wanted)
        return unread_of(self, search, cut=cut, **how)

    river.views.add("of", "Everything")
    monkeypatch.setattr(River, "unread_of", slowly)
    async with opened(river, (120, 36)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Everything")
        await pilot.pause(1)
        pilot.app.changed()  # type: ignore[attr-defined]
        await until(pilot, lambda: counted[:1] == [True])


async def test_counting_a_view_gives_way_to_a_key_and_is_done_after_it(
    river: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    unread_of = River.unread_of

    def slowly(self: River, search: str, *, cut: Cut, **how: Any) -> int:
        for _ in range(500 if not ended else 0):
            if cut._wanted:
                break
            time.sleep(0.01)
        ended.append(cut._wanted)
        return unread_of(self, search, cut=cut, **how)

    river.views.add("of", "Everything")
    monkeypatch.setattr(River, "unread_of", slowly)
    monkeypatch.setattr(keys_first, "REST", 0.1)
    async with opened(river, (120, 36)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Everything")
        await pilot.pause(1)
        await pilot.press("j")
        await until(pilot, lambda: ended == [True, False])
        await sees(pilot, "Everything     6")
