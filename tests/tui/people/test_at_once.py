"""Keys that come before the page beside the cards was read mean the card that the cursor is on."""

import threading
from collections.abc import Iterator

import pytest

from learnlog.tui.screens.people import PeopleScreen
from learnlog.tui.screens.themes import ThemesScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, sees, until


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
