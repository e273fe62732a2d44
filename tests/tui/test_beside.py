"""What goes on beside the screen: after the keys, a little at a time, and without reading the screens anew for it."""

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from textual.css.stylesheet import Stylesheet

from learnlog.library import Library
from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.tui import indexing, keys_first, watching
from learnlog.tui.app import LearnlogApp
from learnlog.tui.keys_first import KeysFirst
from learnlog.tui.screens.today_around import gather_around
from learnlog.workspace import Workspace
from tests.tui.desk import opened, sees, until

FEED = "https://ana.example/feed"


@pytest.fixture
def followed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Ana is followed, and has not written anything yet."""
    monkeypatch.setattr(keys_first, "REST", 0.1)
    workspace.people.add("Ana Vos", [Channel(kind="feed", key=FEED)])
    yield workspace
    workspace.close()


def arrive(library: Library, space: Workspace, number: int, name: str = "post") -> None:
    posts = [
        NewPost(guid=f"{name}{n}", title=f"{name} number {n}", text="words", published=space.clock())
        for n in range(number)
    ]
    library.channels.commit(FEED, posts, FetchState(checked=space.clock()))


async def test_what_waits_is_done_after_the_keys(
    followed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys_first, "REST", 60.0)
    monkeypatch.setattr(keys_first, "MOST", 60.0)
    arrive(followed.library, followed, 300)
    waiting = followed.library.indexing.waiting
    async with opened(followed) as pilot:
        await pilot.press("j")
        await asyncio.sleep(1)
        assert waiting() == 300
        monkeypatch.setattr(keys_first, "REST", 0.1)
        await until(pilot, lambda: waiting() == 0)
        await until(pilot, lambda: followed.library.stories.waiting() == 0)


async def test_what_waits_is_done_though_the_keys_never_end(
    followed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys_first, "MOST", 0.3)
    arrive(followed.library, followed, 300)
    async with opened(followed) as pilot:
        end = time.monotonic() + 30
        while followed.library.indexing.waiting() and time.monotonic() < end:
            await pilot.press("j")
        assert followed.library.indexing.waiting() == 0


async def test_no_styles_are_left_to_be_read_when_a_key_leads_to_a_screen(
    followed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bool] = []
    async with opened(followed) as pilot:
        known = pilot.app.stylesheet.source
        sheets = [str(sheet) for sheet in indexing.STYLES.glob("*.tcss")]
        await until(pilot, lambda: all((sheet, "") in known for sheet in sheets))
        monkeypatch.setattr(Stylesheet, "reparse", lambda self: read.append(True))
        for key, scope in (("R", "river"), ("J", "journal"), ("H", "themes"), ("P", "people"), ("F", "find")):
            await pilot.press(key)
            assert pilot.app.screen.scope == scope  # type: ignore[attr-defined]
            assert pilot.app.screen.query_one("Masthead").size.height
    assert sheets
    assert read == []


async def test_the_first_look_at_a_screen_leaves_the_one_before_as_it_stands(
    followed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(followed) as pilot:
        app, styled = pilot.app, []
        update = Stylesheet.update
        monkeypatch.setattr(
            Stylesheet,
            "update",
            lambda self, root, **how: (styled.append(app.screen.scope), update(self, root, **how))[1],  # type: ignore[attr-defined]
        )
        monkeypatch.setattr(Stylesheet, "reparse", lambda self: None)
        await pilot.press("R")
        await pilot.press("J")
        assert "today" not in styled[1:]
        styled.clear()
        await pilot.press("R")
        assert styled == []


async def test_a_look_that_was_changed_elsewhere_holds_on_every_screen(followed: Workspace) -> None:
    async with opened(followed) as pilot:
        await pilot.press("R")
        before = pilot.app.screen.styles.background
        await pilot.press("J")
        pilot.app.action_change_look()  # type: ignore[attr-defined]
        await pilot.pause()
        after = pilot.app.screen.styles.background
        await pilot.press("R")
        assert before != after
        assert pilot.app.screen.styles.background == after
        assert pilot.app.screen.query_one("#river-pane").background_colors[0] == after


def test_garbage_is_looked_for_when_no_key_comes_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bool] = []
    monkeypatch.setattr(keys_first.gc, "collect", lambda: looked.append(True))
    thrown = [0, 0, 0]
    monkeypatch.setattr(keys_first.gc, "get_count", lambda: tuple(thrown))
    keys = KeysFirst()
    keys.tidy()
    thrown[2] = 50
    keys.tidy()
    assert looked == []  # a key came just now
    monkeypatch.setattr(keys_first, "LONG", 0.0)
    keys.tidy()
    assert looked == [True]
    thrown[2] = 0
    keys.tidy()
    assert looked == [True]


def test_who_waits_for_the_keys_hears_when_all_is_over() -> None:
    keys = KeysFirst()
    begun = time.monotonic()
    keys.wait(lambda: True)
    assert time.monotonic() - begun < keys_first.REST


def test_what_is_only_nice_to_know_is_given_up_when_learnlog_is_left(
    followed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = timedelta(days=7)
    posts = [
        NewPost(guid=f"{n}", title=f"{n}", text="registry", published=followed.clock() - week * n / 50)
        for n in range(200)
    ]
    followed.library.channels.commit(FEED, posts, FetchState(checked=followed.clock()))
    monkeypatch.setattr(keys_first, "REST", 60.0)
    keys = KeysFirst(lambda: False)
    with pytest.raises(LearnlogError, match="is being left"):
        gather_around(followed, None, keys.let_come)
    monkeypatch.setattr(keys_first, "REST", 0.0)
    assert gather_around(followed, None, KeysFirst().let_come).rising == ()


async def test_the_screens_are_not_read_anew_for_what_was_done_beside_them(
    followed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAUSE", 0.01)
    monkeypatch.setattr(indexing, "LOOK", 0.01)
    arrive(followed.library, followed, 1000)
    app = LearnlogApp(followed)
    changed: list[bool] = []
    monkeypatch.setattr(LearnlogApp, "changed", lambda self: changed.append(True))
    async with app.run_test() as pilot:
        await until(pilot, lambda: followed.library.stories.waiting() == 0)
        await asyncio.sleep(0.1)
        assert changed == []


async def test_what_another_learnlog_brought_is_shown(
    followed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAUSE", 0.05)
    app = LearnlogApp(followed)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("R")
        await sees(pilot, "No posts here yet")
        await asyncio.sleep(1)
        other = Library(followed.paths.library)
        arrive(other, followed, 2, "news")
        other.close()
        await sees(pilot, "news number 1")
