"""From an empty home to three people who fit, against a real server: a theme each line, a list, and a few keys."""

import time
from pathlib import Path

from textual.pilot import Pilot

from learnlog.settings import Settings, find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.fediverse import Fediverse
from tests.tui.desk import opened, seen, sees, types, until

SAID = {
    "femke": (
        "Contract tests without a registry",
        "Who owns the null in a contract?",
        "Breaking a contract, kindly",
    ),
    "idris": (
        "A contract that nobody signed",
        "My smallest contract yet",
        "Renaming a column under contract",
    ),
    "marta": (
        "My first data contract, and my second",
        "A contract for the night",
        "Contract first, meeting later",
    ),
}


def talk(server: Fediverse) -> None:
    """Let three people write on contracts, and two others pass it on."""
    for name in ("ana", "ben", *SAID):
        server.add(name)
    for name, texts in SAID.items():
        for text in texts:
            post = server.post(name, f"<p>{text}</p>")
            for by in ("ana", "ben"):
                server.boost(by, post)


async def test_two_themes_a_list_and_three_people_within_a_minute(
    home: Path, clock: FakeClock, tmp_path: Path
) -> None:
    pressed: list[str] = []

    async def press(pilot: Pilot[int], *keys: str) -> None:
        pressed.extend(keys)
        await pilot.press(*keys)

    with Fediverse() as server:
        talk(server)
        listed = tmp_path / "following_accounts.csv"
        listed.write_text(f"Account address,Show boosts\nana@{server.host},true\nben@{server.host},true\n")
        space = Workspace(find_paths(str(home)), Settings(hosts=(server.host,), timeout=5), clock)
        began = time.monotonic()
        async with opened(space) as pilot:
            await sees(pilot, "What are you working on?")
            await types(pilot, "contract")
            await press(pilot, "enter", "escape", "escape")
            await sees(pilot, "Follow someone who knows about it")
            await press(pilot, "H", "a")
            await sees(pilot, "What are you working on?")
            await types(pilot, "facilitation")
            await press(pilot, "ctrl+s")
            await sees(pilot, "2 themes")
            await press(pilot, "F")
            await sees(pilot, "follows somebody, or imports a starter pack")
            await press(pilot, "f")
            await types(pilot, str(listed))
            await press(pilot, "enter")
            await sees(pilot, "2 people are in this list")
            await press(pilot, "a", "ctrl+s")
            await sees(pilot, "You follow 2 more people")
            await press(pilot, "t")
            await types(pilot, "contract")
            await press(pilot, "enter")
            await sees(pilot, "▸new 3")
            await press(pilot, "f", "j", "f", "j", "f")
            await until(pilot, lambda: len(space.people.all()) == 5, "three more people")
            assert seen(pilot).count("✓ followed") >= 1
        space.close()
    assert time.monotonic() - began < 60
    assert len(pressed) <= 20  # beside the names and the address that are typed
