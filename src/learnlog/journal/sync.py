"""Noticing what other programs did to the vault."""

from collections.abc import Callable
from dataclasses import dataclass

from learnlog.journal.shelf import Shelf, record_of
from learnlog.library import Library
from learnlog.model.document import Document
from learnlog.model.errors import LearnlogError
from learnlog.vault.documents import read_document
from learnlog.vault.files import Vault

Progress = Callable[[int, int], None]
"""Called with how many are done, of how many."""
HANDFUL = 100
"""Files that are indexed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a look at the vault found, as vault paths; ``unreadable`` pairs a path with a sentence."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing had changed."""
        return not (self.added or self.changed or self.removed)


class Sync:
    """Brings the index in line with the files."""

    def __init__(self, vault: Vault, library: Library, shelf: Shelf) -> None:
        self._vault = vault
        self._library = library
        self._shelf = shelf
        self._refused: dict[str, tuple[int, int]] = {}

    def scan(self, progress: Progress | None = None) -> SyncReport:
        """Compare every file's size and time with what is known, and index the differences.

        What was indexed before an outside change or removal stays as a version. A file that cannot be read is
        told once, and again only when it changed.
        """
        self._shelf.heal()
        known = self._library.documents.known()
        seen = {path: (mtime_ns, size) for path, mtime_ns, size in self._vault.scan()}
        fresh = {path: stat for path, stat in seen.items() if self._refused.get(path) != stat}
        added = [path for path in fresh if path not in known]
        changed = [path for path, stat in fresh.items() if path in known and known[path] != stat]
        removed = tuple(path for path in known if path not in seen)
        unreadable = self._take_in([*added, *changed], progress)
        refused = {path for path, _ in unreadable}
        self._refused = {path: stat for path, stat in self._refused.items() if seen.get(path) == stat}
        self._refused |= {path: seen[path] for path in refused}
        for path in removed:
            self._shelf.notice(path)
        return SyncReport(
            added=tuple(path for path in added if path not in refused),
            changed=tuple(path for path in changed if path not in refused),
            removed=removed,
            unreadable=unreadable,
        )

    def reindex(self, progress: Progress | None = None) -> int:
        """Rebuild every index table from the files; returns how many files there are.

        Of the rest only what nobody could read is put right.
        """
        self._library.mend()
        self._keep_outside_changes()
        paths = [path for path, _, _ in self._vault.scan()]
        with self._library.transaction():
            self._library.drop_index()
            self._take_in(paths, progress)
            self._library.tidy()
        self._library.compact(worth=0.1, most=None)
        return len(paths)

    def _keep_outside_changes(self) -> None:
        """Keep the known text of each file that changed without us, before the index forgets it."""
        seen = {path: (mtime_ns, size) for path, mtime_ns, size in self._vault.scan()}
        for path, stat in self._library.documents.known().items():
            if seen.get(path) != stat:
                self._shelf.notice(path)

    def _take_in(self, paths: list[str], progress: Progress | None = None) -> tuple[tuple[str, str], ...]:
        """Index files a handful at a time, so that nobody waits long for the vault or the library.

        Each handful is read and indexed under the vault's lock: what another learnlog writes meanwhile is
        never replaced in the index by what was read before.
        """
        unreadable: list[tuple[str, str]] = []
        for start in range(0, len(paths), HANDFUL):
            batch: list[tuple[Document, int, int]] = []
            with self._vault.locked():
                for path in paths[start : start + HANDFUL]:
                    try:
                        batch += self._read(path)
                    except LearnlogError as error:
                        unreadable.append((path, error.message))
                self._library.documents.put_many(batch)
            if progress:
                progress(min(start + HANDFUL, len(paths)), len(paths))
        return tuple(unreadable)

    def _read(self, path: str) -> list[tuple[Document, int, int]]:
        """Return the document at `path` with its file's time and size; nothing when there is none."""
        stored = self._vault.read(path)
        document = read_document(stored) if stored else None
        if stored is None or document is None:
            return []
        known = self._library.documents.by_path(path)
        if known is not None and known.hash != stored.hash:
            self._vault.keep_version(record_of(path, known.id), known.text, "outside")
        return [(document, stored.mtime_ns, stored.size)]
