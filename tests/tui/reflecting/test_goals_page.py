"""The goals page: a goal is set, shown by evidence, looked at again, and every act has its way back."""

from learnlog.journal.entries import NewEntry
from learnlog.tui.remembered import Remembered
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until


def welcomed(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")


async def test_a_goal_is_set_in_my_own_words(workspace: Workspace) -> None:
    welcomed(workspace)
    async with opened(workspace) as pilot:
        await pilot.press("Q")
        await sees(pilot, "No goal yet")
        await pilot.press("a")
        await sees(pilot, "What do you want to be able to do?")
        await types(pilot, "Run a retro")
        await pilot.press("enter")
        await sees(pilot, "How will you see")
        await types(pilot, "All spoke")
        await pilot.press("enter")
        await sees(pilot, "When do you look at it again?")
        await pilot.press("enter")
        await sees(pilot, "back on 14 Dec")
        await sees(pilot, "1 open goal")
        await pilot.press("u")
        await sees(pilot, "No goal yet")
    assert workspace.goals.all() == []


async def test_evidence_is_chosen_opened_and_taken_off(workspace: Workspace) -> None:
    goal = workspace.goals.begin("Run a retro")
    workspace.journal.add(NewEntry(body="They all spoke."))
    workspace.journal.add(NewEntry(body="Something else."))

    async with opened(workspace) as pilot:
        await pilot.press("Q")
        await sees(pilot, "Run a retro")
        await pilot.press("plus")
        await sees(pilot, "What shows it?")
        await types(pilot, "they all")
        await pilot.press("enter")
        await sees(pilot, "It is evidence now")
        await until(pilot, lambda: len(workspace.goals.get(goal.entry.id).evidence) == 1)
        await pilot.press("j")
        await sees(pilot, "take off")
        await pilot.press("enter")
        await sees(pilot, "Evidence for")
        await pilot.press("escape")
        await sees(pilot, "take off")
        await pilot.press("minus")
        await until(pilot, lambda: not workspace.goals.get(goal.entry.id).evidence)
        await pilot.press("u")
        await until(pilot, lambda: len(workspace.goals.get(goal.entry.id).evidence) == 1)
        await sees(pilot, "They all spoke.")


async def test_how_far_is_said_with_why_and_stands_in_the_history(workspace: Workspace) -> None:
    goal = workspace.goals.begin("Run a retro")

    async with opened(workspace) as pilot:
        await pilot.press("Q")
        await sees(pilot, "Run a retro")
        await pilot.press("m")
        await sees(pilot, "How far is it")
        await types(pilot, "can")
        await pilot.press("enter")
        await sees(pilot, "What tells you so?")
        await types(pilot, "twice now")
        await pilot.press("enter")
        await sees(pilot, "When do you look")
        await pilot.press("enter")
        await sees(pilot, "today can show")
        await sees(pilot, "twice now")
        assert workspace.goals.get(goal.entry.id).reviews[0].note == "twice now"
        await pilot.press("u")
        await until(pilot, lambda: "twice now" not in seen(pilot))
        await pilot.press("c")
        await until(pilot, lambda: not workspace.goals.get(goal.entry.id).entry.is_open)
        await pilot.press("u")
        await until(pilot, lambda: workspace.goals.get(goal.entry.id).entry.is_open)


async def test_from_an_entry_one_says_which_goal_it_shows_or_sets_one(workspace: Workspace) -> None:
    goal = workspace.goals.begin("Run a retro")
    entry = workspace.journal.add(NewEntry(body="They all spoke."))

    async with opened(workspace) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await sees(pilot, "They all spoke.")
        await until(pilot, lambda: bool(pilot.app.screen.evidence_at_hand()[0]))  # type: ignore[attr-defined]
        await pilot.press("plus")
        await sees(pilot, "Which goal does it show?")
        await pilot.press("enter")
        await sees(pilot, "Evidence for")
        assert [one.id for one in workspace.goals.get(goal.entry.id).evidence] == [entry.id]
        await pilot.press("plus")
        await sees(pilot, "Which goal does it show?")
        await types(pilot, "Listen")
        await pilot.press("enter")
        await until(pilot, lambda: len(workspace.goals.all()) == 2)
        await pilot.press("u")
        await until(pilot, lambda: len(workspace.goals.all()) == 1)
