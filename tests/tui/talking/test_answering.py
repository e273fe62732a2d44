"""Answering from where one reads, and what concerns me."""

from datetime import UTC, datetime

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.social import Actor, Audience
from learnlog.model.visibility import Visibility
from learnlog.talking.base import Deed, Notice
from learnlog.talking.message import Purpose, Status
from learnlog.talking.outbox import NewMessage
from learnlog.workspace import Workspace
from tests.talking.voices import ME, FakeVoice, Server, said
from tests.tui.desk import opened, seen, sees, types, until

BEN = Actor(key="https://there.example/users/ben", handle="@ben@there.example", name="Ben")


async def test_an_answer_stands_below_the_post_and_reaches_no_more_people(
    desk: Workspace, ana: str, server: Server
) -> None:
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("a")
        await sees(pilot, "Answer Ana Vos")
        await sees(pilot, "unlisted  everyone who comes across it")
        await types(pilot, "Yes, and tests.")
        await sees(pilot, "34 / 60")
        await pilot.press("ctrl+g")
        await sees(pilot, "Send 1 post as @me@here.example, unlisted, now?")
        await pilot.press("down", "enter")
        await sees(pilot, "Sent to Mastodon")
    (sent,) = server.posts()
    assert (sent["text"], sent["parent"], sent["audience"]) == (
        "@ana@there.example Yes, and tests.",
        "https://there.example/s/1",
        "unlisted",
    )


async def test_a_like_is_given_and_taken_back_by_the_same_key(
    desk: Workspace, ana: str, voices: dict[str, FakeVoice]
) -> None:
    uri = "https://there.example/s/1"
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("L")
        await sees(pilot, "Liked as @me@here.example")
        await sees(pilot, "♥ liked")
    async with opened(desk, (120, 34)) as pilot:  # the next day
        await pilot.press("R")
        await sees(pilot, "♥ liked")
        await pilot.press("L")
        await sees(pilot, "Not liked any more")
        await until(pilot, lambda: "♥ liked" not in seen(pilot))
    assert voices[ME.id].deeds == [(Deed.LIKE, uri, False), (Deed.LIKE, uri, True)]


async def test_what_was_done_elsewhere_is_known_once_the_server_says_so_and_u_takes_a_like_back(
    desk: Workspace, ana: str, voices: dict[str, FakeVoice]
) -> None:
    voices[ME.id].done_elsewhere = {Deed.BOOKMARK: True}
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("L")
        await sees(pilot, "♥ liked · ⚑ bookmarked")
        await pilot.press("u")
        await sees(pilot, "Taken back: gave a like of “Contracts first.”")
        await until(pilot, lambda: "♥ liked" not in seen(pilot))
        assert "⚑ bookmarked" in seen(pilot)


async def test_a_boost_asks_once(desk: Workspace, ana: str, voices: dict[str, FakeVoice]) -> None:
    async with opened(desk) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("b")
        await sees(pilot, "Pass “Contracts first.” on")
        await pilot.press("enter")
        await until(pilot, lambda: "Pass “" not in seen(pilot))
        assert voices[ME.id].deeds == []
        await pilot.press("b")
        await sees(pilot, "Pass “")
        await pilot.press("down", "enter")
        await sees(pilot, "Boosted as")
    assert [deed for deed, _, _ in voices[ME.id].deeds] == [Deed.BOOST]


async def test_without_an_account_nothing_is_liked_and_it_says_where_to_add_one(
    desk: Workspace, ana: str, voices: dict[str, FakeVoice]
) -> None:
    desk.accounts._book.drop(ME.id)
    async with opened(desk) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("L")
        await sees(pilot, "You have no account on Mastodon here. @ shows your accounts")
    assert voices[ME.id].deeds == []


def notice(number: int, kind: str, about: str = "", text: str = "", **more: object) -> Notice:
    post = said(number, text, about, **more) if text else None  # type: ignore[arg-type]
    moment = datetime(2026, 11, 23, 9, number, tzinfo=UTC)
    return Notice(id=f"{number:03}", kind=kind, actor=BEN, moment=moment, post=post, about=about)


async def test_what_concerns_me_is_newest_first_and_new_only_once(
    desk: Workspace, insight: Entry, voices: dict[str, FakeVoice]
) -> None:
    message = desk.outbox.draft(NewMessage(account=ME.id, texts=["Slow feedback."], entry=insight.id))
    desk.outbox.queue(message.id)
    mine = desk.sending.send(message.id).out[0].uri
    voices[ME.id].noticed = [
        notice(1, "follow"),
        notice(2, "reply", mine, "Same here."),
        notice(3, "mention", "", "Between us.", audience=Audience.DIRECT),
    ]
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("C")
        await sees(pilot, "what concerns me · 3 new")
        await sees(pilot, "Enter open  a answer")
        lines = seen(pilot)
        assert lines.index("Between us.") < lines.index("Same here.") < lines.index("follows you")
        assert "private, only you see it" in lines
        assert "on “Slow feedback is the real cost of a handover." in lines
        await pilot.press("j", "e")
        await sees(pilot, "Slow feedback is the real cost")
        await pilot.press("escape")
        await sees(pilot, "Same here.")
        await pilot.press("escape", "C")
        await sees(pilot, "Same here.")
        await until(pilot, lambda: "●" not in seen(pilot))
        await pilot.press("enter")
        await sees(pilot, "conversation · 1 post")
        assert "Between us." in seen(pilot)


async def test_a_private_message_is_answered_privately(
    desk: Workspace, server: Server, voices: dict[str, FakeVoice]
) -> None:
    voices[ME.id].noticed = [notice(3, "mention", "", "Between us.", audience=Audience.DIRECT)]
    async with opened(desk, (80, 24)) as pilot:
        await pilot.press("C")
        await sees(pilot, "Between us.")
        await pilot.press("a")
        await sees(pilot, "Only @ana@there.example sees this.")
        await types(pilot, "Thanks.")
        await pilot.press("ctrl+g")
        await sees(pilot, "Send 1 post as @me@here.example, privately, now?")
        await pilot.press("down", "enter")
        await sees(pilot, "Sent to Mastodon")
    (sent,) = server.posts()
    assert (sent["text"], sent["audience"]) == ("@ana@there.example Thanks.", "direct")
    assert desk.outbox.all()[0].status is Status.SENT


async def test_nothing_new_says_so(desk: Workspace) -> None:
    async with opened(desk) as pilot:
        await pilot.press("C")
        await sees(pilot, "Nothing concerns you right now.")


async def test_answers_to_a_question_are_kept_shown_under_it_and_one_of_them_closes_it(
    desk: Workspace, voices: dict[str, FakeVoice]
) -> None:
    new = NewEntry(body="What makes it slow?", kind=EntryKind.QUESTION, visibility=Visibility.PUBLIC)
    question = desk.journal.add(new)
    message = desk.outbox.draft(
        NewMessage(account=ME.id, texts=["What makes it slow?"], entry=question.id, kind=Purpose.ASK)
    )
    desk.outbox.queue(message.id)
    asked = desk.sending.send(message.id).out[0].uri
    voices[ME.id].said = [said(5, "Nobody tells the writers.", asked), said(6, "Too many hands.", asked)]
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("C")
        await sees(pilot, "2 new answers kept under your questions")
        await pilot.press("escape", "J")
        await sees(pilot, "What makes it slow?")
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "DocumentScreen")
        await sees(pilot, "Answers")
        await sees(pilot, "Nobody tells the wri…")
        await pilot.press("c")
        await sees(pilot, "Which answer closes it?")
        await types(pilot, "hands")
        await pilot.press("enter")
        await sees(pilot, "Closed: “What makes it slow?”")
    closed = desk.journal.get(question.id)
    first, second = desk.asking.answers(closed)
    assert (closed.is_open, closed.answered_by) == (False, second.id)
    assert first.answers == question.id


async def test_while_something_is_written_no_letter_is_a_command(desk: Workspace, insight: Entry) -> None:
    async with opened(desk) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "---")
        await pilot.press("shift+tab", "q", "T", "j")
        await sees(pilot, "audience")
        assert pilot.app.is_running
        assert type(pilot.app.screen).__name__ == "ShareScreen"
