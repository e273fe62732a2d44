"""What is pasted is foreign too: nothing in it acts, wherever it is pasted."""

from textual import events
from textual.widgets import Input, TextArea

from learnlog.model.safe import clean_text
from learnlog.workspace import Workspace
from tests.hostile.attacks import ACTING
from tests.tui.desk import opened, seen, until
from tests.tui.river.conftest import river

__all__ = ["river"]

PASTED = " ".join(ACTING.values()).replace("\r", " ").replace("\x85", " ")
PLACES = ["S", "ctrl+p"]
"""Keys that lead to a line of ours, and to one of Textual's own."""


async def test_a_pasted_text_comes_in_harmless_everywhere(river: Workspace) -> None:
    async with opened(river, (120, 40)) as pilot:
        for keys in PLACES:
            await pilot.press("T")
            await until(pilot, lambda: len(pilot.app.screen_stack) == 1, "Today")
            for key in keys.split():
                await pilot.press(key)
                await until(pilot, lambda: pilot.app.screen.focused is not None, f"{keys}: a place")
                await pilot.pause(0.1)
            place = pilot.app.screen.focused
            assert isinstance(place, (Input, TextArea)), keys
            pilot.app.post_message(events.Paste(PASTED))
            await until(pilot, lambda place=place: "never ends" in _text(place), f"{keys}: the pasted text")
            assert _text(place) == clean_text(_text(place)), keys
            assert clean_text(seen(pilot)) == seen(pilot), keys
            for _ in range(3):
                await pilot.press("escape")
                await pilot.pause(0.05)


def _text(widget: object) -> str:
    assert isinstance(widget, (Input, TextArea))
    return widget.value if isinstance(widget, Input) else widget.text
