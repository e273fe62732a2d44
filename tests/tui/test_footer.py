"""The footer at 80 columns: the main act and the way out are always on it, and `?` tells every key once."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from learnlog.journal.entries import NewEntry
from learnlog.model.query import PostFilter
from learnlog.tui.app import LearnlogApp
from learnlog.tui.palette import blocks_of
from learnlog.tui.remembered import Remembered
from learnlog.tui.scopes import SCOPES
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, until
from tests.tui.river.conftest import river  # noqa: F401 - a fixture

NARROW = (80, 24)


def footer(pilot: Pilot[int]) -> str:
    shown = pilot.app.screen.query_one(KeyLine).keys()
    return "  ".join(f"{one.name} {one.word}" for one in shown)


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("J", "Enter open  w write"),
        ("R", "Enter open  l lists  i insight"),
        ("H", "Enter open  w write"),
        ("P", "Enter open  f follow"),
    ],
)
async def test_each_mode_names_its_main_acts_first(river: Workspace, keys: str, shown: str) -> None:  # noqa: F811
    river.journal.add(NewEntry(body="They all spoke."))
    async with opened(river, NARROW) as pilot:
        await pilot.press(keys)
        await until(pilot, lambda: footer(pilot).startswith(shown), shown)
        assert footer(pilot).endswith("? help")
        assert "Esc" not in footer(pilot)  # there is nowhere to go back to


@pytest.mark.parametrize("keys", ["P", "H"])
async def test_the_way_back_from_a_page_is_shown_while_one_is_in_it(river: Workspace, keys: str) -> None:  # noqa: F811
    async with opened(river, NARROW) as pilot:
        await pilot.press(keys)
        await until(pilot, lambda: "Enter open" in footer(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: footer(pilot).endswith("Esc back  ? help"))
        await pilot.press("escape")
        await until(pilot, lambda: "Esc" not in footer(pilot))


async def test_who_writes_always_sees_the_way_out(river: Workspace) -> None:  # noqa: F811
    async with opened(river, NARROW) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: footer(pilot).endswith("Esc keep as draft  F1 help"))


async def test_the_way_back_from_an_entry_is_never_cut_off(river: Workspace) -> None:  # noqa: F811
    entry = river.journal.add(NewEntry(body="They all spoke. See [[ana-vos]]."))
    async with opened(river, NARROW) as pilot:
        pilot.app.open_document("entry", entry.id)  # type: ignore[attr-defined]
        await until(pilot, lambda: footer(pilot).endswith("Esc back  ? help"))
        assert footer(pilot).startswith("Enter open  z chain  e edit")


async def test_on_a_kept_post_plus_says_which_goal_it_shows(river: Workspace) -> None:  # noqa: F811
    post = next(one for one in river.river.page(PostFilter()) if one.title == "Lag")
    kept = river.keeping.keep(post.id)
    river.goals.begin("Be on time")
    async with opened(river, NARROW) as pilot:
        pilot.app.open_document("kept", kept.id)  # type: ignore[attr-defined]
        await sees(pilot, "Second paragraph.")
        await pilot.press("plus")
        await sees(pilot, "Which goal does it show?")


@pytest.mark.parametrize("keys", ["J", "R", "H", "P", "O"])
async def test_where_nothing_is_yet_no_key_is_shown_that_would_do_nothing(
    workspace: Workspace, keys: str
) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")
    dead = ("Enter", "e edit", "i insight", "v seen by", "p park", "x unfollow", "x take back")
    async with opened(workspace, NARROW) as pilot:
        await pilot.press(keys)
        await until(
            pilot, lambda: "? help" in footer(pilot) and not any(one in footer(pilot) for one in dead)
        )


async def test_the_footer_names_no_answer_where_none_can_be_given_and_the_way_back_for_what_is_hidden(
    river: Workspace,  # noqa: F811
) -> None:
    river.ruler.begin()
    river.rules.add("lag", "Late", does=("hide",))
    river.ruler.apply("Late")
    async with opened(river, (140, 40)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Why our registry failed")
        await until(pilot, lambda: "m read" in footer(pilot) and "a answer" not in footer(pilot))
        assert "show again" not in footer(pilot)
        await pilot.press("a")
        await sees(pilot, "nobody can be answered there")
        await pilot.press("l")
        await sees(pilot, "Show the posts of")
        await pilot.press(*"hidden", "enter")
        await until(pilot, lambda: "h show again" in footer(pilot))


async def test_what_is_only_for_rules_and_for_accounts_is_named_where_one_is(river: Workspace) -> None:  # noqa: F811
    river.views.add("is:unread", "Unread ones")
    river.ruler.begin()
    river.rules.add("registry", "Stars", does=("star",))
    async with opened(river, (140, 40)) as pilot:
        await pilot.press("at")
        await until(pilot, lambda: "a add" in footer(pilot) and "x remove" not in footer(pilot))
        await pilot.press("R", "v")
        await sees(pilot, "Unread ones")
        await until(pilot, lambda: "e change" in footer(pilot) and "on/off" not in footer(pilot))
        await pilot.press("o")
        await sees(pilot, "That is for rules")
        await pilot.press("j")
        await until(pilot, lambda: "o on/off" in footer(pilot))
        assert "take back" not in footer(pilot)  # it did nothing yet
        river.ruler.apply("Stars")
        pilot.app.changed()  # type: ignore[attr-defined]
        await until(pilot, lambda: "b take back" in footer(pilot))


async def test_keys_of_ones_own_stand_in_the_footer_where_the_usual_ones_do(river: Workspace) -> None:  # noqa: F811
    river.settings = replace(river.settings, keys={"insight": "f8", "star": "*"})
    async with opened(river) as pilot:
        await pilot.press("R")
        await until(
            pilot,
            lambda: footer(pilot).startswith(
                "Enter open  l lists  F8 insight  K keep  * star  m read  t theme"
            ),
        )


def every_screen(kind: type[DeskScreen]) -> set[type[DeskScreen]]:
    return {kind}.union(*(every_screen(sub) for sub in kind.__subclasses__()))


def test_every_screen_has_its_keys_in_the_help() -> None:
    import importlib
    import pkgutil

    from learnlog.tui import screens

    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"{screens.__name__}.{module.name}")
    scopes = {one.scope for one in every_screen(DeskScreen) if one.scope}
    assert scopes - set(SCOPES) == set()


@pytest.mark.parametrize("scope", [name for name in SCOPES if name not in ("lists", "everywhere")])
def test_the_help_tells_each_key_as_the_screen_means_it(scope: str) -> None:
    screen = type("Here", (), {"scope": scope})()
    own, *others = blocks_of(screen)
    taken = {key for command in own[1] for key in command.keys.split(",")}
    for _, commands in others:
        assert not [one.id for one in commands if set(one.keys.split(",")) <= taken]


async def test_where_one_writes_the_help_tells_no_key_that_only_types(river: Workspace) -> None:  # noqa: F811
    async with opened(river, NARROW) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "Composer")
        told = {
            key
            for _, commands in blocks_of(pilot.app.screen)
            for one in commands
            for key in one.keys.split(",")
        }
        assert {"ctrl+s", "ctrl+p", "f1"} <= told
        assert not told & {"T", "J", "u", "j", "q", "question_mark"}


async def test_a_message_is_not_told_twice_when_a_dialog_opens_over_it(river: Workspace) -> None:  # noqa: F811
    app = LearnlogApp(river, watch=False)

    def told(screen: Screen[object]) -> bool:
        return any(rack.display for rack in screen.query_children("ToastRack"))

    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await until(pilot, lambda: bool(app.open_screens()))
        below = app.screen
        app.notify("Put under reg", timeout=60)
        await until(pilot, lambda: told(below))
        await pilot.press("question_mark")
        await until(pilot, lambda: type(app.screen).__name__ == "HelpScreen" and told(app.screen))
        assert not told(below)
        await pilot.press("escape")
        await until(pilot, lambda: told(below))


async def test_the_palette_finds_a_screen_by_its_name(river: Workspace) -> None:  # noqa: F811
    async with opened(river, NARROW) as pilot:
        await pilot.press("ctrl+p")
        await sees(pilot, "Journal: my entries, by day  (J)")
        assert "write: Write an entry  (w)" in seen(pilot)


async def test_the_list_of_keys_scrolls_by_the_keys_of_every_list(river: Workspace) -> None:  # noqa: F811
    async with opened(river, NARROW) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: "Enter open" in footer(pilot))
        await pilot.press("question_mark")
        await sees(pilot, "Keys of this screen")
        await pilot.press("G")
        await sees(pilot, "Esc closes this")
        await pilot.press("g", "g")
        await sees(pilot, "Go into the post")
        await pilot.press("ctrl+f")
        await until(pilot, lambda: "Go into the post" not in seen(pilot))
        await pilot.press("ctrl+b", "ctrl+d", "ctrl+u")
        await sees(pilot, "Go into the post")
