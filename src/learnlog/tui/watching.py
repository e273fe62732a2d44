"""Noticing, while the screen is open, what other programs do to the vault and the library."""

import threading
from collections.abc import Callable
from pathlib import Path

from learnlog.model.errors import LearnlogError
from learnlog.workspace import Workspace

PAUSE = 0.5
"""Seconds between two looks at the library's change counter."""
FULL_LOOK = 30.0
"""Seconds between two scans when the system cannot tell us about changes."""


class Watcher:
    """Two threads that call `changed` when the vault or the library is not what it was.

    The first listens to the vault's folder, and scans it when something happened there; the second looks
    at the library's change counter, which costs microseconds. `changed` is called from these threads.
    """

    def __init__(self, workspace: Workspace, changed: Callable[[], None]) -> None:
        self._workspace = workspace
        self._changed = changed
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._watch_vault, name="vault watcher", daemon=True),
            threading.Thread(target=self._watch_library, name="library watcher", daemon=True),
        ]

    def start(self) -> None:
        """Begin to watch; the first scan of the vault happens at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop both threads and wait a moment for them."""
        self._stop.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=2)

    def _watch_vault(self) -> None:
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

    def _watch_library(self) -> None:
        try:
            seen = self._workspace.library.data_version()
            while not self._stop.wait(PAUSE):
                version = self._workspace.library.data_version()
                if version != seen:
                    seen = version
                    self._changed()
        except LearnlogError:
            return


def _is_ours(_change: object, path: str) -> bool:
    """Tell whether a changed path may be a document: Markdown outside hidden folders."""
    place = Path(path)
    return place.suffix == ".md" and not any(part.startswith(".") for part in place.parts[-4:])
