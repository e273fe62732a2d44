"""What stands around finding people: keywords, what rises, a look back, what I could be asked about."""

from textual.pilot import Pilot

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.query import PostFilter
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.line_list import LineList
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.tui.desk import at_rest, opened, seen, sees, types, until
from tests.tui.river.social import ANA, BEN, ago, arrive, said


def wrote(space: Workspace) -> None:
    """Entries on facilitation that say what it is about, and others that do not."""
    for number in range(4):
        space.journal.add(
            NewEntry(
                body=f"The retro began with an opener, and silence. Round {number}.", themes=["facilitation"]
            )
        )
        space.journal.add(
            NewEntry(body=f"The contract was signed. Page {number}.", themes=["data contracts"])
        )


async def test_a_theme_without_keywords_is_offered_some_by_what_i_wrote(newcomer: Workspace) -> None:
    wrote(newcomer)
    async with opened(newcomer) as pilot:
        await sees(pilot, "facilitation")
        await pilot.press("G", "g", "H")
        await sees(pilot, "facilitation")
        await pilot.press("j", "F")
        await sees(pilot, "No keywords yet. By what you wrote")
        await sees(pilot, "a take it")
        await pilot.press("a")
        await until(pilot, lambda: bool(newcomer.themes.get("facilitation").keywords), "keywords")
        assert "opener" in newcomer.themes.get("facilitation").keywords
        await until(pilot, lambda: "No keywords yet" not in seen(pilot))
        await pilot.press("u")
        await until(pilot, lambda: not newcomer.themes.get("facilitation").keywords, "keywords taken back")


def rises(space: Workspace) -> None:
    """Two people of mine suddenly write about handovers, after weeks of other things."""
    for actor in (ANA, BEN):
        usual = [
            said(
                actor,
                f"u{n}",
                f"About week {n}, {'abcdefgh'[n] * 7} and the weather",
                ago(space, days=8 + 7 * n),
            )
            for n in range(7)
        ]
        now = [
            said(actor, f"h{n}", f"The #handover again, part {n}", ago(space, days=1, hours=n))
            for n in range(2)
        ]
        arrive(space, actor, *usual, *now)


async def test_what_rises_stands_on_today_and_where_find_begins(newcomer: Workspace) -> None:
    rises(newcomer)
    async with opened(newcomer, (120, 34)) as pilot:
        await sees(pilot, "Rising this week")
        await sees(pilot, "handover")
        await pilot.press("R", "F")
        await sees(pilot, "a makes a theme or a keyword of it")
        await pilot.press("G", "g", "j", "j", "j")
        await sees(pilot, "Ben de Wit · Ana Vos")
        await pilot.press("a")
        await sees(pilot, "What becomes of “handover”?")
        await types(pilot, "facil")
        await pilot.press("enter")
        await until(pilot, lambda: newcomer.themes.get("facilitation").keywords == ("handover",), "a keyword")
        await pilot.press("a")
        await sees(pilot, "What becomes of “handover”?")
        await pilot.press("enter")
        await until(pilot, lambda: newcomer.themes.find("handover") is not None, "a theme")


async def test_the_posts_in_which_a_word_rises_are_read_right_there(newcomer: Workspace) -> None:
    rises(newcomer)
    async with opened(newcomer, (80, 24)) as pilot:
        await pilot.press("R", "F")
        await sees(pilot, "handover")
        await pilot.press("G", "g", "j", "j", "j", "enter")
        await sees(pilot, "Ana Vos: The #handover again, part 0")
        await pilot.press("enter")
        await sees(pilot, "The #handover again, part")
        await pilot.press("escape", "escape")
        await sees(pilot, "Who knows about …")


def footer(pilot: Pilot[int]) -> set[str]:
    """The words of the footer."""
    line = pilot.app.screen.query_one(KeyLine)
    return {one.word for one in line.keys()}  # noqa: SIM118 - no dict


async def test_once_a_season_one_looks_back_and_may_keep_mute_or_leave(
    newcomer: Workspace, clock: FakeClock
) -> None:
    async with opened(newcomer) as pilot:
        await pilot.press("Y")
        await sees(pilot, "Nobody to look back at")
        await until(pilot, lambda: not {"card", "yes, keep", "mute"} & footer(pilot), "no key without effect")
    clock.pass_(days=120)
    async with opened(newcomer) as pilot:
        await sees(pilot, "Is it still useful?")
        await pilot.press("Y")
        await sees(pilot, "Is it still useful to follow them?")
        await sees(pilot, "Ben de Wit")
        await pilot.press("g")
        first = pilot.app.screen.query_one("#rows").at  # type: ignore[attr-defined]
        await pilot.press("m")
        await until(pilot, lambda: newcomer.people.get(first).is_muted, "muted")
        await sees(pilot, "is muted")
        rows = pilot.app.screen.query_one("#rows", LineList)
        await until(pilot, lambda: rows.at not in ("", first), "the next one")
        await pilot.press("y")
        await sees(pilot, "Nobody to look back at")
        await pilot.press("u", "u")
        await until(pilot, lambda: not newcomer.people.get(first).is_muted, "both taken back")
        await sees(pilot, "Ben de Wit")
        await at_rest(pilot)
        await pilot.press("x")
        await until(pilot, lambda: len(newcomer.people.all()) == 1, "one left")


async def test_what_i_could_be_asked_about_is_a_page_that_opens_the_theme(newcomer: Workspace) -> None:
    wrote(newcomer)
    newcomer.journal.add(NewEntry(body="A keeper.", kind=EntryKind.INSIGHT, themes=["data contracts"]))
    async with opened(newcomer) as pilot:
        await pilot.press("P", "I")
        await sees(pilot, "What I could be asked about")
        await sees(pilot, "5 entries")
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "DocumentScreen")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "PeopleScreen")


async def test_a_person_can_be_muted_on_their_page_and_let_back(
    newcomer: Workspace, clock: FakeClock
) -> None:
    clock.pass_(days=120)
    async with opened(newcomer, (120, 34)) as pilot:
        await pilot.press("P")
        await sees(pilot, "Y answers")
        await pilot.press("m")
        await sees(pilot, "muted: not in the River")
        assert {post.person for post in newcomer.river.page(PostFilter())} == {"ben-de-wit"}
        await until(pilot, lambda: "Y answers" not in seen(pilot), "no question about them")
        await pilot.press("m")
        await until(pilot, lambda: not newcomer.people.get("Ana Vos").is_muted, "let back")
