"""A key that saves, pressed again while it saves, saves nothing twice: hands repeat what seems not to happen."""

import time
from typing import Any

import pytest

from learnlog.journal.entries import Journal, NewEntry
from learnlog.journal.themes import Themes
from learnlog.model.entry import EntryKind
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import at_rest, opened, seen, sees, types, until


@pytest.fixture(autouse=True)
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    for section in (Journal, Themes):
        monkeypatch.setattr(section, "add", _slowly(section.add))


def _slowly(real: Any) -> Any:
    def add(*given: Any, **named: Any) -> Any:
        time.sleep(0.3)
        return real(*given, **named)

    return add


async def test_a_theme_is_made_once_and_its_form_goes(workspace: Workspace) -> None:
    workspace.themes.add("retro")
    async with opened(workspace) as pilot:
        await pilot.press("H")
        await sees(pilot, "1 theme")
        await pilot.press("a")
        await sees(pilot, "What are you working on?")
        await types(pilot, "contracts")
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await sees(pilot, "2 themes")
        await until(pilot, lambda: "What are you working on?" not in seen(pilot))


async def test_what_i_think_now_is_saved_once(workspace: Workspace, clock: FakeClock) -> None:
    workspace.journal.add(NewEntry(body="Silence before talk.", kind=EntryKind.INSIGHT))
    clock.pass_(weeks=5)
    async with opened(workspace) as pilot:
        await sees(pilot, "Comes back today")
        await pilot.press("j", "k", "enter")
        await sees(pilot, "What did you conclude then")
        await pilot.press("enter")
        await sees(pilot, "Silence before talk.")
        await types(pilot, "Still so.")
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await sees(pilot, "Saved, linked to the insight")
        await pilot.pause(0.7)  # for whatever else was begun
        await at_rest(pilot)
    assert [one.headline for one in workspace.journal.list()] == ["Still so.", "Silence before talk."]


async def test_first_words_are_saved_once(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await sees(pilot, "1 of 3")
        await pilot.press("escape", "escape")
        await types(pilot, "It rained")
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s")
        await sees(pilot, "Saved. This is Today")
        await pilot.pause(0.7)  # for whatever else was begun
        await at_rest(pilot)
    assert [one.headline for one in workspace.journal.list()] == ["It rained"]


async def test_steps_that_are_skipped_while_an_answer_is_taken_come_after_it(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await sees(pilot, "1 of 3")
        await types(pilot, "contracts")
        await pilot.press("enter", "escape", "escape")
        await sees(pilot, "This is Today")
        await pilot.pause(0.7)  # for whatever else was begun
        await at_rest(pilot)
        assert "▸Today" in seen(pilot)
    assert [theme.name for theme in workspace.themes.all()] == ["contracts"]
