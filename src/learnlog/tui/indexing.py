"""Indexing what arrived beside the screen, and joining its stories, in a thread of its own, a slice at a time."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from learnlog.model.errors import LearnlogError

if TYPE_CHECKING:
    from learnlog.tui.app import LearnlogApp

PAUSE = 0.02
"""Seconds between two slices: others write then, and the screen draws."""
MANY = 200
"""Posts that a fetch left to be compared for stories; fewer are compared by the next fetch."""
SHOWN = 2.0
"""Seconds after which the screens hear how far it is."""


class Indexer:
    """Indexes posts after they arrived, whoever fetched them."""

    def __init__(self, app: "LearnlogApp") -> None:
        self._app = app
        self._wanted = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Look whether something waits, and index it; never blocks."""
        self._wanted.set()
        if self._thread is None and not self._stop.is_set():
            self._thread = threading.Thread(target=self._run, name="indexing", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End after the slice at hand; the rest waits for the next time."""
        self._stop.set()
        self._wanted.set()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join(timeout=2)

    def _run(self) -> None:
        while self._wanted.wait() and not self._stop.is_set():
            self._wanted.clear()
            try:
                self._index()
            except LearnlogError:  # another learnlog writes, or the disk is full: the next change wakes it
                continue

    def _index(self) -> None:
        indexing, told, anything = self._app.workspace.library.indexing, time.monotonic(), False
        while not self._stop.is_set() and indexing.step():
            anything = True
            if time.monotonic() - told > SHOWN:
                told = time.monotonic()
                self._tell()
            self._stop.wait(PAUSE)
        if anything:
            self._rule()
            self._tell()
            self._app.workspace.library.compact()
        workspace = self._app.workspace
        if workspace.library.stories.waiting() > MANY and workspace.stories.join(cancelled=self._stop.is_set):
            self._tell()

    def _rule(self) -> None:
        """Put what can be searched now before my rules, and say what they did."""
        from learnlog.reading.sorting.ruler import ruled_said

        if said := ruled_said(self._app.workspace.ruler.apply_to_new(self._stop.is_set)):
            self._call(lambda: self._app.say(said))

    def _tell(self) -> None:
        self._call(self._app.show_changes)

    def _call(self, what: Callable[[], object]) -> None:
        if self._app.is_running and not self._stop.is_set():
            self._app.call_from_thread(what)
