"""Leaving a screen while it still loads: on a busy machine every Esc may come in that moment."""

import asyncio
import threading
from typing import ClassVar

import pytest
from textual.app import ComposeResult
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
