"""One person, many channels: proposed with the evidence, joined and parted by me; and a list that stands still."""

from learnlog.model.finding import Profile, ProfileLink
from learnlog.model.social import Actor
from learnlog.tui.app import LearnlogApp
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, until
from tests.tui.find.conftest import IDRIS, passed_on
from tests.tui.find.test_finding import go_to
from tests.tui.river.social import ANA, BEN, ago, arrive, said

NOTES = "https://notes.example/"


def claims(space: Workspace) -> None:
    """Idris's profile links to a site, which says nothing of him."""
    idris = Profile(
        key=IDRIS.key,
        kind="bluesky",
        handle=IDRIS.handle,
        name=IDRIS.name,
        links=(ProfileLink(address=NOTES),),
    )
    notes = Profile(key=f"{NOTES}feed.xml", kind="feed", url=NOTES, name="Notes")
    space.library.actors.put([idris, notes], space.clock())


async def test_a_claimed_channel_is_proposed_joined_and_parted_again(newcomer: Workspace) -> None:
    claims(newcomer)
    async with opened(newcomer, (120, 34)) as pilot:
        await pilot.press("F")
        await go_to(pilot, "Idris Bello")
        await sees(pilot, "Perhaps theirs too")
        assert "notes.example" in seen(pilot)
        await pilot.press("M")
        await sees(pilot, "Counted notes.example as Idris Bello’s")
        await until(pilot, lambda: "Perhaps theirs too" not in seen(pilot), "the proposal gone")
        await go_to(pilot, "Idris Bello")
        await sees(pilot, "One person")
        await pilot.press("D")
        await sees(pilot, "Which channel is somebody else’s?")
        await pilot.press("down", "enter")
        await sees(pilot, "is somebody else’s")
        await until(pilot, lambda: "One person" not in seen(pilot), "parted")


async def test_nothing_moves_until_it_is_asked_for(newcomer: Workspace) -> None:
    eve = Actor(key="did:plc:eve", handle="eve.example", name="Eve Roth")
    async with opened(newcomer, (120, 34)) as pilot:
        await pilot.press("F")
        await go_to(pilot, "Marta Silva")
        texts = ("contract one", "a contract about two other things", "schema three, of all schemas")
        posts = [said(eve, f"e{n}", text, ago(newcomer, days=n)) for n, text in enumerate(texts)]
        for by in (ANA, BEN):
            passed_on(newcomer, by, posts, first=13)
        app = pilot.app
        assert isinstance(app, LearnlogApp)
        app.changed()
        await sees(pilot, "changed meanwhile · . shows it")
        assert "▸new 3" in seen(pilot)
        await pilot.press("full_stop")
        await sees(pilot, "▸new 4")
        assert "Eve Roth" in seen(pilot)


async def test_where_nobody_stood_they_come_at_once(newcomer: Workspace) -> None:
    async with opened(newcomer, (120, 34)) as pilot:
        await pilot.press("H")
        await sees(pilot, "2 themes")
        await pilot.press("G", "F")
        await sees(pilot, "Nobody new is known here who writes about facilitation.")
        theirs = [
            said(ANA, f"f{n}", f"Facilitation, {words}", ago(newcomer, days=n))
            for n, words in enumerate(("an opener", "a silence", "a long table"))
        ]
        arrive(newcomer, ANA, *theirs)
        app = pilot.app
        assert isinstance(app, LearnlogApp)
        app.changed()
        await sees(pilot, "among mine 1")
        assert "changed meanwhile" not in seen(pilot)
        await sees(pilot, "of those you follow do: Shift+Tab")
        await pilot.press("shift+tab")
        await sees(pilot, "▸among mine 1")
