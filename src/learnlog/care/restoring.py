"""Bringing a backup back: checked to the last byte first, then put in place of what is there."""

import hashlib
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from learnlog.care.manifest import LIBRARY, VAULT, Facts, Manifest, damaged, read_manifest
from learnlog.care.swapping import free_name, swap_file, swap_folder
from learnlog.library import Library
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.safe import clean_line
from learnlog.settings import load_settings
from learnlog.vault.disk import make_folder, sync_folder, told
from learnlog.vault.given_zip import opened
from learnlog.workspace import Workspace

_ROOM = 50_000_000
"""Bytes that stay free on the disk whatever is restored."""
_VAULT_SETTING = re.compile(r"""\s*(?:vault|"vault"|'vault')\s*=""")


@dataclass(frozen=True, slots=True)
class _Places:
    """The real places of vault, library and settings (links followed), and their new copies beside them."""

    vault: Path
    library: Path
    settings: Path
    mark: str
    nonce: str

    def fresh(self, place: Path) -> Path:
        return place.with_name(f".{place.name}.restoring-{self.nonce}")

    def aside(self, place: Path) -> Path:
        return free_name(place.with_name(f"{place.stem}-before-{self.mark}{place.suffix}"))


def restore_backup(workspace: Workspace, source: Path) -> Path:
    """Put the backup `source` in place of vault, library and settings; return where the old vault stays.

    Old library and settings stay beside theirs under a like name. The setting that says where the vault is
    remains this machine's own. Until everything is checked, nothing changes.

    Raises:
        LearnlogError: the backup is not whole, could do harm, or does not fit on the disk; or another
            learnlog has the library open.
    """
    workspace.vault.ensure()
    real = [Path(os.path.realpath(path)) for path in _paths(workspace)]
    mark = f"{workspace.clock():%Y%m%d-%H%M%S}"
    places = _Places(real[0], real[1], real[2], mark, os.urandom(4).hex())
    if any(path.is_relative_to(places.vault) for path in (places.library, places.settings)):
        raise LearnlogError(
            "The library or the settings lie inside the vault, so it cannot be replaced.",
            "Set a vault folder of its own.",
        )
    with _trouble_told(), opened(source) as file, ZipFile(file) as archive:
        manifest = read_manifest(archive)
        _check_room(places, manifest)
        try:
            _extract(archive, manifest, places)
            _check_library(places)
            has_settings = _fit_settings(workspace, places)
            _let_go(workspace, places)
        except BaseException:
            _sweep(places)
            raise
    with told("The backup could not be put in place"):
        # from here on nothing is swept: the copies beside may be the old ones
        aside = _swap(workspace, places, has_settings)
    _forget(workspace)
    workspace.sync.scan()
    return aside


def _paths(workspace: Workspace) -> tuple[Path, Path, Path]:
    return workspace.paths.vault, workspace.paths.library, workspace.paths.settings


@contextmanager
def _trouble_told() -> Iterator[None]:
    with told("The backup could not be restored"):
        try:
            yield
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise damaged("the archive itself is damaged") from error


def _check_room(places: _Places, manifest: Manifest) -> None:
    if LIBRARY not in manifest.files:
        raise damaged("it has no library")
    for place in (places.vault, places.library, places.settings):
        make_folder(place.parent)
    needed = sum(facts.size for facts in manifest.files.values()) + _ROOM
    if shutil.disk_usage(places.vault.parent).free < needed:
        raise LearnlogError("The backup does not fit on this disk.", "Make room and try again.")


def _extract(archive: ZipFile, manifest: Manifest, places: _Places) -> None:
    vault = places.fresh(places.vault)
    vault.mkdir(0o700)
    for name, facts in manifest.files.items():
        if name.startswith(VAULT):
            target = vault / name.removeprefix(VAULT)
            make_folder(target.parent)
        else:
            target = places.fresh(places.library if name == LIBRARY else places.settings)
        _extract_file(archive, name, facts, target)
    if hasattr(os, "sync"):
        os.sync()  # once for all: thousands of single fsyncs would take minutes


def _extract_file(archive: ZipFile, name: str, facts: Facts, target: Path) -> None:
    digest, left = hashlib.sha256(), facts.size
    handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out, archive.open(name) as file:
        while chunk := file.read(min(1 << 20, left + 1)):
            left -= len(chunk)
            if left < 0:
                break
            digest.update(chunk)
            out.write(chunk)
    if left or digest.hexdigest() != facts.sha256:
        raise damaged(f"“{clean_line(name, 100)}” is not what was backed up")
    os.utime(target, ns=(facts.mtime_ns, facts.mtime_ns))


def _check_library(places: _Places) -> None:
    library = Library(places.fresh(places.library))
    try:
        if library.check():
            raise damaged("its library is damaged")
    finally:
        library.close()


def _fit_settings(workspace: Workspace, places: _Places) -> bool:
    """Make the restored settings name this machine's vault; settings that cannot be read are laid beside."""
    fresh = places.fresh(places.settings)
    if not fresh.exists():
        return False
    text = fresh.read_text(encoding="utf-8", errors="replace")
    vault = workspace.settings.vault
    top, table, rest = _split_tables(text)
    lines = [line for line in top.splitlines(keepends=True) if not _VAULT_SETTING.match(line)]
    if vault:
        lines.insert(0, f"vault = {json.dumps(vault, ensure_ascii=False)}\n")
    fresh.write_text("".join(lines) + table + rest, encoding="utf-8")
    with suppress(UsageError):
        if load_settings(fresh).vault == vault:
            return True
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(free_name(places.settings.with_name(f"{places.settings.stem}-from-backup.toml")))
    return False


def _split_tables(text: str) -> tuple[str, str, str]:
    found = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _swap(workspace: Workspace, places: _Places, has_settings: bool) -> Path:
    """Put everything in its place; when a step fails, what was done before it is taken back."""
    aside = places.aside(places.vault)
    old_library = places.aside(places.library)
    with workspace.vault.locked(), ExitStack() as undo:
        swap_folder(places.fresh(places.vault), places.vault, aside)
        undo.callback(swap_folder, aside, places.vault, places.fresh(places.vault))
        swap_file(places.fresh(places.library), places.library, old_library)
        if has_settings:
            undo.callback(swap_file, old_library, places.library, places.fresh(places.library))
            swap_file(places.fresh(places.settings), places.settings, places.aside(places.settings))
        undo.pop_all()
    for place in (places.vault, places.library, places.settings):
        sync_folder(place.parent)
    return aside


def _let_go(workspace: Workspace, places: _Places) -> None:
    """Close the library, so that its file is all there is to it; a damaged one's log is laid beside."""
    place, aside = places.library, places.aside(places.library)
    is_damaged = False
    try:
        workspace.library.close()
    except LearnlogError:
        is_damaged = True
    for end in ("-wal", "-shm"):
        log = place.with_name(place.name + end)
        if not log.exists():
            continue
        if not is_damaged:
            raise LearnlogError(
                "Another learnlog has the library open, so nothing was changed.", "Close it and try again."
            )
        log.replace(aside.with_name(aside.name + end))


def _sweep(places: _Places) -> None:
    shutil.rmtree(places.fresh(places.vault), ignore_errors=True)
    for place in (places.library, places.settings):
        fresh = places.fresh(place)
        for end in ("", "-wal", "-shm"):
            fresh.with_name(fresh.name + end).unlink(missing_ok=True)


def _forget(workspace: Workspace) -> None:
    """Let everything that was built on the old files be built anew."""
    for name in [
        n for n in vars(workspace) if isinstance(getattr(type(workspace), n, None), cached_property)
    ]:
        del vars(workspace)[name]
