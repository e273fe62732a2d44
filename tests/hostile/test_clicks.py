"""A click on foreign text does what a click on any line does, and nothing opens but http(s) in the browser."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from learnlog.model.errors import LearnlogError
from learnlog.settings import find_paths
from learnlog.tui import browsing
from learnlog.workspace import Workspace
from tests.hostile.attacks import MARKUP
from tests.tui.desk import opened, seen, until

REFUSED = [
    *(
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://x.example/a",
        "mailto:x@x.example",
    ),
    *(
        "vscode://file/etc",
        "//x.example",
        "x.example",
        "",
        "-o",
        "--version",
        "https:x.example/\\..\\",
        "jAvAsCrIpT:x",
    ),
    *(
        'https://x.example/"--flag',
        "https://x.example/\x1b]0;x\x07",
        "https://x.example/\u202egnp",
        "http://x y",
    ),
    *("https://x.example/\nfile:///etc", "\x00https://x.example", "https://x.example/" + "a" * 5000),
]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser was asked to open; none is ever started."""
    asked: list[str] = []

    def run(command: list[str], **_: Any) -> "subprocess.CompletedProcess[bytes]":
        asked.append(command[-1])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(browsing.subprocess, "run", run)
    return asked


@pytest.fixture
def space(hostile: Path) -> Iterator[Workspace]:
    made = Workspace(find_paths(str(hostile)))
    yield made
    made.close()


def strange_styles(pilot: Pilot[int]) -> list[str]:
    """Return texts on the screen that carry an action of a click, or a link of the terminal."""
    strips = pilot.app.screen._compositor.render_strips()
    segments = [segment for strip in strips for segment in strip if segment.style]
    return [s.text for s in segments if s.style and (s.style.link or "@click" in s.style.meta)]


@pytest.mark.parametrize("address", REFUSED)
def test_only_web_addresses_reach_the_browser(browser: list[str], address: str) -> None:
    with pytest.raises(LearnlogError):
        browsing.open_in_browser(address)
    assert browser == []


def test_a_web_address_does(browser: list[str]) -> None:
    browsing.open_in_browser("https://x.example/a?b=c")
    assert browser == ["https://x.example/a?b=c"]


async def test_a_click_on_foreign_text_is_only_a_click(space: Workspace, browser: list[str]) -> None:
    did: list[str] = []
    async with opened(space, (150, 40)) as pilot:
        app: Any = pilot.app
        app.action_quit = lambda: did.append("quit")
        app.action_bell = app.bell = lambda: did.append("bell")
        for key, mode in zip(
            "THPSJR", ("today", "themes", "people", "search", "journal", "river"), strict=True
        ):
            await app.action_mode(mode)
            await until(pilot, lambda mode=mode: app.current_mode == mode and "mk0" in seen(pilot), key)
            assert not strange_styles(pilot), mode
            for text in list(MARKUP.values())[:1]:
                await click_on(pilot, text.replace("%", "mk0")[:10])
                assert not strange_styles(pilot), mode
            assert not did, mode
        for key in ("o", "j", "o", "j", "o"):
            await pilot.press(key)
        await pilot.press("tab", "tab", "right", "enter")
        await pilot.pause(0.2)
    assert not did
    assert all(address.startswith("https://x.example/") for address in browser)


async def click_on(pilot: Pilot[int], words: str) -> None:
    """Click on the first place where `words` stand, and come back."""
    places = [(row.index(words) + 2, y) for y, row in enumerate(seen(pilot).splitlines()) if words in row]
    for place in places[:1]:
        await pilot.click(offset=place)
    while len(pilot.app.screen_stack) > 1:
        pilot.app.pop_screen()
        await pilot.pause()


@pytest.mark.parametrize("kind", ["post", "kept"])
async def test_a_document_opens_no_strange_address(space: Workspace, browser: list[str], kind: str) -> None:
    async with opened(space, (150, 40)) as pilot:
        name = "k0" if kind == "kept" else space.search("in:posts mk00x")[0].id
        pilot.app.open_document(kind, name)  # type: ignore[attr-defined]
        await until(pilot, lambda: "mk" in seen(pilot) and len(pilot.app.screen_stack) > 1)
        assert not strange_styles(pilot)
        await pilot.press("o", "enter")
        await until(pilot, lambda: "address" in seen(pilot), "that there is no address")
    assert browser == []
