"""Text is legible in both looks: WCAG 2.2 asks for a contrast of 4.5 to 1."""

import pytest
from textual.color import Color
from textual.theme import Theme

from learnlog.tui.look import LOOKS

TEXTS = ("foreground", "text-muted", "accent", "primary", "error", "warning", "success")
GROUNDS = ("background", "surface", "panel")


def contrast(look: Theme, text: str, ground: str) -> float:
    variables = look.to_color_system().generate()
    behind = Color.parse(variables[ground])
    front = behind.blend(Color.parse(variables[text]), Color.parse(variables[text]).a, 1.0)
    light, dark = sorted((_luminance(front), _luminance(behind)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_there_is_a_light_and_a_dark_look() -> None:
    assert {look.dark for look in LOOKS} == {True, False}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_from_its_ground(look: Theme, text: str, ground: str) -> None:
    assert contrast(look, text, ground) >= 4.5


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("state", ["block-cursor", "block-cursor-blurred"])
def test_the_row_under_the_cursor_can_be_read(look: Theme, state: str) -> None:
    assert contrast(look, f"{state}-foreground", f"{state}-background") >= 4.5
    for text in ("text-muted", "accent"):
        assert contrast(look, text, f"{state}-background") >= 4.5
