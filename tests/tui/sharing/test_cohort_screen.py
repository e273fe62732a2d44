"""What came back from the cohort is read on a screen, and what my bundle tells it; consent is a key away."""

from collections.abc import Callable
from pathlib import Path

from learnlog.journal.entries import NewEntry
from learnlog.model.visibility import Visibility
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.coaching.conftest import Pupil, pupil
from tests.conftest import FakeClock
from tests.tui.desk import opened, seen, sees, types

__all__ = ["pupil"]


async def test_a_page_that_came_back_is_taken_in_and_read(
    workspace: Workspace, pupil: Callable[[str], Pupil], clock: FakeClock, tmp_path: Path
) -> None:
    coach = Workspace(find_paths(str(tmp_path / "coach")), clock=clock)
    for name in ("Sanne", "Youssef"):
        one = pupil(name)
        one.agree("cohort", "matches", introduction=f"I am {name}, from Utrecht.")
        one.write(f"{name} kept a promise.", "cohort", title=f"{name}'s promise", themes=["retros"])
        coach.coaching.open([one.hand_out()])
    coach.cohorts.give(tmp_path / "page.html", announcements=["See you on Monday."], by="Coach Kim")
    coach.close()
    workspace.journal.add(NewEntry(body="mine"))
    async with opened(workspace, (120, 34)) as pilot:
        await pilot.press("ampersand")
        await sees(pilot, "Nothing came back")
        await pilot.press("i")
        await sees(pilot, "Which page of the cohort came back?")
        await pilot.press("ctrl+u")
        await types(pilot, str(tmp_path / "page.html"))
        await pilot.press("enter")
        await sees(pilot, "See you on Monday.")
        await pilot.press("j")
        await sees(pilot, "I am Youssef, from Utrecht.")
        await pilot.press("j")
        await sees(pilot, "Sanne and Youssef")
        await pilot.press("j", "enter")
        await sees(pilot, "Sanne's promise")
        await pilot.press("enter")
        await sees(pilot, "Sanne kept a promise.")
        await pilot.press("n")
        await sees(pilot, "Youssef kept a promise.")
        await pilot.press("escape", "escape", "x")
        await sees(pilot, "Nothing came back")
        await pilot.press("u")
        await sees(pilot, "From Coach Kim")


async def test_a_yes_is_given_and_taken_back_beside_what_it_means(workspace: Workspace) -> None:
    new = NewEntry(body="On contracts.", themes=["contracts"], visibility=Visibility.COHORT)
    workspace.journal.add(new)
    async with opened(workspace, (120, 34)) as pilot:
        await pilot.press("V")
        await sees(pilot, "for my coach")
        await pilot.press("c")
        await sees(pilot, "What my bundle tells it")
        await sees(pilot, "Not agreed: no theme of mine counts.")
        await pilot.press("a")
        await sees(pilot, "How I share with a coach and the cohort")
        await pilot.press("enter")
        await sees(pilot, "✓")
        await pilot.press("escape")
        await sees(pilot, "These count where three or more share them: contracts.")
        assert workspace.showing.profiles.get().agreed == ("topics",)
        await pilot.press("u")
        await sees(pilot, "Not agreed: no theme of mine counts.")
        assert "These count" not in seen(pilot)
    assert workspace.showing.profiles.get().agreed == ()
