"""Another program holds the library, or the disk is slow: reading goes on, and no word is lost."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.widgets import TextArea

from learnlog.journal.entries import NewEntry
from learnlog.journal.themes import Themes
from learnlog.model.query import PostFilter
from learnlog.workspace import Workspace
from tests.tui.desk import opened, sees, types, until
from tests.tui.river.conftest import river

__all__ = ["river"]

STARRED = PostFilter(starred=True)


@contextmanager
def held(workspace: Workspace) -> Iterator[None]:
    """Hold the library as another program that writes for long does."""
    other = sqlite3.connect(workspace.paths.library, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def test_whatever_waits_for_the_library_reading_goes_on(river: Workspace) -> None:
    river.journal.add(NewEntry(body="An entry to read"))
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Why our registry failed")
        with held(river):
            await pilot.press(*"sj" * 6, *"mj" * 6)
            await pilot.press("J")
            await sees(pilot, "An entry to read")
        await pilot.press("R")
        await until(pilot, lambda: bool(river.library.posts.count(STARRED)), seconds=12)


async def test_words_typed_before_the_page_stands_are_kept(
    river: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, all_themes = threading.Event(), Themes.all
    async with opened(river) as pilot:
        await pilot.press("J")
        monkeypatch.setattr(Themes, "all", lambda self, **more: disk.wait(10) and all_themes(self, **more))
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "typed early")
        await pilot.press("escape")
        await sees(pilot, "typed early")
        await sees(pilot, "moment")
        disk.set()
        await pilot.pause(0.3)
        await pilot.press("escape")
        await sees(pilot, "Kept as a draft")
    assert "typed early" in (river.drafts.read("entry-new") or "")
