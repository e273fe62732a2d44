"""A disk that takes nothing: what was typed stays on the screen until it does."""

from pathlib import Path

import pytest
from textual.widgets import TextArea

from learnlog.tui import quitting
from learnlog.workspace import Workspace
from tests.tui.desk import opened, sees, types, until
from tests.tui.river.conftest import river

__all__ = ["river"]


def refuse(vault: Path) -> Path:
    """Let the disk take no draft any more: a file stands where their folder was."""
    folder = vault / ".learnlog" / "drafts"
    for draft in folder.glob("*"):
        draft.unlink()
    folder.rmdir()
    folder.touch()
    return folder


async def test_leaving_is_refused_while_the_draft_cannot_be_kept(river: Workspace) -> None:
    folder = refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "words I need")
        await pilot.press("escape")
        await sees(pilot, "The draft could not be saved")
        await sees(pilot, "words I need")
        folder.unlink()
        await pilot.press("escape")
        await sees(pilot, "Kept as a draft")
    assert "words I need" in (river.drafts.read("entry-new") or "")


async def test_quitting_is_refused_once_while_the_draft_cannot_be_kept(river: Workspace) -> None:
    folder = refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "words I need")
        await pilot.press("ctrl+q")
        await sees(pilot, "Ctrl+Q again leaves without what you wrote")
        await sees(pilot, "words I need")
        assert pilot.app.return_code is None
        folder.unlink()
        await pilot.press("ctrl+q")
    assert pilot.app.return_code == 0
    assert "words I need" in (river.drafts.read("entry-new") or "")


async def test_quitting_twice_leaves_what_cannot_be_kept(river: Workspace) -> None:
    refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "words")
        await pilot.press("ctrl+q")
        await sees(pilot, "Ctrl+Q again leaves")
        await pilot.press("ctrl+q")
    assert pilot.app.return_code == 0


async def test_quitting_much_later_is_refused_again(
    river: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quitting, "GRACE", 0.0)
    refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "words")
        await pilot.press("ctrl+q")
        await sees(pilot, "Ctrl+Q again leaves")
        await pilot.press("ctrl+q")
        await sees(pilot, "words")
        assert pilot.app.return_code is None


async def test_quitting_is_refused_for_an_insight_too(river: Workspace) -> None:
    refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("i")
        await sees(pilot, "In my own words")
        await types(pilot, "A promise.")
        await pilot.press("ctrl+q")
        await sees(pilot, "Ctrl+Q again leaves")
        assert pilot.app.return_code is None
