"""Keys that come before the page beside the cards was read mean the card that the cursor is on."""

import threading
from collections.abc import Iterator

import pytest

from learnlog.tui.screens.people import PeopleScreen
from learnlog.tui.screens.themes import ThemesScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, until
from tests.tui.find.conftest import newcomer

__all__ = ["newcomer"]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """No page is read before this is set: the disk is slow."""
    over = threading.Event()
    for screen in (PeopleScreen, ThemesScreen):
        real = screen.gather_page
        monkeypatch.setattr(
            screen, "gather_page", lambda self, name, real=real: (over.wait(30), real(self, name))[1]
        )
    yield over
    over.set()


async def test_a_person_is_unfollowed_before_their_page_is_there(
    river: Workspace, disk: threading.Event
) -> None:
    async with opened(river, (120, 30)) as pilot:
        await pilot.press("P")
        await sees(pilot, "2 people")
        await pilot.press("j", "x")
        await until(pilot, lambda: not river.people.get("ben-de-wit").is_followed)
        assert river.people.get("ana-vos").is_followed
        disk.set()


async def test_a_theme_is_parked_before_its_page_is_there(river: Workspace, disk: threading.Event) -> None:
    async with opened(river, (120, 30)) as pilot:
        await pilot.press("H")
        await sees(pilot, "2 themes")
        await pilot.press("j", "p")
        await until(pilot, lambda: river.themes.get("facilitation").status.value != "active")
        assert river.themes.get("data contracts").status.value == "active"
        disk.set()


async def test_enter_goes_to_what_speaks_for_somebody_before_it_was_read(
    newcomer: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnlog.tui.screens.find_beside.SETTLE", 0.5)
    async with opened(newcomer, (80, 24)) as pilot:
        await pilot.press("F")
        await sees(pilot, "Idris Bello")
        await pilot.press("enter")
        await sees(pilot, "posts on this")
        assert "Idris Bello" not in seen(pilot)  # the list stands behind it
