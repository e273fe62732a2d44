"""A disk that takes nothing: what was typed stays on the screen until it does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import TextArea

from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.limits import Limit
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.tui import quitting
from learnlog.workspace import Workspace
from tests.tui.desk import opened, sees, types, until
from tests.tui.river.conftest import river

__all__ = ["river"]


FEED = "https://ana.example/feed"
LONG = "words " * 20_000
WRITES: dict[str, Callable[[Workspace], object]] = {
    "a fetch": lambda space: space.library.channels.commit(
        FEED, [_post("new", LONG)], FetchState(etag="new")
    ),
    "a post read whole": lambda space: space.library.full_texts.put(
        _first(space), f"<p>{LONG}</p>", LONG, space.clock()
    ),
    "indexing": lambda space: space.library.indexing.finish(),
}


def _post(guid: str, text: str) -> NewPost:
    return NewPost(guid=guid, title=guid, text=text, html=f"<p>{text}</p>")


def _first(space: Workspace) -> str:
    return space.river.page(PostFilter())[0].id


@pytest.mark.parametrize("name", WRITES)
def test_what_the_library_has_no_room_for_is_told_and_done_when_it_has(
    workspace: Workspace, name: str
) -> None:
    workspace.people.add("Ana", [Channel(kind="feed", key=FEED)])
    workspace.library.channels.commit(FEED, [_post("old", "old words")], FetchState(etag="old"))
    workspace.library.indexing.finish()
    if name == "indexing":
        more = [_post(str(number), f"{number} {LONG}") for number in range(5)]
        workspace.library.channels.commit(FEED, more, FetchState(etag="old"))
    db = workspace.library._connections.db
    most = db.number("PRAGMA max_page_count")
    db.number(f"PRAGMA max_page_count = {db.number('PRAGMA page_count')}")

    with pytest.raises(LearnlogError, match="disk is full"):
        WRITES[name](workspace)

    assert workspace.library.channels.state(FEED).etag == "old"
    assert workspace.search("old in:posts")
    workspace.tidying.tidy(Limit(posts=1))
    assert workspace.library.check() == []
    db.number(f"PRAGMA max_page_count = {most}")
    WRITES[name](workspace)
    assert workspace.library.check() == []


def refuse(vault: Path) -> Path:
    """Let the disk take no draft any more: a file stands where their folder was."""
    folder = vault / ".learnlog" / "drafts"
    for draft in folder.glob("*"):
        draft.unlink()
    folder.rmdir()
    folder.touch()
    return folder


async def test_leaving_is_refused_while_the_draft_cannot_be_kept(river: Workspace) -> None:
    folder = refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "words I need")
        await pilot.press("escape")
        await sees(pilot, "The draft could not be saved")
        await sees(pilot, "words I need")
        folder.unlink()
        await pilot.press("escape")
        await sees(pilot, "Kept as a draft")
    assert "words I need" in (river.drafts.read("entry-new") or "")


async def test_quitting_is_refused_once_while_the_draft_cannot_be_kept(river: Workspace) -> None:
    folder = refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "words I need")
        await pilot.press("ctrl+q")
        await sees(pilot, "Ctrl+Q again leaves without what you wrote")
        await sees(pilot, "words I need")
        assert pilot.app.return_code is None
        folder.unlink()
        await pilot.press("ctrl+q")
    assert pilot.app.return_code == 0
    assert "words I need" in (river.drafts.read("entry-new") or "")


async def test_quitting_twice_leaves_what_cannot_be_kept(river: Workspace) -> None:
    refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "words")
        await pilot.press("ctrl+q")
        await sees(pilot, "Ctrl+Q again leaves")
        await pilot.press("ctrl+q")
    assert pilot.app.return_code == 0


async def test_quitting_much_later_is_refused_again(
    river: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quitting, "GRACE", 0.0)
    refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
        await types(pilot, "words")
        await pilot.press("ctrl+q")
        await sees(pilot, "Ctrl+Q again leaves")
        await pilot.press("ctrl+q")
        await sees(pilot, "words")
        assert pilot.app.return_code is None


async def test_quitting_is_refused_for_an_insight_too(river: Workspace) -> None:
    refuse(river.vault.root)
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("i")
        await sees(pilot, "In my own words")
        await types(pilot, "A promise.")
        await pilot.press("ctrl+q")
        await sees(pilot, "Ctrl+Q again leaves")
        assert pilot.app.return_code is None
