"""Something that cannot be read or written while a key is carried out is said; learnlog and its screens stay."""

import asyncio
from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from learnlog.journal.themes import Themes
from learnlog.model.errors import LearnlogError
from learnlog.reading.people.cards import People
from learnlog.tui.screens.people import PeopleScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees
from tests.tui.river.conftest import river

__all__ = ["river"]

BUSY = "Another program holds the library"


def fails(*_: object, **__: object) -> None:
    raise LearnlogError(f"{BUSY}.", "Try again in a moment.")


async def fails_later(*_: object) -> None:
    fails()


async def goes_on(pilot: Pilot[int]) -> None:
    """The screens answer as before."""
    await sees(pilot, f"{BUSY}. Try again in a moment.")
    while "▸Journal" not in seen(pilot):  # keys are held for a moment, as text for what was to be put up
        await pilot.press("J")
        await asyncio.sleep(0.05)
    await pilot.press("P")
    await sees(pilot, "▸People")
    await pilot.press("down")
    await sees(pilot, "Retro openers")


@pytest.mark.parametrize(
    ("key", "patch"),
    [
        ("e", lambda patch: patch.setattr(Themes, "all", fails)),
        ("M", lambda patch: patch.setattr(People, "all", fails)),
        ("X", lambda patch: patch.setattr(PeopleScreen, "action_former", fails_later)),
        ("enter", lambda patch: patch.setattr(PeopleScreen, "enter_page", fails)),
    ],
    ids=["a form", "a list", "a key at once", "a line"],
)
async def test_what_a_key_cannot_do_now_is_said_and_ends_nothing(
    river: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    patch: Callable[[pytest.MonkeyPatch], None],
) -> None:
    async with opened(river, (120, 34)) as pilot:
        await pilot.press("P")
        await sees(pilot, "– e says why")
        with monkeypatch.context() as patched:
            patch(patched)
            await pilot.press(key)
            await sees(pilot, BUSY)
        await goes_on(pilot)
