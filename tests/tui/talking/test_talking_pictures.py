"""What talking looks like. Each picture was looked at when it was made."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from textual.pilot import Pilot

from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError
from learnlog.model.social import Audience
from learnlog.talking.base import SendError, UnsureError
from learnlog.talking.message import Purpose
from learnlog.talking.outbox import NewMessage
from learnlog.tui.app import LearnlogApp
from learnlog.workspace import Workspace
from tests.talking.voices import BLUE, ME, FakeVoice
from tests.tui.desk import sees
from tests.tui.talking.test_answering import notice

PICTURES = {
    "share": (("J", "p"), (120, 34), "── 2 of 2"),
    "outbox": (("O",), (80, 24), "Drafts"),
    "notices, light": (("ctrl+t", "C"), (80, 24), "Between us."),
}


@pytest.fixture
def talked(desk: Workspace, insight: Entry, voices: dict[str, FakeVoice]) -> Workspace:
    """A desk on which something was sent, something failed, and others answered."""
    desk.accounts.save(BLUE)
    mine, other = voices[ME.id], voices[BLUE.id]

    def put(*texts: str, account: str = ME.id, send: bool = True, **more: object) -> str:
        message = desk.outbox.draft(NewMessage(account=account, texts=texts, **more))  # type: ignore[arg-type]
        if send:
            desk.outbox.queue(message.id)
            with suppress(LearnlogError):
                desk.sending.send(message.id)
        return message.id

    asked = put("What makes a handover slow?", kind=Purpose.ASK, entry=insight.id)
    other.fails = lambda number: UnsureError("The connection broke after it was given away.")
    put("A registry is a promise.", "Promises need keepers.", account=BLUE.id)
    mine.fails = lambda number: SendError("The server does not take pictures of that kind.")
    put("Our lead times.")
    put("@ana@there.example Thank you.", send=False, audience=Audience.DIRECT)
    mine.noticed = [
        notice(1, "follow"),
        notice(2, "reply", desk.outbox.get(asked).out[0].uri, "Same here: nobody tells the writers."),
        notice(3, "mention", "", "Between us.", audience=Audience.DIRECT),
    ]
    return desk


def after(keys: tuple[str, ...], shows: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    async def press(pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.pause(0.15)
            await pilot.app.workers.wait_for_complete()
            await pilot.press(key)
        await sees(pilot, shows)
        await pilot.app.workers.wait_for_complete()
        for field in pilot.app.screen.query("TextArea"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        await pilot.pause(0.15)

    return press


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_of(name: str, talked: Workspace, snap_compare: Callable[..., bool]) -> None:
    keys, size, shows = PICTURES[name]

    assert snap_compare(LearnlogApp(talked, watch=False), terminal_size=size, run_before=after(keys, shows))
