"""Makes the pictures of the screens for the documentation, from the demo at a fixed moment: ``make pictures``."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from pictures_cohort import be_a_coach, be_in_a_cohort

from learnlog.demo.loader import open_demo
from learnlog.demo.networks import Networks
from learnlog.model.query import PostFilter
from learnlog.reading.following.meeting import Meeting, Offer
from learnlog.reading.sources.base import Found
from learnlog.tui.app import LearnlogApp
from learnlog.workspace import Workspace

FOLDER = Path(__file__).parent / "pictures"
NOW = datetime(2026, 11, 25, 16, 5, tzinfo=timezone(timedelta(hours=1)))
SHOTS: dict[str, tuple[str, ...]] = {
    "today": (),
    "journal": ("J",),
    "attachments": ("J", "wait", "enter", "wait"),
    "river": ("R", "to Ask for the story"),
    "insight": (
        "R",
        "to Contract tests",
        "i",
        *"The rea",
        "d",
        *"er writes the test, so I should ask ours first.",
    ),
    "boosts": ("R", "to Mooiste feedback"),
    "quote": ("R", "to You know who"),
    "picture": ("R", "to The contract for the night"),
    "warning": ("R", "to I once asked"),
    "conversation": ("R", "to Most of us rescue", "c", "wait"),
    "follow": ("f", *"@maren", "@", *"fjord", ".", *"example", "enter", "wait"),
    "accounts": ("at", "wait"),
    "login": ("at", "wait", "a", "wait", "down", "enter", "wait"),
    "share": ("O", "wait", "enter", "wait"),
    "outbox": ("O", "wait"),
    "notices": ("C", "wait"),
    "themes": ("H",),
    "find": ("H", "wait", "F", "wait", "enter"),
    "why": ("H", "wait", "F", "wait", "w", "wait", *"jjj", "enter", "j", "enter"),
    "people": ("P",),
    "recall": ("j", "enter", "wait", "enter", "wait"),
    "review": ("W", "wait"),
    "goals": ("Q", "wait"),
    "weeks": ("Q", "wait", "tab", "wait", "tab", "wait"),
    "programmes": ("Q", "wait", "tab", "wait"),
    "trace": ("J", "j", "j", "enter", "wait", "z", "wait"),
    "then-now": ("H", "wait", "equals_sign", "wait"),
    "question": (*"jjjjjjjj", "enter", "wait"),
    "search": ("S", *"promise"),
    "help": ("R", "question_mark"),
    "bundle": ("V", "wait", "j", "j"),
    "coach": ("Z", "wait", "j", "j", "wait"),
    "received": ("Z", "wait", "j", "j", "wait", "enter", "G", "enter", "wait"),
    "cohort": ("ampersand", "wait", "j", "wait"),
}


def attach_files(workspace: Workspace) -> None:
    """Put a drawing and a note beside the newest entry."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        drawing, note = Path(folder) / "contract-on-the-fridge.png", Path(folder) / "reader-letter.txt"
        Image.new("RGB", (640, 480), "#f4f1e8").save(drawing)
        note.write_text("When line 0 comes, call Jurre.\n" * 40, encoding="utf-8")
        entry = workspace.journal.list(limit=1)[0]
        workspace.attaching.attach(
            entry.id, [drawing], "The contract as it hangs on the fridge, two names on it"
        )
        workspace.attaching.attach(entry.id, [note])


PREPARED: dict[str, Callable[[Workspace], None]] = {
    "attachments": attach_files,
    "coach": be_a_coach,
    "received": be_a_coach,
    "cohort": be_in_a_cohort,
}
"""What has to be there first, besides the demo."""
NAMED = {" ": "space", ",": "comma", ".": "full_stop", "@": "at"}


async def shoot(home: Path, name: str, keys: tuple[str, ...]) -> None:
    """Open the demo, press the keys, and save what stands on the screen."""
    workspace = open_demo(home, clock=lambda: NOW)
    workspace.following.meet = meet  # type: ignore[method-assign]  # nobody is asked for who is made up
    workspace.accounts.keyring_trouble = lambda: ""  # type: ignore[method-assign]  # whatever is on this machine
    if name in PREPARED:
        PREPARED[name](workspace)
    app = LearnlogApp(workspace, watch=False)
    async with app.run_test(size=(120, 34)) as pilot:
        await settle(app, pilot)
        for key in keys:
            for press in keys_of(key, workspace):
                await pilot.press(NAMED.get(press, press))
            if len(key) > 1 or key.isupper():
                await settle(app, pilot)
        await settle(app, pilot)
        svg = app.export_screenshot(title="learnlog", simplify=True)
        (FOLDER / f"{name}.svg").write_text(
            svg.replace("<text ", '<text xml:space="preserve" '), encoding="utf-8"
        )


def keys_of(key: str, workspace: Workspace) -> Sequence[str]:
    """Return what to press for `key`: "to" a post is so many lines down."""
    act, _, words = key.partition(" ")
    if act != "to":
        return () if key == "wait" else (key,)
    lines = [post.headline for post in workspace.river.page(PostFilter(), limit=60)]
    return *str(next(i for i, line in enumerate(lines) if line.startswith(words))), "j"


def meet(address: str) -> Meeting:
    """Return whom an address of the demo leads to."""
    networks = Networks(NOW)
    maren, post = networks.actor("maren"), networks.post("maren-online")
    found = Found(
        kind="mastodon",
        key=maren.key,
        title=maren.name,
        site=maren.url,
        handle=maren.handle,
        description="Facilitates meetings that are mostly on a screen, from Bergen. Rooms, rain, and who is muted.",
        newest=(post,),
    )
    site = Found(
        kind="feed",
        key="https://maren.example/feed.xml",
        title="Maren Holm, notes",
        site="https://maren.example/",
    )
    sky = Found(kind="bluesky", key="did:web:maren.example", title="Maren", handle="maren.example")
    return Meeting(
        offers=(
            Offer(found=found),
            Offer(
                found=site, proven=True, evidence="https://maren.example/ and the profile link to each other"
            ),
            Offer(found=sky, evidence="the profile links to it, but it does not link back"),
        )
    )


async def settle(app: LearnlogApp, pilot: object) -> None:
    """Wait until nothing moves any more, or only a login that waits for somebody."""
    for _ in range(3):
        await pilot.pause(0.3)  # type: ignore[attr-defined]
        done = asyncio.ensure_future(app.workers.wait_for_complete())
        await asyncio.wait([done], timeout=2)


def main() -> None:
    """Make every picture from one demo, or those that are named."""
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or SHOTS:
            asyncio.run(shoot(Path(folder) / "demo", name, SHOTS[name]))
            print(f"docs/pictures/{name}.svg")


if __name__ == "__main__":
    main()
