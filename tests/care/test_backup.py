"""Backing everything up and bringing it back, as after a lost laptop."""

import json
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from learnlog.care.backup import backup, restore_backup
from learnlog.journal.entries import NewEntry
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.query import PostFilter
from learnlog.settings import Paths, find_paths, load_settings
from learnlog.workspace import Workspace
from tests.conftest import FakeClock


def words_of(workspace: Workspace) -> set[str]:
    return {entry.body for entry in workspace.journal.list()}


def files_of(workspace: Workspace) -> dict[str, bytes]:
    root = workspace.vault.root
    return {path: (root / path).read_bytes() for path, _, _ in workspace.vault.scan()}


def test_everything_comes_back_on_another_machine(full: Workspace, tmp_path: Path, clock: FakeClock) -> None:
    full.paths.settings.write_text('editor = "vim"\n')
    entry = full.journal.list()[0]
    full.journal.delete(entry.id)
    full.drafts.save("new", "Half a thought")
    written = backup(full, tmp_path / "all.zip")
    apart = Paths(
        vault=tmp_path / "documents" / "learnlog",
        library=tmp_path / "data" / "learnlog" / "library.db",
        settings=tmp_path / "config" / "learnlog" / "settings.toml",
        state=tmp_path / "state",
    )
    other = Workspace(apart, clock=clock)

    restore_backup(other, written)

    assert files_of(other) == files_of(full)
    assert words_of(other) == words_of(full)
    assert [post.title for post in other.river.page(PostFilter(starred=True))] == ["Post 1"]
    assert other.river.page(PostFilter(unread=True))[0].title == "Post 2"
    assert load_settings(apart.settings).editor == "vim"
    assert other.drafts.read("new") == "Half a thought"
    assert other.history.restore(entry.id).body == entry.body
    assert other.sync.scan().is_quiet
    other.close()


def test_a_backup_is_for_its_owner_alone_and_tells_what_is_in_it(full: Workspace, tmp_path: Path) -> None:
    written = backup(full, tmp_path)

    assert written.name == "learnlog-2026-11-23.zip"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {written.name, "home"}
    with ZipFile(written) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["counts"] == {
        "journal": 3,
        "themes": 1,
        "people": 1,
        "kept": 1,
        "filed": 0,
        "posts": 2,
        "files": len(manifest["files"]),
    }
    assert names == {*manifest["files"], "manifest.json"}
    assert not any(name.startswith(("vault/.learnlog/lock", "vault/.learnlog/pending")) for name in names)


def test_an_earlier_backup_is_not_overwritten(full: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "b.zip"
    target.write_text("mine")
    with pytest.raises(UsageError, match="already"):
        backup(full, target)
    assert target.read_text() == "mine"

    backup(full, target, force=True)

    assert (tmp_path / "b.zip.bak").read_text() == "mine"
    assert ZipFile(target).testzip() is None


def test_a_backup_into_the_vault_does_not_hold_itself(full: Workspace) -> None:
    target = full.vault.root / "b.zip"
    backup(full, target)
    backup(full, target, force=True)
    with ZipFile(target) as archive:
        assert not [name for name in archive.namelist() if "b.zip" in name or "learnlog-backup" in name]


def test_links_out_of_the_vault_are_named_and_not_followed(full: Workspace, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (full.vault.root / "journal" / "link.md").symlink_to(tmp_path / "secret.md")
    (full.vault.root / "journal" / "etc").symlink_to("/etc")
    with ZipFile(backup(full, tmp_path / "b.zip")) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["left_out"] == ["vault/journal/etc", "vault/journal/link.md"]
    assert not any("link" in name or "etc" in name for name in manifest["files"])


def test_what_was_there_stays_beside(full: Workspace, tmp_path: Path, clock: FakeClock) -> None:
    written = backup(full, tmp_path / "b.zip")
    clock.pass_(hours=1)
    full.journal.add(NewEntry(body="Written after the backup."))
    after = files_of(full)

    aside = restore_backup(full, written)

    assert "Written after the backup." not in words_of(full)
    assert aside.parent == full.vault.root.parent
    assert {path: (aside / path).read_bytes() for path in after} == after
    assert aside.with_name(f"library-before-{clock():%Y%m%d-%H%M%S}.db").is_file()
    assert not [path for path in aside.parent.iterdir() if path.name.startswith(".")]
    full.journal.add(NewEntry(body="And on we go."))
    assert "And on we go." in words_of(full)


def test_this_machines_vault_setting_stays(full: Workspace, tmp_path: Path, clock: FakeClock) -> None:
    full.paths.settings.write_text('vault = "/home/old/notes"\ntheme = "nord"\n[keys]\nvault = "v"\n')
    written = backup(full, tmp_path / "b.zip")
    other = Workspace(find_paths(str(tmp_path / "new")), clock=clock)
    restore_backup(other, written)
    settings = load_settings(other.paths.settings)
    assert (settings.vault, settings.theme, dict(settings.keys)) == ("", "nord", {"vault": "v"})
    other.close()


def test_settings_of_a_newer_learnlog_are_laid_beside(
    full: Workspace, tmp_path: Path, clock: FakeClock
) -> None:
    full.paths.settings.write_text("from_the_future = 1\n")
    written = backup(full, tmp_path / "b.zip")
    other = Workspace(find_paths(str(tmp_path / "new")), clock=clock)
    restore_backup(other, written)
    assert words_of(other) == words_of(full)
    assert not other.paths.settings.exists()
    assert "future" in (tmp_path / "new" / "settings-from-backup.toml").read_text()
    other.close()


def test_a_library_that_is_open_elsewhere_is_left_alone(full: Workspace, tmp_path: Path) -> None:
    written = backup(full, tmp_path / "b.zip")
    tui = Workspace(full.paths, clock=full.clock)
    tui.journal.list()
    before = files_of(full)
    with pytest.raises(LearnlogError, match="Another learnlog"):
        restore_backup(full, written)
    assert files_of(full) == before
    assert not list(full.vault.root.parent.glob(".*"))
    tui.close()
    restore_backup(full, written)


def test_a_damaged_library_is_replaced(full: Workspace, tmp_path: Path) -> None:
    written = backup(full, tmp_path / "b.zip")
    words = words_of(full)
    full.close()
    full.paths.library.write_bytes(b"no database at all" * 1000)
    fresh = Workspace(full.paths, clock=full.clock)
    restore_backup(fresh, written)
    assert words_of(fresh) == words
    fresh.close()


def test_a_swap_that_fails_halfway_is_taken_back(
    full: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = backup(full, tmp_path / "b.zip")
    full.journal.add(NewEntry(body="Not in the backup."))
    before = files_of(full)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("learnlog.care.restoring.swap_file", fail)
    with pytest.raises(LearnlogError, match="disk is full"):
        restore_backup(full, written)
    assert files_of(full) == before
    assert "Not in the backup." in words_of(full)


def test_without_the_one_step_exchange_it_works_too(
    full: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnlog.care.swapping.exchange", lambda *_: False)
    written = backup(full, tmp_path / "b.zip")
    before = files_of(full)
    aside = restore_backup(full, written)
    assert files_of(full) == before
    assert (aside / "journal").is_dir()
