"""Keys that come in one piece, as from a fast hand, a busy machine or a slow line, each find what those before did."""

import time

import pytest
from textual import events
from textual.pilot import Pilot

from learnlog.reading.people.cards import People
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, until
from tests.tui.river.conftest import river

__all__ = ["river"]


def at_once(pilot: Pilot[int], *keys: str) -> None:
    """Let `keys` come in one piece; what is longer than a key's name is text."""
    for key in keys:
        letters = key.removeprefix("'") if key.startswith("'") else ""
        for name in letters or [key]:
            letter = name if letters else None
            pilot.app.post_message(events.Key("space" if name == " " else name, letter))


async def the_card_is_changed(pilot: Pilot[int], river: Workspace) -> None:
    at_once(pilot, "e", "tab", "'Tells it kindly", "tab", "tab", "'night work", "ctrl+s")
    await sees(pilot, "Changed the card")
    person = river.people.get("ana-vos")
    assert (person.name, person.why, person.themes) == ("Ana Vos", "Tells it kindly", ("night-work",))


async def test_a_form_is_filled_in_one_piece(river: Workspace) -> None:
    async with opened(river, (120, 30)) as pilot:
        await pilot.press("P")
        await sees(pilot, "– e says why")
        await the_card_is_changed(pilot, river)


async def test_a_form_is_filled_before_it_is_there(river: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    real = People.circles
    monkeypatch.setattr(People, "circles", lambda self: (time.sleep(0.5), real(self))[1])
    async with opened(river, (120, 30)) as pilot:
        await pilot.press("P")
        await sees(pilot, "– e says why")
        await the_card_is_changed(pilot, river)


async def test_a_key_goes_to_the_screen_that_the_one_before_opened(river: Workspace) -> None:
    async with opened(river, (120, 30)) as pilot:
        await pilot.press("H")
        await sees(pilot, "2 themes")
        await pilot.press("P")
        await sees(pilot, "Why our registry failed")
        await pilot.press("T")
        await sees(pilot, "▸Today")
        at_once(pilot, "P", "j", "H", "j", "P", "x")
        await until(pilot, lambda: not river.people.get("ben-de-wit").is_followed)
        assert river.people.get("ana-vos").is_followed
        assert "▸People" in seen(pilot)
