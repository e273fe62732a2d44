"""Asking what is wrong: nothing at first, then each thing that can be."""

import os
import time
from dataclasses import replace

import pytest

from learnlog.care.doctor import Finding, examine
from learnlog.model.theme import ThemeStatus
from learnlog.workspace import Workspace
from tests.care.conftest import FEED


def troubles(workspace: Workspace) -> list[Finding]:
    return [finding for finding in examine(workspace) if not finding.ok]


def the_trouble(workspace: Workspace) -> Finding:
    (found,) = troubles(workspace)
    assert found.hint
    return found


def test_a_journal_that_is_well(full: Workspace) -> None:
    assert troubles(full) == []
    said = " ".join(finding.what for finding in examine(full))
    assert "SQLite" in said
    assert "knows all 6 files" in said


def test_a_fresh_home_is_well(workspace: Workspace) -> None:
    assert troubles(workspace) == []


def test_files_that_changed_outside(full: Workspace) -> None:
    entry = full.journal.list()[0]
    (full.vault.root / "journal" / "new.md").write_text("From an editor.")
    (full.vault.root / entry.path).unlink()
    found = the_trouble(full)
    assert "1 files new, 0 changed, 1 gone" in found.what
    assert "reindex" in found.hint
    full.sync.reindex()
    assert troubles(full) == []


def test_front_matter_that_cannot_be_read(full: Workspace) -> None:
    (full.vault.root / "journal" / "bad.md").write_text("---\ntitle: [oops\n---\nsecret words\n")
    full.sync.scan()
    found = the_trouble(full)
    assert found.what.startswith("journal/bad.md: The front matter is no valid YAML")
    assert "secret" not in found.what


def test_a_conflict_copy(full: Workspace) -> None:
    entry = full.journal.list()[0]
    copy = entry.path.replace(".md", " (conflict).md")
    (full.vault.root / copy).write_text((full.vault.root / entry.path).read_text())
    full.sync.scan()
    found = the_trouble(full)
    assert entry.path in found.what
    assert copy in found.what


def test_links_that_lead_nowhere(full: Workspace) -> None:
    kept = full.keeping.get(full.journal.list()[0].kept[0])
    full.keeping.drop(kept.id)
    found = the_trouble(full)
    assert found.what.startswith("1 links lead to kept posts that do not exist")
    assert kept.id in found.what


def test_themes_merged_in_a_circle(full: Workspace) -> None:
    one, other = full.themes.get("data contracts"), full.themes.add("schemas")
    full.themes.save(replace(one, status=ThemeStatus.MERGED, merged_into=other.slug))
    full.themes.save(replace(other, status=ThemeStatus.MERGED, merged_into=one.slug))
    assert "circle: data-contracts, schemas" in the_trouble(full).what


def test_files_that_others_may_read(full: Workspace) -> None:
    full.paths.library.chmod(0o644)
    full.vault.root.chmod(0o755)
    (full.vault.root / full.journal.list()[0].path).chmod(0o644)
    found = the_trouble(full)
    assert "library.db" in found.what
    assert full.journal.list()[0].path in found.what
    assert f"chmod -R go= “{full.vault.root}” “{full.paths.library}”" in found.hint


def test_settings_that_others_may_read_stand_in_what_mends_it(full: Workspace) -> None:
    full.paths.settings.write_text("timeout = 20\n")
    full.paths.settings.chmod(0o644)
    assert the_trouble(full).hint.endswith(f"chmod -R go= “{full.paths.settings}”")


def test_an_editors_modes_behind_a_shut_door_are_fine(full: Workspace) -> None:
    (full.vault.root / full.journal.list()[0].path).chmod(0o644)
    assert troubles(full) == []


def test_a_write_that_was_cut_off(full: Workspace) -> None:
    entry = full.journal.list()[0]
    full.vault.write(entry.path, "new text", doc_id=entry.id, expected=None)
    assert any("cut off before" in finding.what for finding in troubles(full))


def test_what_a_killed_program_left_behind(full: Workspace) -> None:
    left = full.vault.root.parent / ".vault.restoring-20261123-abcd"
    left.mkdir()
    long_ago = time.time() - 7200
    os.utime(left, (long_ago, long_ago))
    assert left.name in the_trouble(full).what


def test_channels_that_fail_are_told_without_their_address(full: Workspace) -> None:
    state = replace(full.library.channels.state(FEED), errors=3, status=404, error=f"{FEED}?token=x failed")
    full.library.channels.commit(FEED, (), state)
    found = the_trouble(full)
    assert "Ana Vos (answer 404, 3 times)" in found.what
    assert "token" not in found.what


def test_a_damaged_library(full: Workspace) -> None:
    full.close()
    full.paths.library.write_bytes(b"no database" * 1000)
    found = troubles(Workspace(full.paths, clock=full.clock))
    assert len(found) == 1
    assert "no library, or it is damaged" in found[0].what
    assert "restore-backup" in found[0].hint


def test_settings_with_a_typing_error(full: Workspace) -> None:
    full.paths.settings.write_text('edtor = "vim"\n')
    full.paths.settings.chmod(0o600)
    assert the_trouble(full).hint == "Did you mean “editor”?"


def test_a_vault_that_is_gone(workspace: Workspace) -> None:
    workspace.paths.vault.parent.mkdir(parents=True)
    workspace.paths.vault.write_text("a file in its place")
    assert "could not be opened" in the_trouble(workspace).what


def test_little_room(full: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 5_000_000})())
    assert {f.what[:9] for f in troubles(full)} == {"5 MB free"}


def test_it_tells_no_text_of_mine(full: Workspace) -> None:
    said = repr(examine(full))
    assert not any(entry.body in said for entry in full.journal.list())
