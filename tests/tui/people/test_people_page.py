"""The people I follow: their cards, and what came from each."""

from dataclasses import replace
from datetime import timedelta

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.fetching import FetchState
from learnlog.tui.screens.people_channels import channel_said
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.river.conftest import FEEDS


async def test_a_card_tells_who_why_where_and_what_came_of_it(river: Workspace) -> None:
    insight = NewEntry(body="Keep promises small", kind=EntryKind.INSIGHT, people=["ana-vos"])
    river.journal.add(insight)
    river.library.channels.commit(
        FEEDS["Ana Vos"], [], FetchState(checked=river.clock(), error="It answered 500.", errors=3)
    )
    async with opened(river, (120, 40)) as pilot:
        await pilot.press("P")
        await sees(pilot, "Keep promises small")
        page = seen(pilot)
        assert "2 people · 6 new" in page
        assert "✗ It answered 500. (asked just now, 3 times in a row)" in page
        assert "Why our registry failed" in page
        assert "circles   authors" in page
        await pilot.press("j")
        await sees(pilot, "Retro openers")
        assert "Keep promises small" not in seen(pilot)


def test_a_pause_is_told_with_its_end(clock: FakeClock) -> None:
    state = FetchState(checked=clock() - timedelta(hours=2), wait_until=clock() + timedelta(hours=1))
    assert channel_said(state, clock())[0] == "‖ paused until 17:05, as its host asked · asked 2h ago"
    busy = replace(state, status=429, error="example.org asks us to come less often (429).")
    assert channel_said(busy, clock())[0] == (
        "‖ paused until 17:05: example.org asks us to come less often (429). (asked 2h ago)"
    )
    assert channel_said(FetchState(), clock())[0] == "not asked yet"


def test_what_was_answered_is_told(clock: FakeClock) -> None:
    asked = FetchState(checked=clock())
    assert channel_said(replace(asked, status=200), clock())[0] == "asked just now · all well (200)"
    same = replace(asked, status=304)
    assert channel_said(same, clock())[0] == "asked just now · all well, nothing changed (304)"
    moving = replace(same, redirect_to="https://new.example/feed", redirects=1)
    assert channel_said(moving, clock())[0] == (
        "asked just now · all well, nothing changed (304) · says it moved for good to new.example/feed"
    )


def test_how_a_feed_is_made_is_told_instead_of_all_well(clock: FakeClock) -> None:
    state = FetchState(
        checked=clock(), status=200, note="It is not well-formed XML; what could be read was read."
    )
    assert channel_said(state, clock()) == (
        "asked just now · It is not well-formed XML; what could be read was read.",
        "$text-muted",
    )


async def test_a_card_says_when_each_channel_is_asked_next_and_why(river: Workspace) -> None:
    now = river.clock()
    state = FetchState(
        checked=now, status=304, due=now + timedelta(hours=5), latest=now - timedelta(hours=20), rhythm=60
    )
    river.library.channels.put_state(FEEDS["Ana Vos"], state)
    async with opened(river, (120, 40)) as pilot:
        await pilot.press("P")
        await sees(pilot, "asked just now · all well, nothing changed (304)")
        assert "next at 21:05: it published nothing for 20 hours" in seen(pilot)


async def test_what_is_gone_for_good_says_so_and_b_brings_it_back(river: Workspace) -> None:
    key, now = FEEDS["Ana Vos"], river.clock()
    gone = FetchState(checked=now, status=410, error="It is gone.", errors=1, retired=now - timedelta(days=3))
    river.library.channels.put_state(key, gone)
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("P")
        await sees(pilot, "Ana Vos")
        await pilot.press("enter")
        await sees(pilot, "gone for good since 20 Nov")
        assert "not asked any more · B asks it again" in seen(pilot)
        await pilot.press("B")
        await sees(pilot, "It is asked again with the next fetch: r")
        assert river.library.channels.state(key).retired is None
        await pilot.press("B")
        await sees(pilot, "Nothing of Ana Vos is gone for good")


async def test_editing_a_card_makes_the_circle_and_the_theme_and_is_one_undo(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("P")
        await sees(pilot, "– e says why")
        await pilot.press("e", "tab")
        await types(pilot, "Tells it kindly")
        await pilot.press("tab", "tab")
        await types(pilot, "night work")
        await pilot.press("tab", "end")
        await types(pilot, ", night shift")
        await pilot.press("ctrl+s")
        await sees(pilot, "Changed the card")  # the words alone stand in the form before it is saved
        await sees(pilot, "Tells it kindly")
        person = river.people.get("ana-vos")
        assert person.circles == ("authors", "night shift")
        assert person.themes == ("night-work",)
        await pilot.press("u")
        await until(pilot, lambda: river.people.get("ana-vos").why == "")
        assert river.themes.find("night work") is None


async def test_unfollowing_hides_them_until_asked_for_and_undo_follows_again(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("P")
        await sees(pilot, "– e says why")
        await pilot.press("x")
        await sees(pilot, "1 person · 2 new")
        await pilot.press("X")
        await sees(pilot, "No longer followed")
        await pilot.press("u")
        await sees(pilot, "2 people · 6 new")


async def test_following_again_is_the_same_key(river: Workspace) -> None:
    river.people.unfollow("ana-vos")
    async with opened(river) as pilot:
        await pilot.press("P", "X")
        await sees(pilot, "No longer followed")
        await pilot.press("G")
        await sees(pilot, "no longer followed")
        await pilot.press("x")
        await until(pilot, lambda: river.people.get("ana-vos").is_followed)


async def test_o_shows_their_posts_in_the_river(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("P")
        await sees(pilot, "– e says why")
        await pilot.press("j")
        await sees(pilot, "Retro openers")
        await pilot.press("o")
        await sees(pilot, "Versions of a contract")
        assert "Why our registry failed" not in seen(pilot)


async def test_on_a_narrow_terminal_enter_goes_in_and_escape_out(river: Workspace) -> None:
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("P")
        await sees(pilot, "Ben de Wit")
        assert "Channels" not in seen(pilot)
        await pilot.press("2", "j", "enter")
        await sees(pilot, "Channels")
        assert "Ana Vos" not in seen(pilot)
        await pilot.press("escape")
        await sees(pilot, "Ana Vos")


async def test_nobody_yet_says_which_key_begins(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await sees(pilot, "What are you working on?")
        await pilot.press("escape", "escape", "escape", "P")
        await sees(pilot, "You do not follow anybody yet.")
        await sees(pilot, "f follows someone")


async def test_two_cards_are_joined_and_a_channel_split_off_again(river: Workspace) -> None:
    async with opened(river, (120, 34)) as pilot:
        await pilot.press("P")
        await sees(pilot, "– e says why")
        await pilot.press("M")
        await sees(pilot, "Who is Ana Vos as well?")
        await pilot.press("enter")
        await sees(pilot, "1 person · 6 new")
        await sees(pilot, "ben.example/feed")
        assert river.people.get("Ben de Wit").id == "ana-vos"
        await pilot.press("D")
        await sees(pilot, "Which channel is somebody else’s?")
        await pilot.press("down", "enter")
        await sees(pilot, "Whose is it?")
        await types(pilot, "Ben de Wit")
        await pilot.press("enter")
        await sees(pilot, "2 people · 6 new")
        assert river.people.get("ben-de-wit").channels[0].key == FEEDS["Ben de Wit"]
        await pilot.press("u")
        await sees(pilot, "1 person · 6 new")
        await pilot.press("u")
        await sees(pilot, "2 people · 6 new")


async def test_a_move_and_a_suspension_stand_on_the_card(river: Workspace) -> None:
    gone = FetchState(
        checked=river.clock(),
        fetched=river.clock() - timedelta(days=9),
        error="The account is suspended.",
        handle="@ana@old.example",
        moved_to="https://new.example/users/ana",
    )
    river.library.channels.commit(FEEDS["Ana Vos"], [], gone)
    async with opened(river, (120, 34)) as pilot:
        await pilot.press("P")
        await sees(pilot, "✗ The account is suspended. (asked just now, nothing since 14 Nov)")
        assert "feed · @ana@old.example" in seen(pilot)
        assert "→ Ana Vos moved to new.example/users/ana: N follows them there" in seen(pilot)
        await pilot.press("j")
        await sees(pilot, "Retro openers")
        await pilot.press("N")
        await sees(pilot, "Ben de Wit did not move")
