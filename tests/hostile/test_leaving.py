"""Leaving a screen while it still loads: on a busy machine every Esc may come in that moment."""

import asyncio
import threading
from typing import ClassVar

import pytest
from textual import work
from textual.app import ComposeResult
from textual.events import Callback
from textual.pilot import Pilot
from textual.widget import Widget

from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, until
from tests.tui.river.conftest import river

__all__ = ["river"]


class Lingering(Widget):
    """A part of a screen that takes long to go: the others are gone while the screen is still there."""

    async def on_unmount(self) -> None:
        await asyncio.sleep(0.4)


class Loading(DeskScreen):
    """A screen whose disk answers when it is told to."""

    BINDINGS: ClassVar = [("escape", "leave", "leave")]

    def __init__(self, defect: str = "") -> None:
        super().__init__()
        self.disk = threading.Event()
        self.has_loaded = False
        self._defect = defect

    def compose_body(self) -> ComposeResult:
        yield Lingering()

    async def load(self) -> None:
        await self.ask(lambda: self.disk.wait(10))
        self.has_loaded = True
        if self._defect:
            raise RuntimeError(self._defect)
        self.context("what was loaded")

    def action_leave(self) -> None:
        self.dismiss()


async def left_while_loading(pilot: Pilot[int], screen: Loading) -> None:
    """Open `screen`, leave it, and let its disk answer when the line on top has gone already."""
    await pilot.app.push_screen(screen)
    pilot.app.simulate_key("escape")
    while screen.query("Masthead"):
        await asyncio.sleep(0.005)
    screen.disk.set()
    while not screen.has_loaded:
        await asyncio.sleep(0.005)


async def test_a_screen_that_was_left_hurts_nobody(river: Workspace) -> None:
    async with opened(river) as pilot:
        await left_while_loading(pilot, Loading())
        await pilot.press("J")
        await until(pilot, lambda: pilot.app.current_mode == "journal")


async def leave_a_broken_one(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await left_while_loading(pilot, Loading("a real defect"))
        await pilot.press("J")


async def test_a_defect_is_still_heard(river: Workspace) -> None:
    with pytest.raises(Exception, match="a real defect"):
        await leave_a_broken_one(river)


async def test_a_list_that_was_left_before_it_stood_hurts_nobody(river: Workspace) -> None:
    async with opened(river) as pilot:
        for _ in range(5):
            pilot.app.push_screen(Choose("Put the post under", [Choice(id="a", label="A")]))
            pilot.app.screen.dismiss()
            await pilot.pause()
        await pilot.press("J")
        await until(pilot, lambda: pilot.app.current_mode == "journal")


class Ticking(DeskScreen):
    """A screen that looks at its parts again and again, also when it is asked to by a key."""

    BINDINGS: ClassVar = [("escape", "leave", "leave"), ("z", "look", "look")]

    def compose_body(self) -> ComposeResult:
        yield Lingering()

    def action_look(self) -> None:
        self.looked = True
        self.context("looked at")

    def action_leave(self) -> None:
        self.dismiss()

    looked = False


async def gone_but_for_a_part(pilot: Pilot[int]) -> Ticking:
    """Open a screen and leave it, until the line on top has gone and the screen has not."""
    screen = Ticking()
    await pilot.app.push_screen(screen)
    pilot.app.simulate_key("escape")
    while screen.query("Masthead"):
        await asyncio.sleep(0.005)
    assert screen.is_attached
    return screen


async def test_a_timer_of_a_screen_that_was_left_hurts_nobody(river: Workspace) -> None:
    async with opened(river) as pilot:
        screen = await gone_but_for_a_part(pilot)
        pilot.app.set_timer(0.01, screen.action_look)
        await until(pilot, lambda: screen.looked)
        await pilot.press("J")
        await until(pilot, lambda: pilot.app.current_mode == "journal")


async def test_a_key_that_still_reaches_a_screen_that_was_left_does_not_end_the_app(river: Workspace) -> None:
    async with opened(river) as pilot:
        screen = await gone_but_for_a_part(pilot)
        pilot.app.post_message(Callback(lambda: screen.run_action("look")))
        await until(pilot, lambda: screen.looked)
        await pilot.press("J")
        await until(pilot, lambda: pilot.app.current_mode == "journal")


class Asking(DeskScreen):
    """A screen that goes in the very moment it asks something: the key that leaves it came just before."""

    def on_mount(self) -> None:
        self.run_worker(self._ask())

    async def _ask(self) -> None:
        self.app.pop_screen()
        await self.app.push_screen_wait(Choose("Put the post under", [Choice(id="a", label="A")]))


async def test_a_screen_that_goes_in_the_moment_it_asks_something_does_not_take_the_app_along(
    river: Workspace,
) -> None:
    async with opened(river) as pilot:
        screen = Asking()
        pilot.app.push_screen(screen)
        await until(pilot, lambda: not screen.is_attached and screen not in pilot.app.screen_stack)
        await pilot.press("escape", "J")
        await until(pilot, lambda: pilot.app.current_mode == "journal")
        assert pilot.app.return_code is None


class SlowToGo(DeskScreen):
    """A screen that keeps what is written before it goes, on a disk that answers when it is told to."""

    BINDINGS: ClassVar = [("escape", "leave", "leave")]

    def __init__(self) -> None:
        super().__init__()
        self.disk = threading.Event()
        self.is_kept = False

    @work(group="leave", exclusive=True)
    async def action_leave(self) -> None:
        await self.ask(lambda: self.disk.wait(10))
        self.dismiss()
        self.is_kept = True


async def test_a_screen_that_goes_late_takes_no_other_with_it(river: Workspace) -> None:
    async with opened(river) as pilot:
        slow, other = SlowToGo(), Ticking()
        await pilot.app.push_screen(slow)
        await pilot.press("escape")
        await pilot.app.push_screen(other)
        slow.disk.set()
        await until(pilot, lambda: slow.is_kept)
        assert pilot.app.screen is other
        await pilot.press("escape")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1, "that both are gone")
        await pilot.press("J")
        await until(pilot, lambda: pilot.app.current_mode == "journal")


async def test_leaving_twice_leaves_one_screen(river: Workspace) -> None:
    async with opened(river) as pilot:
        below, above = Ticking(), Ticking()
        await pilot.app.push_screen(below)
        await pilot.app.push_screen(above)
        above.dismiss()
        above.dismiss()
        await pilot.pause()
        assert pilot.app.screen is below


async def test_a_dialog_that_is_answered_and_left_in_one_moment_is_answered_once(river: Workspace) -> None:
    async with opened(river) as pilot:
        below, told = Ticking(), list[str | None]()
        await pilot.app.push_screen(below)
        dialog = Choose("Put the post under", [Choice(id="a", label="A")])
        await pilot.app.push_screen(dialog, told.append)
        dialog.dismiss("a")
        dialog.dismiss(None)
        await until(pilot, lambda: bool(told))
        assert told == ["a"]
        assert pilot.app.screen is below
