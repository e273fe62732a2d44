"""Bytes on the disk: written whole or not at all, and failures told in a person's words."""

import errno
import itertools
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from learnlog.model.errors import LearnlogError
from learnlog.model.ids import derived_id

TEMPORARY: Final = ".learnlog-"
STALE: Final = 3600.0
"""Seconds after which a temporary file can belong to no running process."""

_COUNTER = itertools.count()
_SAFE_NAME = re.compile(r"\w[\w.-]{0,59}")
_NOFOLLOW: Final = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK: Final = getattr(os, "O_NONBLOCK", 0)
_BINARY: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_REASONS: Final = {
    errno.ENOSPC: ("the disk is full", "Make room and try again."),
    errno.EDQUOT: ("your share of the disk is full", "Make room and try again."),
    errno.EFBIG: ("the disk takes no file of this size", "Make the text shorter."),
    errno.EROFS: ("the disk is read-only", "Make it writable, or set another vault folder."),
    errno.EACCES: ("access is not allowed", "Look at the owner and the rights of the folder."),
    errno.EPERM: ("access is not allowed", "Look at the owner and the rights of the folder."),
    errno.ENOENT: ("it is not there", "Look whether its disk or folder is present."),
    errno.ENOTDIR: ("a file stands where a folder is needed", "Move that file away."),
    errno.EEXIST: ("a file stands where a folder is needed", "Move that file away."),
    errno.ENAMETOOLONG: ("its name is too long", "Choose a shorter title."),
    errno.ELOOP: ("its links lead in a circle", "Remove the link."),
}


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn an OSError inside into a LearnlogError: "`what`, because …"."""
    try:
        yield
    except OSError as error:
        reason, hint = _REASONS.get(error.errno or 0, (error.strerror or "of an unknown error", ""))
        raise LearnlogError(
            f"{what}: {reason}.", f"{hint} What was there before is unchanged.".strip()
        ) from error


def safe_name(name: str) -> str:
    """Return `name` when it can be a file's name as it is, else an id that always stands for it."""
    return name if _SAFE_NAME.fullmatch(name) else derived_id(name)


def make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, for its owner alone."""
    try:
        folder.mkdir(0o700)
    except FileNotFoundError:
        make_folder(folder.parent)
        folder.mkdir(0o700, exist_ok=True)
    except FileExistsError:
        if not folder.is_dir():
            raise


def put(
    target: Path,
    data: bytes,
    temporary: Path,
    *,
    fresh: bool = False,
    sync: bool = True,
    last_look: Callable[[], None] | None = None,
) -> os.stat_result:
    """Write `data` to `target` at once, by way of a file in the folder `temporary`; mode 0600.

    With `fresh`, an existing target is left alone and FileExistsError raised. `last_look` is called just
    before the file comes into place and may raise. With `sync`, the words are on the disk on return.
    """
    try:
        return _put(target, data, temporary, fresh=fresh, sync=sync, last_look=last_look)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    return _put(target, data, target.parent, fresh=fresh, sync=sync, last_look=last_look)


def _put(
    target: Path,
    data: bytes,
    temporary: Path,
    *,
    fresh: bool,
    sync: bool,
    last_look: Callable[[], None] | None,
) -> os.stat_result:
    name = temporary / f"{TEMPORARY}{os.getpid()}-{next(_COUNTER)}-{os.urandom(4).hex()}.tmp"
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW | _BINARY, 0o600)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            if sync:
                os.fsync(handle)
            written = os.fstat(handle)
        finally:
            os.close(handle)
        if last_look:
            last_look()
        into_place(name, target, fresh)
    finally:
        with suppress(OSError):
            name.unlink()
    if sync:
        sync_folder(target.parent)
    return written


def into_place(name: Path, target: Path, fresh: bool) -> None:
    """Give the file `name` the place `target`; with `fresh` a file that stands there stays (FileExistsError)."""
    if fresh:
        try:
            os.link(name, target)
        except FileExistsError:
            raise
        except OSError as error:  # a disk that knows no hard links
            if error.errno == errno.EXDEV:
                raise
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "exists", str(target)) from error
        else:
            return
    os.replace(name, target)  # noqa: PTH105 - like the plain os.link above


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` last; a system that cannot do so is let be."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | _BINARY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def take(path: Path, limit: int) -> tuple[bytes, os.stat_result] | None:
    """Return the bytes of `path` with its state at that moment, or None when there is no such file.

    Raises:
        LearnlogError: it is no plain file, is larger than `limit`, or cannot be read.
    """
    with told(f"“{path.name}” could not be read"):
        try:
            handle = os.open(path, os.O_RDONLY | _NONBLOCK | _BINARY)
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            return _take(handle, path, limit)
        finally:
            os.close(handle)


def _take(handle: int, path: Path, limit: int) -> tuple[bytes, os.stat_result]:
    state = os.fstat(handle)
    data = b""
    for _ in range(3):  # an editor that writes in place may be at it: read until it stood still
        if not stat.S_ISREG(state.st_mode):
            raise LearnlogError(f"“{path.name}” is no plain file.", "Move it out of the vault.")
        if state.st_size > limit:
            megabytes = limit // 1_000_000
            raise LearnlogError(
                f"“{path.name}” is larger than {megabytes} MB.", "Split it into several files."
            )
        os.lseek(handle, 0, os.SEEK_SET)
        data = b"".join(iter(lambda: os.read(handle, 1 << 20), b""))
        after = os.fstat(handle)
        if (after.st_mtime_ns, after.st_size) == (state.st_mtime_ns, state.st_size):
            break
        state = after
    return data, state


def sweep(folder: Path) -> None:
    """Remove temporary files in `folder` that a process killed long ago left behind."""
    with suppress(OSError), os.scandir(folder) as found:
        for item in found:
            if item.name.startswith(TEMPORARY):
                sweep_one(item)


def sweep_one(item: os.DirEntry[str]) -> None:
    """Remove the temporary file `item` when it is stale."""
    with suppress(OSError):
        if time.time() - item.stat(follow_symlinks=False).st_mtime > STALE:
            os.unlink(item.path)  # noqa: PTH108 - a DirEntry is at hand, not a Path
