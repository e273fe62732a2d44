"""Sharing an entry from the journal: seen as it will stand, kept or sent, to nobody by accident."""

from dataclasses import replace
from pathlib import Path

from PIL import Image
from textual.widgets import TextArea

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.visibility import Visibility
from learnlog.talking.base import LaterError
from learnlog.talking.message import Status
from learnlog.workspace import Workspace
from tests.talking.voices import BLUE, ME, FakeVoice, Server
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.talking.conftest import posts

PARTS = [
    "Slow feedback is the real cost of a handover.",
    "The writer never hears what came of it.",
]


async def test_what_is_too_long_for_one_post_is_shown_as_the_thread_it_becomes_and_sent_so(
    desk: Workspace, insight: Entry, server: Server
) -> None:
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "── 1 of 2 · 45 / 60")
        assert "── 2 of 2 · 39 / 60" in seen(pilot)
        assert "@me@here.example (Mastodon)" in seen(pilot)
        assert posts(server) == []

        await pilot.press("ctrl+g")
        await sees(pilot, "Send 2 posts as @me@here.example, public, now?")
        assert posts(server) == []
        await pilot.press("down", "enter")
        await sees(pilot, "Sent to Mastodon")

        assert posts(server) == PARTS
    (message,) = desk.outbox.all()
    assert message.status is Status.SENT
    assert desk.journal.get(insight.id).sent[0].uri == message.out[0].uri


async def test_enter_on_the_question_sends_nothing_and_the_text_is_still_there(
    desk: Workspace, insight: Entry, server: Server
) -> None:
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "── 1 of 2")
        await pilot.press("ctrl+g")
        await sees(pilot, "now?")
        await pilot.press("enter")
        await until(pilot, lambda: "now?" not in seen(pilot))
        assert "---" in pilot.app.screen.query_one(TextArea).text
    assert posts(server) == []
    assert desk.outbox.all() == []


async def test_a_picture_of_the_entry_is_offered_and_goes_only_when_it_is_chosen(
    desk: Workspace, insight: Entry, server: Server, tmp_path: Path
) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "board.png")
    desk.attaching.attach(insight.id, [tmp_path / "board.png"], "three lanes")
    async with opened(desk, (80, 24)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "---")
        assert "board.png" not in seen(pilot)
        await pilot.press("shift+tab", "j", "j", "j", "j", "enter")
        await sees(pilot, "Add the entry's board.png")
        await pilot.press("enter")
        await sees(pilot, "three lanes")
        await pilot.press("ctrl+s")
        await sees(pilot, "1 draft in the outbox, not sent")

    (message,) = desk.outbox.all()
    assert [one.alt for one in message.pictures] == ["three lanes"]
    assert message.pictures[0].path.read_bytes() == (tmp_path / "board.png").read_bytes()


async def test_kept_in_the_outbox_it_waits_as_a_draft_with_everything_chosen(
    desk: Workspace, insight: Entry, server: Server, tmp_path: Path
) -> None:
    picture = tmp_path / "chart.png"
    picture.write_bytes(b"png")
    async with opened(desk, (80, 24)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "---")
        await pilot.press("shift+tab", "j", "j", "enter")
        await sees(pilot, "A code like en")
        await types(pilot, "en")
        await pilot.press("enter")
        await sees(pilot, "language  en")
        await pilot.press("j", "j", "enter")
        await sees(pilot, "Add a picture")
        await types(pilot, str(picture))
        await pilot.press("ctrl+s")
        await sees(pilot, "for those who cannot see it. Without")
        await pilot.press("tab")
        await types(pilot, "Lead times fall")
        await pilot.press("ctrl+s")
        await sees(pilot, "chart.png  Lead times fall")
        await pilot.press("ctrl+s")
        await sees(pilot, "1 draft in the outbox, not sent")

    (message,) = desk.outbox.all()
    assert (message.status, message.language, message.texts) == (Status.DRAFT, "en", tuple(PARTS))
    assert [(one.path, one.alt) for one in message.pictures] == [(picture, "Lead times fall")]
    assert posts(server) == []


async def test_a_private_entry_is_raised_only_when_that_is_agreed(desk: Workspace, server: Server) -> None:
    entry = desk.journal.add(NewEntry(body="A doubt of mine.", kind=EntryKind.INSIGHT))
    async with opened(desk) as pilot:
        await pilot.press("J")
        await sees(pilot, "A doubt of mine")
        await pilot.press("p")
        await sees(pilot, "16 / 60")
        await pilot.press("ctrl+s")
        await sees(pilot, "This entry is private so far")
        await pilot.press("enter")
        await until(pilot, lambda: "so far" not in seen(pilot))
        assert desk.journal.get(entry.id).visibility is Visibility.PRIVATE
        assert desk.outbox.all() == []

        await pilot.press("ctrl+s")
        await sees(pilot, "This entry is private so far")
        await pilot.press("down", "enter")
        await sees(pilot, "in the outbox")
    assert desk.journal.get(entry.id).visibility is Visibility.PUBLIC
    assert len(desk.outbox.all()) == 1


async def test_a_post_that_is_too_long_says_so_in_words_and_is_not_sent(
    desk: Workspace, insight: Entry, server: Server
) -> None:
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "39 / 60")
        await types(pilot, " And nobody ever tells them anything.")
        await sees(pilot, "── 2 of 2 · 76 / 60 · too long by 16")
        await pilot.press("ctrl+g")
        await sees(pilot, "Post 2 is too long")
    assert posts(server) == []


async def test_two_accounts_get_what_fits_for_both(desk: Workspace, insight: Entry, server: Server) -> None:
    desk.accounts.save(BLUE)
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "not me.bsky.example")
        await pilot.press("shift+tab", "enter")
        await sees(pilot, "Send it as")
        await types(pilot, "bsky")
        await pilot.press("enter")
        await sees(pilot, "As me.bsky.example it will stand:")
        await sees(pilot, "── 1 of 3 · 35 / 40")
        await pilot.press("ctrl+s")
        await sees(pilot, "2 drafts in the outbox")
    assert {message.account for message in desk.outbox.all()} == {ME.id, BLUE.id}


async def test_without_an_account_it_says_how_to_add_one_and_goes_there(
    desk: Workspace, insight: Entry
) -> None:
    desk.accounts._book.drop(ME.id)
    async with opened(desk) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "no account of yours yet")
        await pilot.press("ctrl+s")
        await sees(pilot, "Enter on “to” adds one")
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "AccountsScreen")


async def test_what_cannot_be_sent_now_waits_in_the_outbox(
    desk: Workspace, insight: Entry, server: Server, voices: dict[str, FakeVoice]
) -> None:
    voices[ME.id].fails = lambda number: LaterError("The server cannot be reached now.")
    async with opened(desk) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "---")
        await pilot.press("ctrl+g")
        await sees(pilot, "now?")
        await pilot.press("down", "enter")
        await sees(pilot, "The server cannot be reached now.")
    assert [message.status for message in desk.outbox.all()] == [Status.QUEUED]


async def test_leaving_asks_what_becomes_of_what_was_written(desk: Workspace, insight: Entry) -> None:
    async with opened(desk) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "---")
        await types(pilot, " Truly.")
        await pilot.press("escape")
        await sees(pilot, "What becomes of it?")
        await pilot.press("enter")
        await sees(pilot, "1 draft in the outbox")
    assert desk.outbox.all()[0].texts[-1].endswith("Truly.")


async def test_an_account_that_may_only_read_is_asked_for_leave_first(
    desk: Workspace, insight: Entry, server: Server
) -> None:
    desk.accounts.save(replace(ME, scopes=("read",)))
    async with opened(desk) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "---")
        await pilot.press("ctrl+g")
        await sees(pilot, "now?")
        await pilot.press("down", "enter")
        await sees(pilot, "So far learnlog only reads as @me@here.example")
        await pilot.press("escape")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "ShareScreen")
    assert posts(server) == []
    assert desk.outbox.all() == []


async def test_a_private_post_says_who_alone_sees_it(desk: Workspace) -> None:
    desk.journal.add(NewEntry(body="May I ask you?", kind=EntryKind.QUESTION, visibility=Visibility.COACH))
    async with opened(desk) as pilot:
        await pilot.press("J")
        await sees(pilot, "May I ask you?")
        await pilot.press("p")
        await sees(pilot, "Ask “May I ask you?”")
        await pilot.press("shift+tab", "j", "enter")
        await sees(pilot, "Who can see it")
        await types(pilot, "direct")
        await pilot.press("enter")
        await sees(pilot, "Private, but nobody is named yet")
        await pilot.press("tab")
        await types(pilot, " @ana@there.example")
        await sees(pilot, "Only @ana@there.example sees this.")
        await pilot.press("ctrl+s")
        await sees(pilot, "1 draft in the outbox")
    assert [(one.kind.value, one.audience.value) for one in desk.outbox.all()] == [("ask", "direct")]


async def test_a_warning_that_only_stands_before_the_words_says_so(
    desk: Workspace, insight: Entry, server: Server
) -> None:
    desk.accounts.save(BLUE)
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "── 1 of 2")
        for keys in (("shift+tab",), ("down", "down", "down", "enter")):
            await pilot.press(*keys)
        await sees(pilot, "Hide it behind these words")
        await types(pilot, "spiders")
        await pilot.press("enter")
        await sees(pilot, "spiders  hides it until asked for")
        await pilot.press("up", "up", "up", "enter")
        await sees(pilot, "Send it as")
        await types(pilot, "bsky")
        await pilot.press("enter")
        await sees(pilot, "hides it where the network can")
        await sees(pilot, "CW: spiders")
