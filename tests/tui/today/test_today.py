"""Today is read in ten seconds and leads to everything it names."""

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.tui.remembered import Remembered
from learnlog.workspace import Workspace
from tests.tui.desk import at_rest, opened, seen, sees, types, until


async def test_what_is_open_is_named_and_enter_opens_it(workspace: Workspace) -> None:
    workspace.themes.add("Data contracts")
    workspace.journal.add(
        NewEntry(body="Who has done this?", kind=EntryKind.QUESTION, themes=["Data contracts"])
    )

    async with opened(workspace) as pilot:
        await sees(pilot, "Open questions")
        await sees(pilot, "? Who has done this?")
        await sees(pilot, "1 written")
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "DocumentScreen")


async def test_all_that_was_written_in_the_week_counts_also_what_there_is_no_room_for(
    workspace: Workspace,
) -> None:
    for number in range(51):
        workspace.journal.add(NewEntry(body=f"Thought {number}"))
    workspace.journal.add(NewEntry(body="https://example.org/", kind=EntryKind.BOOKMARK))

    async with opened(workspace, (100, 40)) as pilot:
        await sees(pilot, "51 written")
        shown = [row for row in seen(pilot).splitlines() if "Thought" in row or "example.org" in row]
        assert len(shown) == 7


async def test_a_draft_that_waits_is_named(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")

    async with opened(workspace) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "Composer")
        await at_rest(pilot)
        await types(pilot, "Half a thought")
        await pilot.press("escape")
        await sees(pilot, "Not saved yet")
        await sees(pilot, "✎ Half a thought")


async def test_an_entry_written_elsewhere_appears_without_moving_the_cursor(workspace: Workspace) -> None:
    workspace.themes.add("Apples")
    workspace.themes.add("Pears")

    async with opened(workspace) as pilot:
        await sees(pilot, "Pears")
        await pilot.press("j")
        workspace.journal.add(NewEntry(body="From the shell."))
        pilot.app.changed()  # type: ignore[attr-defined]
        await sees(pilot, "From the shell.")
        assert pilot.app.screen.query_one("#today").at == "theme:pears"  # type: ignore[attr-defined]


async def test_the_footer_says_that_enter_opens_the_line(workspace: Workspace) -> None:
    workspace.journal.add(NewEntry(body="A question to open.", kind=EntryKind.QUESTION))
    async with opened(workspace, (80, 24)) as pilot:
        await sees(pilot, "A question to open.")
        await sees(pilot, "Enter open")
