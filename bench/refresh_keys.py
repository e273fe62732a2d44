"""What a key in the River costs while everything is being fetched: started by `bench.refresh` on its home."""

import asyncio
import statistics
import sys
from typing import Any

from bench.keys import Took, described, move

from learnlog.tui.app import LearnlogApp
from learnlog.workspace import open_workspace


async def walk(home: str) -> None:
    """Move in the River, at rest and while the channels are asked, with all that has to be imported for it."""
    workspace = open_workspace(home)
    app = LearnlogApp(workspace, watch=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1)
        await pilot.press("R")
        await pilot.pause(2)
        await said(app, "at rest", 100)
        fetching: Any = app.fetcher
        await pilot.press("r")
        while not fetching.is_running:
            await asyncio.sleep(0)
        took: list[Took] = []
        while fetching.is_running and len(took) < 2000:
            took.append(await move(app, "j" if len(took) % 40 < 20 else "k"))
        print(f"while fetching   {described(took)}, most {max(first for first, _ in took):.1f} ms")


async def said(app: LearnlogApp, when: str, number: int) -> None:
    """Measure `number` keys and say what they took."""
    took = [await move(app, "j" if key % 40 < 20 else "k") for key in range(number)]
    print(f"{when:16} {described(took)}")
    assert statistics.median(first for first, _ in took) > 0


if __name__ == "__main__":
    asyncio.run(walk(sys.argv[1]))
