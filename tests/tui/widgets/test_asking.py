"""Choosing in a small dialog: fixed lines are chosen from as in any list, others narrowed by typing."""

from learnlog.tui.screens.asking import Choice, Choose
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees

COLOURS = [Choice(id=name, label=name) for name in ("red", "green", "blue", "white")]


async def test_of_fixed_lines_one_is_chosen_as_in_any_list(workspace: Workspace) -> None:
    given: list[str | None] = []
    async with opened(workspace) as pilot:
        await pilot.app.push_screen(Choose("Which?", COLOURS, narrows=False), given.append)
        await sees(pilot, "blue")
        assert "Type to narrow" not in seen(pilot)
        await pilot.press("j", "down", "k", "enter")
        await pilot.pause()
        assert given == ["green"]


async def test_other_lines_are_narrowed_by_typing(workspace: Workspace) -> None:
    given: list[str | None] = []
    async with opened(workspace) as pilot:
        await pilot.app.push_screen(Choose("Which?", COLOURS), given.append)
        await sees(pilot, "Type to narrow")
        await pilot.press("b", "l", "enter")
        await pilot.pause()
        assert given == ["blue"]


async def test_two_things_with_one_id_are_both_offered(workspace: Workspace) -> None:
    """A sync tool may leave two files of one entry; neither may end the program."""
    given: list[str | None] = []
    twice = [Choice(id="e1", label="mine"), Choice(id="e1", label="copy"), *COLOURS]
    async with opened(workspace) as pilot:
        await pilot.app.push_screen(Choose("Which?", twice, narrows=False), given.append)
        await sees(pilot, "mine")
        await sees(pilot, "copy")
        await pilot.press("j", "enter")
        await pilot.pause()
        assert given == ["e1"]
