"""What nobody foresaw on the screen: the app ends, and the shell it came from tells where it happened.

Textual would print the values at hand, which are somebody's words: mine, which are private, and foreign ones, which
could act on the terminal.
"""

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from textual._context import active_message_pump
from textual.app import App, ScreenError
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.widget import Widget
from textual.worker import WorkerFailed, get_current_worker

from learnlog.model.errors import LearnlogError

if TYPE_CHECKING:
    from learnlog.workspace import Workspace


def _is_of_something_left(error: Exception) -> bool:
    """Tell whether `error` is only that a screen or a part of one, being removed, misses what it had."""
    failed = isinstance(error, WorkerFailed)
    if not isinstance(_cause(error), (NoMatches, NoScreen, ScreenError)):
        return False
    node = get_current_worker().node if failed else active_message_pump.get(None)
    return isinstance(node, Widget) and (node._pruning or not node.is_attached)


def _cause(error: BaseException) -> BaseException:
    return error.error if isinstance(error, WorkerFailed) else error


class Defects(App[int]):
    """The part of the app that knows what to do when something fails unforeseen."""

    workspace: "Workspace"

    def heed_threads(self) -> None:
        """Tell, too, what fails in a thread that works beside the screen, in place of printing over it."""
        threading.excepthook = self._thread_failed

    def _thread_failed(self, failed: "threading.ExceptHookArgs") -> None:
        if failed.exc_value is None or not self.is_running:
            return
        from learnlog.care.crashes import sentence

        told = sentence(failed.exc_value, self.workspace.paths)
        with suppress(RuntimeError):  # the app ended meanwhile
            self.call_from_thread(self.say_error, told)

    def say_error(self, error: LearnlogError) -> None:
        """Say what went wrong and what to do."""
        words = f"{error.message} {error.hint}".strip()
        self.notify(words, severity="error", timeout=8, markup=False)

    def _handle_exception(self, error: Exception) -> None:
        """Let what still went on in a screen that was left meanwhile end quietly: its parts are gone."""
        if not _is_of_something_left(error):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without a word: `run` tells."""
        self._close_messages_no_wait()

    def tell_defect(self) -> None:
        """Raise what ended the app unforeseen, if anything did."""
        if self._exception is not None:
            raise _cause(self._exception)
