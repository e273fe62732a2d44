"""What I am working on, and everything that hangs on it, on one page."""

import asyncio
import sys
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.query import PostFilter
from learnlog.model.theme import ThemeStatus
from learnlog.tui.app import LearnlogApp
from learnlog.tui.screens.forms import Form
from learnlog.tui.screens.themes import ThemesScreen
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until


@pytest.fixture
def busy(river: Workspace) -> Workspace:
    """A theme with a question, an insight, a kept post, posts and words of its own."""
    add = river.journal.add
    add(NewEntry(body="Who keeps the promise?", kind=EntryKind.QUESTION, themes=["data contracts"]))
    add(NewEntry(body="A promise needs a keeper", kind=EntryKind.INSIGHT, themes=["data contracts"]))
    post = next(p for p in river.library.posts.page(PostFilter()) if p.title == "A contract is a promise")
    river.keeping.keep(post.id, why="for the talk", themes=["data contracts"])
    theme = river.themes.get("data contracts")
    (river.paths.vault / theme.path).write_text(
        (river.paths.vault / theme.path).read_text(encoding="utf-8")
        + "\n## What I believe\n\n- *One* page\n",
        encoding="utf-8",
    )
    river.sync.scan()
    return river


async def test_a_theme_shows_everything_that_hangs_on_it(busy: Workspace) -> None:
    async with opened(busy, (120, 50)) as pilot:
        await pilot.press("H")
        await sees(pilot, "What I believe")
        page = seen(pilot)
        for words in ("Open questions", "Who keeps the promise?", "A promise needs a keeper", "for the talk"):
            assert words in page
        assert "3 written or kept, 3 this week" in page
        assert "2 posts" in page
        assert "Versions of a contract" in page
        assert "• One page" in page


async def test_enter_opens_each_line_where_it_lives(busy: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(LearnlogApp, "open_document", lambda _self, *name: asked.append(name))
    async with opened(busy, (120, 50)) as pilot:
        await pilot.press("H")
        await sees(pilot, "What I believe")
        await pilot.press("enter")
        for _ in range(6):
            await pilot.press("enter", "j")
        kinds = [kind for kind, _ in asked]
        assert kinds == ["entry", "entry", "kept", "post", "post", "theme"]
        assert asked[-1] == ("theme", "data-contracts")


async def test_a_new_theme_gets_its_question_and_is_shown_and_undone(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await pilot.press("escape", "escape", "escape", "H")
        await sees(pilot, "a names something")
        await pilot.press("a")
        await types(pilot, "retro openers")
        await pilot.press("tab")
        await types(pilot, "What wakes a team?")
        await pilot.press("ctrl+s")
        await sees(pilot, "Made the theme")
        await sees(pilot, "What wakes a team?")
        assert workspace.themes.get("retro openers").question == "What wakes a team?"
        await pilot.press("u")
        await until(pilot, lambda: workspace.themes.find("retro openers") is None, "the theme undone")


async def test_a_taken_name_is_told_in_the_form_and_nothing_typed_is_lost(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("H", "a")
        await types(pilot, "Facilitation")
        await pilot.press("ctrl+s")
        await sees(pilot, "There is a theme “Facilitation” already.")
        await types(pilot, " twice")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: river.themes.find("Facilitation twice") is not None)


async def test_renaming_keeps_the_old_name_as_another_and_is_one_undo(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("H")
        await sees(pilot, "The last twelve weeks")
        await pilot.press("e", *["backspace"] * 14)
        await types(pilot, "promises")
        await pilot.press("ctrl+s")
        await sees(pilot, "also      data contracts")
        assert river.themes.get("data contracts").name == "promises"
        await pilot.press("u")
        await until(pilot, lambda: river.themes.get("data contracts").name == "data contracts")


async def test_merging_moves_its_posts_to_the_other_and_undo_parts_them(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("H")
        await sees(pilot, "The last twelve weeks")
        await pilot.press("M")
        await sees(pilot, "Merge “data contracts” into …")
        await pilot.press("enter")
        await sees(pilot, "1 theme")
        assert river.themes.get("data contracts").slug == "facilitation"
        await pilot.press("u")
        await sees(pilot, "2 themes")


async def test_parking_and_finishing_are_taken_back_by_the_same_key(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("H")
        await sees(pilot, "The last twelve weeks")
        await pilot.press("p")
        await sees(pilot, "Parked")
        await until(pilot, lambda: river.themes.get("data contracts").status is ThemeStatus.PARKED)
        await sees(pilot, "1 theme")
        await until(pilot, lambda: _status(pilot) is ThemeStatus.PARKED)
        await pilot.press("p")
        await until(pilot, lambda: river.themes.get("data contracts").status is ThemeStatus.ACTIVE)


def _status(pilot: Pilot[int]) -> ThemeStatus | None:
    screen = pilot.app.screen
    assert isinstance(screen, ThemesScreen)
    return screen.theme_at_hand.status if screen.theme_at_hand else None


async def test_the_editor_writes_in_the_page_and_undo_takes_it_back(
    river: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "my editor.py"
    script.write_text(
        "import sys; open(sys.argv[1], 'a').write('\\nHello from outside.\\n')", encoding="utf-8"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} '{script}'")
    monkeypatch.setattr(LearnlogApp, "suspend", _nothing)
    async with opened(river) as pilot:
        await pilot.press("H")
        await sees(pilot, "The last twelve weeks")
        await pilot.press("ctrl+e")
        await until(pilot, lambda: "Hello" in river.themes.get("data contracts").body)
        await pilot.press("enter", "G")
        await sees(pilot, "Hello from outside.")
        await pilot.press("u")
        await until(pilot, lambda: "Hello" not in river.themes.get("data contracts").body)


def _nothing(_self: LearnlogApp) -> object:
    from contextlib import nullcontext

    return nullcontext()


async def test_o_shows_its_posts_in_the_river_and_w_writes_under_it(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("H")
        await sees(pilot, "The last twelve weeks")
        await pilot.press("w")
        await sees(pilot, "data contracts")
        await types(pilot, "under it")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(river.journal.list()))
        assert river.journal.list()[0].themes == ("data-contracts",)
        await pilot.press("H", "o")
        await sees(pilot, "Versions of a contract")
        assert "Retro openers" not in seen(pilot)


async def test_on_a_narrow_terminal_the_page_is_a_screen_of_its_own(busy: Workspace) -> None:
    async with opened(busy, (80, 24)) as pilot:
        await pilot.press("H")
        await sees(pilot, "facilitation")
        assert "Open questions" not in seen(pilot)
        await pilot.press("enter")
        await sees(pilot, "Open questions")
        assert "Working on" not in seen(pilot)
        await pilot.press("escape")
        await sees(pilot, "Working on")


async def test_a_hostile_theme_only_ever_is_text(workspace: Workspace) -> None:
    path = workspace.paths.vault / "themes"
    path.mkdir(parents=True)
    name = "[red]x[/red] [@click=app.quit]y[/] $(reboot)"
    (path / "evil.md").write_text(
        f'---\nname: "{name}\\u001b]8;;http://e\\u0007\\u202e"\nquestion: "[/]["\n---\n\n[b]bold[/b] <script>\n',
        encoding="utf-8",
    )
    workspace.sync.scan()
    async with opened(workspace, (120, 30)) as pilot:
        await pilot.press("H")
        await sees(pilot, "[red]x[/red] [@click=app.quit]y[/] $(reboot)")
        await sees(pilot, "[b]bold[/b] <script>")
        assert "\x1b" not in seen(pilot)
        assert "\u202e" not in seen(pilot)
        await pilot.press("e")
        await sees(pilot, "also called")


async def test_keys_typed_before_the_form_stands_are_its_text(busy: Workspace) -> None:
    async with opened(busy) as pilot:
        await pilot.press("H")
        await sees(pilot, "facilitation")
        for key in "aaux":
            pilot.app.post_message(events.Key(key, key))
            await asyncio.sleep(0.03)  # faster than anyone types
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        form = pilot.app.screen
        assert isinstance(form, Form)
        await until(pilot, lambda: form.values["name"] == "aux")
        assert len(pilot.app.screen_stack) == 2


async def test_a_theme_names_those_that_were_merged_into_it(river: Workspace) -> None:
    river.themes.merge("facilitation", "data-contracts")
    async with opened(river) as pilot:
        await pilot.press("H")
        await sees(pilot, "also      facilitation")
