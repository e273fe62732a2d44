"""Somebody else saved the entry while I wrote: nothing is lost, and I choose."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry
from learnlog.tui.screens.composer import Composer
from learnlog.tui.screens.conflict import ConflictScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.journal.test_writing import composing


def change_outside(workspace: Workspace, entry: Entry, words: str) -> Path:
    file = workspace.paths.vault / entry.path
    file.write_text(file.read_text(encoding="utf-8").replace("the plan", words), encoding="utf-8")
    return file


async def meeting(pilot: Pilot[int], workspace: Workspace, theirs: str = "their plan") -> Entry:
    """Edit an entry while its file changes, and save."""
    entry = workspace.journal.add(NewEntry(body="This is the plan."))
    await pilot.press("J")
    await sees(pilot, "This is the plan.")
    await composing(pilot, "e")
    await types(pilot, " Mine.")
    if theirs:
        change_outside(workspace, entry, theirs)
    else:
        (workspace.paths.vault / entry.path).unlink()
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ConflictScreen), "the two versions")
    return entry


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_both_versions_are_shown(workspace: Workspace, size: tuple[int, int]) -> None:
    async with opened(workspace, size) as pilot:
        await meeting(pilot, workspace)
        await sees(pilot, "▌ This is the plan. Mine.")
        await sees(pilot, "▌ This is their plan.")
        await sees(pilot, "1 place differs")


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_a_change_far_down_is_in_sight_at_once_on_both_sides(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    lines = [
        f"Line {number} says what it says, and goes on a little longer than that." for number in range(60)
    ]
    entry = workspace.journal.add(NewEntry(body="\n".join(lines)))
    mine = replace(entry, body="\n".join([*lines[:40], "Line 40, mine.", *lines[41:59], "The last, mine."]))
    theirs = replace(entry, body="\n".join([*lines[:40], "Line 40, theirs.", *lines[41:]]))
    async with opened(workspace, size) as pilot:
        await pilot.app.push_screen(ConflictScreen(mine, theirs))
        await sees(pilot, "▌ Line 40, mine.")
        await sees(pilot, "▌ Line 40, theirs.")
        await sees(pilot, "Line 39 says")  # what stands before it tells where one is
        await sees(pilot, "2 places differ")


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_of_a_long_paragraph_every_line_is_marked_and_only_the_words_that_differ_are_strong(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    entry = workspace.journal.add(NewEntry(body="x"))
    words = "We ask each consumer to say back what the contract promises, and write it beside the schema, {} a name."
    mine, theirs = (replace(entry, body=words.format(word)) for word in ("with", "without"))
    async with opened(workspace, size) as pilot:
        await pilot.app.push_screen(ConflictScreen(mine, theirs))
        await sees(pilot, "▌ We ask each")
        ends = [row for row in seen(pilot).splitlines() if "name." in row]
        assert ends
        assert all("▌" in row for row in ends)
        strong = {
            segment.text.strip()
            for strip in pilot.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bold and "contract" not in segment.text
        }
        assert {"with", "without"} <= strong
        assert not any("We ask" in text for text in strong)


async def test_mine_can_be_kept_and_theirs_is_in_the_history(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        entry = await meeting(pilot, workspace)
        await pilot.press("m")
        await sees(pilot, "Saved yours")
    assert workspace.journal.get(entry.id).body.strip() == "This is the plan. Mine."
    assert any("their plan" in version.text for version in workspace.history.of(entry.id))
    assert not workspace.drafts.names()


async def test_theirs_can_be_kept_and_mine_is_in_the_history(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        entry = await meeting(pilot, workspace)
        await pilot.press("t")
        await sees(pilot, "Theirs stays")
    assert workspace.journal.get(entry.id).body.strip() == "This is their plan."
    assert any("Mine." in version.text for version in workspace.history.of(entry.id))


async def test_both_can_be_kept(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        entry = await meeting(pilot, workspace)
        await pilot.press("b")
        await sees(pilot, "Kept both")
    bodies = {e.body.strip(): e for e in workspace.journal.list()}
    assert set(bodies) == {"This is their plan.", "This is the plan. Mine."}
    assert bodies["This is the plan. Mine."].entries == (entry.id,)


async def test_one_can_write_on_and_decide_later(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await meeting(pilot, workspace)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Composer), "writing")
        assert "Mine." in seen(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConflictScreen), "the two versions again")


async def test_an_entry_deleted_meanwhile_can_be_brought_back_by_keeping_mine(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        entry = await meeting(pilot, workspace, theirs="")
        await sees(pilot, "The file is gone")
        await pilot.press("m")
        await sees(pilot, "Saved yours")
    assert "Mine." in workspace.journal.get(entry.id).body
