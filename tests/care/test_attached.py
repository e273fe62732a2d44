"""Attached files go with everything: backup, export, import; and the doctor finds what was done to them by hand."""

from pathlib import Path

import pytest

from learnlog.care.attached import look_over, repair
from learnlog.care.backup import backup, restore_backup
from learnlog.care.doctor import examine
from learnlog.care.exporting import export_markdown
from learnlog.care.importing import import_markdown
from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

PLAN = b"%PDF-1.4 the plan"


@pytest.fixture
def entry(workspace: Workspace, tmp_path: Path) -> Entry:
    """An entry with a plan of Monday's and a note in Markdown."""
    plan, note = tmp_path / "plan.pdf", tmp_path / "note.md"
    plan.write_bytes(PLAN)
    note.write_text("# Not an entry\n")
    made = workspace.journal.add(NewEntry(body="We drew a plan.", title="Monday"))
    return workspace.attaching.attach(made.id, [plan, note])[0]


def complaints(workspace: Workspace) -> list[str]:
    return [one.what for one in examine(workspace) if not one.ok and "ttach" in one.what]


def folder(workspace: Workspace) -> Path:
    return workspace.paths.vault / "attachments"


def test_a_backup_holds_them(workspace: Workspace, entry: Entry, tmp_path: Path) -> None:
    path = backup(workspace, tmp_path / "all.zip")
    workspace.journal.delete(entry.id)

    restore_backup(workspace, path)

    (plan, _) = workspace.journal.get(entry.id).attachments
    assert workspace.attaching.path(plan).read_bytes() == PLAN


def test_export_and_import_lose_nothing(workspace: Workspace, entry: Entry, tmp_path: Path) -> None:
    export_markdown(workspace, tmp_path / "copy")
    other = Workspace(find_paths(str(tmp_path / "other")), clock=FakeClock())
    try:
        import_markdown(other, tmp_path / "copy")

        (there,) = other.journal.list()
        assert there.attachments == entry.attachments
        assert other.attaching.path(there.attachments[0]).read_bytes() == PLAN
        assert not complaints(other)
        other.changes.undo()
        assert not list(folder(other).iterdir())
    finally:
        other.close()


def test_an_export_that_was_tampered_with_reaches_for_nothing(
    workspace: Workspace, entry: Entry, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("canary")
    export_markdown(workspace, tmp_path / "copy")
    (page,) = (tmp_path / "copy").glob("journal/**/*.md")
    plan, note = entry.attachments
    text = page.read_text().replace(plan.file, "attachments/../../secret.txt")
    page.write_text(text)
    (tmp_path / "copy" / note.file).write_text("other words")
    other = Workspace(find_paths(str(tmp_path / "other")), clock=FakeClock())
    try:
        report = import_markdown(other, tmp_path / "copy")

        assert len([why for _, why in report.skipped if "without its file" in why]) == 2
        assert not folder(other).exists() or not list(folder(other).iterdir())
        assert other.journal.list()[0].attachments == ()
    finally:
        other.close()


def test_a_page_that_only_seems_to_be_of_learnlog_takes_no_file_of_mine(
    workspace: Workspace, entry: Entry, tmp_path: Path
) -> None:
    mine = folder(workspace) / "diary.txt"
    mine.write_text("canary")
    page = tmp_path / "alone" / "page.md"
    page.parent.mkdir()
    head = "id: 01m84f0ra8kxnyebaknx2v2a0f\nkind: insight\nattachments: [attachments/diary.txt]"
    page.write_text(f"---\n{head}\n---\n\nLook.\n")

    report = import_markdown(workspace, page)
    repair(workspace)

    assert any("without its file diary.txt" in why for _, why in report.skipped)
    assert workspace.journal.get("01m84f0ra8kxnyebaknx2v2a0f").attachments == ()


def test_a_note_of_another_program_takes_no_file_of_mine(
    workspace: Workspace, entry: Entry, tmp_path: Path
) -> None:
    note = tmp_path / "theirs.md"
    note.write_text(f"---\nattachments: [{entry.attachments[0].file}]\n---\n\nLook at this.\n")

    import_markdown(workspace, note)

    taken = next(one for one in workspace.journal.list() if one.id != entry.id)
    assert taken.attachments == ()
    assert "imported_attachments" in (workspace.paths.vault / taken.path).read_text()


def test_a_renamed_file_is_found_again(workspace: Workspace, entry: Entry) -> None:
    (workspace.paths.vault / entry.attachments[0].file).rename(folder(workspace) / "the plan.pdf")
    assert any("renamed" in one for one in complaints(workspace))

    repair(workspace)

    assert not complaints(workspace)
    assert workspace.journal.get(entry.id).attachments[0].file == "attachments/the plan.pdf"


def test_missing_changed_and_loose_files_are_told_and_left(workspace: Workspace, entry: Entry) -> None:
    plan, note = entry.attachments
    (workspace.paths.vault / plan.file).unlink()
    (workspace.paths.vault / note.file).write_text("other words")
    (folder(workspace) / "from my camera.jpg").write_bytes(b"jpeg")
    before = sorted(path.name for path in folder(workspace).iterdir())

    repair(workspace)

    said = " ".join(complaints(workspace))
    assert "are missing" in said
    assert "not what was attached" in said
    assert "that no entry names: 1" in said
    assert sorted(path.name for path in folder(workspace).iterdir()) == before


def test_what_a_crash_left_goes_to_the_trash_and_what_lies_there_comes_back(
    workspace: Workspace, entry: Entry, tmp_path: Path
) -> None:
    (tmp_path / "late.txt").write_text("copied, then the power went")
    (left,) = workspace.attaching.take_in([tmp_path / "late.txt"])
    workspace.shelf.files.drop(entry.attachments[0].file)
    assert look_over(workspace).left == (left.file,)

    repair(workspace)

    assert not complaints(workspace)
    assert workspace.attaching.path(entry.attachments[0]).read_bytes() == PLAN
    assert [one.path for one in workspace.vault.trashed()] == [left.file]


def test_a_file_that_a_draft_names_is_not_loose(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "sketch.txt").write_text("a sketch")
    (taken,) = workspace.attaching.take_in([tmp_path / "sketch.txt"])
    workspace.drafts.save("entry-new", f"---\nattachments:\n  - file: {taken.file}\n---\nwords")

    assert look_over(workspace).left == ()


def test_a_line_written_by_hand_learns_size_and_hash(workspace: Workspace, entry: Entry) -> None:
    plan = entry.attachments[0]
    page = workspace.paths.vault / entry.path
    lines = page.read_text().splitlines()
    said = [
        line for line in lines if plan.hash not in line.partition("hash")[2] and str(plan.size) not in line
    ]
    page.write_text("\n".join(said) + "\n")
    workspace.sync.scan()
    assert look_over(workspace).unsaid

    repair(workspace)

    assert workspace.journal.get(entry.id).attachments[0] == plan
