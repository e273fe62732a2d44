"""What a backup says about itself, and what is checked before a single byte of it is believed."""

import json
import re
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from zipfile import ZipFile, ZipInfo

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line
from learnlog.vault.given_zip import is_plain

NAME: Final = "manifest.json"
VAULT: Final = "vault/"
LIBRARY: Final = "library.db"
SETTINGS: Final = "settings.toml"

_FORMAT: Final = "learnlog-backup"
_VERSION: Final = 1
_LARGEST_MANIFEST: Final = 200_000_000
_SUSPICIOUS_SIZE: Final = 100_000_000
_SUSPICIOUS_RATIO: Final = 200
_LATEST_NS: Final = 2**62
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one file in a backup."""

    size: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The table of contents of a backup; ``left_out`` names files of the vault that no archive can hold."""

    learnlog: str
    created: str
    counts: Mapping[str, int]
    files: Mapping[str, Facts]
    left_out: tuple[str, ...] = field(default=())

    def to_json(self) -> str:
        """Return the manifest as it stands in the archive."""
        said = {
            "format": _FORMAT,
            "version": _VERSION,
            "learnlog": self.learnlog,
            "created": self.created,
            "counts": dict(self.counts),
            "left_out": list(self.left_out),
            "files": {name: asdict(facts) for name, facts in self.files.items()},
        }
        return json.dumps(said, indent=1)


def damaged(what: str) -> LearnlogError:
    """Return the error for a backup that is not to be believed."""
    return LearnlogError(f"This backup is not whole: {what}. Nothing was changed.", "Try another backup.")


def is_member(name: str) -> bool:
    """Tell whether `name` can stand in a backup: one of our places, and nothing that could lead elsewhere."""
    if name in (LIBRARY, SETTINGS):
        return True
    parts = name.split("/")
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return (
        name.startswith(VAULT)
        and all(part not in ("", ".", "..") for part in parts)
        and not any(char in "\\:" or ord(char) < 32 for char in name)
    )


def read_manifest(archive: ZipFile) -> Manifest:
    """Return the manifest of `archive`, after checking that its members are exactly what it lists.

    Raises:
        LearnlogError: it is no backup, a newer one, or its members could do harm.
    """
    members = archive.infolist()
    by_name = {member.filename: member for member in members}
    if NAME not in by_name:
        raise LearnlogError(
            "This file is no backup of learnlog.", "`learnlog backup FILE` makes one; nothing was changed."
        )
    manifest = _understood(_text_of(archive, by_name[NAME]))
    if len(by_name) != len(members) or set(by_name) != {*manifest.files, NAME}:
        raise damaged("its files are not the ones it lists")
    for name, facts in manifest.files.items():
        _check_member(by_name[name], facts)
    total = sum(facts.size for facts in manifest.files.values())
    packed = sum(member.compress_size for member in members)
    if total > _SUSPICIOUS_SIZE and total > _SUSPICIOUS_RATIO * max(packed, 1):
        raise damaged("it would grow far beyond what a journal can be")
    return manifest


def _text_of(archive: ZipFile, member: ZipInfo) -> str:
    if member.file_size > _LARGEST_MANIFEST or not is_plain(member):
        raise damaged("its manifest is too large, or packed in a way that is not read")
    with archive.open(member) as file:
        return file.read(_LARGEST_MANIFEST + 1).decode("utf-8", "replace")


def _understood(text: str) -> Manifest:
    try:
        said = json.loads(text)
        version = said["version"] if said["format"] == _FORMAT else 0
        if type(version) is int and version > _VERSION:
            raise LearnlogError("This backup was made by a newer learnlog.", "Update learnlog here first.")
        if version != _VERSION:
            raise ValueError("format")
        files = {name: _facts(name, facts) for name, facts in said["files"].items()}
        return Manifest(
            learnlog=clean_line(str(said["learnlog"]), 40),
            created=clean_line(str(said["created"]), 40),
            counts={clean_line(str(k), 40): int(v) for k, v in said["counts"].items()},
            files=files,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged("its manifest cannot be understood") from error


def _facts(name: str, said: Any) -> Facts:
    if not is_member(name):
        raise damaged(f"“{clean_line(name, 100)}” is no place for a file of ours")
    size, digest, mtime_ns = said["size"], said["sha256"], said["mtime_ns"]
    if type(size) is not int or size < 0 or not _HASH.fullmatch(digest):
        raise ValueError(name)
    if type(mtime_ns) is not int or not 0 <= mtime_ns < _LATEST_NS:
        raise ValueError(name)
    return Facts(size=size, sha256=digest, mtime_ns=mtime_ns)


def _check_member(member: ZipInfo, facts: Facts) -> None:
    shown = clean_line(member.filename, 100)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG) or member.is_dir():
        raise damaged(f"“{shown}” is no plain file")
    if not is_plain(member):
        raise damaged(f"“{shown}” is packed in a way that is not read")
    if member.file_size != facts.size:
        raise damaged(f"“{shown}” has not the size it should have")
