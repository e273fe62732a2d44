"""Writing: a first entry in a few keys, completion, the user's own editor, and what happens at the edges."""

import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from textual.widgets._toast import Toast

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.visibility import Visibility
from learnlog.tui.app import LearnlogApp
from learnlog.tui.screens.composer import Composer
from learnlog.tui.widgets.completion import Completion
from learnlog.tui.widgets.editor import Editor
from learnlog.tui.widgets.preview import Preview
from learnlog.workspace import Workspace
from tests.tui.desk import opened, seen, sees, types, until
from tests.tui.journal.conftest import Chain


async def composing(pilot: Pilot[int], key: str = "w") -> Composer:
    await pilot.press(key)
    await until(
        pilot, lambda: isinstance(pilot.app.screen, Composer) and bool(pilot.app.screen.draft), "a composer"
    )
    screen = pilot.app.screen
    assert isinstance(screen, Composer)
    return screen


async def offers(pilot: Pilot[int], words: str) -> None:
    """Wait until completion offers `words` first."""
    popup = pilot.app.screen.query_one(Completion)
    await until(
        pilot, lambda: popup.chosen is not None and words in popup.chosen.label, f"an offer of {words}"
    )


def text(pilot: Pilot[int]) -> str:
    return pilot.app.screen.query_one(Editor).text


async def test_a_first_entry_takes_one_key_its_words_and_one_key(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await composing(pilot)
        await types(pilot, "I asked")
        await pilot.press("ctrl+s")
        await sees(pilot, "Saved “I asked”")
        await pilot.press("J")
        await sees(pilot, "Today, Monday 23 November")
    entry = workspace.journal.list()[0]
    assert (entry.body.strip(), entry.kind, entry.visibility) == (
        "I asked",
        EntryKind.REFLECTION,
        Visibility.PRIVATE,
    )
    assert not workspace.drafts.names()


async def test_kind_theme_and_tags_are_a_tab_away_and_complete(chain: Chain) -> None:
    async with opened(chain.workspace) as pilot:
        await composing(pilot)
        await types(pilot, "So?")
        await pilot.press("tab", "q", "tab")
        await types(pilot, "contr")
        await offers(pilot, "data contracts")
        await pilot.press("tab")
        await types(pilot, "own")
        await offers(pilot, "ownership")
        await pilot.press("enter", "ctrl+s")
        await sees(pilot, "Saved")
    entry = chain.workspace.journal.list()[0]
    assert (entry.kind, entry.themes, entry.tags) == (EntryKind.QUESTION, ("data-contracts",), ("ownership",))


async def test_a_new_theme_is_made_with_the_entry_and_one_undo_takes_both_back(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await composing(pilot)
        await types(pilot, "Hm")
        await pilot.press("tab", "tab")
        await types(pilot, "retros")
        await offers(pilot, "retros")
        await pilot.press("enter", "ctrl+s")
        await sees(pilot, "new theme retros")
        assert [theme.slug for theme in workspace.themes.all()] == ["retros"]
        await pilot.press("u")
        await sees(pilot, "Taken back")
    assert not workspace.journal.list()
    assert not workspace.themes.all()


async def test_two_brackets_offer_what_can_be_linked_to_and_the_link_becomes_a_backlink(chain: Chain) -> None:
    async with opened(chain.workspace) as pilot:
        await composing(pilot)
        await types(pilot, "After [[keeper")
        await offers(pilot, "A promise needs a keeper")
        await pilot.press("enter")
        stem = Path(chain.insight.path).stem
        assert text(pilot) == f"After [[{stem}|A promise needs a keeper]]"
        await pilot.press("space", "ctrl+k")
        await types(pilot, "ana")
        await offers(pilot, "Ana Vos")
        await pilot.press("enter")
        assert text(pilot).endswith(" [[ana-vos|Ana Vos]]")
        await pilot.press("ctrl+s")
        await sees(pilot, "Saved “After A promise needs a keeper Ana Vos”")
    written = chain.workspace.journal.list()[0]
    assert written.id in [d.id for d in chain.workspace.journal.backlinks(chain.insight.id)]
    assert written.id in [d.id for d in chain.workspace.journal.backlinks("ana-vos", "person")]


async def test_enter_typed_at_once_never_takes_an_older_offer(chain: Chain) -> None:
    async with opened(chain.workspace) as pilot:
        await composing(pilot)
        await types(pilot, "[[")
        await until(pilot, lambda: pilot.app.screen.query_one(Completion).is_open, "an offer")
        await pilot.press(*"who", "enter")
        assert "Who keeps the promise?]]" in text(pilot)


async def test_escape_closes_what_is_offered_before_it_leaves(chain: Chain) -> None:
    async with opened(chain.workspace) as pilot:
        screen = await composing(pilot)
        await types(pilot, "[[ana")
        await offers(pilot, "Ana Vos")
        await pilot.press("escape")
        assert pilot.app.screen is screen
        assert not screen.query_one(Completion).is_open
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen, "leaving")


async def test_a_tag_completed_in_the_text_is_a_tag_of_the_entry(chain: Chain) -> None:
    async with opened(chain.workspace) as pilot:
        screen = await composing(pilot)
        await types(pilot, "On #own")
        await offers(pilot, "ownership")
        await pilot.press("enter")
        await until(pilot, lambda: screen.query_one("#composer-tags", Input).value == "ownership", "the tag")
        assert text(pilot) == "On #ownership "


async def test_lists_go_on_and_an_empty_item_ends_them(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await composing(pilot)
        for words in ("1. one", "two", ""):
            await types(pilot, words)
            await pilot.press("enter")
        await types(pilot, "- [x] done")
        await pilot.press("enter")
        assert (
            text(pilot) == "1. one\n2. two\n\n- [x] done\n- [ ] "
            or text(pilot) == "1. one\n2. two\n- [x] done\n- [ ] "
        )


@pytest.mark.parametrize(("size", "beside"), [((140, 40), True), ((80, 24), False)])
async def test_the_preview_is_live(workspace: Workspace, size: tuple[int, int], beside: bool) -> None:
    async with opened(workspace, size) as pilot:
        await composing(pilot)
        await types(pilot, "see [[a|My Word]]")
        await pilot.press("ctrl+r")
        await sees(pilot, "‹My Word›")
        assert ("[[a|My Word]]" in seen(pilot)) is beside
        if beside:
            await types(pilot, " more")
            await until(
                pilot, lambda: any("more" in row for row in pilot.app.screen.query_one(Preview).lines)
            )
        else:
            await pilot.press("w", "ctrl+r")  # a letter does nothing while one looks
            await sees(pilot, "[[a|My Word]]")
        assert len(pilot.app.screen_stack) == 2


async def test_nothing_is_not_saved(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        screen = await composing(pilot)
        await pilot.press("ctrl+s")
        await sees(pilot, "nothing to save")
        assert pilot.app.screen is screen
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)
    assert not workspace.journal.list()
    assert not workspace.drafts.names()


def pretend_terminal(pilot: Pilot[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(pilot.app._driver), "can_suspend", True)
    monkeypatch.setattr(type(pilot.app._driver), "suspend_application_mode", lambda _self: None)
    monkeypatch.setattr(type(pilot.app._driver), "resume_application_mode", lambda _self: None)


def an_editor(folder: Path, script: str) -> str:
    """A command with a space and a quote in its arguments, which a shell would take apart."""
    file = folder / "my editor.py"
    file.write_text(
        f"import os, sys\nflag, path = sys.argv[1:]\nassert flag == 'a; b'\n{script}", encoding="utf-8"
    )
    return f"{sys.executable} '{file}' 'a; b'"


async def test_writing_goes_on_in_the_users_own_editor(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "assert oct(os.stat(path).st_mode)[-3:] == '600'\n"
        "open(path, 'a', encoding='utf-8').write('and more\\x1b[31m')\n"
        "open(sys.argv[0] + '.path', 'w').write(path)"
    )
    monkeypatch.setenv("EDITOR", an_editor(tmp_path, script))
    async with opened(workspace) as pilot:
        pretend_terminal(pilot, monkeypatch)
        await composing(pilot)
        await types(pilot, "words")
        await pilot.press("ctrl+e")
        await until(pilot, lambda: text(pilot) == "words\nand more", "the editor's words")
    copy = (tmp_path / "my editor.py.path").read_text()
    assert not Path(copy).exists()


async def test_an_editor_that_fails_takes_nothing_away(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, "sys.exit(3)"))
    async with opened(workspace) as pilot:
        await composing(pilot)
        await types(pilot, "words")
        await pilot.press("ctrl+e")
        await sees(pilot, "cannot be opened from this terminal")
        pretend_terminal(pilot, monkeypatch)
        await pilot.press("ctrl+e")
        await sees(pilot, "ended with 3")
        assert text(pilot) == "words"


async def test_the_editor_on_an_entry_edits_and_saves_in_one_go(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.journal.add(NewEntry(body="before"))
    monkeypatch.setenv("EDITOR", an_editor(tmp_path, "open(path, 'w').write('after')"))
    async with opened(workspace) as pilot:
        pretend_terminal(pilot, monkeypatch)
        await pilot.press("J")
        await sees(pilot, "before")
        await pilot.press("ctrl+e")
        await sees(pilot, "Saved “after”")
    assert workspace.journal.list()[0].body.strip() == "after"


async def test_what_is_said_while_one_writes_covers_no_word(workspace: Workspace) -> None:
    app = LearnlogApp(workspace, watch=False)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: bool(app.open_screens()))
        screen = await composing(pilot)
        app.say("Your draft is here again, as you left it (2 minutes ago).")
        await until(pilot, lambda: bool(screen.query(Toast)) and screen.query_one(Toast).region.height > 0)
        assert screen.query_one(Toast).region.bottom <= screen.query_one("#composer-title").region.y


async def test_a_link_to_what_has_no_title_is_called_by_a_few_words(workspace: Workspace) -> None:
    linked = workspace.journal.add(
        NewEntry(body="What a long first line this is, which nobody wants in a link.")
    )
    async with opened(workspace) as pilot:
        await pilot.press("w")
        await sees(pilot, "new entry")
        await types(pilot, "[[what a long")
        await sees(pilot, "entry ·")
        await pilot.press("enter")
        stem = linked.path.rpartition("/")[2].removesuffix(".md")
        await until(pilot, lambda: text(pilot) == f"[[{stem}|What a long first line this is, which nobody…]]")
