"""What is written to be sent survives whatever ends learnlog, and names people with few keys."""

from textual.widgets import TextArea

from learnlog.model.entry import Entry
from learnlog.model.person import Channel
from learnlog.talking.message import Status
from learnlog.workspace import Workspace
from tests.talking.voices import FakeVoice, Server
from tests.tui.desk import opened, seen, sees, types, until


def unsent(desk: Workspace) -> list[str]:
    return [info.name for info in desk.drafts.names()]


async def test_words_that_were_never_saved_are_there_again_after_a_kill(
    desk: Workspace, ana: str, server: Server
) -> None:
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("a")
        await sees(pilot, "Answer Ana Vos")
        await types(pilot, "Yes, and tests.")
        await until(
            pilot, lambda: "Yes, and tests." in "".join(info.first_line for info in desk.drafts.names())
        )
        # Nothing is saved or left: the process ends here.
    async with opened(desk, (120, 34)) as pilot:
        await sees(pilot, "Not saved yet")
        await sees(pilot, "↗ @ana@there.example Yes, and tests.")
        await pilot.press("enter")
        await sees(pilot, "Taken up where you left it.")
        assert "Answer Ana Vos" in seen(pilot)
        assert pilot.app.screen.query_one(TextArea).text == "@ana@there.example Yes, and tests."
        await pilot.press("ctrl+g")
        await sees(pilot, "unlisted, now?")
        await pilot.press("down", "enter")
        await sees(pilot, "Sent to Mastodon")
    assert server.posts()[0]["parent"] == "https://there.example/s/1"
    assert unsent(desk) == []


async def test_what_is_kept_in_the_outbox_is_no_draft_any_more_and_u_takes_it_out(
    desk: Workspace, insight: Entry
) -> None:
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "── 1 of 2")
        await types(pilot, " Every time.")
        await until(pilot, lambda: bool(unsent(desk)))
        await pilot.press("ctrl+s")
        await sees(pilot, "1 draft in the outbox")
        assert unsent(desk) == []
        await pilot.press("u")
        await sees(pilot, "Taken back: drafted “Slow feedback")
    assert [message.status for message in desk.outbox.all()] == [Status.DROPPED]


async def test_one_can_leave_and_go_on_another_time_or_leave_for_good(
    desk: Workspace, insight: Entry
) -> None:
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        for answer, left in (("down", 1), ("down down", 0)):
            await pilot.press("p")
            await sees(pilot, "1 of 2")
            await types(pilot, " Every time.")
            await pilot.press("escape")
            await sees(pilot, "What becomes of it?")
            await pilot.press(*answer.split(), "enter")
            await until(pilot, lambda: "What becomes of it?" not in seen(pilot))
            await until(pilot, lambda left=left: len(unsent(desk)) == left)  # type: ignore[misc]
    assert desk.outbox.all() == []


async def test_at_completes_those_i_follow_with_what_mentions_them_there(
    desk: Workspace, insight: Entry, ana: str, voices: dict[str, FakeVoice]
) -> None:
    desk.people.add(
        "Ben Blue",
        [Channel(kind="bluesky", key="did:plc:ben", address="https://bsky.app/profile/ben.example")],
    )
    async with opened(desk, (120, 34)) as pilot:
        await pilot.press("J")
        await sees(pilot, "Slow feedback")
        await pilot.press("p")
        await sees(pilot, "── 1 of 2")
        await types(pilot, " @vo")
        await sees(pilot, "Ana Vos")
        assert "Ben Blue" not in seen(pilot)
        await pilot.press("enter")
        area = pilot.app.screen.query_one(TextArea)
        await until(pilot, lambda: area.text.endswith(" @ana@there.example "))
        await types(pilot, "@")
        await sees(pilot, "Ana Vos")
        await pilot.press("escape")
        await until(pilot, lambda: "Ana Vos" not in seen(pilot))
        assert "What becomes of it?" not in seen(pilot)
        await types(pilot, "nobody ")
        assert area.text.endswith("@nobody ")
