"""Screens that are left while something of them still goes on: on a busy machine any key may come in such a moment."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar, cast

from textual.app import App, ScreenError
from textual.await_complete import AwaitComplete
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.worker import WorkerFailed

from learnlog.model.errors import LearnlogError, SpoiledError

if TYPE_CHECKING:
    from learnlog.tui.defects import Defects

T = TypeVar("T")
_MISSED = (NoMatches, NoScreen, ScreenError)


def is_of_something_left(error: BaseException) -> bool:
    """Tell whether `error` is only that a screen or a part of one, being removed, misses what it had."""
    cause = cause_of(error)
    return isinstance(cause, _MISSED) and any(map(_goes, _where(cause)))


def cause_of(error: BaseException) -> BaseException:
    """Return what failed: of a worker that failed, what it failed of."""
    return error.error if isinstance(error, WorkerFailed) else error


def is_said(error: BaseException) -> TypeGuard[LearnlogError]:
    """Tell whether `error` has a sentence of its own and all else goes on: with a spoiled library nothing does."""
    return isinstance(error, LearnlogError) and not isinstance(error, SpoiledError)


def _where(error: BaseException) -> Iterator[object]:
    """Yield those whose methods `error` came through, wherever they were called: by a key, a worker or a timer."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_locals.get("self")
        trace = trace.tb_next


def _goes(node: object) -> bool:
    return isinstance(node, Widget) and (node._pruning or not node.is_attached)


class Leavable(Screen[T]):
    """A screen that goes by itself only: once, and not in place of one that was opened above it meanwhile."""

    _late: tuple[T | None] | None = None
    """What it was to give when it was to go while another was above it."""

    async def _dispatch_message(self, message: Message) -> None:
        """Do what a message is for; what could not be read or written for it is said, and the screen stays."""
        try:
            await super()._dispatch_message(message)
        except LearnlogError as error:
            if not is_said(error):
                raise
            cast("Defects", self.app).say_error(error)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Go and give `result`; under another screen, once that is gone. Who has gone already stays away."""
        stack = self.app.screen_stack
        if self in stack and self is not stack[-1]:
            self._late = self._late or (result,)
        if self not in stack or self._late:
            return AwaitComplete()
        return super().dismiss(result)

    def on_screen_suspend(self) -> None:
        """Leave the messages to the screen above, which tells them as well."""
        self.query_children("ToastRack").set(display=False)

    def on_screen_resume(self) -> None:
        """Go now, when that was asked while another was above."""
        if self._late:
            (result,), self._late = self._late, None
            self.dismiss(result)


class Dialog(ModalScreen[T], Leavable[T]):
    """Such a screen that stands over another and asks something."""


class Leaving(App[int]):
    """The part of the app that stays when a screen goes."""

    async def _dispatch_message(self, message: Message) -> None:
        """Do what a message is for; a key that still reached a screen that goes is no reason to end all of it."""
        try:
            await super()._dispatch_message(message)
        except _MISSED as error:
            if not is_of_something_left(error):
                raise

    async def push_screen_wait(self, screen: "Screen[Any] | str", *, mode: str | None = None) -> Any:
        """Put `screen` up and wait for its answer; for workers.

        What is still to be done, such as letting another screen go, is done apart from the worker that asks. That may
        be of the very screen that goes and end with it: ending it while it waits for the screen would end the waiting
        of the app as well, and the app with it.
        """
        await asyncio.shield(self._flush_next_callbacks())
        return await asyncio.shield(self.push_screen(screen, wait_for_dismiss=True, mode=mode))
