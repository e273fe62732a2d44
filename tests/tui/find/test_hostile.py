"""What strangers call themselves acts on nothing, and breaks no line."""

import pytest

from learnlog.model.finding import Profile
from learnlog.model.social import Actor
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees
from tests.tui.find.conftest import passed_on
from tests.tui.river.social import ANA, BEN, ago, said

EVIL = "[red]Eve[/] [@click=app.quit]quit[/]\x1b[2J\u202e" + "\u0301" * 20 + "李" * 40


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_hostile_names_and_bios_are_only_text(newcomer: Workspace, size: tuple[int, int]) -> None:
    eve = Actor(key="did:plc:eve", handle="[@click=app.bell]eve[/]", name=EVIL)
    words = ("[b]contract[/b] one", "contract two \x1b]0;x\x07", "schema three")
    posts = [said(eve, f"e{n}", text * (n + 1), ago(newcomer, days=n)) for n, text in enumerate(words)]
    for by in (ANA, BEN):
        passed_on(newcomer, by, posts, first=13)
    bio = f"{EVIL} contract {EVIL}"
    newcomer.library.actors.put([Profile(key=eve.key, kind="bluesky", name=EVIL, bio=bio)], newcomer.clock())
    async with opened(newcomer, size) as pilot:
        await pilot.press("F")
        await sees(pilot, "[red]Eve[/] [@click=app.quit]quit")
        for key in (
            "enter",
            "escape",
            "j",
            "enter",
            "escape",
            "j",
            "enter",
            "escape",
            "j",
            "enter",
            "w",
            "e",
        ):
            await pilot.press(key)
            await pilot.pause(0.1)
        page = seen(pilot)
        assert "\x1b" not in page
        assert "\u202e" not in page
        assert pilot.app.is_running
