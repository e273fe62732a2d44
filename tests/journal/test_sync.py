"""vim, Obsidian and a sync tool work on the same files."""

import os
from dataclasses import replace
from datetime import UTC, datetime

from learnlog.journal.entries import NewEntry
from learnlog.model.document import DocumentType
from learnlog.model.ids import new_id
from learnlog.workspace import Workspace


def test_an_edit_made_elsewhere_is_noticed_and_the_version_we_knew_is_kept(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="As we knew it."))
    path = workspace.paths.vault / entry.path
    path.write_text(path.read_text().replace("As we knew it.", "As vim left it."))

    report = workspace.sync.scan()

    assert report.changed == (entry.path,)
    assert workspace.journal.list()[0].body.strip() == "As vim left it."
    assert any("As we knew it." in kept.text for kept in workspace.history.of(entry.id))
    assert workspace.sync.scan().is_quiet


def test_a_file_made_elsewhere_becomes_an_entry(workspace: Workspace) -> None:
    path = workspace.vault.root / "journal/2026/a thought.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# A thought\n\nFrom another editor.\n")

    workspace.sync.scan()

    (entry,) = workspace.journal.list()
    assert entry.headline == "A thought"
    assert workspace.search("editor")[0].id == entry.id


def test_what_an_entry_is_called_leaves_out_marks_also_in_its_midst(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="**Content warning:** spiders in *small* boxes\n\nMore."))
    assert entry.headline == "Content warning: spiders in *small* boxes"


def test_a_removed_file_leaves_the_list_but_can_be_restored(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="Removed by a sync tool."))
    (workspace.paths.vault / entry.path).unlink()

    assert workspace.sync.scan().removed == (entry.path,)
    assert workspace.journal.list() == []

    versions = workspace.vault.versions(entry.id)
    assert "Removed by a sync tool." in versions[-1].read()


def test_a_renamed_file_is_the_same_entry(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="Moved about."))
    old = workspace.paths.vault / entry.path
    old.rename(old.with_name("my own name.md"))

    workspace.sync.scan()

    assert [e.id for e in workspace.journal.list()] == [entry.id]
    assert workspace.journal.get(entry.id).path.endswith("my own name.md")


def test_a_conflict_copy_is_shown_and_not_dropped(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="Original."))
    path = workspace.paths.vault / entry.path
    copy = path.with_name(path.stem + " (conflicted copy).md")
    copy.write_text(path.read_text().replace("Original.", "From the laptop."))

    workspace.sync.scan()

    assert {e.body.strip() for e in workspace.journal.list()} == {"Original.", "From the laptop."}
    assert sorted(workspace.library.documents.duplicates()[entry.id]) == sorted(
        str(p.relative_to(workspace.paths.vault)) for p in (path, copy)
    )


def test_reindex_rebuilds_the_same_index_and_touches_no_file(workspace: Workspace) -> None:
    theme = workspace.themes.add("Facilitation", keywords=["retro"])
    entry = workspace.journal.add(NewEntry(body="A retro in pairs.", themes=[theme.slug]))
    files = {p: p.read_bytes() for p in workspace.paths.vault.rglob("*.md")}

    assert workspace.sync.reindex() == 2

    assert {p: p.read_bytes() for p in workspace.paths.vault.rglob("*.md")} == files
    assert [e.id for e in workspace.journal.list()] == [entry.id]
    assert workspace.search("pairs")[0].id == entry.id
    assert workspace.library.documents.by_id(DocumentType.THEME, "facilitation")


def test_what_a_crash_left_unindexed_is_taken_in_at_the_next_start(workspace: Workspace) -> None:
    stored = workspace.vault.write(
        "journal/2026/2026-11-23-crash.md", "Written, then killed.\n", doc_id="crash", expected=""
    )

    reopened = Workspace(workspace.paths, clock=workspace.clock)

    assert [e.body.strip() for e in reopened.journal.list()] == ["Written, then killed."]
    assert reopened.vault.pending() == []
    assert stored.path == reopened.journal.list()[0].path


def test_a_file_that_is_too_large_is_told_once_and_never_as_added(workspace: Workspace) -> None:
    path = workspace.vault.root / "journal/2026/everything.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"a" * 5_000_001)

    report = workspace.sync.scan()
    assert report.added == ()
    assert [name for name, _ in report.unreadable] == ["journal/2026/everything.md"]
    assert workspace.sync.scan().unreadable == ()

    path.write_text("Shorter now.\n")
    assert workspace.sync.scan().added == ("journal/2026/everything.md",)
    assert workspace.journal.list()[0].body.strip() == "Shorter now."


def test_a_note_without_a_date_is_dated_by_its_name_its_id_or_its_file(workspace: Workspace) -> None:
    folder = workspace.paths.vault / "journal"
    folder.mkdir(parents=True)
    ulid = new_id(datetime(2026, 3, 4, 12, tzinfo=UTC))
    for name in ("plain", "2026-02-03 a daily note", f"mine-{ulid}"):
        (folder / f"{name}.md").write_text(name)
        os.utime(folder / f"{name}.md", (1_790_000_000, 1_790_000_000))
    workspace.sync.scan()
    days = {entry.body[:5]: entry.created.date().isoformat() for entry in workspace.journal.list()}
    assert days == {"plain": "2026-09-21", "2026-": "2026-02-03", "mine-": "2026-03-04"}
    entry = next(entry for entry in workspace.journal.list() if entry.body == "plain")
    assert workspace.journal.get(entry.id).created == entry.created


def test_the_day_a_note_was_found_under_is_written_down_when_it_is_edited(workspace: Workspace) -> None:
    folder = workspace.paths.vault / "journal"
    folder.mkdir(parents=True)
    (folder / "plain.md").write_text("plain")
    os.utime(folder / "plain.md", (1_790_000_000, 1_790_000_000))
    workspace.sync.scan()
    (entry,) = workspace.journal.list()
    workspace.journal.save(replace(entry, body="changed"))
    assert workspace.journal.get(entry.id).created.date().isoformat() == "2026-09-21"
    assert "created: 2026-09-21" in (folder / "plain.md").read_text()


def test_a_new_library_knows_at_once_what_stands_in_the_vault(workspace: Workspace) -> None:
    workspace.themes.add("data contracts")
    entry = workspace.journal.add(NewEntry(body="It came before the library.", themes=["data contracts"]))
    workspace.close()
    for file in workspace.paths.library.parent.glob("library.db*"):
        file.unlink()

    elsewhere = Workspace(workspace.paths, clock=workspace.clock)
    told: list[tuple[int, int]] = []
    elsewhere.tell_reading = lambda done, total: told.append((done, total))

    assert [found.id for found in elsewhere.journal.list()] == [entry.id]
    assert [hit.id for hit in elsewhere.search("before")] == [entry.id]
    assert elsewhere.themes.get("data contracts").slug == "data-contracts"
    assert told == [(2, 2)]
    assert elsewhere.sync.scan().is_quiet
    elsewhere.close()
