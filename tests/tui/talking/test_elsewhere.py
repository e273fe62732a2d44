"""What I read in another program, told from where I read here."""

from datetime import UTC, datetime

from learnlog.model.query import PostFilter
from learnlog.talking.base import HomePost
from learnlog.workspace import Workspace
from tests.talking.voices import ME, FakeMarks, FakeVoice
from tests.tui.desk import opened, seen, sees, until


def home(number: int, words: str) -> HomePost:
    return HomePost(
        id=f"h{number}",
        uri=f"https://there.example/s/{number}",
        by="@ana@there.example",
        who="Ana Vos",
        words=words,
        moment=datetime(2026, 11, 23, 9, number, tzinfo=UTC),
    )


def unread(desk: Workspace) -> int:
    return len(desk.river.page(PostFilter(unread=True)))


async def test_what_was_read_there_is_marked_here_when_i_say_so(
    desk: Workspace, ana: str, voices: dict[str, FakeVoice]
) -> None:
    marks = voices[ME.id].marks = FakeMarks(home(1, "Contracts first."))
    marks.put(home="h1")
    async with opened(desk, (80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("E")
        await sees(pilot, "Mark 1 post read here, too")
        assert "@me@here.example has read up to Ana Vos" in seen(pilot)
        await pilot.press("enter")  # leaves it
        await until(pilot, lambda: "Mark 1 post" not in seen(pilot))
        assert unread(desk) == 1
        await pilot.press("E")
        await sees(pilot, "Mark 1 post read here, too")
        await pilot.press("down", "enter")
        await sees(pilot, "Marked 1 post read  ·  u takes it back")
        assert unread(desk) == 0
        await pilot.press("E")
        await sees(pilot, "You read as far here as there.")


async def test_going_past_what_i_did_not_read_takes_a_choice_that_says_so(
    desk: Workspace, ana: str, voices: dict[str, FakeVoice]
) -> None:
    lines = [home(number, f"Elsewhere {number}.") for number in (7, 8, 9)]
    marks = voices[ME.id].marks = FakeMarks(*lines[:2], home(1, "Contracts first."), lines[2])
    marks.put(home="h7")
    desk.river.mark_read([ana])
    async with opened(desk, (80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("E")
        await sees(pilot, "past 1 you did not read")
        assert marks.get()["home"] == "h7"
        await pilot.press("down", "enter")
        await sees(pilot, "Said there: read up to Ana Vos")
    assert marks.get()["home"] == "h1"


async def test_a_server_that_keeps_no_such_thing_says_so(desk: Workspace, ana: str) -> None:
    async with opened(desk, (80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("E")
        await sees(pilot, "keeps for nobody how far they read")


async def test_a_fetch_tells_how_far_i_read_and_what_i_read_elsewhere(
    desk: Workspace, ana: str, voices: dict[str, FakeVoice]
) -> None:
    marks = voices[ME.id].marks = FakeMarks(home(1, "Contracts first."), home(2, "Not here."))
    marks.put(home="h1")
    async with opened(desk, (100, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Contracts first.")
        await pilot.press("r")
        await sees(pilot, "You read 1 of the unread posts elsewhere")
    assert marks.get()["home"] == "h1"
