"""Keys of one's own: rebound, shown as rebound, clashes told; macros; and what fingers know from newsboat and vim."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from learnlog.model.errors import UsageError
from learnlog.model.query import PostFilter
from learnlog.settings import Settings, find_paths, load_settings
from learnlog.tui.app import LearnlogApp
from learnlog.tui.command import spoken
from learnlog.tui.keys import clashes, keymap
from learnlog.tui.macros import checked
from learnlog.tui.remembered import Remembered
from learnlog.tui.screens.river import RiverScreen
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.line_list import LineList
from learnlog.tui.widgets.window_list import WindowList
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.river.conftest import FEEDS, publish, river  # noqa: F401 - a fixture

TITLES = ("Why our registry failed", "A contract is a promise", "Lag", "Late data")


def with_settings(space: Workspace, **values: object) -> Workspace:
    space.settings = replace(space.settings, **values)  # type: ignore[arg-type]
    return space


def settings(tmp_path: Path, text: str) -> Settings:
    path = find_paths(str(tmp_path)).settings
    path.write_text(text)
    return load_settings(path)


def at(pilot: object) -> str:
    row = pilot.app.screen.query_one(WindowList).current  # type: ignore[attr-defined]
    return row.item.title if row else ""


def titles(space: Workspace, **asked: object) -> list[str]:
    return [post.title for post in space.library.posts.page(PostFilter(**asked))]  # type: ignore[arg-type]


async def test_a_rebound_key_works_and_stands_in_footer_help_and_palette(river: Workspace) -> None:  # noqa: F811
    space = with_settings(river, keys={"star": "ctrl+x", "next-unread": "+", "undo": "Z"})
    async with opened(space, (120, 40)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Lag")
        await sees(pilot, "^x star")
        await pilot.press("s")
        await pilot.press("ctrl+x")
        await until(pilot, lambda: len(titles(space, starred=True)) == 1)
        await pilot.press("plus")
        await until(pilot, lambda: at(pilot) == TITLES[1])
        await pilot.press("A")
        await sees(pilot, "Z takes it back")
        await pilot.press("Z")
        await until(pilot, lambda: space.library.posts.unread_total() > 3)
        await pilot.press("question_mark")
        await sees(pilot, "Keys of this screen")
        assert "Ctrl+x" in seen(pilot)
        await pilot.press("escape", "ctrl+p")
        await types(pilot, "star the post")
        await sees(pilot, "(Ctrl+x)")


async def test_a_rebound_key_stands_where_an_empty_list_says_what_to_do(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")
    space = with_settings(workspace, keys={"search-networks": "ctrl+x"})
    async with opened(space) as pilot:
        await pilot.press("F")
        await sees(pilot, "Ctrl+X searches the networks")
        await sees(pilot, "f    follows somebody")


async def test_a_rebound_key_stands_in_what_a_fetch_says(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")
    space = with_settings(workspace, keys={"fetch": "f8", "fetch-all": "f9"})
    async with opened(space) as pilot:
        await pilot.press("f8")
        await sees(
            pilot, "No channel is due; each is asked at its own pace, at most once an hour. F9 asks all."
        )


async def test_a_rebound_key_stands_where_a_screen_says_what_is_missing(workspace: Workspace) -> None:
    Remembered(workspace.paths.state / "screen.json").put("welcomed", "yes")
    space = with_settings(workspace, keys={"visibility": "f6", "question": "f7", "accounts": "f8"})
    async with opened(space) as pilot:
        await pilot.press("V")
        await sees(pilot, "F6 on an entry raises it")
        await sees(pilot, "Press F7 and ask")
        await pilot.press("escape", "C")
        await sees(pilot, "F8")


async def test_keys_change_places(river: Workspace) -> None:  # noqa: F811
    space = with_settings(river, keys={"star": "m", "read": "s"})
    assert clashes(keymap(space.settings.keys)) == []
    async with opened(space) as pilot:
        await pilot.press("R")
        await sees(pilot, "Lag")
        await pilot.press("m")
        await until(pilot, lambda: len(titles(space, starred=True)) == 1)
        await pilot.press("s")
        await until(pilot, lambda: space.library.posts.unread_total() == 5)


async def test_a_key_given_twice_is_told_in_one_sentence_at_the_start(river: Workspace) -> None:  # noqa: F811
    space = with_settings(river, keys={"star": "m"})
    async with opened(space, (120, 40)) as pilot:
        await sees(pilot, "The key m is “star” by the settings and “read” as well")
        await pilot.press("R")
        await sees(pilot, "Lag")
        await pilot.press("m")
        await until(pilot, lambda: len(titles(space, starred=True)) == 1)


@pytest.mark.parametrize(
    ("keys", "hint"),
    [
        ({"satr": "x"}, "star"),
        ({"star": "strg+x"}, "A key is"),
        ({"star": "ctrl+"}, "A key is"),
        ({"star": ""}, "A key is"),
        ({"star": "nonsense"}, "A key is"),
        ({"star": "gt"}, "parted by spaces"),
        ({"star": "g nonsense"}, "A key is"),
        ({"macro.y": "x"}, ""),
    ],
)
def test_what_is_no_command_and_no_key_is_told(keys: dict[str, str], hint: str) -> None:
    with pytest.raises(UsageError) as error:
        keymap(keys, ("x",))
    assert hint in error.value.hint


@pytest.mark.parametrize(
    ("typed", "bound", "shown"),
    [
        ("?", "question_mark", "?"),
        ("+", "plus", "+"),
        ("*", "asterisk", "*"),
        ("~", "tilde", "~"),
        ("delete", "delete", "Delete"),
        ("pagedown", "pagedown", "Pagedown"),
        (",", "comma", ","),
        ("ctrl+b", "ctrl+b", "Ctrl+b"),
        ("f5", "f5", "F5"),
        ("é", "é", "é"),
        ("g t", "g t", "g t"),
        ("ctrl+x  ?", "ctrl+x question_mark", "Ctrl+x ?"),
        ("equals_sign", "equals_sign", "="),
    ],
)
def test_keys_are_typed_as_people_write_them(typed: str, bound: str, shown: str) -> None:
    name = "comma" if typed == "," else typed
    assert keymap({"star": name}) == {"star": bound}
    assert spoken(bound) == shown


def test_a_key_of_every_list_and_one_that_works_everywhere_clash_too() -> None:
    (said,) = clashes(keymap({"star": "j"}))
    assert said.startswith("The key j is “star” by the settings and “down” as well (River and ")
    assert any("“write” as well" in said for said in clashes(keymap({"star": "w"})))
    assert clashes(keymap({"save": "ctrl+w"})) == []


def test_macros_come_from_the_settings(tmp_path: Path) -> None:
    said = settings(
        tmp_path, '[macro]\nx = ["star", "next-unread"]\ndone = ["read"]\n[keys]\nmacro.done = "ctrl+x"\n'
    )
    assert said.macro == {"x": ("star", "next-unread"), "done": ("read",)}
    assert keymap(said.keys, said.macro) == {"macro.done": "ctrl+x"}
    for text in ('[macro]\nx = "star"\n', "[macro]\nx = []\n", "[macro]\nx = [1]\n", 'macro = "x"\n'):
        with pytest.raises(UsageError):
            settings(tmp_path, text)
    with pytest.raises(UsageError):
        checked({"x": ("stra",)})


async def test_a_macro_does_its_commands_one_after_the_other(river: Workspace) -> None:  # noqa: F811
    space = with_settings(
        river,
        macro={"x": ("star", "read", "next-unread"), "keep": ("keep", "down")},
        keys={"macro.keep": "ctrl+k"},
    )
    async with opened(space, (120, 40)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == TITLES[0])
        await pilot.press("comma", "x")
        await until(pilot, lambda: at(pilot) == TITLES[1])
        assert titles(space, starred=True) == [TITLES[0]]
        assert TITLES[0] not in titles(space, unread=True)
        await pilot.press("ctrl+k")
        await sees(pilot, "Why keep it?")
        assert at_below(pilot) == TITLES[1], "the macro waits for the dialog"
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await types(pilot, "so clear")
        await pilot.press("enter")
        await until(pilot, lambda: at(pilot) == TITLES[2])
        assert [
            kept.why for kept in [space.keeping.kept(space.library.posts.page(PostFilter())[1].id)] if kept
        ] == ["so clear"]
        await pilot.press("comma", "q")
        await sees(pilot, "There is no macro on q; there are x.")
        await pilot.press("question_mark")
        await sees(pilot, "Macro x: star, then read, then next-unread.")


async def test_a_macro_runs_though_its_keys_come_in_one_piece(river: Workspace) -> None:  # noqa: F811
    space = with_settings(river, macro={"x": ("star", "next-unread")})
    async with opened(space, (120, 40)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == TITLES[0])
        for key, sign in (("comma", ","), ("x", "x"), ("j", "j")):
            pilot.app.post_message(events.Key(key, sign))
        await until(pilot, lambda: at(pilot) == TITLES[2])
        assert titles(space, starred=True) == [TITLES[0]]
        pilot.app.post_message(events.Key("slash", "/"))
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await types(pilot, "a,x")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input) and pilot.app.focused.value == "a,x")


def at_below(pilot: object) -> str:
    screen = next(one for one in pilot.app.screen_stack if isinstance(one, RiverScreen))  # type: ignore[attr-defined]
    row = screen.query_one(WindowList).current
    return row.item.title if row else ""


async def test_a_macro_ends_where_a_command_means_nothing(river: Workspace) -> None:  # noqa: F811
    space = with_settings(river, macro={"x": ("people", "star")})
    async with opened(space) as pilot:
        await pilot.press("comma", "x")
        await sees(pilot, "“star” means nothing here, so the macro ended.")


async def test_without_macros_the_comma_says_where_they_come_from(river: Workspace) -> None:  # noqa: F811
    async with opened(river) as pilot:
        await pilot.press("comma")
        await sees(pilot, "No macros yet: [macro] in ")
        await sees(pilot, "settings.toml lists them")


async def test_fingers_that_know_newsboat_and_vim(river: Workspace) -> None:  # noqa: F811
    publish(river, "Ana Vos", *(f"Note {number}" for number in range(40)), hours=20)
    posts = titles(river)
    first = river.library.posts.page(PostFilter())
    river.river.mark_read([first[1].id, first[2].id])
    assert FEEDS
    async with opened(river, (100, 24)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == posts[0])
        await pilot.press("5", "j")
        await until(pilot, lambda: at(pilot) == posts[5])
        await pilot.press("2", "k")
        await until(pilot, lambda: at(pilot) == posts[3])
        await pilot.press("N")
        await until(pilot, lambda: at(pilot) == posts[0])
        await pilot.press("N")
        await sees(pilot, "No post before this one is unread.")
        await pilot.press("n")
        await until(pilot, lambda: at(pilot) == posts[3])
        await pilot.press("3", "n")
        await until(pilot, lambda: at(pilot) == posts[6])
        await pilot.press("g", "g")
        await until(pilot, lambda: at(pilot) == posts[0])
        height = pilot.app.screen.query_one(WindowList).size.height
        await pilot.press("ctrl+d")
        await until(pilot, lambda: at(pilot) == posts[height // 2])
        await pilot.press("ctrl+u")
        await until(pilot, lambda: at(pilot) == posts[0])
        await pilot.press("ctrl+f")
        await until(pilot, lambda: at(pilot) == posts[height - 1])
        await pilot.press("G")
        await until(pilot, lambda: at(pilot) == posts[-1])
        await pilot.press("1", "2", "G")
        await until(pilot, lambda: at(pilot) == posts[11])
        await pilot.press("5", "s", "j")
        await until(pilot, lambda: at(pilot) == posts[12], "one line on: the 5 was for s")
        await pilot.press("T", "H", "9", "9", "G")
        await until(pilot, lambda: pilot.app.screen.query_one(LineList).at == "facilitation")
        await pilot.press("1", "G")
        await until(pilot, lambda: pilot.app.screen.query_one(LineList).at == "data-contracts")


async def test_a_digit_that_is_a_command_is_no_count(river: Workspace) -> None:  # noqa: F811
    publish(river, "Ana Vos", "Linked", hours=0, html='<p><a href="https://a.example">a</a></p>')
    async with opened(with_settings(river, keys={"star": "1"}), (80, 24)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == "Linked")
        await pilot.press("1")
        await until(pilot, lambda: titles(river, starred=True) == ["Linked"])
        await pilot.press("enter")
        await sees(pilot, "Esc back")
        await pilot.press("1")
        await until(pilot, lambda: titles(river, starred=True) == [])


async def test_counts_work_in_a_post_too(river: Workspace) -> None:  # noqa: F811
    html = "".join(f"<p>Paragraph {n}</p>" for n in range(60))
    html += "".join(f'<p><a href="https://a.example/{n}">a</a></p>' for n in range(9))
    publish(river, "Ana Vos", "Long", hours=0, html=html)
    publish(river, "Ana Vos", "More", hours=20)
    posts = titles(river)
    async with opened(river, (80, 24)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == "Long")
        await pilot.press("enter")
        await sees(pilot, "Paragraph 3")
        view = pilot.app.screen.query_one(ArticleView)
        await pilot.press("5", "j")
        await until(pilot, lambda: view.scroll_offset.y == 5)
        assert view.link == 0
        await pilot.press("2", "k", "3")
        await until(pilot, lambda: view.link == 3)
        await pilot.press("escape", "3", "n")
        await sees(pilot, f"Of {posts[3].lower()}.")


async def test_keys_one_after_the_other_are_a_command(river: Workspace) -> None:  # noqa: F811
    publish(river, "Ana Vos", *(f"Note {number}" for number in range(12)), hours=20)
    posts = titles(river)
    keys = {
        "today": "g t",
        "first": "g g",
        "star": "z s",
        "read-all": "Z Z, ctrl+x a",
        "macro.two": "g m",
        "view.on-paper": "g v p",
    }
    river.views.add("contract", "On paper")
    space = with_settings(river, keys=keys, macro={"two": ("star", "next-unread")})
    async with opened(space, (140, 40)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == posts[0])
        await pilot.press("4", "j")
        await until(pilot, lambda: at(pilot) == posts[4])
        await pilot.press("z", "s")
        await until(pilot, lambda: titles(space, starred=True) == [posts[4]])
        await pilot.press("g", "g")
        await until(pilot, lambda: at(pilot) == posts[0])
        await pilot.press("g", "m")
        await until(pilot, lambda: titles(space, starred=True) == [posts[0], posts[4]])
        await until(pilot, lambda: at(pilot) == posts[1])
        await pilot.press("g", "v", "p")
        await until(pilot, lambda: "Versions of a" in seen(pilot) and "Lag" not in seen(pilot))
        await pilot.press("question_mark")
        await sees(pilot, "Keys of this screen")
        await sees(pilot, "z s")
        await pilot.press("escape", "ctrl+x", "a")
        await sees(pilot, "Marked 2 posts read")
        await pilot.press("g", "t")
        await until(pilot, lambda: pilot.app.current_mode == "today")


async def test_a_key_that_begins_a_sequence_may_come_while_no_screen_is_there(river: Workspace) -> None:  # noqa: F811
    app = LearnlogApp(with_settings(river, keys={"today": "g t"}), watch=False)
    assert not await app.sequences.take(events.Key("g", "g"))


async def test_keys_that_become_no_sequence_mean_what_each_does_by_itself(
    river: Workspace,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("learnlog.tui.sequences.PATIENCE", 0.3)
    posts = titles(river)
    space = with_settings(river, keys={"today": "j t", "themes": "k k t"})
    async with opened(space, (120, 40)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == posts[0])
        await pilot.press("j", "s")
        await until(pilot, lambda: titles(space, starred=True) == [posts[1]], "j and s")
        await pilot.press("j")
        await until(pilot, lambda: at(pilot) == posts[2], "j, a moment later")
        await pilot.press("k", "k", "j", "t")
        await until(pilot, lambda: pilot.app.current_mode == "today")
        await pilot.press("R")
        await until(pilot, lambda: at(pilot) == posts[0], "k twice")
        await pilot.press("slash", "j", "t")
        await sees(pilot, "jt")
        await pilot.press("escape", "escape", "w", "j", "t")
        await sees(pilot, " jt")


def test_what_the_documentation_shows_works(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "keys.md").read_text()
    for block in page.split("```toml\n")[1:3]:
        said = settings(tmp_path, block.partition("```")[0])
        assert said.keys
        assert clashes(keymap(said.keys, said.macro)) == []
        assert checked(said.macro) == said.macro


async def test_a_view_has_a_key_of_its_own_from_anywhere_and_in_macros(
    river: Workspace,  # noqa: F811
    tmp_path: Path,
) -> None:
    said = settings(
        tmp_path, '[keys]\nview.on-paper = "f6"\nview.gone = "f7"\n[macro]\np = ["view.on-paper", "star"]\n'
    )
    river.views.add("contract", "On paper")
    async with opened(with_settings(river, keys=said.keys, macro=said.macro)) as pilot:
        await pilot.press("f6")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, RiverScreen) and "Versions of a" in seen(pilot)
        )
        await until(pilot, lambda: "Lag" not in seen(pilot), "only the view's posts")
        await pilot.press("question_mark")
        await sees(pilot, "The view on-paper, in the River.")
        await pilot.press("escape", "f7")
        await sees(pilot, "There is no view “gone”.")
        await pilot.press("J")
        await until(pilot, lambda: pilot.app.current_mode == "journal")
        await pilot.press("comma", "p")
        await until(pilot, lambda: len(titles(river, starred=True)) == 1)


def test_keys_of_views_and_macros_clash_as_others_do() -> None:
    (said, *_) = clashes(keymap({"view.on-paper": "s"}))
    assert "The key s is “view.on-paper” by the settings and “star” as well" in said
    (said, *_) = clashes(keymap({"macro.x": "j"}, ("x",)))
    assert "“macro.x” by the settings and “down” as well" in said


async def test_a_colon_and_the_beginning_of_a_name_lead_to_the_command(river: Workspace) -> None:  # noqa: F811
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Lag")
        await pilot.press("colon")
        await types(pilot, "q")
        await sees(pilot, "quit: Leave learnlog")
        lines = [line for line in seen(pilot).splitlines() if ": " in line]
        assert "quit: Leave learnlog" in lines[0]


async def test_sentences_name_the_keys_as_they_are(river: Workspace) -> None:  # noqa: F811
    keys = {
        "show-new": "f9",
        "only-unread": "f8",
        "give-theme": "T",
        "today": "t",
        "new-view": "f7",
        "fetch": "ctrl+r",
    }
    async with opened(with_settings(river, keys=keys)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Lag")
        publish(river, "Ana Vos", "One more", hours=0)
        pilot.app.changed()  # type: ignore[attr-defined]
        await sees(pilot, "1 new · press F9 to show")
        await pilot.press("equals_sign")
        await sees(pilot, "T puts it under one.")
        await pilot.press("f9")
        await until(pilot, lambda: "press F9" not in seen(pilot))
        await pilot.press("f9")
        await sees(pilot, "Nothing new has arrived. Ctrl+R asks the channels.")
        await pilot.press("A", "f8")
        await sees(pilot, "Everything here is read. F8 shows all")
        await pilot.press("v")
        await sees(pilot, "No views yet: F7 makes one of any search")


async def test_small_dialogs_and_forms_follow_keys_of_ones_own(river: Workspace) -> None:  # noqa: F811
    keys = {
        "leave": "ctrl+g",
        "take": "ctrl+j",
        "save": "f9",
        "save-and-apply": "f10",
        "down": "ctrl+n",
        "back": "ctrl+o",
    }
    async with opened(with_settings(river, keys=keys), (100, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Lag")
        await pilot.press("K")
        await sees(pilot, "Why keep it? Ctrl+J alone keeps it · Ctrl+G leaves it")
        await pilot.press("enter", "escape")
        await sees(pilot, "Why keep it?")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(pilot.app.screen, RiverScreen))
        await pilot.press("K")
        await sees(pilot, "Why keep it?")
        await types(pilot, "why")
        await pilot.press("ctrl+j")
        await sees(pilot, "◆ kept")
        await pilot.press("l")
        await sees(pilot, "Ctrl+J chooses · Ctrl+G leaves it")
        await types(pilot, "an")
        await pilot.press("ctrl+n", "ctrl+j")
        await until(pilot, lambda: isinstance(pilot.app.screen, RiverScreen))
        await pilot.press("v")
        await sees(pilot, "No rules yet")
        assert "^o back" in seen(pilot)
        await pilot.press("n")
        await sees(pilot, "F9 saves · F10 changes these too · Tab goes on · Ctrl+G leaves it")


async def test_the_footer_names_what_opens_and_what_goes_back_as_it_is(river: Workspace) -> None:  # noqa: F811
    space = with_settings(river, keys={"open": "f7", "back": "ctrl+g"})
    async with opened(space, (80, 24)) as pilot:
        await pilot.press("R")
        await sees(pilot, "Lag")
        await sees(pilot, "F7 open")
        assert "Enter" not in seen(pilot)
        await pilot.press("f7")
        await sees(pilot, "^g back  ? help")
        await pilot.press("right_square_bracket", "ctrl+g")
        await until(pilot, lambda: "F7 open" in seen(pilot))


async def test_what_stands_on_a_screen_names_the_keys_as_they_are(river: Workspace) -> None:  # noqa: F811
    keys = {"tick": "f2", "follow-these": "f9", "leave": "f10", "back": "f12", "take": "ctrl+j"}
    async with opened(with_settings(river, keys=keys), (100, 30)) as pilot:
        await pilot.press("J", "l")
        await sees(pilot, "F10 leaves it")
        await pilot.press("f10", "f")
        await sees(pilot, "Follow someone")
        await sees(pilot, "F10 leave")
