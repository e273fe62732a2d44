"""Backups that someone tampered with: each is refused before anything changes."""

import hashlib
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from learnlog.care.backup import backup, restore_backup
from learnlog.model.errors import LearnlogError
from learnlog.workspace import Workspace

Parts = dict[str, bytes]
Change = Callable[[Parts, dict[str, Any]], None]


def facts(data: bytes, **other: object) -> dict[str, object]:
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "mtime_ns": 0, **other}


def tampered(source: Path, target: Path, change: Change) -> Path:
    with ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    change(parts, manifest)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    return target


def add(name: str, data: bytes = b"evil") -> Change:
    def change(parts: Parts, manifest: dict[str, Any]) -> None:
        parts[name] = data
        manifest["files"][name] = facts(data)

    return change


def other_text(parts: Parts, manifest: dict[str, Any]) -> None:
    name = next(name for name in parts if name.startswith("vault/journal"))
    parts[name] = parts[name][::-1]


def unlisted(parts: Parts, manifest: dict[str, Any]) -> None:
    parts["vault/journal/more.md"] = b"more"


def missing(parts: Parts, manifest: dict[str, Any]) -> None:
    del parts[next(name for name in parts if name.startswith("vault/journal"))]


def wrong_size(parts: Parts, manifest: dict[str, Any]) -> None:
    manifest["files"]["library.db"]["size"] -= 1


def bomb(parts: Parts, manifest: dict[str, Any]) -> None:
    add("vault/journal/bomb.md", b"\0" * 120_000_000)(parts, manifest)


def newer(parts: Parts, manifest: dict[str, Any]) -> None:
    manifest["version"] = 2


def no_library(parts: Parts, manifest: dict[str, Any]) -> None:
    del parts["library.db"], manifest["files"]["library.db"]


def strange_time(parts: Parts, manifest: dict[str, Any]) -> None:
    manifest["files"]["library.db"]["mtime_ns"] = 10**40


def foreign_database(parts: Parts, manifest: dict[str, Any]) -> None:
    add("library.db", b"SQLite format 3\0" + b"\0" * 4000)(parts, manifest)


HOSTILE = {
    "climbing": add("vault/../../evil.md"),
    "absolute": add("/tmp/evil.md"),
    "elsewhere": add("evil.md"),
    "backslash": add("vault\\..\\evil.md"),
    "drive": add("vault/C:/evil.md"),
    "escape": add("vault/journal/\x1b[31m.md"),
    "empty part": add("vault//evil.md"),
    "folder": add("vault/journal/x/", b""),
    "other text": other_text,
    "unlisted": unlisted,
    "missing": missing,
    "wrong size": wrong_size,
    "bomb": bomb,
    "newer": newer,
    "no library": no_library,
    "strange time": strange_time,
    "foreign database": foreign_database,
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused_and_nothing_changes(full: Workspace, tmp_path: Path, change: Change) -> None:
    source = tampered(backup(full, tmp_path / "good.zip"), tmp_path / "bad.zip", change)
    before = sorted(path for path in tmp_path.rglob("*") if path.suffix not in (".db-wal", ".db-shm"))
    with pytest.raises(LearnlogError) as refused:
        restore_backup(full, source)
    assert "\x1b" not in str(refused.value)
    after = sorted(path for path in tmp_path.rglob("*") if path.suffix not in (".db-wal", ".db-shm"))
    assert after == before
    assert len(full.journal.list()) == 3


def test_a_link_in_the_archive_is_refused(full: Workspace, tmp_path: Path) -> None:
    source = tampered(backup(full, tmp_path / "good.zip"), tmp_path / "bad.zip", add("vault/x.md", b"/etc"))
    with ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(source, "w") as archive:
        for name, data in parts.items():
            member = ZipInfo(name)
            kind = stat.S_IFLNK if name == "vault/x.md" else stat.S_IFREG
            member.external_attr = (kind | 0o600) << 16
            archive.writestr(member, data)
    with pytest.raises(LearnlogError, match="no plain file"):
        restore_backup(full, source)
    assert not os.path.lexists(full.vault.root / "x.md")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 but no more", b"hello"])
def test_a_file_that_is_no_archive_is_refused(full: Workspace, tmp_path: Path, data: bytes) -> None:
    source = tmp_path / "no.zip"
    source.write_bytes(data)
    with pytest.raises(LearnlogError, match="not whole"):
        restore_backup(full, source)


def test_a_cut_off_or_bent_archive_is_refused(full: Workspace, tmp_path: Path) -> None:
    data = backup(full, tmp_path / "good.zip").read_bytes()
    source = tmp_path / "bad.zip"
    source.write_bytes(data[: len(data) // 2])
    with pytest.raises(LearnlogError):
        restore_backup(full, source)
    source.write_bytes(data[:2000] + bytes(byte ^ 0xFF for byte in data[2000:2100]) + data[2100:])
    with pytest.raises(LearnlogError):
        restore_backup(full, source)
    assert len(full.journal.list()) == 3


def test_another_programs_zip_is_refused(full: Workspace, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(LearnlogError, match="no backup"):
        restore_backup(full, tmp_path / "other.zip")
