"""Finding people for a theme: their proof, following them, setting them aside."""

import time

from textual.pilot import Pilot

from learnlog.tui.screens.find import FindScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.find.conftest import FEMKE, SITE


async def test_a_newcomer_follows_three_people_with_a_few_keys(newcomer: Workspace) -> None:
    """Two themes, an imported list, no documentation: the footer and the lists say which keys there are."""
    keys = 0
    began = time.monotonic()
    async with opened(newcomer) as pilot:
        await sees(pilot, "data contracts")
        await pilot.press("F")
        await sees(pilot, "Femke Jansen")
        page = seen(pilot)
        assert "▸new 3" in page
        assert "f follow" in page
        keys += 1
        for name in ("Femke Jansen", "Idris Bello", "Marta Silva"):
            assert name in page
            await pilot.press("f", "j")
            keys += 2
        await until(pilot, lambda: len(newcomer.people.all()) == 5, "three more people")
        await until(pilot, lambda: seen(pilot).count("✓ followed") >= 3, "a sign on each row")
    assert keys <= 10
    assert time.monotonic() - began < 60
    femke = newcomer.people.get("Femke Jansen")
    assert femke.themes == ("data-contracts",)
    assert {channel.key for channel in femke.channels} == {FEMKE.key, f"{SITE}feed.xml"}


async def go_to(pilot: Pilot[int], name: str) -> None:
    """Go down the list until the cursor is on the person called `name`."""
    await sees(pilot, name)
    screen = pilot.app.screen
    assert isinstance(screen, FindScreen)
    await pilot.press("g")
    for _ in range(20):
        here = screen.person_at_hand()
        if here is not None and here.candidate.name == name:
            await pilot.pause(0.1)
            return
        await pilot.press("j")
    raise AssertionError(f"{name} is in no line:\n{seen(pilot)}")


async def test_following_says_what_was_followed_and_u_takes_it_back(newcomer: Workspace) -> None:
    async with opened(newcomer) as pilot:
        await pilot.press("F")
        await go_to(pilot, "Femke Jansen")
        await pilot.press("f")
        await sees(pilot, "You follow Femke Jansen on femke.example and femke.example")
        await sees(pilot, "✓ followed")
        await pilot.press("u")
        await until(pilot, lambda: newcomer.people.find(FEMKE.key) is None, "following taken back")
        await until(pilot, lambda: "✓ followed" not in seen(pilot), "the sign gone")
        assert "Femke Jansen" in seen(pilot)


async def test_the_proof_opens_down_to_the_post(newcomer: Workspace) -> None:
    async with opened(newcomer, (120, 34)) as pilot:
        await pilot.press("F")
        await go_to(pilot, "Idris Bello")
        await sees(pilot, "▾ 3 posts on this")
        assert "A contract that nobody signed" in seen(pilot)
        await pilot.press("enter", "j", "enter")
        await sees(pilot, "that nobody signed. More")
        await pilot.press("K")
        await sees(pilot, "Why keep it?")
        await pilot.press("enter")
        await until(pilot, lambda: len(newcomer.library.documents.kept(limit=5)) == 1, "a kept post")
        await sees(pilot, "◆ kept")
        await pilot.press("escape")
        await sees(pilot, "◆ A contract that nobody signed")
        await pilot.press("k", "enter")
        await until(pilot, lambda: "▸ 3 posts on this" in seen(pilot), "the reason folded")
        await pilot.press("escape")
        assert pilot.app.screen.query_one("#found").has_focus


async def test_on_a_narrow_terminal_enter_goes_in_and_escape_out(newcomer: Workspace) -> None:
    async with opened(newcomer, (80, 24)) as pilot:
        await pilot.press("F")
        await go_to(pilot, "Idris Bello")
        assert "A contract that nobody signed" not in seen(pilot)
        await pilot.press("enter")
        await sees(pilot, "A contract that nobody signed")
        assert "Marta Silva" not in seen(pilot)
        await pilot.press("j", "enter")
        await sees(pilot, "that nobody signed. More")
        await pilot.press("escape")
        await sees(pilot, "▾ 3 posts on this")
        await pilot.press("escape")
        await sees(pilot, "Marta Silva")


async def test_who_is_not_for_me_goes_for_good_and_comes_back(newcomer: Workspace) -> None:
    async with opened(newcomer) as pilot:
        await pilot.press("F")
        await go_to(pilot, "Idris Bello")
        await pilot.press("x")
        await sees(pilot, "▸new 2")
        assert "Idris Bello  " not in seen(pilot)
        await pilot.press("u")
        await sees(pilot, "▸new 3")
        await go_to(pilot, "Idris Bello")
        await pilot.press("x")
        await sees(pilot, "▸new 2")
        await pilot.press("X")
        await sees(pilot, "1 person not for me")
        await pilot.press("enter")
        await sees(pilot, "Nobody is set aside")
        await pilot.press("escape")
        await sees(pilot, "▸new 3")
    assert newcomer.finder.dismissed() == []


async def test_why_goes_down_to_the_last_number(newcomer: Workspace) -> None:
    async with opened(newcomer) as pilot:
        await pilot.press("F")
        await go_to(pilot, "Idris Bello")
        await pilot.press("w")
        await sees(pilot, "Idris Bello on data contracts")
        await pilot.press("e")
        await sees(pilot, "A contract that nobody signed")
        page = seen(pilot)
        await pilot.press("e")
        await until(pilot, lambda: len(seen(pilot).split()) < len(page.split()), "everything folded")
        await pilot.press("escape")
        await sees(pilot, "▸new 3")


async def test_anything_can_be_asked_in_my_own_words(newcomer: Workspace) -> None:
    async with opened(newcomer) as pilot:
        await pilot.press("F")
        await sees(pilot, "▸new 3")
        await pilot.press("t")
        await sees(pilot, "Who knows about …")
        await types(pilot, "promise")
        await pilot.press("enter")
        await sees(pilot, "Who knows about  promise")
        await sees(pilot, "Ana Vos")
        await pilot.press("escape")
        await sees(pilot, "anything else, in my own words")


async def test_tab_goes_through_the_circles(newcomer: Workspace) -> None:
    async with opened(newcomer) as pilot:
        await pilot.press("F")
        await sees(pilot, "▸new 3")
        await pilot.press("shift+tab")
        await sees(pilot, "▸among mine 1")
        assert "Ana Vos" in seen(pilot)
        await pilot.press("tab", "tab")
        await sees(pilot, "▸beyond my bubble 0")
        await sees(pilot, "Everybody who was found is passed on by people")
