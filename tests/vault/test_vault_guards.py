"""What the vault refuses, what it skips, and what it says when the disk refuses."""

import errno
import os
import resource
from pathlib import Path

import pytest

from learnlog.model.errors import ConflictError, LearnlogError
from learnlog.vault import disk
from learnlog.vault.disk import told
from learnlog.vault.files import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.md").write_text("secret")
    made = Vault(tmp_path / "vault")
    made.ensure()
    return made


@pytest.mark.parametrize(
    "path",
    [
        "../outside/secret.md",
        "journal/../../outside/secret.md",
        "/etc/passwd",
        "",
        "journal//x.md",
        "./journal/x.md",
        ".learnlog/lock",
        "journal/.hidden.md",
        "journal\\x.md",
        "journal/\x1b[31mred.md",
        "journal/two\nlines.md",
        "journal/nul\0.md",
        "journal/\udcff.md",
    ],
)
def test_paths_out_of_the_vault_or_hidden_are_refused(vault: Vault, path: str) -> None:
    for act in (
        lambda: vault.read(path),
        lambda: vault.stat(path),
        lambda: vault.write(path, "x", doc_id="x", expected=None),
        lambda: vault.delete(path, doc_id="x"),
        lambda: vault.move(path, "journal/y.md", doc_id="x"),
        lambda: vault.move("journal/y.md", path, doc_id="x"),
    ):
        with pytest.raises(LearnlogError) as error:
            act()
        assert "\x1b" not in error.value.message
    assert (vault.root.parent / "outside/secret.md").read_text() == "secret"


def test_links_out_of_the_vault_are_refused_and_skipped(vault: Vault) -> None:
    outside = vault.root.parent / "outside"
    (vault.root / "journal/link.md").symlink_to(outside / "secret.md")
    (vault.root / "journal/folder").symlink_to(outside)
    (vault.root / "people").rmdir()
    (vault.root / "people").symlink_to(outside)
    (vault.root / "themes/inner.md").symlink_to(vault.root / ".learnlog/lock")
    for path in ("journal/link.md", "journal/folder/secret.md", "people/new.md", "themes/inner.md"):
        with pytest.raises(LearnlogError, match="leads out"):
            vault.read(path)
        with pytest.raises(LearnlogError, match="leads out"):
            vault.write(path, "x", doc_id="x", expected=None)
    skipped: list[str] = []
    assert list(vault.scan(skipped)) == []
    assert {sentence.partition(":")[0] for sentence in skipped} == {
        "journal/link.md",
        "journal/folder",
        "people",
        "themes/inner.md",
    }
    assert list(outside.iterdir()) == [outside / "secret.md"]
    vault.ensure()


def test_a_link_within_the_vault_is_written_through(vault: Vault) -> None:
    vault.write("themes/real.md", "one", doc_id="real")
    (vault.root / "themes/also.md").symlink_to("real.md")
    vault.write("themes/also.md", "two", doc_id="real", expected=None)
    assert (vault.root / "themes/also.md").is_symlink()
    assert (vault.root / "themes/real.md").read_text() == "two"


def test_a_vault_may_itself_be_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    vault = Vault(tmp_path / "link")
    vault.write("journal/x.md", "one", doc_id="x")
    assert (tmp_path / "real/journal/x.md").read_text() == "one"


def test_scan_finds_the_documents_and_nothing_else(vault: Vault) -> None:
    for name in (
        "journal/2026/a.md",
        "journal/2026/11/b.MD",
        "themes/c.md",
        "kept/2026/d.md",
        "people/é e.md",
    ):
        file = vault.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    for name in (
        "journal/.trash/x.md",
        "journal/.x.md",
        "journal/x.txt",
        "other/x.md",
        "x.md",
        "journal/m.md/in",
    ):
        file = vault.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("no")
    (vault.root / "journal/gone.md").symlink_to("nowhere.md")
    (vault.root / "journal/loop").symlink_to(vault.root / "journal")
    (vault.root / "journal/\x1b[31m.md").write_text("no")
    os.mkfifo(vault.root / "journal/pipe.md")
    skipped: list[str] = []
    found = {path: (mtime, size) for path, mtime, size in vault.scan(skipped)}
    assert found.keys() == {
        "journal/2026/a.md",
        "journal/2026/11/b.MD",
        "themes/c.md",
        "kept/2026/d.md",
        "people/é e.md",
    }
    assert all(vault.stat(path) == state for path, state in found.items())
    assert len(skipped) == 2
    assert "\x1b" not in str(skipped)
    with pytest.raises(LearnlogError, match="no plain file"):
        vault.read("journal/pipe.md")


def test_a_full_disk_is_told_and_loses_nothing(vault: Vault) -> None:
    loaded = vault.write("journal/x.md", "one", doc_id="x")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(LearnlogError, match=r"“journal/x\.md” could not be saved: .*\.") as error:
            vault.write("journal/x.md", "x" * 10_000, doc_id="x", expected=loaded.hash)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "unchanged" in error.value.hint
    assert vault.read("journal/x.md") == loaded
    assert list((vault.root / ".learnlog/tmp").iterdir()) == []
    vault.write("journal/x.md", "two", doc_id="x", expected=loaded.hash)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "not allowed"),
        (errno.EIO, ""),
    ],
)
def test_what_the_disk_says_becomes_a_sentence(number: int, words: str) -> None:
    with pytest.raises(LearnlogError, match=f"^It failed: .*{words}.*\\.$"), told("It failed"):
        raise OSError(number, os.strerror(number))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_vault_is_told(vault: Vault) -> None:
    loaded = vault.write("journal/x.md", "one", doc_id="x")
    (vault.root / "journal").chmod(0o500)
    try:
        with pytest.raises(LearnlogError, match="not allowed"):
            vault.write("journal/x.md", "two", doc_id="x", expected=None)
        assert vault.read("journal/x.md") == loaded
    finally:
        (vault.root / "journal").chmod(0o700)


def test_a_vault_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for root in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/learnlog")):
        with pytest.raises(LearnlogError, match="could not be opened"):
            Vault(root).ensure()
        with pytest.raises(LearnlogError):
            Vault(root).write("journal/x.md", "x", doc_id="x")
        assert list(Vault(root).scan()) == []
        assert Vault(root).pending() == []


def test_an_own_folder_of_the_user_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir(mode=0o755)
    (tmp_path / "journal").chmod(0o755)
    Vault(tmp_path).ensure()
    assert (tmp_path / "journal").stat().st_mode & 0o777 == 0o755


def test_a_disk_without_hard_links_still_never_overwrites(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    vault.write("journal/x.md", "one", doc_id="x")
    assert (vault.root / "journal/x.md").read_text() == "one"
    with pytest.raises(FileExistsError):
        disk.put(vault.root / "journal/x.md", b"two", vault.root / "journal", fresh=True)
    with pytest.raises(ConflictError):
        vault.write("journal/x.md", "two", doc_id="x")


def test_a_folder_on_another_disk_is_written_too(vault: Vault, tmp_path: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk here")
    target = other / f"learnlog-test-{os.getpid()}.md"
    try:
        disk.put(target, b"one", vault.root / ".learnlog/tmp", fresh=True)
        disk.put(target, b"two", vault.root / ".learnlog/tmp")
        assert target.read_bytes() == b"two"
    finally:
        target.unlink(missing_ok=True)
    assert list((vault.root / ".learnlog/tmp").iterdir()) == []
