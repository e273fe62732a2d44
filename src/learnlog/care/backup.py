"""One file that holds everything: the vault with its history, the library and the settings."""

import hashlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from learnlog import __version__
from learnlog.care.manifest import LIBRARY, NAME, SETTINGS, VAULT, Facts, Manifest, is_member
from learnlog.care.restoring import restore_backup
from learnlog.model.document import DocumentType
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.moments import to_text
from learnlog.model.query import PostFilter
from learnlog.model.safe import clean_line
from learnlog.vault.disk import sync_folder, told
from learnlog.vault.places import HIDDEN
from learnlog.workspace import Workspace

__all__ = ["backup", "restore_backup"]

_PASSING = frozenset(("lock", "pending", "tmp"))
"""What in the hidden folder belongs to running processes, not to the user."""


def backup(workspace: Workspace, target: Path, *, force: bool = False) -> Path:
    """Write everything to the zip `target` (in a folder: under a name with the date) and return its path.

    Others may go on writing meanwhile: whatever is saved before this begins is in it. With `force`, an
    existing file is kept beside as ``.bak``.

    Raises:
        UsageError: `target` exists, and there is no `force`.
        LearnlogError: the disk refuses; what was there before is unchanged.
    """
    target = target.expanduser().absolute()
    if target.is_dir():
        target /= f"learnlog-{workspace.clock():%Y-%m-%d}.zip"
    if os.path.lexists(target) and not force:
        raise UsageError(f"There is a file {target} already.", "Choose another name, or move that file away.")
    aside = target.with_name(target.name + ".bak")
    with told("The backup could not be written"), _working_folder(target.parent) as folder:
        part = folder / "backup.zip"
        _pack(workspace, part, {target, aside, folder})
        if os.path.lexists(target):
            target.replace(aside)
        part.replace(target)
        sync_folder(target.parent)
    return target


@contextmanager
def _working_folder(parent: Path) -> Iterator[Path]:
    """Give a private folder in `parent`, on the disk where the backup will stand, and take it away again."""
    folder = Path(tempfile.mkdtemp(prefix=".learnlog-backup-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pack(workspace: Workspace, part: Path, without: set[Path]) -> None:
    copy = part.with_name(LIBRARY)
    workspace.library.backup(copy)
    left_out: set[str] = set()
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            files = {LIBRARY: _add(archive, LIBRARY, copy)}
            if workspace.paths.settings.is_file():
                files[SETTINGS] = _add(archive, SETTINGS, workspace.paths.settings)
            _add_vault(workspace, archive, files, without, left_out)
            manifest = Manifest(
                learnlog=__version__,
                created=to_text(workspace.clock()),
                counts=_counts(workspace, len(files)),
                files=files,
                left_out=tuple(sorted(left_out)),
            )
            archive.writestr(_member(NAME, time.time()), manifest.to_json())
        file.flush()
        os.fsync(file.fileno())


def _add_vault(
    workspace: Workspace, archive: ZipFile, files: dict[str, Facts], without: set[Path], left_out: set[str]
) -> None:
    """Add the vault's files; look again until nothing new is found, as a file may move while we walk."""
    root = Path(os.path.realpath(workspace.vault.root))
    ours = workspace.paths.library
    without = without | {ours.with_name(ours.name + end) for end in ("", "-wal", "-shm")}
    without.add(workspace.paths.settings)
    without.add(Path(os.path.realpath(workspace.paths.state)))  # secrets may be there
    for _ in range(5):
        new = [item for item in _vault_files(root, without, left_out) if item[0] not in files]
        for name, source in new:
            try:
                files[name] = _add(archive, name, source)
            except FileNotFoundError:
                continue  # moved or deleted since: the next look finds it, or its version in the history
        if not new:
            return


def _vault_files(root: Path, without: set[Path], left_out: set[str]) -> Iterator[tuple[str, Path]]:
    """Yield (name in the archive, file) of all plain files; links and unspeakable names go to `left_out`."""

    def refuse(error: OSError) -> None:
        if isinstance(error, FileNotFoundError):
            return  # moved or deleted while we walk
        raise LearnlogError(
            f"The folder {error.filename} cannot be read, so the backup would not be whole.",
            "Look at its owner and rights.",
        )

    for where, folders, names in os.walk(root, onerror=refuse):
        here = Path(where)
        hidden = here == root / HIDDEN
        folders[:] = [n for n in folders if not (hidden and n in _PASSING) and here / n not in without]
        linked = [name for name in folders if (here / name).is_symlink()]
        for name in (*names, *linked):
            source = here / name
            if (hidden and name in _PASSING) or source in without:
                continue
            member = VAULT + source.relative_to(root).as_posix()
            if is_member(member) and _is_plain(source):
                yield member, source
            else:
                left_out.add(clean_line(member, 500))


def _is_plain(source: Path) -> bool:
    try:
        return stat.S_ISREG(source.lstat().st_mode)
    except FileNotFoundError:
        return True  # gone meanwhile: whoever opens it will notice


def _add(archive: ZipFile, name: str, source: Path) -> Facts:
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as file:
        state = os.fstat(file.fileno())
        member = _member(name, state.st_mtime)
        with archive.open(member, "w", force_zip64=state.st_size > 1 << 30) as out:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
    return Facts(size=size, sha256=digest.hexdigest(), mtime_ns=max(state.st_mtime_ns, 0))


def _member(name: str, moment: float) -> ZipInfo:
    parts = time.localtime(moment)[:6]
    member = ZipInfo(name, parts if 1980 <= parts[0] <= 2107 else (1980, 1, 1, 0, 0, 0))
    member.compress_type = ZIP_DEFLATED
    member.external_attr = (stat.S_IFREG | 0o600) << 16
    return member


def _counts(workspace: Workspace, files: int) -> dict[str, int]:
    paths = list(workspace.library.documents.known())
    counts = {kind.folder: sum(p.startswith(f"{kind.folder}/") for p in paths) for kind in DocumentType}
    return {
        **counts,
        "posts": workspace.library.posts.count(PostFilter(hidden="too", every_voice=True)),
        "files": files,
    }
