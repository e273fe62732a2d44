"""The TUI's first useful screen against an empty Textual app, its memory, and what a key costs.

Each figure comes from processes of its own; CPU is user plus system time.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
TYPED = (
    "sul",
    "the",
    "kerma",
    "delcon tra",
    '"of the"',
    "observ",
    "noli OR teno",
    "potra kind:insight",
    "theme:facilitation gri",
    "person:1 sti",
    "batera -kerno",
    "is:unread vo",
    '"in a',
    "marali",
)
"""Searches, each typed letter by letter."""


def child(name: str, home: str) -> dict[str, float]:
    """Run one measurement in a process of its own and return its CPU seconds, peak MB and what it printed."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, __file__, "--child", name, "--home", home], env=env, capture_output=True, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    figures = dict(part.split("=") for part in done.stdout.split())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu} | {key: float(value) for key, value in figures.items()}


def empty_app(_home: str) -> None:
    """Open an empty Textual app and leave after its first screen."""
    from textual.app import App

    class Empty(App[None]):
        def on_ready(self) -> None:
            self.exit()

    Empty().run(headless=True, size=(100, 30))


def first_screen(home: str) -> None:
    """Open learnlog and leave when Today stands filled."""
    from learnlog.tui.app import LearnlogApp
    from learnlog.tui.screens.today import TodayScreen
    from learnlog.workspace import open_workspace

    load = TodayScreen.load

    async def load_and_leave(self: TodayScreen) -> None:
        await load(self)
        self.app.call_after_refresh(self.app.exit)

    TodayScreen.load = load_and_leave  # type: ignore[method-assign]
    LearnlogApp(open_workspace(home)).run(headless=True, size=(100, 30))


def keys(home: str) -> None:
    """Walk through the River and type a search; print the milliseconds of CPU and wall time a key took."""
    from learnlog.tui.app import LearnlogApp
    from learnlog.workspace import open_workspace

    async def walk() -> None:
        app = LearnlogApp(open_workspace(home))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(1)
            await pilot.press("R")
            await pilot.pause(2)
            river = [await timed(app, "j") for _ in range(200)]
            await pilot.press("S")
            await pilot.pause(1)
            found = []
            for word in TYPED:
                for letter in word:
                    found.append(await timed_search(app, letter))
                app.screen.query_one("#query").value = ""
                await pilot.pause(0.3)
            await pilot.pause(3)
            print(f"river_p95={quantile(river)} search_p95={quantile(found)} peak={peak()}")

    asyncio.run(walk())


async def timed(app: object, key: str) -> float:
    """Return the wall milliseconds from a key to the drawn screen with the cursor moved."""
    from textual.events import Key

    listing = app.screen.query_one("WindowList")  # type: ignore[attr-defined]
    before, drawn = listing.cursor, asyncio.Event()
    started = time.perf_counter()
    app.post_message(Key(key, key))  # type: ignore[attr-defined]
    while listing.cursor == before and time.perf_counter() - started < 2:
        await asyncio.sleep(0)
    listing.call_after_refresh(drawn.set)
    await drawn.wait()
    took = (time.perf_counter() - started) * 1000
    await asyncio.sleep(0.03)
    return took


async def timed_search(app: object, letter: str) -> float:
    """Return the wall milliseconds until the results for what is typed so far are shown."""
    from textual.events import Key

    screen = app.screen  # type: ignore[attr-defined]
    line = screen.query_one("#query")
    wanted = line.value + letter
    started = time.perf_counter()
    app.post_message(Key({" ": "space", '"': "quotation_mark"}.get(letter, letter), letter))  # type: ignore[attr-defined]
    while (screen._answer is None or screen._answer.asked != wanted) and time.perf_counter() - started < 2:
        await asyncio.sleep(0.001)
    drawn = asyncio.Event()
    screen.call_after_refresh(drawn.set)
    await drawn.wait()
    return (time.perf_counter() - started) * 1000


def quantile(figures: list[float]) -> float:
    """Return the 95th percentile."""
    import statistics

    return round(statistics.quantiles(figures, n=20)[-1], 1)


def peak() -> float:
    """Return this process's peak memory in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def main() -> None:
    """Make the home, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--child", choices=["empty_app", "first_screen", "keys"])
    parser.add_argument("--home", default="")
    asked = parser.parse_args()
    if asked.child:
        globals()[asked.child](asked.home)
        return
    import statistics

    from homes import make_home

    with tempfile.TemporaryDirectory() as folder:
        home = asked.home or str(Path(folder) / "home")
        if not Path(home).exists():
            make_home(Path(home), entries=asked.entries, posts=asked.posts).close()
        pairs = [(child("first_screen", home)["cpu"], child("empty_app", home)["cpu"]) for _ in range(RUNS)]
        ours, empty = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(
            f"first useful screen {ours * 1000:.0f} ms of CPU, empty Textual app {empty * 1000:.0f} ms: {ratio:.2f} x"
        )
        figures = child("keys", home)
        print(
            f"a key in the River, p95 {figures['river_p95']} ms; a key in Search, p95 {figures['search_p95']} ms (wall)"
        )
        print(f"peak memory of that walk {figures['peak']} MB")


if __name__ == "__main__":
    main()
