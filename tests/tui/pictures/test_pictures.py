"""What the screens look like, over the demo at one fixed moment. Each picture was looked at when it was made."""

import shutil
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from textual.pilot import Pilot

from learnlog.demo.loader import open_demo
from learnlog.settings import find_paths
from learnlog.tui.app import LearnlogApp
from learnlog.workspace import Workspace

NOW = datetime(2026, 11, 25, 16, 5, tzinfo=timezone(timedelta(hours=1)))
Snap = Callable[..., bool]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("pictures") / "demo"
    open_demo(home, clock=lambda: NOW).close()
    return home


@pytest.fixture
def app(demo: Path, tmp_path: Path, home: Path) -> LearnlogApp:
    shutil.copytree(demo, tmp_path / "demo")
    return LearnlogApp(Workspace(find_paths(str(tmp_path / "demo")), clock=lambda: NOW), watch=False)


def after(*keys: str, screen: str, shows: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    """Return what presses `keys` once the first layout stands, and makes sure which screen is pictured."""

    async def press(pilot: Pilot[int]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        assert type(pilot.app.screen).__name__ == screen
        for field in pilot.app.screen.query("Input, TextArea"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        await settle(pilot)
        seen = "\n".join(
            "".join(s.text for s in strip) for strip in pilot.app.screen._compositor.render_strips()
        )
        assert shows in seen

    return press


async def settle(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause(0.15)
        await pilot.app.workers.wait_for_complete()


PICTURES = {
    "today": ((), (100, 30), "TodayScreen", "New in your themes"),
    "today, light": (("ctrl+t",), (100, 30), "TodayScreen", "New in your themes"),
    "journal": (("J",), (120, 34), "JournalScreen", "De tweede handtekening"),
    "journal, narrow": (("J",), (80, 24), "JournalScreen", "De tweede handtekening"),
    "river": (("R", "j"), (120, 34), "RiverScreen", "Put the keeper on line one"),
    "river, narrow": (("R",), (80, 24), "RiverScreen", "A checklist for retro openers"),
    "insight": (("R", "i"), (120, 34), "InsightScreen", "In my own words"),
    "themes": (("H",), (120, 34), "ThemesScreen", "The last twelve weeks"),
    "people": (("P",), (120, 34), "PeopleScreen", "Posts by theme"),
    "people, light and narrow": (("ctrl+t", "P"), (80, 24), "PeopleScreen", "Ana Vos"),
    "find": (("H", "F", "j"), (120, 34), "FindScreen", "posts on this"),
    "find, light and narrow": (("ctrl+t", "H", "F", "enter"), (80, 24), "FindScreen", "posts on this"),
    "search": (("S", *"keeper"), (100, 30), "SearchScreen", "found"),
    "help": (("R", "question_mark"), (100, 30), "HelpScreen", "Keys of this screen"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_of(name: str, app: LearnlogApp, snap_compare: Snap) -> None:
    keys, size, screen, shows = PICTURES[name]

    assert snap_compare(app, terminal_size=size, run_before=after(*keys, screen=screen, shows=shows))
