"""The outbox on the screen: what waits, what failed, what is in doubt, and what can be done about it."""

from learnlog.model.entry import Entry
from learnlog.talking.base import LaterError, SendError, UnsureError
from learnlog.talking.message import Message, Status
from learnlog.talking.outbox import NewMessage
from learnlog.workspace import Workspace
from tests.talking.voices import ME, FakeVoice, Server
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.talking.conftest import posts


def draft(desk: Workspace, *texts: str, entry: str = "") -> Message:
    return desk.outbox.draft(NewMessage(account=ME.id, texts=texts, entry=entry))


async def test_an_empty_outbox_says_what_fills_it(desk: Workspace) -> None:
    async with opened(desk) as pilot:
        await pilot.press("O")
        await sees(pilot, "p on an entry shares it")


async def test_a_draft_is_sent_after_one_question(desk: Workspace, server: Server) -> None:
    draft(desk, "First words.", "Then more.")
    async with opened(desk) as pilot:
        await pilot.press("O")
        await sees(pilot, "First words.")
        assert "@me@here.example · 2 posts" in seen(pilot)
        await pilot.press("ctrl+g")
        await sees(pilot, "Send 2 posts as @me@here.example, public, now?")
        await pilot.press("enter")
        await until(pilot, lambda: "now?" not in seen(pilot))
        assert posts(server) == []

        await pilot.press("ctrl+g")
        await sees(pilot, "now?")
        await pilot.press("down", "enter")
        await sees(pilot, "Sent to Mastodon")
        await until(pilot, lambda: "nothing of these was sent" not in seen(pilot))
    assert posts(server) == ["First words.", "Then more."]


async def test_what_failed_says_why_and_can_be_written_anew(
    desk: Workspace, server: Server, voices: dict[str, FakeVoice]
) -> None:
    voices[ME.id].fails = lambda number: SendError("The server does not take this.") if number == 1 else None
    desk.outbox.queue(draft(desk, "Bad words.").id)
    async with opened(desk) as pilot:
        await pilot.press("O")
        await sees(pilot, "Bad words.")
        await pilot.press("W")
        await sees(pilot, "refused there")
        await sees(pilot, "      The server does not take this.")
        await pilot.press("enter")
        await sees(pilot, "From the outbox")
        await until(pilot, lambda: "10 / 60" in seen(pilot))
        await types(pilot, " Better.")
        await pilot.press("ctrl+g")
        await sees(pilot, "now?")
        await pilot.press("down", "enter")
        await sees(pilot, "Sent to Mastodon")
    assert posts(server) == ["Bad words. Better."]
    assert [message.status for message in desk.outbox.all()] == [Status.SENT]


async def test_one_in_doubt_is_settled_by_what_is_there(
    desk: Workspace, server: Server, voices: dict[str, FakeVoice]
) -> None:
    voice = voices[ME.id]
    voice.fails = lambda number: UnsureError("The connection broke.") if number == 1 else None
    desk.outbox.queue(draft(desk, "Is it there?", "And this?").id)
    async with opened(desk) as pilot:
        await pilot.press("O")
        await sees(pilot, "Is it there?")
        await pilot.press("W")
        await sees(pilot, "nobody knows yet whether it arrived")
        await pilot.press("a")
        await sees(pilot, "while post 1 of 2 was sent")
        await pilot.press("enter")
        await sees(pilot, "Sent to Mastodon")
    assert posts(server) == ["Is it there?", "And this?"]


async def test_one_in_doubt_that_is_not_there_waits_again_or_is_dropped(
    desk: Workspace, server: Server, voices: dict[str, FakeVoice]
) -> None:
    voice = voices[ME.id]
    voice.arrives = False
    voice.fails = lambda number: UnsureError("The connection broke.")
    message = draft(desk, "Is it there?")
    desk.outbox.queue(message.id)
    async with opened(desk) as pilot:
        await pilot.press("O")
        await sees(pilot, "Is it there?")
        await pilot.press("W")
        await sees(pilot, "nobody knows yet")
        await pilot.press("enter", "down", "down", "enter")
        await sees(pilot, "It waits; Ctrl+G sends it")
        assert desk.outbox.get(message.id).status is Status.QUEUED
        await pilot.press("x")
        await sees(pilot, "Dropped  ·  u takes it back")
        assert desk.outbox.get(message.id).status is Status.DROPPED
        await pilot.press("u")
        await sees(pilot, "Taken back: dropped “Is it there?”")
    assert desk.outbox.get(message.id).status is Status.QUEUED
    assert posts(server) == []


async def test_a_sent_message_is_taken_back_after_asking_once(
    desk: Workspace, insight: Entry, server: Server
) -> None:
    message = draft(desk, "Out it goes.", entry=insight.id)
    desk.outbox.queue(message.id)
    desk.sending.send(message.id)
    async with opened(desk) as pilot:
        await pilot.press("O")
        await sees(pilot, "Out it goes.")
        await pilot.press("x")
        await sees(pilot, "Delete 1 post of @me@here.example there?")
        await pilot.press("enter")
        await until(pilot, lambda: "Delete 1 post" not in seen(pilot))
        assert posts(server) == ["Out it goes."]
        await pilot.press("x")
        await sees(pilot, "Delete 1 post")
        await pilot.press("down", "enter")
        await sees(pilot, "Taken back; its text stays")
    assert posts(server) == []
    assert desk.journal.get(insight.id).sent == ()


async def test_escape_stops_after_the_message_on_its_way(
    desk: Workspace, server: Server, voices: dict[str, FakeVoice]
) -> None:
    import threading

    begun, go = threading.Event(), threading.Event()

    def slow(number: int) -> None:
        begun.set()
        go.wait(10)

    voices[ME.id].fails = slow
    for words in ("First.", "Second."):
        desk.outbox.queue(draft(desk, words).id)
    async with opened(desk) as pilot:
        await pilot.press("O")
        await sees(pilot, "Second.")
        await pilot.press("W")
        await until(pilot, begun.is_set)
        await sees(pilot, "sending 1 of 2")
        await pilot.press("escape")
        await sees(pilot, "What is on its way is finished; the rest waits.")
        go.set()
        await sees(pilot, "Sent to Mastodon")
    assert len(posts(server)) == 1
    assert len(desk.outbox.all(Status.QUEUED)) == 1


async def test_what_could_not_go_waits_and_says_so(desk: Workspace, voices: dict[str, FakeVoice]) -> None:
    voices[ME.id].fails = lambda number: LaterError("The server cannot be reached now.")
    desk.outbox.queue(draft(desk, "Later then.").id)
    async with opened(desk, (80, 24)) as pilot:
        await pilot.press("O")
        await sees(pilot, "Later then.")
        await pilot.press("W")
        await sees(pilot, "The server cannot be reached now.")
        await sees(pilot, "1 waiting")
