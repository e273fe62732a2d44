"""The folder of Markdown files: reading, and writing so that no word is ever lost."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from learnlog.model.document import DocumentType
from learnlog.model.errors import ConflictError, LearnlogError, NotFoundError
from learnlog.model.moments import Clock, local_now
from learnlog.vault import places
from learnlog.vault.disk import make_folder, put, sweep, sync_folder, take, told
from learnlog.vault.locking import shared_lock
from learnlog.vault.marks import Marks
from learnlog.vault.places import ORIGINS, limit

if TYPE_CHECKING:
    from learnlog.vault.trash import Trash, Trashed
    from learnlog.vault.versions import Version, Versions


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it stood when it was read or written; ``hash`` is the SHA-256 of its bytes in hex."""

    path: str
    text: str
    hash: str
    mtime_ns: int
    size: int


class Vault:
    """The user's folder of Markdown. Paths are relative to it, with forward slashes.

    Every write happens under a lock that all learnlogs share, keeps the text it replaces as a version, and
    comes into place at once. An editor beside us knows no lock, so what is on the disk is compared with what
    was loaded, again just before the new file takes its place.
    """

    def __init__(self, root: Path, clock: Clock = local_now) -> None:
        self.root = root
        self._clock = clock
        self._hidden = root / places.HIDDEN
        self._temporary = self._hidden / "tmp"
        self._marks = Marks(self._hidden / "pending", self._temporary)
        self._ready = False

    @cached_property
    def _versions(self) -> "Versions":
        from learnlog.vault.versions import Versions

        return Versions(self._hidden / "versions", self._temporary, self._clock)

    @cached_property
    def trash(self) -> "Trash":
        """What was deleted."""
        from learnlog.vault.trash import Trash

        return Trash(self._hidden / "trash", self._clock)

    def ensure(self) -> None:
        """Make the folders that are missing, for their owner alone, and sweep up after killed processes.

        Raises:
            LearnlogError: the disk refuses.
        """
        with told(f"The vault “{self.root}” could not be opened"):
            self._prepare()
            for name in places.FOLDERS:
                if not (self.root / name).is_symlink():
                    make_folder(self.root / name)
        sweep(self._temporary)

    def _prepare(self) -> None:
        for name in ("tmp", "pending", "versions", "trash", "drafts"):
            make_folder(self._hidden / name)
        self._ready = True

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of all writers; a thread that has it may take it again.

        Raises:
            LearnlogError: another process kept it for too long.
        """
        if not self._ready or not self._marks.folder.is_dir():
            with told(f"The vault “{self.root}” could not be opened"):
                self._prepare()
        with shared_lock(self._hidden / "lock").held():
            yield

    def read(self, path: str) -> Stored | None:
        """Return the file at `path`, or None when there is none; bytes that are no UTF-8 read as �.

        Raises:
            LearnlogError: `path` is not inside the vault, or the file is too large or cannot be read.
        """
        found = take(places.resolve(self.root, path), limit(path))
        return _stored(path, *found) if found else None

    def stat(self, path: str) -> tuple[int, int] | None:
        """Return (mtime_ns, size) of the file at `path`, or None when there is none."""
        with told(f"“{path}” could not be looked at"):
            try:
                state = places.resolve(self.root, path).stat()
            except (FileNotFoundError, NotADirectoryError):
                return None
        return (state.st_mtime_ns, state.st_size) if stat.S_ISREG(state.st_mode) else None

    def write(self, path: str, text: str, *, doc_id: str, expected: str | None = "") -> Stored:
        """Write `text` to `path`, keeping what it replaces as a version.

        `expected` is the hash of the text that is being replaced: "" when there must be none yet, None for
        whatever is there. The document stays marked as pending until `settled`.

        Raises:
            ConflictError: something else stands there; nothing was overwritten, and `text` was kept as a
                version with origin ``conflict``.
            LearnlogError: the disk refuses; what was there before is unchanged.
        """
        data = text.encode("utf-8", "replace")
        if len(data) > limit(path):
            megabytes = limit(path) // 1_000_000
            raise LearnlogError(
                f"“{path}” would be larger than {megabytes} MB.", "Split it into several files."
            )
        target = places.resolve(self.root, path)
        with self.locked(), told(f"“{path}” could not be saved"):
            current = take(target, limit(path))
            if expected is not None and (_digest(current[0]) if current else "") != expected:
                raise self._conflict(path, doc_id, data)
            if current and current[0] == data:
                return _stored(path, *current)
            self._marks.set(doc_id, path)
            make_folder(target.parent)
            if current:
                self._versions.keep(doc_id, current[0], "save")
            try:
                state = put(
                    target,
                    data,
                    self._temporary,
                    fresh=current is None,
                    last_look=lambda: self._last_look(target, current, path, doc_id, data),
                )
            except FileExistsError:
                raise self._conflict(path, doc_id, data) from None
        return _stored(path, data, state)

    def _last_look(
        self, target: Path, current: tuple[bytes, os.stat_result] | None, path: str, doc_id: str, data: bytes
    ) -> None:
        if current is None:
            return
        try:
            now = target.stat()
        except FileNotFoundError:
            raise self._conflict(path, doc_id, data) from None
        if (now.st_mtime_ns, now.st_size, now.st_ino) != (
            current[1].st_mtime_ns,
            current[1].st_size,
            current[1].st_ino,
        ):
            raise self._conflict(path, doc_id, data)

    def _conflict(self, path: str, doc_id: str, data: bytes) -> ConflictError:
        self._versions.keep(doc_id, data, "conflict")
        return ConflictError(
            f"“{path}” changed since it was loaded, so it was not overwritten.",
            f"Both texts are kept: the file as it is, and yours in the history of {doc_id}.",
        )

    def move(self, old: str, new: str, *, doc_id: str) -> Stored:
        """Give the file at `old` the path `new`.

        Raises:
            NotFoundError: there is no file at `old`.
            ConflictError: there is one at `new` already.
            LearnlogError: the disk refuses.
        """
        source, target = places.resolve(self.root, old), places.resolve(self.root, new)
        with self.locked(), told(f"“{old}” could not be renamed"):
            current = take(source, limit(old))
            if current is None:
                raise NotFoundError(f"“{old}” is not there any more.", "It may have been renamed outside.")
            if os.path.lexists(target) and not source.samefile(target):
                raise ConflictError(
                    f"“{new}” exists already, so “{old}” kept its name.", "Choose another name."
                )
            self._marks.set(doc_id, old, new)
            make_folder(target.parent)
            source.rename(target)
            sync_folder(target.parent)
            if source.parent != target.parent:
                sync_folder(source.parent)
        return _stored(new, *current)

    def delete(self, path: str, *, doc_id: str) -> None:
        """Move the file at `path` to the trash, keeping its text as a version too; a missing one is fine."""
        target = places.resolve(self.root, path)
        with self.locked(), told(f"“{path}” could not be deleted"):
            current = take(target, limit(path))
            if current is None:
                return
            self._marks.set(doc_id, path)
            self._versions.keep(doc_id, current[0], "delete")
            self.trash.take(target, path, doc_id)

    def restore(self, trashed: "Trashed") -> Stored:
        """Put a deleted file back where it was.

        Raises:
            ConflictError: something else stands there now.
            NotFoundError: it is not in the trash any more.
        """
        with self.locked(), told(f"“{trashed.path}” could not be restored"):
            current = take(trashed.file, limit(trashed.path))
            if current is None:
                raise NotFoundError(f"“{trashed.path}” is not in the trash any more.")
            target = places.resolve(self.root, trashed.path)
            if os.path.lexists(target):
                raise ConflictError(f"“{trashed.path}” exists again.", "Rename or delete that file first.")
            self._marks.set(trashed.doc_id, trashed.path)
            make_folder(target.parent)
            trashed.file.rename(target)
            sync_folder(target.parent)
            self.trash.forget(trashed)
        return _stored(trashed.path, *current)

    def keep_version(self, doc_id: str, text: str, origin: str) -> None:
        """Keep `text` as a version, unless the newest one is the same; see `Version` for `origin`."""
        if origin not in ORIGINS:
            raise ValueError(origin)
        with self.locked(), told("The earlier version could not be kept"):
            self._versions.keep(doc_id, text.encode("utf-8", "replace"), origin)

    def versions(self, doc_id: str) -> "list[Version]":
        """Return the earlier versions of a document, oldest first."""
        return self._versions.of(doc_id)

    def trashed(self) -> "list[Trashed]":
        """Return what was deleted, newest first."""
        return self.trash.all()

    def settled(self, doc_id: str) -> None:
        """Say that the index knows the document as it is now."""
        self._marks.take(doc_id)

    def pending(self) -> list[tuple[str, str]]:
        """Return (doc_id, path) of every write that the index may not know of; a rename gives both paths."""
        return self._marks.all()

    def scan(self, skipped: list[str] | None = None) -> Iterator[tuple[str, int, int]]:
        """Yield (path, mtime_ns, size) of every document; see `places.scan`."""
        return places.scan(self.root, skipped)

    def entry_path(self, created: datetime, words: str, doc_id: str) -> str:
        """Return the path of a new entry, named after its title or first line."""
        return places.dated_path(DocumentType.ENTRY, created, words, doc_id)

    def kept_path(self, kept: datetime, words: str, doc_id: str) -> str:
        """Return the path of a post that is being kept, named after its title or first words."""
        return places.dated_path(DocumentType.KEPT, kept, words, doc_id)

    def filed_path(self, published: datetime, words: str, post_id: str) -> str:
        """Return the path of what I file about a post, named after its title or first words."""
        return places.dated_path(DocumentType.FILED, published, words, post_id)

    def named_path(self, kind: DocumentType, slug: str) -> str:
        """Return the path of the theme or person with this slug."""
        return f"{kind.folder}/{slug}.md"


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _stored(path: str, data: bytes, state: os.stat_result) -> Stored:
    return Stored(path, data.decode("utf-8", "replace"), _digest(data), state.st_mtime_ns, len(data))
