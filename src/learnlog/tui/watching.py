"""Noticing, while the screen is open, what other programs do to the vault and the library."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from learnlog.model.errors import LearnlogError
from learnlog.workspace import Workspace

PAUSE = 0.5
"""Seconds between two looks at the library's change counter."""
FULL_LOOK = 30.0
"""Seconds between two scans when the system cannot tell us about changes."""


class Watcher:
    """A thread that listens to the vault's folder, scans it when something happened there, and calls `changed`."""

    def __init__(self, workspace: Workspace, changed: Callable[[], None]) -> None:
        self._workspace = workspace
        self._changed = changed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="vault watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch; the first scan of the vault happens at once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread and wait a moment for it."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2)

    def _watch(self) -> None:
        self._scan()
        try:
            from watchfiles import watch

            for _changes in watch(
                self._workspace.paths.vault,
                watch_filter=_is_ours,
                stop_event=self._stop,
                debounce=300,
                step=50,
                rust_timeout=1000,
            ):
                self._scan()
        except (OSError, RuntimeError, ImportError):
            while not self._stop.wait(FULL_LOOK):
                self._scan()

    def _scan(self) -> None:
        try:
            report = self._workspace.sync.scan()
        except LearnlogError:
            return
        if not report.is_quiet and not self._stop.is_set():
            self._changed()


class LibraryWatch:
    """Looks at the library's change counter, which costs microseconds, and calls `changed` when somebody wrote.

    What the thread that looks wrote itself is no change: it knows of that, and says when there is something to see.
    So always the same thread is to look.
    """

    def __init__(self, workspace: Workspace, changed: Callable[[], None]) -> None:
        self._workspace = workspace
        self._changed = changed
        self._seen: int | None = None
        self._next = 0.0

    def look(self) -> None:
        """Look, unless that was done a moment ago."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + PAUSE
        with suppress(LearnlogError):
            version = self._workspace.library.data_version()
            before, self._seen = self._seen, version
            if before not in (None, version):
                self._changed()


def _is_ours(_change: object, path: str) -> bool:
    """Tell whether a changed path may be a document: Markdown outside hidden folders."""
    place = Path(path)
    return place.suffix == ".md" and not any(part.startswith(".") for part in place.parts[-4:])
