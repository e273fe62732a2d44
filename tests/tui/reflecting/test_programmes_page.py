"""The programmes page: begun, answered and left from the screen; what was missed is open, never red."""

from pathlib import Path

from textual.widgets import Input

from learnlog.journal.entries import NewEntry
from learnlog.tui.remembered import Remembered
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import opened, seen, sees, types, until

COURSE = """
title = "Autumn course"
theme = "privacy"
[[week]]
title = "What we keep"
task = "Tell one colleague."
people = ["https://ana.example"]
outcomes = ["Say what you log"]
[[week]]
title = "The shortest form"
task = "Take a field out."
"""


def welcomed(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")


async def test_a_programme_is_begun_left_and_taken_up_again_by_keys(workspace: Workspace) -> None:
    welcomed(workspace)
    async with opened(workspace) as pilot:
        await pilot.press("Q", "tab")
        await sees(pilot, "No programme yet")
        await pilot.press("b")
        await sees(pilot, "Which programme?")
        await types(pilot, "privacy")
        await pilot.press("enter")
        await sees(pilot, "When does it begin?")
        await pilot.press("enter")
        await sees(pilot, "week 1 of 6 · 0 answered")
        await pilot.press("x")
        await sees(pilot, "left on today")
        await pilot.press("u")
        await sees(pilot, "week 1 of 6")
        await pilot.press("u")
        await sees(pilot, "No programme yet")
    assert workspace.programmes.all() == []


async def test_a_coachs_file_is_begun_by_its_path(workspace: Workspace, tmp_path: Path) -> None:
    welcomed(workspace)
    (tmp_path / "autumn.toml").write_text(COURSE, encoding="utf-8")
    async with opened(workspace) as pilot:
        await pilot.press("f3")
        await sees(pilot, "No programme yet")
        await pilot.press("b")
        await sees(pilot, "Which programme?")
        await types(pilot, "coach")
        await pilot.press("enter")
        await sees(pilot, "Where is the file?")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "autumn.toml")
        await pilot.press("enter")
        await sees(pilot, "When does it begin?")
        await pilot.press("enter")
        await sees(pilot, "Autumn course")


async def test_a_missed_week_is_answered_where_it_stands(
    workspace: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    welcomed(workspace)
    (tmp_path / "autumn.toml").write_text(COURSE, encoding="utf-8")
    workspace.programmes.begin(str(tmp_path / "autumn.toml"))
    clock.pass_(weeks=1)
    async with opened(workspace) as pilot:
        await pilot.press("f3")
        await sees(pilot, "2 weeks open")
        await pilot.press("a")
        await until(pilot, lambda: getattr(pilot.app.screen, "_is_ready", False))
        await sees(pilot, "Tell one colleague.")
        await types(pilot, "I told Jurre.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: type(pilot.app.screen).__name__ != "Composer")
        if type(pilot.app.screen).__name__ == "AskLine":
            await pilot.press("escape")
        await sees(pilot, "answered today")
        await sees(pilot, "1 week open")
        await pilot.press("u")
        await sees(pilot, "2 weeks open")


async def test_the_people_and_outcomes_of_a_week_lead_on(workspace: Workspace, tmp_path: Path) -> None:
    welcomed(workspace)
    (tmp_path / "autumn.toml").write_text(COURSE, encoding="utf-8")
    workspace.programmes.begin(str(tmp_path / "autumn.toml"))
    workspace.programmes.answer("autumn/1", NewEntry(body="I told Jurre."))
    async with opened(workspace) as pilot:
        await pilot.press("f3")
        await sees(pilot, "What we keep")
        await pilot.press("enter")
        await sees(pilot, "People to look at")
        await sees(pilot, "Answered")
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "FollowScreen")
        assert pilot.app.screen.query_one("#address").value == "https://ana.example"  # type: ignore[attr-defined]
        while type(pilot.app.screen).__name__ == "FollowScreen":  # the first Esc may only stop its looking
            await pilot.press("escape")
            await pilot.pause()
        await sees(pilot, "Enter makes it a goal of yours")
        await pilot.press("j", "enter")
        await until(pilot, lambda: len(workspace.goals.all()) == 1)
        await sees(pilot, "a goal of yours")
        assert workspace.goals.all()[0].entry.themes == ("privacy",)
        await pilot.press("j", "enter")
        await sees(pilot, "I told Jurre.")


async def test_what_is_open_still_stands_quietly_on_today(workspace: Workspace, clock: FakeClock) -> None:
    welcomed(workspace)
    workspace.programmes.begin("privacy-in-the-team")
    clock.pass_(weeks=1)
    workspace.programmes.answer("privacy-in-the-team/2", NewEntry(body="One field less."))
    async with opened(workspace) as pilot:
        await sees(pilot, "Still open")
        assert "This week's assignment" not in seen(pilot)
        await pilot.press("g", "enter")
        await sees(pilot, "week 2 of 6 · 1 answered")
