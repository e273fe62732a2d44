"""Writing in a theme's own file with the editor of one's choice, while others write there too."""

import sys
from pathlib import Path

import pytest

from learnlog.tui.app import LearnlogApp
from learnlog.workspace import Workspace
from tests.tui.desk import opened, sees
from tests.tui.themes.test_themes_page import _nothing


async def test_undo_leaves_a_page_that_another_program_changed_since(
    river: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "editor.py"
    script.write_text("import sys; open(sys.argv[1], 'a').write('\\nFrom my editor.\\n')", encoding="utf-8")
    monkeypatch.setenv("EDITOR", f"{sys.executable} '{script}'")
    monkeypatch.setattr(LearnlogApp, "suspend", _nothing)
    page = river.paths.vault / river.themes.get("data contracts").path
    async with opened(river) as pilot:
        await pilot.press("H")
        await sees(pilot, "The last twelve weeks")
        await pilot.press("ctrl+e")
        await sees(pilot, "Wrote in the page")
        with page.open("a", encoding="utf-8") as file:
            file.write("\nFrom a phone.\n")
        await pilot.press("u")
        await sees(pilot, "was changed elsewhere since")
    assert "From my editor." in page.read_text(encoding="utf-8")
    assert "From a phone." in page.read_text(encoding="utf-8")
