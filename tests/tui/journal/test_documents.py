"""The chain: from an expert over a post and what I kept of it to an insight and its theme, and all the way back."""

import pytest
from textual.pilot import Pilot

from learnlog.journal.entries import NewEntry
from learnlog.tui.screens.document import DocumentScreen
from learnlog.tui.screens.history import HistoryScreen
from learnlog.tui.widgets.document_pane import LinkList
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import opened, seen, sees, until
from tests.tui.journal.conftest import Chain


async def follow(pilot: Pilot[int], to: str) -> None:
    """Go to the link that ends in `to` (type:id) and press Enter."""
    before = pilot.app.screen
    links = before.query_one(LinkList)
    await until(pilot, lambda: any((o.id or "").endswith(to) for o in links.options), f"a link to {to}")
    links.focus()
    assert links.move_to(next(o.id or "" for o in links.options if (o.id or "").endswith(to)))
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen is not before, "following")


@pytest.mark.parametrize("size", [(110, 30), (80, 24)])
async def test_the_chain_is_followed_forth_and_back(chain: Chain, size: tuple[int, int]) -> None:
    async with opened(chain.workspace, size) as pilot:
        pilot.app.open_document("person", "ana-vos")  # type: ignore[attr-defined]
        await sees(pilot, "person · Ana Vos")
        for step, words in (
            (f"post:{chain.post}", "post · A contract is a promise"),
            (f"kept:{chain.kept}", "kept post · A contract is a"),
            (f"entry:{chain.insight.id}", "entry · A promise needs a"),
            ("theme:data-contracts", "theme · data contracts"),
            (f"entry:{chain.insight.id}", "entry · A promise needs a"),
            (f"kept:{chain.kept}", "kept post · A contract is a"),
            ("person:ana-vos", "person · Ana Vos"),
        ):
            await follow(pilot, step)
            if size[0] > 80:
                await sees(pilot, words)
        assert len(pilot.app.screen_stack) == 9
        for _ in range(8):
            await pilot.press("escape")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1, "back where it began")


async def test_links_in_the_text_are_found_by_file_name_id_slug_and_title(chain: Chain) -> None:
    stem = chain.question.path.rpartition("/")[2].removesuffix(".md")
    names = [
        f"[[{stem}|q]]",
        "[[a promise needs a keeper]]",
        f"[[{chain.kept}]]",
        "[[Ana Vos]]",
        "[[nobody at all]]",
    ]
    entry = chain.workspace.journal.add(NewEntry(body=" ".join(names)))
    async with opened(chain.workspace, (140, 40)) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await sees(pilot, "not found")
        ids = [
            option.id or "" for option in pilot.app.screen.query_one(LinkList).options if not option.disabled
        ]
    assert [name.partition(":")[2] for name in ids] == [
        f"entry:{chain.question.id}",
        f"entry:{chain.insight.id}",
        f"kept:{chain.kept}",
        "person:ana-vos",
    ]


async def test_the_journal_follows_links_beside_its_list(chain: Chain) -> None:
    async with opened(chain.workspace, (140, 40)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Rests on")
        await follow(pilot, "person:ana-vos")
        await sees(pilot, "person · Ana Vos")
        await pilot.press("escape")
        await sees(pilot, "2 entries")


async def test_an_entry_deleted_on_its_own_screen_is_left(chain: Chain) -> None:
    async with opened(chain.workspace) as pilot:
        pilot.app.open_document("entry", chain.insight.id)  # type: ignore[attr-defined]
        await sees(pilot, "entry · A promise needs a keeper")
        await pilot.press("d")
        await until(pilot, lambda: not isinstance(pilot.app.screen, DocumentScreen), "leaving")
        await pilot.press("u")
        await sees(pilot, "Taken back")
    assert chain.workspace.journal.get(chain.insight.id)


async def test_what_is_gone_is_said(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        pilot.app.open_document("entry", "01m0000000000000000000000a")  # type: ignore[attr-defined]
        await sees(pilot, "There is no entry")
        assert len(pilot.app.screen_stack) == 1


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_an_earlier_version_is_brought_back_and_undone(
    workspace: Workspace, clock: FakeClock, size: tuple[int, int]
) -> None:
    from dataclasses import replace

    entry = workspace.journal.add(NewEntry(body="first words"))
    for words in ("second words", "third words"):
        clock.pass_(hours=1)
        entry = workspace.journal.save(replace(workspace.journal.get(entry.id), body=words))
    async with opened(workspace, size) as pilot:
        await pilot.press("J")
        await sees(pilot, "third words")
        await pilot.press("h")
        await sees(pilot, "+ third words")
        assert "− second words" in seen(pilot)
        await pilot.press("j")
        await sees(pilot, "− first words")
        await pilot.press("enter")
        await sees(pilot, "Brought back the version")
        assert workspace.journal.get(entry.id).body.strip() == "first words"
        await pilot.press("u")
        await sees(pilot, "Taken back")
        assert workspace.journal.get(entry.id).body.strip() == "third words"
        assert isinstance(pilot.app.screen, HistoryScreen)
        await pilot.press("escape")
        await sees(pilot, "1 entry")


async def test_an_entry_never_changed_has_no_history_yet(workspace: Workspace) -> None:
    workspace.journal.add(NewEntry(body="only once"))
    async with opened(workspace) as pilot:
        await pilot.press("J")
        await sees(pilot, "only once")
        await pilot.press("h")
        await sees(pilot, "There is no earlier version")
        await pilot.press("enter")
        await sees(pilot, "That is how it is now.")
