"""How a test sits down at the desk: opens the app, presses keys, waits until something is so, reads the screen."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from learnlog.tui.app import LearnlogApp
from learnlog.workspace import Workspace


@asynccontextmanager
async def opened(workspace: Workspace, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Pilot[int]]:
    """The app on `workspace`, without watchers, its first screen loaded."""
    app = LearnlogApp(workspace, watch=False)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: bool(app.open_screens()))
        await until(pilot, lambda: not loading(app), "the first screen")
        yield pilot


def loading(app: LearnlogApp) -> bool:
    """Tell whether a screen is still being loaded, or a newcomer still to be greeted."""
    return any(worker.group in ("load", "greet") and not worker.is_finished for worker in app.workers)


async def until(pilot: Pilot[int], holds: Callable[[], bool], what: str = "", seconds: float = 20.0) -> None:
    """Wait until `holds`; the screen as it is tells why it never did."""
    end = time.monotonic() + seconds
    while True:
        await pilot.pause()
        if holds():
            return
        if time.monotonic() > end:
            raise AssertionError(f"{what or 'this'} never came to be; the screen says:\n{seen(pilot)}")
        await asyncio.sleep(0.01)


async def at_rest(pilot: Pilot[int]) -> None:
    """Wait until whatever was begun on the screens is done, as who looks before pressing the next key."""
    await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers), "rest")


async def sees(pilot: Pilot[int], words: str) -> None:
    """Wait until `words` stand on the screen (or in a message in its corner)."""
    await until(pilot, lambda: words in seen(pilot), f"“{words}”")


async def types(pilot: Pilot[int], words: str) -> None:
    """Type `words`, key by key."""
    await pilot.press(*("space" if letter == " " else letter for letter in words))


def seen(pilot: Pilot[int]) -> str:
    """What the screen shows, as text; messages in the corner at the end."""
    app = pilot.app
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    return "\n".join([*lines, *(notice.message for notice in app._notifications)])
