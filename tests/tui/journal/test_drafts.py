"""Drafts: kept while writing, there again after a crash, gone when saved."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from learnlog.journal.drafting import Writing, keep_draft, take_up, waiting_drafts
from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.settings import find_paths
from learnlog.tui.screens import composer
from learnlog.workspace import Workspace
from tests.tui.desk import opened, sees, types, until
from tests.tui.journal.test_writing import composing, text


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composer, "AUTOSAVE", 0.05)


async def test_what_was_written_before_a_crash_is_there_again(
    workspace: Workspace, home: Path, tmp_path: Path
) -> None:
    after = tmp_path / "after the crash"
    async with opened(workspace) as pilot:
        await composing(pilot)
        await types(pilot, "almost lost")
        await pilot.press("tab", "q", "tab")
        await types(pilot, "new one")
        await sees(pilot, "draft kept")
        await until(pilot, lambda: "new one" in (workspace.drafts.read("entry-new") or ""), "the draft")
        shutil.copytree(home, after)  # what a crash leaves behind: nothing had a chance to tidy up
    crashed = Workspace(find_paths(str(after)), clock=workspace.clock)
    async with opened(crashed) as pilot:
        await pilot.press("J")
        await sees(pilot, "✎ draft: almost lost")
        screen = await composing(pilot)
        await sees(pilot, "Your draft is here again")
        assert text(pilot) == "almost lost"
        assert screen._written().themes == ("new one",)
        await pilot.press("ctrl+s")
        await sees(pilot, "Saved “almost lost”")
    saved = crashed.journal.list()[0]
    assert (saved.kind, saved.themes) == (EntryKind.QUESTION, ("new-one",))
    assert not crashed.drafts.names()
    crashed.close()


async def test_escape_keeps_a_draft_and_w_goes_on_with_it(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await pilot.press("J")
        screen = await composing(pilot)
        await types(pilot, "half a thought")
        await pilot.press("escape")
        await sees(pilot, "Kept as a draft")
        await sees(pilot, "✎ draft: half a thought")
        assert await composing(pilot) is not screen
        await until(pilot, lambda: text(pilot) == "half a thought", "the draft")


async def test_leaving_by_the_door_keeps_the_draft(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await composing(pilot)
        await types(pilot, "typed a moment ago")
        await pilot.press("ctrl+q")
    assert waiting_drafts(workspace.drafts)[0].words == "typed a moment ago"


async def test_an_edit_that_was_cut_short_goes_on_where_it_was(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="before"))
    async with opened(workspace) as pilot:
        await pilot.press("J")
        await sees(pilot, "before")
        await composing(pilot, "e")
        await types(pilot, " and after")
        await pilot.press("escape")
        await sees(pilot, "✎ edit: before and")
        await composing(pilot, "e")
        await sees(pilot, "here again")
        await pilot.press("ctrl+s")
        await sees(pilot, "Saved")
    assert workspace.journal.get(entry.id).body.strip() == "before and after"


async def test_an_edit_without_a_change_leaves_no_draft(workspace: Workspace) -> None:
    workspace.journal.add(NewEntry(body="as it was", themes=["one"]))
    async with opened(workspace) as pilot:
        await pilot.press("J")
        await sees(pilot, "as it was")
        screen = await composing(pilot, "e")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is not screen)
    assert not workspace.drafts.names()


async def test_a_second_composer_does_not_write_over_the_draft_of_the_first(workspace: Workspace) -> None:
    async with opened(workspace) as pilot:
        await composing(pilot)
        await types(pilot, "first")
        await sees(pilot, "draft kept")
        second = composer.Composer(body="from elsewhere: ")
        pilot.app.push_screen(second)
        await until(pilot, lambda: bool(second.draft))
        await types(pilot, "second")
        await pilot.press("escape")
        await sees(pilot, "Kept as a draft")
        await pilot.press("escape")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
    assert sorted(d.words for d in waiting_drafts(workspace.drafts)) == ["first", "from elsewhere: second"]


def test_a_draft_that_another_learnlog_has_open_is_left_alone(workspace: Workspace) -> None:
    code = (
        "import sys; from pathlib import Path; from learnlog.vault.drafts import Drafts\n"
        "from learnlog.journal.drafting import *\n"
        "keep_draft(Drafts(Path(sys.argv[1])), 'entry-new', Writing(body='theirs'))\n"
        "print('kept', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(workspace.paths.vault)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ),
    )
    assert other.stdout
    assert other.stdout.readline() == b"kept\n"
    assert take_up(workspace.drafts, "entry-new") is None
    assert not waiting_drafts(workspace.drafts)
    other.kill()
    other.communicate()
    found = take_up(workspace.drafts, "entry-new")
    assert found
    assert found.body == "theirs"


def test_a_draft_holds_everything_that_was_written(workspace: Workspace) -> None:
    writing = Writing(
        body="---\nnot: front matter\n---\n\ntext",
        title="A: [title]",
        kind=EntryKind.GOAL,
        themes=("one: two", "[three]"),
        tags=("a tag",),
        kept=("01",),
        people=("ana",),
        entries=("02",),
        base="abc",
    )
    keep_draft(workspace.drafts, "entry-new", writing)
    assert take_up(workspace.drafts, "entry-new") == writing
