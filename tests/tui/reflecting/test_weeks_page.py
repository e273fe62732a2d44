"""The weeks page: pictures of themes, a line for each week, and Enter opens one."""

from learnlog.journal.entries import NewEntry
from learnlog.tui.remembered import Remembered
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import opened, seen, sees, until


async def test_a_week_opens_with_what_was_written_in_it(workspace: Workspace, clock: FakeClock) -> None:
    workspace.journal.add(NewEntry(body="A good scene.", themes=["Retros"]))
    clock.pass_(weeks=1)
    workspace.journal.add(NewEntry(body="Another one."))

    async with opened(workspace) as pilot:
        await pilot.press("Q", "tab", "tab")
        await sees(pilot, "Weeks with a reflection: 2 of 2")
        await sees(pilot, "Themes over 2 weeks")
        await pilot.press("j", "enter")
        await sees(pilot, "A good scene.")
        await sees(pilot, "23 November to 29 November 2026")
        assert "Another one." not in seen(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "DocumentScreen")
        await pilot.press("escape", "W")
        await sees(pilot, "weekly review · week 48")
        await pilot.press("escape", "escape", "tab")
        await sees(pilot, "No goal yet")


async def test_an_empty_calendar_says_what_would_fill_it(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")
    async with opened(workspace) as pilot:
        await pilot.press("f4")
        await sees(pilot, "Nothing was written or kept yet: w writes")
        assert "Enter open" not in seen(pilot)


async def test_the_bars_of_the_review_stand_below_each_other_with_their_numbers(
    workspace: Workspace, clock: FakeClock
) -> None:
    workspace.journal.add(NewEntry(body="One.", themes=["A"]))
    workspace.journal.add(NewEntry(body="Two.", themes=["A much longer name"]))

    async with opened(workspace) as pilot:
        await pilot.press("W")
        await sees(pilot, "Themes over twelve weeks")
        rows = [row for row in seen(pilot).splitlines() if "···········▇" in row]
        assert len(rows) == 2
        assert len({row.index("▇") for row in rows}) == 1
        assert all("▇    1" in row for row in rows)
