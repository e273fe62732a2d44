"""Makes the pictures of the screens for the documentation, from the demo at a fixed moment: ``make pictures``."""

import asyncio
import os
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

from learnlog.demo.loader import open_demo
from learnlog.tui.app import LearnlogApp
from learnlog.tui.widgets.window_list import WindowList

FOLDER = Path(__file__).parent / "pictures"
NOW = datetime(2026, 11, 25, 16, 5, tzinfo=timezone(timedelta(hours=1)))
SHOTS = {
    "today": (),
    "journal": ("J",),
    "river": ("R", "7", "j"),
    "insight": ("R", "7", "j", "i", *"The rea", "d", *"er writes the test, so I should ask ours first."),
    "themes": ("H",),
    "people": ("P",),
    "search": ("S", *"promise"),
    "help": ("R", "question_mark"),
}


async def shoot(home: Path, name: str, keys: tuple[str, ...]) -> None:
    """Open the demo, press the keys, and save what stands on the screen."""
    app = LearnlogApp(open_demo(home, clock=lambda: NOW), watch=False)
    async with app.run_test(size=(120, 34)) as pilot:
        await settle(app, pilot)
        for key in keys:
            await pilot.press(
                "space" if key == " " else "comma" if key == "," else "full_stop" if key == "." else key
            )
            if len(key) == 1 and key.isupper():
                await settle(app, pilot)
        await settle(app, pilot)
        assert app.screen.query(WindowList) or name in (
            "today",
            "insight",
            "help",
            "themes",
            "people",
            "search",
        )
        svg = app.export_screenshot(title="learnlog", simplify=True)
        (FOLDER / f"{name}.svg").write_text(
            svg.replace("<text ", '<text xml:space="preserve" '), encoding="utf-8"
        )


async def settle(app: LearnlogApp, pilot: object) -> None:
    """Wait until nothing moves any more."""
    for _ in range(3):
        await pilot.pause(0.3)  # type: ignore[attr-defined]
        await app.workers.wait_for_complete()


def main() -> None:
    """Make every picture from one demo."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, keys in SHOTS.items():
            asyncio.run(shoot(Path(folder) / "demo", name, keys))
            print(f"docs/pictures/{name}.svg")


if __name__ == "__main__":
    main()
