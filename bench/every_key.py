"""What every kind of key costs in a home that is there: going to a screen, walking, jumping, marking, lists, views.

Milliseconds from the key until what it asked for is painted, and milliseconds of CPU of all threads in that time: on a
loaded machine the second says more. Posts are marked and views are kept, so give it a copy. What waits in the home
(posts to be indexed, or compared for stories) is done beside it meanwhile, as it is for whoever opens such a home.
"""

import argparse
import asyncio
import resource
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from keys import NAMES, drawn
from learnlog.model.errors import UsageError
from learnlog.tui.app import LearnlogApp
from learnlog.workspace import open_workspace

MODES = {"R": "river", "T": "today", "J": "journal", "H": "themes", "P": "people", "F": "find"}
VIEWS = (
    *("the", "vokertra", "sul*", '"of the"', '"as this as"', "is:long", "is:read", "lang:de"),
    *("theme:facilitation gri", "newer:30d the", "older:30d", "from:Person delcon"),
)
WORKING = {"load", "page", "window", "window-pages", "move", "act", "post", "undo"}
"""Groups of workers that answer a key."""
PATIENCE = 20.0
Took = tuple[float, float]


class Walk:
    """Presses keys and measures; prints a line for each kind."""

    def __init__(self, app: LearnlogApp) -> None:
        self.app = app
        self.slowest: list[tuple[float, str]] = []

    @property
    def listing(self) -> Any:
        """The River's list."""
        return self.app.screen.query_one("WindowList")

    async def until(self, done: Callable[[], bool], begin: Callable[[], object], what: str) -> Took:
        """Do `begin` and return what it took until it is `done` and painted."""
        wall, cpu = time.perf_counter(), time.process_time()
        self.app.keys_first.came()  # also where no key but what it calls is measured
        begin()
        await asyncio.sleep(0)
        await drawn(self.app.screen, wall)
        while (self._works() or not done()) and time.perf_counter() - wall < PATIENCE:
            await asyncio.sleep(0.001)
        await drawn(self.app.screen, wall)
        took = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
        if not done():
            print(f"{what}: no answer in {PATIENCE:.0f} s")
        await asyncio.sleep(0.03)
        return took

    def _works(self) -> bool:
        return any(one.group in WORKING and not one.is_finished for one in self.app.workers)

    async def press(self, key: str, done: Callable[[], bool] = lambda: True) -> Took:
        """Press a key and return what it took."""
        from textual.events import Key

        event = Key(NAMES.get(key, key), key if len(key) == 1 else None)
        return await self.until(done, lambda: self.app.post_message(event), key)

    def say(self, name: str, took: list[Took]) -> None:
        """Print what keys of a kind took."""
        if not took:
            return
        wall, cpu = ([one[part] for one in took] for part in (0, 1))
        self.slowest += [(one, name) for one in wall]
        print(
            f"{name:34}{len(took):4} keys, median {statistics.median(wall):6.1f} ms, p95 {p95(wall):6.1f}, "
            f"most {max(wall):6.1f}; CPU: median {statistics.median(cpu):6.1f}, p95 {p95(cpu):6.1f}",
            flush=True,
        )

    async def modes(self) -> None:
        """Go to each screen, for the first time and again."""
        for when in ("first", "again"):
            for key, name in MODES.items():
                self.say(
                    f"to {name}, {when}", [await self.press(key, lambda n=name: self.app.screen.scope == n)]
                )  # type: ignore[misc]
                await asyncio.sleep(0.8)

    async def moves(self, key: str, times: int, name: str = "") -> None:
        """Press a key that moves the cursor of the River so many times."""
        took = []
        for _ in range(times):
            before = self.listing.cursor, self.listing.rows, self.listing.current
            took.append(
                await self.press(
                    key, lambda b=before: (self.listing.cursor, self.listing.rows, self.listing.current) != b
                )
            )  # type: ignore[misc]
        self.say(name or key, took)

    async def jumps(self, times: int, name: str = "") -> None:
        """Go to the end of the list and back so many times."""
        ends, starts = [], []
        for _ in range(times):
            ends.append(await self.press("G", self._is_at_end))
            await asyncio.sleep(0.2)
            starts.append(await self.press("g", lambda: self.listing._at_start and self.listing.cursor == 0))
            await asyncio.sleep(0.2)
        self.say(f"G{name}", ends)
        self.say(f"g{name}", starts)

    def _is_at_end(self) -> bool:
        return bool(self.listing._at_end) and self.listing.cursor == len(self.listing.rows) - 1

    async def marks(self, key: str, times: int, name: str = "") -> None:
        """Mark the post under the cursor so many times."""
        took, field = [], {"m": "read", "s": "starred"}[key]
        for _ in range(times):
            post = self.listing.current.item
            was = getattr(post, field)
            took.append(
                await self.press(
                    key,
                    lambda p=post, w=was: (
                        self.listing.current.item.id != p.id or getattr(self.listing.current.item, field) != w
                    ),
                )
            )  # type: ignore[misc]
            await asyncio.sleep(0.3)
        self.say(f"{key}{name}", took)

    async def toggles(self, key: str, times: int) -> None:
        """Press a key that reads the list anew."""
        took = []
        for _ in range(times):
            rows = self.listing.rows
            took.append(await self.press(key, lambda r=rows: self.listing.rows is not r))  # type: ignore[misc]
            await asyncio.sleep(0.4)
        self.say(key, took)

    async def lanes(self, kind: str, most: int) -> None:
        """Show lists of a kind, and move about in the first of them."""
        from learnlog.tui.screens.river_sidebar import filter_of

        river: Any = self.app.screen
        lanes = [lane for lane in river._around.lanes if lane.kind == kind][:most]
        for number, lane in enumerate(lanes):
            rows = self.listing.rows
            took = await self.until(
                lambda r=rows: self.listing.rows is not r,
                lambda one=lane.id: river.show_only(filter_of(one)),
                lane.id,  # type: ignore[misc]
            )
            self.say(f"list {kind} {lane.label}"[:34], [took])
            await asyncio.sleep(0.5)
            if self.listing.rows and (number == 0 or kind == "view"):
                await self.jumps(1, f" in {kind} {lane.label}"[:32])
                await self.moves("j", 10, f"j in {kind} {lane.label}"[:34])
                await self.marks("m", 2, f" in {kind} {lane.label}"[:32])


def p95(figures: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(figures, n=20)[-1] if len(figures) > 1 else figures[0]


async def walk(home: str) -> None:
    """Open `home` and press every kind of key."""
    begun = time.perf_counter()
    workspace = open_workspace(home)
    posts = workspace.library.posts.newest_row()
    print(f"opened in {(time.perf_counter() - begun) * 1000:.0f} ms: about {posts:,} posts")
    for search in VIEWS:
        with suppress(UsageError):  # it is there already
            workspace.views.add(search)
    waiting = workspace.library.indexing.waiting(), workspace.library.stories.waiting()
    print(f"waiting to be indexed: {waiting[0]:,}, to be compared for stories: {waiting[1]:,}")
    app = LearnlogApp(workspace)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1)
        keys = Walk(app)
        await keys.modes()
        await keys.press("R", lambda: app.screen.scope == "river")
        await pilot.pause(1)
        for key, times in (("j", 150), ("k", 100), ("ctrl+f", 60), ("ctrl+b", 30), ("n", 40), ("N", 20)):
            await keys.moves(key, times)
        await keys.jumps(5)
        await keys.press("G")
        await keys.moves("k", 60, "k at the end")
        await keys.moves("ctrl+b", 30, "ctrl+b at the end")
        await keys.press("g")
        await keys.marks("m", 10)
        await keys.marks("s", 10)
        await keys.toggles("U", 6)
        await keys.toggles("B", 4)
        for kind in ("unread", "starred", "theme", "circle", "view", "person", "all"):
            await keys.lanes(kind, len(VIEWS) if kind == "view" else 4)
        slowest = sorted(keys.slowest, reverse=True)
        every = [took for took, _ in slowest]
        print(f"all: {len(every)} keys, median {statistics.median(every):.1f} ms, p95 {p95(every):.1f} ms")
        print("slowest: " + ", ".join(f"{name} {took:.0f} ms" for took, name in slowest[:5]))
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", help="a copy: posts in it are marked")
    asyncio.run(walk(parser.parse_args().home))
