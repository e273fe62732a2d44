"""Reading the river as someone does over coffee."""

from textual.pilot import Pilot

from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost, Post
from learnlog.model.query import PostFilter
from learnlog.tui.screens.river import RiverScreen
from learnlog.tui.screens.river_post import PostScreen
from learnlog.tui.screens.river_reading import DWELL
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.window_list import WindowList
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, until
from tests.tui.river.conftest import publish


def posts(workspace: Workspace) -> dict[str, Post]:
    return {post.title: post for post in workspace.river.page(PostFilter())}


def at(pilot: Pilot[int]) -> str:
    """The title under the cursor."""
    row = pilot.app.screen.query_one(WindowList).current
    return row.item.title if row else ""


async def test_the_river_shows_posts_newest_first_and_the_first_one_beside_the_list(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        shown = seen(pilot)
        assert shown.index("Why our registry") < shown.index("A contract is") < shown.index("Retro openers")
        assert "data contracts 2" in shown
        assert "All · 6 unread" in shown


async def test_a_very_long_name_leaves_room_for_the_date_beside_it(river: Workspace) -> None:
    feed = "https://long.example/feed"
    river.people.add(
        "Bartholomew Featherstonehaugh-Cholmondeley the Younger", [Channel(kind="feed", key=feed)]
    )
    post = NewPost(guid="1", url="https://long.example/1", title="Long", text="Of.", published=river.clock())
    river.library.channels.commit(feed, [post], FetchState(checked=river.clock()))
    async with opened(river, (100, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "… · 23 Nov 2026")


async def test_enter_reads_and_u_takes_that_back(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("j", "enter")
        await until(pilot, lambda: posts(river)["A contract is a promise"].read)
        assert isinstance(pilot.app.focused, ArticleView)
        await pilot.press("escape")
        assert isinstance(pilot.app.focused, WindowList)
        assert at(pilot) == "A contract is a promise"
        await pilot.press("u")
        await until(pilot, lambda: not posts(river)["A contract is a promise"].read)


async def test_a_post_looked_at_for_a_while_is_read_but_not_one_passed_by(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("j", "j")
        await until(pilot, lambda: posts(river)["Lag"].read, seconds=DWELL + 3)
        assert not posts(river)["Why our registry failed"].read  # it was there when I came
        assert not posts(river)["A contract is a promise"].read  # I passed it by


async def test_m_marks_read_and_unread_again(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == "Why our registry failed")
        await pilot.press("m")
        await sees(pilot, "All · 5 unread")
        await pilot.press("m")
        await sees(pilot, "All · 6 unread")


async def test_n_goes_from_unread_to_unread_and_says_when_all_is_read(river: Workspace) -> None:
    river.river.mark_read([posts(river)[title].id for title in ("A contract is a promise", "Lag")])
    async with opened(river) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == "Why our registry failed")
        await pilot.press("n")
        await until(pilot, lambda: at(pilot) == "Late data")
        river.river.mark_all_read(PostFilter())
        await pilot.press("n")
        await sees(pilot, "Everything here is read.")


async def test_all_of_a_theme_is_marked_read_and_u_brings_it_back(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("l", *"contr", "enter")
        await sees(pilot, "data contracts · 2 unread")
        await pilot.press("A")
        await sees(pilot, "Marked 2 posts read")
        assert river.library.posts.unread_total() == 4
        await pilot.press("u")
        await until(pilot, lambda: river.library.posts.unread_total() == 6)
        await sees(pilot, "data contracts · 2 unread")


async def test_only_unread_keeps_what_i_just_read_in_place_until_i_ask_anew(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == "Why our registry failed")
        await pilot.press("U", "j", "m")
        await until(pilot, lambda: posts(river)["A contract is a promise"].read)
        await sees(pilot, "Unread · 5 unread")
        assert at(pilot) == "A contract is a promise"
        await pilot.press("U", "U")
        await until(pilot, lambda: "A contract is a" not in seen(pilot))
        assert at(pilot) == "Lag"


async def test_new_posts_wait_behind_a_line_and_nothing_moves(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == "Why our registry failed")
        await pilot.press("j")
        before = [row.id for row in pilot.app.screen.query_one(WindowList).rows]
        publish(river, "Ben de Wit", "Fresh from the press", "And another one", hours=0)
        river_screen = pilot.app.screen
        assert isinstance(river_screen, RiverScreen)
        river_screen.touch()
        await sees(pilot, "2 new · press . to show")
        assert [row.id for row in river_screen.query_one(WindowList).rows] == before
        assert at(pilot) == "A contract is a promise"
        await pilot.press("A")  # what I have not seen is not marked read
        await sees(pilot, "Marked 6 posts read")
        await pilot.press("full_stop")
        await until(pilot, lambda: at(pilot) == "Fresh from the press")
        assert not posts(river)["Fresh from the press"].read
        assert "press . to show" not in seen(pilot)


async def test_the_lanes_at_the_left_are_walked_with_the_arrows(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == "Why our registry failed")
        await pilot.press("shift+tab", "j", "j", "j")
        await sees(pilot, "data contracts · 2 unread")
        await until(pilot, lambda: at(pilot) == "A contract is a promise")
        await pilot.press("enter", "escape")
        await sees(pilot, "All · 6 unread")


async def test_in_a_narrow_terminal_the_post_is_a_screen_of_its_own(river: Workspace) -> None:
    async with opened(river, size=(80, 24)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == "Why our registry failed")
        assert "Of a" not in seen(pilot)
        await pilot.press("j", "enter")
        await sees(pilot, "Of a contract is a promise.")
        assert isinstance(pilot.app.screen, PostScreen)
        await until(pilot, lambda: posts(river)["A contract is a promise"].read)
        await pilot.press("n")
        await sees(pilot, "Of lag.")
        await pilot.press("s")
        await sees(pilot, "★ starred")
        await pilot.press("escape")
        await until(pilot, lambda: at(pilot) == "Lag")


async def test_an_empty_river_says_what_fills_it(workspace: Workspace) -> None:
    workspace.themes.add("data contracts")
    async with opened(workspace) as pilot:
        await pilot.press("R")
        await sees(pilot, "f follows someone")


async def test_the_app_can_ask_for_one_theme(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.app.open_river(PostFilter(theme="data-contracts"))  # type: ignore[attr-defined]
        await sees(pilot, "data contracts · 2 unread")
        await until(pilot, lambda: at(pilot) == "A contract is a promise")
