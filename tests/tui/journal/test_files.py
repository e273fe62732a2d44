"""Files beside an entry, from the keyboard: attached by a path, opened, described, taken off, and back with u."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry
from learnlog.tui.screens.asking_file import AskFile, places_in
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until

PLAN = b"%PDF-1.4 the plan"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a folder in which a plan, a picture and a hidden file are."""
    folder = tmp_path / "me" / "work"
    folder.mkdir(parents=True)
    (folder / "plan.pdf").write_bytes(PLAN)
    (folder / "board.png").write_bytes(b"\x89PNG\r\n\x1a\n....")
    (folder / ".secret").write_text("x")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    return folder


@pytest.fixture
def entry(workspace: Workspace) -> Entry:
    return workspace.journal.add(NewEntry(body="We drew it.", title="Three boxes"))


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_a_file_is_attached_opened_and_taken_off(
    workspace: Workspace, entry: Entry, files: Path, opener: Path, size: tuple[int, int]
) -> None:
    async with opened(workspace, size) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await sees(pilot, "We drew it.")
        await pilot.press("i")
        await sees(pilot, "work/")
        await pilot.press("tab")
        await sees(pilot, "plan.pdf")
        assert ".secret" not in seen(pilot)
        await types(pilot, "pl")
        await until(pilot, lambda: "board.png" not in seen(pilot), "narrowed")
        await pilot.press("enter")
        await sees(pilot, "PDF, 17 bytes")

        await pilot.press("G", "g", "enter")
        await sees(pilot, "Opened plan.pdf")
        assert Path(opener.read_text()).read_bytes() == PLAN

        await pilot.press("D")
        await sees(pilot, "What does plan.pdf show?")
        await types(pilot, "three lanes")
        await pilot.press("enter")
        await sees(pilot, "plan.pdf: three lanes")

        await pilot.press("x")
        await until(pilot, lambda: "PDF, 17 bytes" not in seen(pilot), "taken off")
        await pilot.press("u")
        await sees(pilot, "PDF, 17 bytes")
    (kept,) = workspace.journal.get(entry.id).attachments
    assert (kept.name, kept.alt) == ("plan.pdf", "three lanes")


async def test_of_a_picture_it_is_asked_what_it_shows(
    workspace: Workspace, entry: Entry, files: Path
) -> None:
    async with opened(workspace) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await sees(pilot, "We drew it.")
        await pilot.press("i")
        await types(pilot, "work/bo")
        await sees(pilot, "board.png")
        await pilot.press("enter")
        await sees(pilot, "What does board.png show?")
        await types(pilot, "boxes")
        await pilot.press("enter")
        await sees(pilot, "board.png: boxes")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskFile), "asked again")
        assert pilot.app.screen.query_one(Input).value == "~/work/"
        await pilot.press("escape")


async def test_a_path_that_leads_nowhere_says_so(workspace: Workspace, entry: Entry, files: Path) -> None:
    async with opened(workspace) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await sees(pilot, "We drew it.")
        await pilot.press("i")
        await types(pilot, "nothing.pdf")
        await sees(pilot, "Nothing begins so.")
        await pilot.press("enter")
        await sees(pilot, "There is no file “nothing.pdf”")


async def test_a_name_that_would_act_on_a_terminal_is_offered_harmlessly_and_taken(
    workspace: Workspace, entry: Entry, files: Path
) -> None:
    (files / "we\x1b[31mird\u202efdp.pdf").write_bytes(PLAN)
    async with opened(workspace) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await sees(pilot, "We drew it.")
        await pilot.press("i")
        await types(pilot, "work/we")
        await sees(pilot, "weirdfdp.pdf")
        await pilot.press("tab", "enter")
        await sees(pilot, "Attached “weirdfdp.pdf”")


def test_folders_stand_first_and_what_cannot_be_read_is_empty(files: Path) -> None:
    (files / "archive").mkdir()

    assert [one.shown for one in places_in(files, "")] == ["archive", "board.png", "plan.pdf"]
    assert [one.shown for one in places_in(files, ".s")] == [".secret"]
    assert places_in(files / "nowhere", "") == []


async def take_in(pilot: Pilot[int], name: str) -> None:
    """Take a file in while writing."""
    await pilot.press("ctrl+l")
    await sees(pilot, "Take a file in")
    await pilot.press("ctrl+u")
    await types(pilot, f"~/work/{name}")
    await sees(pilot, f"{name}  ")
    await pilot.press("enter")
    await sees(pilot, f"{name} (")


async def test_while_writing_a_file_is_taken_in_and_saved_with_the_entry(
    workspace: Workspace, files: Path
) -> None:
    workspace.journal.add(NewEntry(body="Yesterday."))
    async with opened(workspace, (80, 24)) as pilot:
        await pilot.press("w")
        await sees(pilot, "new entry")
        await types(pilot, "We planned.")
        await take_in(pilot, "plan.pdf")
        await pilot.press("ctrl+s")
        await sees(pilot, "Saved “We planned.”")
        (kept,) = workspace.journal.list()[0].attachments
        assert workspace.attaching.path(kept).read_bytes() == PLAN
        await pilot.press("u")
        await until(pilot, lambda: not workspace.shelf.files.has(kept.file), "gone with the entry")


async def test_a_draft_keeps_the_file_and_what_is_not_kept_leaves_none(
    workspace: Workspace, files: Path
) -> None:
    workspace.journal.add(NewEntry(body="Yesterday."))
    folder = workspace.paths.vault / "attachments"
    async with opened(workspace) as pilot:
        await pilot.press("w")
        await sees(pilot, "new entry")
        await take_in(pilot, "plan.pdf")
        await pilot.press("escape")
        await until(pilot, lambda: not list(folder.iterdir()), "nothing was written, nothing stays")
        await pilot.press("w")
        await sees(pilot, "new entry")
        await types(pilot, "We planned.")
        await take_in(pilot, "plan.pdf")
        await pilot.press("escape")
        await sees(pilot, "Kept as a draft")
        assert len(list(folder.iterdir())) == 1
        await pilot.press("w")
        await sees(pilot, "plan.pdf (PDF")
        await pilot.press("ctrl+l")
        await sees(pilot, "Take off plan.pdf")
        await pilot.press("j", "enter")
        await until(pilot, lambda: "plan.pdf (PDF" not in seen(pilot), "taken off")
        await pilot.press("ctrl+s")
        await sees(pilot, "Saved “We planned.”")
    assert workspace.journal.list()[0].attachments == ()
    assert not list(folder.iterdir())


async def test_editing_an_entry_only_to_take_a_file_in_is_a_change(
    workspace: Workspace, entry: Entry, files: Path
) -> None:
    async with opened(workspace) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await sees(pilot, "We drew it.")
        await pilot.press("e")
        await sees(pilot, "editing")
        await take_in(pilot, "plan.pdf")
        await pilot.press("ctrl+s")
        await sees(pilot, "PDF, 17 bytes")
    assert [one.name for one in workspace.journal.get(entry.id).attachments] == ["plan.pdf"]
