"""A disk that takes nothing: what was typed stays on the screen until it does."""

from pathlib import Path

from textual.widgets import TextArea

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


async def test_quitting_with_a_draft_that_cannot_be_kept_ends_without_a_crash(river: Workspace) -> None:
    refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "words")
        await pilot.press("ctrl+q")
    assert pilot.app.return_code == 0
