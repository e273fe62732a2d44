"""What goes wrong on the screen. What has a sentence of its own is said, wherever it came up; all goes on.

A spoiled library ends the app with its sentence: there would be nothing to see, and the shell is where it is mended.
What nobody foresaw ends it too, and the shell it came from tells where it happened.

Textual would print the values at hand, which are somebody's words: mine, which are private, and foreign ones, which
could act on the terminal.
"""

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import WorkerFailed

from learnlog.model.errors import LearnlogError
from learnlog.tui.leaving import Leaving, cause_of, is_of_something_left, is_said

if TYPE_CHECKING:
    from learnlog.workspace import Workspace


class Defects(Leaving):
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

    async def _dispatch_message(self, message: Message) -> None:
        """Do what a message is for; what could not be read or written for it is said."""
        try:
            await super()._dispatch_message(message)
        except LearnlogError as error:
            if not is_said(error):
                raise
            self.say_error(error)

    def _handle_exception(self, error: Exception) -> None:
        """Let what still went on in a screen that was left meanwhile end quietly: its parts are gone.

        A worker that something could not be read or written for says so, and only it ends.
        """
        cause = cause_of(error)
        if isinstance(error, WorkerFailed) and is_said(cause):
            self.say_error(cause)
        elif not is_of_something_left(error):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without a word: `run` tells."""
        self._close_messages_no_wait()

    def tell_defect(self) -> None:
        """Raise what ended the app unforeseen, if anything did."""
        if self._exception is not None:
            raise cause_of(self._exception)
