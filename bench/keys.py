"""What a key costs: in the River, and in Search while one types.

Milliseconds of wall time from the key to the drawn screen, so a loaded machine shows in them.
"""

import asyncio
import random
import resource
import statistics
import sys
import time
from typing import Any

from learnlog.tui.app import LearnlogApp
from learnlog.workspace import open_workspace

TYPED = {
    "rare words": ("vokertra", "kermabalino", "griendelpo", "marali"),
    "common words": ("the", "of", "and", "in a", "this is"),
    "phrases": ('"of the"', '"in a the"', '"as this as"', '"for that it we"'),
    "beginnings": ("sul", "ker", "gri", "de", "con", "v"),
    "several words": ("delcon tra", "the of and", "noli OR teno", "batera -kerno"),
    "with fields": ("potra kind:insight", "theme:facilitation gri", "person:1 sti", "is:unread vo"),
}
"""Searches, each typed letter by letter."""

PACE = (0.08, 0.4)
"""Seconds between the keys of a typist, now and then so many that the longer answer to the last key is under way."""

_RHYTHM = random.Random(3)
NAMES = {" ": "space", '"': "quotation_mark", ":": "colon", "-": "minus"}


async def walk(home: str) -> None:
    """Walk through the River and type searches; print what keys took, and the memory."""
    app = LearnlogApp(open_workspace(home))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1)
        await pilot.press("R")
        await pilot.pause(2)
        print(f"River: {described([await move(app, 'j') for _ in range(200)])}")
        await pilot.press("S")
        await pilot.pause(1)
        for name, searching in (
            ("each key when the last is answered", search),
            ("at a typist's pace", type_on),
        ):
            print(f"Search, {name}:")
            everything = []
            for group, words in TYPED.items():
                took = []
                for word in words:
                    took += [await searching(app, letter) for letter in word]
                    app.screen.query_one("#query").value = ""
                    await pilot.pause(0.3)
                print(f"  {group:15}{described(took)}")
                everything += took
            print(f"  {'all':15}{described(everything)}")
        await pilot.pause(3)
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


Took = tuple[float, float]
"""Milliseconds until results stood there, and until there was nothing left to look at."""


def described(took: list[Took]) -> str:
    """Say what keys took."""
    first, whole = ([key[part] for key in took] for part in (0, 1))
    said = f"{len(took):4} keys, median {statistics.median(first):5.1f} ms, p95 {p95(first):5.1f} ms"
    return (
        said
        if first == whole
        else f"{said}; everything looked at: p95 {p95(whole):5.1f}, most {max(whole):.1f} ms"
    )


def p95(figures: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(figures, n=20)[-1]


async def move(app: LearnlogApp, key: str) -> Took:
    """Press a key that moves the cursor, and measure until the screen shows it there."""
    listing: Any = app.screen.query_one("WindowList")
    before, started = listing.cursor, time.perf_counter()
    press(app, key)
    while listing.cursor == before and time.perf_counter() - started < 2:
        await asyncio.sleep(0)
    took = await drawn(listing, started)
    await asyncio.sleep(0.03)
    return took, took


async def search(app: LearnlogApp, letter: str, *, to_the_end: bool = True) -> Took:
    """Type a letter; measure until there are results for what is typed so far, and until they are all there."""
    screen: Any = app.screen
    wanted, started = screen.query_one("#query").value + letter, time.perf_counter()
    press(app, letter)
    while not is_answered(screen, wanted) and time.perf_counter() - started < 10:
        await asyncio.sleep(0.001)
    first = whole = await drawn(screen, started)
    while to_the_end and not screen._answer.whole and time.perf_counter() - started < 10:
        await asyncio.sleep(0.001)
        whole = await drawn(screen, started)
    return first, whole


async def type_on(app: LearnlogApp, letter: str) -> Took:
    """Type a letter as `search` does, and let it be as long until the next as a typist would."""
    started = time.perf_counter()
    first, _ = await search(app, letter, to_the_end=False)
    await asyncio.sleep(max(0.0, _RHYTHM.uniform(*PACE) - (time.perf_counter() - started)))
    return first, first


def press(app: LearnlogApp, letter: str) -> None:
    """Type a letter."""
    from textual.events import Key  # not before learnlog, which tells Textual how often to draw

    app.post_message(Key(NAMES.get(letter, letter), letter))


def is_answered(screen: Any, wanted: str) -> bool:
    """Tell whether the results for `wanted` are shown."""
    return screen._answer is not None and screen._answer.asked == wanted


async def drawn(widget: Any, started: float) -> float:
    """Return the milliseconds since `started` when everything is painted."""
    painted = asyncio.Event()
    widget.call_after_refresh(painted.set)
    await painted.wait()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    asyncio.run(walk(sys.argv[1]))
