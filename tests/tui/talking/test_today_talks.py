"""Today tells what came of my questions, and what did not go out."""

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.visibility import Visibility
from learnlog.talking.base import LaterError, SendError
from learnlog.talking.message import Purpose
from learnlog.talking.outbox import NewMessage
from learnlog.workspace import Workspace
from tests.talking.voices import ME, FakeVoice, said
from tests.tui.desk import opened, seen, sees, until


async def test_new_answers_are_told_with_who_gave_them_until_the_question_was_opened(
    desk: Workspace, voices: dict[str, FakeVoice]
) -> None:
    question = desk.journal.add(
        NewEntry(body="Who tests contracts?", kind=EntryKind.QUESTION, visibility=Visibility.PUBLIC)
    )
    new = NewMessage(account=ME.id, texts=[question.body], entry=question.id, kind=Purpose.ASK)
    sent = desk.sending.send(desk.outbox.queue(desk.outbox.draft(new).id).id)
    uri = sent.out[0].uri
    voices[ME.id].said = [
        said(1, "I do.", uri),
        said(2, "So do I.", uri, key="https://there.example/users/eve"),
    ]
    desk.asking.collect()

    async with opened(desk) as pilot:
        await sees(pilot, "? Who tests contracts?")
        assert "2 new answers · Ana Vos" in seen(pilot)
        await until(pilot, lambda: pilot.app.screen.query_one("#today").option_count > 3)  # type: ignore[attr-defined]
        pilot.app.open_document("entry", question.id)  # type: ignore[attr-defined]
        await sees(pilot, "Answers")
        await sees(pilot, "asked on Mastodon")
        await pilot.press("escape")
        await sees(pilot, "2 answers · Ana Vos")
        assert "new answer" not in seen(pilot)


async def test_what_did_not_go_out_is_told_and_enter_opens_the_outbox(
    desk: Workspace, voices: dict[str, FakeVoice]
) -> None:
    voice = voices[ME.id]
    errors = {1: LaterError("offline"), 2: SendError("Refused.")}
    voice.fails = errors.get
    for words in ("Waits.", "Is refused.", "Goes out."):
        message = desk.outbox.queue(desk.outbox.draft(NewMessage(account=ME.id, texts=[words])).id)
        try:
            desk.sending.send(message.id)
        except (LaterError, SendError):
            continue
    desk.outbox.draft(NewMessage(account=ME.id, texts=["Only a draft."]))

    async with opened(desk, (80, 24)) as pilot:
        await sees(pilot, "In the outbox")
        assert "1 message refused" in seen(pilot)
        assert "1 message waiting to be sent" in seen(pilot)
        await pilot.press("enter")
        await sees(pilot, "refused there: Enter writes on it")


async def test_whoever_never_sent_anything_is_told_nothing_of_it(desk: Workspace) -> None:
    async with opened(desk) as pilot:
        await sees(pilot, "New in your themes")
        assert "In the outbox" not in seen(pilot)
