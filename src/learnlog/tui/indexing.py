"""What is done beside the screen, a slice at a time and after the keys: indexing what arrived, joining its stories."""

import importlib
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from learnlog.model.errors import LearnlogError
from learnlog.tui.watching import PAUSE as LOOK
from learnlog.tui.watching import LibraryWatch

if TYPE_CHECKING:
    from learnlog.tui.app import LearnlogApp

SCREENS = ("river", "journal", "search", "themes", "people", "find")
STYLES = Path(__file__).parent / "styles"
PAUSE = 0.02
"""Seconds between two slices: others write then, and the screen draws."""
MANY = 200
"""Posts that a fetch left to be compared for stories; fewer are compared by the next fetch."""
AT_ONCE = 500
"""Posts that are compared before it is looked whether the screens are to hear of it."""
SHOWN = 3.0
"""Seconds after which the screens hear how far it is."""
IDLE = 20.0
"""Seconds without a key after which the library's file may be made smaller: nobody else can write meanwhile."""


class Indexer:
    """Indexes posts after they arrived, whoever fetched them; with `watch`, tells of what others wrote as well.

    All in one thread, which knows what it wrote itself: the screens are not read anew after each slice.
    """

    def __init__(self, app: "LearnlogApp", *, watch: bool) -> None:
        self._app = app
        self._wanted = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._watch = LibraryWatch(app.workspace, lambda: self._call(app.changed)) if watch else None
        self._is_large = False
        """Whether the library's file may have room to give back."""
        self._told = 0.0

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
        self._load_screens()
        while not self._is_over():
            try:
                if self._wanted.wait(LOOK if self._watch or self._is_large else None) and not self._is_over():
                    self._wanted.clear()
                    self._index()
                    self._join()
                if self._is_large and self._app.keys_first.quiet() > IDLE:
                    self._is_large = False
                    self._app.workspace.library.compact()
            except LearnlogError:  # another learnlog writes, or the disk is full: the next change wakes it
                continue

    def _load_screens(self) -> None:
        """Read in the code and the styles of the screens: that is half of what the first look at one costs."""
        for name in SCREENS:
            if self._rest():
                return
            importlib.import_module(f"learnlog.tui.screens.{name}")
        for sheet in sorted(STYLES.glob("*.tcss")):
            if self._rest():
                return
            self._call(partial(self._app.read_styles, sheet))

    def _is_over(self) -> bool:
        """Tell whether to end; looks what others wrote meanwhile."""
        self._app.keys_first.tidy()
        if self._watch is not None and not self._stop.is_set():
            self._watch.look()
        return self._stop.is_set()

    def _rest(self) -> bool:
        """Let others write and keys come; tell whether to end."""
        self._stop.wait(PAUSE)
        self._app.keys_first.wait(self._is_over)
        return self._is_over()

    def _index(self) -> None:
        anything = False
        while not self._rest() and self._app.workspace.library.indexing.step():
            anything = True
            self._tell_now_and_then()
        if anything and not self._stop.is_set():
            self._rule()
            self._tell()
            self._is_large = True

    def _join(self) -> None:
        workspace, unseen = self._app.workspace, 0
        if workspace.library.stories.waiting() <= MANY:
            return
        while not self._is_over() and workspace.library.stories.waiting():
            unseen += workspace.stories.join(cancelled=self._rest, most=AT_ONCE)
            if unseen and self._tell_now_and_then():
                unseen = 0
        if unseen:
            self._tell()

    def _rule(self) -> None:
        """Put what can be searched now before my rules, and say what they did."""
        from learnlog.reading.sorting.ruler import ruled_said

        if said := ruled_said(self._app.workspace.ruler.apply_to_new(self._rest)):
            self._call(lambda: self._app.say(said))

    def _tell_now_and_then(self) -> bool:
        """Let the screens hear of it when they did not for a while; tell whether they did."""
        if time.monotonic() - self._told < SHOWN:
            return False
        self._tell()
        return True

    def _tell(self) -> None:
        self._told = time.monotonic()
        self._call(self._app.show_changes)

    def _call(self, what: Callable[[], object]) -> None:
        if self._app.is_running and not self._stop.is_set():
            self._app.call_from_thread(what)
