"""Attached files in the vault: copied in whole or not at all, named after what they hold, and the way back.

A file's name is the SHA-256 of its bytes: attaching it twice keeps one, and no name of elsewhere can do anything here.
Files that a person puts into the folder under names of their own are read just as well.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnlog.model.attachment import FOLDER, Attachment, ending, media_type, shown_name, size_words
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.vault import places
from learnlog.vault.disk import TEMPORARY, into_place, make_folder, sync_folder, take, told
from learnlog.vault.files import Vault

HEAD: Final = 64
"""Bytes from the beginning of a file that tell what it is."""
_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A file that was read and is safe on the disk, and has no place yet. ``copy`` is None when it stands in one."""

    name: str
    type: str
    size: int
    hash: str
    copy: Path | None = None
    file: str = ""


class AttachmentFiles:
    """The folder of attached files in `vault`."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._root = vault.root

    def stage(self, source: Path, limit: int) -> Staged:
        """Copy the file `source` (of a link what it leads to) to where it waits for its place, durably.

        A file that stands in the folder already is only read. `limit` is how many bytes it may have.

        Raises:
            NotFoundError: there is no such file.
            LearnlogError: it is no plain file, is empty or too large, or cannot be read or copied.
        """
        shown = shown_name(str(source))
        with told(f"“{shown}” could not be attached"):
            try:
                state = source.stat()
            except (FileNotFoundError, NotADirectoryError):
                raise NotFoundError(f"There is no file “{shown}”.", "Give the path of a file.") from None
            except ValueError:  # a byte of zero in its name
                raise NotFoundError(f"“{shown}” is no path.", "Give the path of a file.") from None
            _check(shown, state, limit)
            inside = self._inside(source)
            handle = os.open(source, _READ)
            try:
                _check(shown, os.fstat(handle), limit)
                if inside:
                    head, size, digest = _copied(handle, None, shown, limit)
                    return Staged(
                        name=shown, type=media_type(shown, head), size=size, hash=digest, file=inside
                    )
                return self._copy(handle, shown, limit)
            finally:
                os.close(handle)

    def _copy(self, handle: int, shown: str, limit: int) -> Staged:
        folder = self._root / places.HIDDEN / "tmp"
        make_folder(folder)
        copy = folder / f"{TEMPORARY}{os.getpid()}-{os.urandom(8).hex()}.tmp"
        out = os.open(copy, _NEW, 0o600)
        try:
            try:
                head, size, digest = _copied(handle, out, shown, limit)
                os.fsync(out)
            finally:
                os.close(out)
        except BaseException:
            with suppress(OSError):
                copy.unlink()
            raise
        return Staged(name=shown, type=media_type(shown, head), size=size, hash=digest, copy=copy)

    def settle(self, staged: Staged, alt: str = "") -> Attachment:
        """Give a staged file its place, unless it has one already; return it as an entry names it.

        Call it with the vault's lock, and write the entry before the lock is let go.
        """
        file = staged.file
        if staged.copy is not None:
            with told(f"“{staged.name}” could not be attached"):
                file = self._place_for(staged)
            self.forget(staged)
        return Attachment(
            file=file, name=staged.name, type=staged.type, size=staged.size, hash=staged.hash, alt=alt
        )

    def _place_for(self, staged: Staged) -> str:
        assert staged.copy is not None  # noqa: S101 - asked only for a copy
        stem, end = staged.hash, ending(staged.name)
        for number in range(1, 100):
            file = f"{FOLDER}/{stem}.{end}" if number == 1 else f"{FOLDER}/{stem}-{number}.{end}"
            target = self._target(file)
            make_folder(target.parent)
            if not os.path.lexists(target):
                with suppress(FileExistsError):
                    into_place(staged.copy, target, True)
                    sync_folder(target.parent)
                    return file
            if self.hash_of(file) == staged.hash:
                return file
        raise LearnlogError(
            f"“{staged.name}” finds no place in {FOLDER}/.", "`learnlog doctor` looks it over."
        )

    def forget(self, staged: Staged) -> None:
        """Remove the copy of a staged file that is not wanted any more."""
        if staged.copy is not None:
            with suppress(OSError):
                staged.copy.unlink()

    def path(self, file: str) -> Path:
        """Return where the attached `file` stands.

        Raises:
            NotFoundError: there is none, or the path leads anywhere else.
        """
        target = self._target(file)
        with suppress(OSError):
            if stat.S_ISREG(target.lstat().st_mode):
                return target
        raise NotFoundError(
            f"The file “{shown_name(file)}” is not in {FOLDER}/ any more.",
            "`learnlog doctor` says which files are missing, `doctor --repair` brings back what it can.",
        )

    def read(self, file: str, limit: int) -> bytes:
        """Return the bytes of the attached `file`.

        Raises:
            LearnlogError: there is none, it is larger than `limit`, or cannot be read.
        """
        found = take(self.path(file), limit)
        if found is None:
            raise NotFoundError(f"The file “{shown_name(file)}” is gone.")
        return found[0]

    def hash_of(self, file: str) -> str:
        """Return the SHA-256 of the attached `file` in hex, "" when there is none or it cannot be read."""
        try:
            handle = os.open(self.path(file), _READ)
        except (OSError, LearnlogError):
            return ""
        try:
            return _copied(handle, None, "", None)[2]
        except OSError:
            return ""
        finally:
            os.close(handle)

    def has(self, file: str) -> bool:
        """Tell whether the attached `file` is there."""
        try:
            self.path(file)
        except LearnlogError:
            return False
        return True

    def all(self) -> Iterator[tuple[str, int]]:
        """Yield (path in the vault, size) of every plain file in the folder; links and hidden names are none."""
        top = self._root / FOLDER
        if top.is_symlink():
            return
        for where, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if name[0] != ".")
            for name in sorted(names):
                path = Path(where, name)
                with suppress(OSError):
                    state = path.lstat()
                    if name[0] != "." and stat.S_ISREG(state.st_mode):
                        yield path.relative_to(self._root).as_posix(), state.st_size

    def drop(self, file: str) -> None:
        """Move the attached `file` to the trash; a missing one is fine."""
        with self._vault.locked(), told(f"“{shown_name(file)}” could not be put into the trash"):
            if self.has(file):
                self._vault.trash.take(self.path(file), file, f"attachment-{self.hash_of(file)[:16]}")

    def bring_back(self, file: str) -> bool:
        """Bring `file` back from the trash when it is missing; tells whether it is there now."""
        if self.has(file):
            return True
        with self._vault.locked(), told(f"“{shown_name(file)}” could not be brought back"):
            target = self._target(file)
            found = next((one for one in self._vault.trash.all() if one.path == file), None)
            if found is None or os.path.lexists(target) or found.file.is_symlink():
                return False
            make_folder(target.parent)
            found.file.rename(target)
            sync_folder(target.parent)
            self._vault.trash.forget(found)
        return True

    def _target(self, file: str) -> Path:
        """Return where `file` would stand: nowhere but in the folder, and by no link."""
        if not file.startswith(f"{FOLDER}/"):
            raise NotFoundError(
                f"“{shown_name(file)}” is not in {FOLDER}/.", "`learnlog attach` copies it there."
            )
        real = places.resolve(self._root, file)
        if real != Path(os.path.realpath(self._root), *file.split("/")):
            raise NotFoundError(
                f"“{shown_name(file)}” is a link.", f"Put the file itself into {FOLDER}/ instead."
            )
        return real

    def _inside(self, source: Path) -> str:
        """Return the path in the vault of a `source` that stands in the folder already, else ""."""
        try:
            file = source.absolute().relative_to(self._root.absolute()).as_posix()
            return file if self._target(file).samefile(source) else ""
        except (ValueError, OSError, LearnlogError):
            return ""


def _check(shown: str, state: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise LearnlogError(
            f"“{shown}” is no plain file.", "Attach files one by one; a folder fits into a zip."
        )
    if state.st_size > limit:
        raise _too_large(shown, limit)


def _too_large(shown: str, limit: int) -> LearnlogError:
    return LearnlogError(
        f"“{shown}” is larger than {size_words(limit)}, the most that is attached.",
        "Link to where it is instead, or set `attachment_mb` higher in the settings.",
    )


def _copied(handle: int, out: int | None, shown: str, limit: int | None) -> tuple[bytes, int, str]:
    """Read all of `handle`, write it to `out`; return its first bytes, its size and its SHA-256."""
    digest, size, head = hashlib.sha256(), 0, b""
    while piece := os.read(handle, _PIECE):
        head = head or piece[:HEAD]
        size += len(piece)
        if limit is not None and size > limit:
            raise _too_large(shown, limit)
        digest.update(piece)
        rest = memoryview(piece) if out is not None else memoryview(b"")
        while rest and out is not None:
            rest = rest[os.write(out, rest) :]
    if not size and shown:
        raise LearnlogError(f"“{shown}” is empty.", "Attach it when something is in it.")
    return head, size, digest.hexdigest()
