"""From an entry on: a reply, an intention, how far a goal is, the chain, and a theme then and now."""

from learnlog.journal.entries import NewEntry
from learnlog.model.comeback import Progress
from learnlog.model.entry import Entry, EntryKind
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import opened, sees, types, until


def insight(workspace: Workspace, words: str, *entries: str) -> Entry:
    new = NewEntry(body=words, kind=EntryKind.INSIGHT, themes=["Retro openers"], entries=entries)
    return workspace.journal.add(new)


async def test_a_reply_links_to_the_entry(workspace: Workspace) -> None:
    entry = insight(workspace, "Silence before talk.")

    async with opened(workspace) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await sees(pilot, "Silence before talk.")  # the keys stand there before the entry does
        await pilot.press("a")
        await until(pilot, lambda: getattr(pilot.app.screen, "_is_ready", False))
        await types(pilot, "Not always.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(workspace.journal.list()) == 2)
    assert workspace.journal.list()[0].entries == (entry.id,)


async def test_an_intention_and_a_goal_get_their_day(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="Three promises.", kind=EntryKind.GOAL))

    async with opened(workspace) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await sees(pilot, "how far")
        await pilot.press("n")
        await sees(pilot, "If … then I will …")
        await types(pilot, "If one breaks then I will call")
        await pilot.press("enter")
        await sees(pilot, "When does it come back?")
        await pilot.press("enter")
        await sees(pilot, "It comes back on 30 November")
        await pilot.press("m")
        await sees(pilot, "How far is it")
        await types(pilot, "working")
        await pilot.press("enter")
        await sees(pilot, "What tells you so?")
        await pilot.press("enter")
        await sees(pilot, "When do you look at it again?")
        await pilot.press("enter")
        await sees(pilot, "Working; it comes back on 14 December")
        said = workspace.returns.look(entry.id)[1]
        assert (said.progress, said.intentions[0].when) == (Progress.WORKING, "one breaks")


async def test_the_chain_is_followed_both_ways_from_a_page(workspace: Workspace) -> None:
    first = insight(workspace, "The first.")
    middle = insight(workspace, "The middle.", first.id)
    insight(workspace, "The last.", middle.id)

    async with opened(workspace) as pilot:
        pilot.app.open_document("entry", middle.id)  # type: ignore[attr-defined]
        await sees(pilot, "chain")
        await pilot.press("z")
        await sees(pilot, "What grew from it")
        await sees(pilot, "The last.")
        await pilot.press("g", "enter")
        await sees(pilot, "entry · The first.")


async def test_a_theme_then_and_now_stand_side_by_side(workspace: Workspace, clock: FakeClock) -> None:
    insight(workspace, "At first I counted voices.")
    clock.pass_(weeks=9)
    insight(workspace, "Now I count silences.")

    async with opened(workspace) as pilot:
        await pilot.press("H")
        await sees(pilot, "My insights")
        await pilot.press("equals_sign")
        await sees(pilot, "then and now")
        await sees(pilot, "At first I counted voices.")
        await sees(pilot, "Now I count silences.")
