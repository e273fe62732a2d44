"""What one does with a post: star, keep, theme, open, copy; and posts that would do harm."""

import asyncio
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from textual.screen import ModalScreen
from textual.widgets import Input
from textual.widgets._toast import Toast

from learnlog.model.errors import LearnlogError
from learnlog.model.post import NewPost, Post
from learnlog.model.query import PostFilter
from learnlog.tui.app import LearnlogApp
from learnlog.tui.browsing import open_in_browser
from learnlog.tui.widgets.window_list import WindowList
from learnlog.workspace import Workspace
from tests.reading.feeds import item, rss
from tests.reading.fetching.test_extracting import ARTICLE
from tests.servers import Reply, Server
from tests.tui.desk import at_rest, opened, seen, sees, types, until
from tests.tui.river.conftest import commit


def newest(workspace: Workspace) -> Post:
    return workspace.river.page(PostFilter(), limit=1)[0]


async def test_a_star_is_given_and_taken_back(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("s")
        await sees(pilot, "★ starred")
        assert newest(river).starred
        await pilot.press("u")
        await until(pilot, lambda: not newest(river).starred and "★" not in seen(pilot))


async def test_a_post_is_read_whole_from_its_page_and_back(workspace: Workspace) -> None:
    with Server() as server:
        server.add("/one", Reply(body=ARTICLE, type="text/html"))
        feed = rss([item("one").replace("https://example.org/", server.url("/"))])
        url = server.add("/feed", Reply(body=feed, type="application/rss+xml"))
        await asyncio.to_thread(lambda: workspace.following.follow(workspace.following.look(url), name="Ana"))
        async with opened(workspace, size=(120, 40)) as pilot:
            await pilot.press("R")
            await sees(pilot, "Words of one.")
            await pilot.press("e")
            await sees(pilot, "We treated the registry as a tool.")
            await sees(pilot, "words, were 3")
            await pilot.press("e")
            await sees(pilot, "Words of one.")
            server.add("/one", Reply(status=404))
            await pilot.press("e")
            await sees(pilot, "Not read whole:")
            await pilot.press("P")
            await sees(pilot, "1 person")
            await pilot.press("E")
            await sees(pilot, "read whole when they come")
            assert workspace.people.get("Ana").channels[0].full_text
            await pilot.press("u")
            await until(pilot, lambda: not workspace.people.get("Ana").channels[0].full_text)


async def test_keeping_asks_why_once_and_changes_the_line_later(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("K")
        await sees(pilot, "Why keep it?")
        await types(pilot, "for the retro")
        await pilot.press("enter")
        await sees(pilot, "with its text")
        await sees(pilot, "◆ kept")
        kept = river.keeping.kept(newest(river).id)
        assert kept is not None
        assert kept.why == "for the retro"
        assert "Second paragraph." in kept.body
        await pilot.press("K")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        assert pilot.app.focused is not None
        assert pilot.app.focused.value == "for the retro"  # type: ignore[attr-defined]
        await pilot.press("escape", "u")
        await until(pilot, lambda: not newest(river).kept)


async def test_a_post_is_put_under_a_theme_that_exists_and_one_that_is_new(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("t")
        await sees(pilot, "Put the post under")
        await pilot.press(*"faci", "enter")
        await sees(pilot, "Put under facilitation")
        assert newest(river).themes == ("facilitation",)
        await at_rest(pilot)
        await pilot.press("t")
        await sees(pilot, "✓ facilitation")
        await types(pilot, "schema registries")
        await sees(pilot, "new: schema registries")
        await pilot.press("enter")
        await sees(pilot, "Put under schema registries")
        assert newest(river).themes == ("facilitation", "schema-registries")
        await at_rest(pilot)
        await pilot.press("t")
        await sees(pilot, "✓ facilitation")
        await pilot.press(*"faci", "enter")
        await sees(pilot, "Taken from facilitation")
        await until(pilot, lambda: newest(river).themes == ("schema-registries",))


async def test_a_theme_that_a_posts_words_give_it_stays(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("j", "t")
        await sees(pilot, "✓ data contracts")
        await pilot.press(*"data", "enter")
        await sees(pilot, "It stays under data contracts")


async def test_copy_gives_the_clipboard_the_address(river: Workspace) -> None:
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("y")
        await sees(pilot, "Copied https://ana.example/why-our-registry-failed")
        assert pilot.app.clipboard == "https://ana.example/why-our-registry-failed"


async def test_o_hands_the_browser_the_address_as_one_argument(
    river: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {told}\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    async with opened(river) as pilot:
        await pilot.press("R")
        await sees(pilot, "Of why our registry failed.")
        await pilot.press("o")
        await until(pilot, told.exists)
        await until(pilot, lambda: told.read_text() == "https://ana.example/why-our-registry-failed|")


@pytest.mark.parametrize("called", ["'{}' %s", "{}", "'{}' --new=%s %s", "'{}' %s &"])
def test_whatever_an_address_holds_no_shell_sees_it(
    called: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, browser, spoiled = tmp_path / "told", tmp_path / "my browser", tmp_path / "spoiled"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {told}\nsleep 0.5\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER", called.format(browser))
    address = f"https://e.example/?a=$(touch${{IFS}}{spoiled})&b=`touch${{IFS}}{spoiled}`;x|y'%s'%action"
    open_in_browser(address)
    said = [line.removeprefix("--new=") for line in told.read_text().splitlines()]
    assert set(said) == {address}
    assert not spoiled.exists()


@pytest.mark.parametrize(
    "address", ["", "file:///etc/passwd", "javascript:alert(1)", "-h", "https://a b", "/bin/sh"]
)
def test_nothing_but_a_web_address_is_ever_opened(address: str) -> None:
    with pytest.raises(LearnlogError):
        open_in_browser(address)


async def test_a_post_with_markup_and_escapes_is_only_text(river: Workspace) -> None:
    nasty = "[bold red]pay[/] \x1b[31mred\x1b[0m \x9b2J \u202etxt [link=https://evil.example]here[/link]"
    nasty += " [@click=app.quit]x[/]"
    commit(
        river,
        "Ana Vos",
        [
            NewPost(
                guid="nasty",
                url="https://ana.example/nasty",
                title=nasty,
                html=f"<p>{nasty}</p><a href='javascript:alert(1)'>go</a>",
                text=nasty,
                author=nasty,
                published=river.clock() - timedelta(minutes=1),
            )
        ],
    )
    async with opened(river, size=(140, 40)) as pilot:
        await pilot.press("R")
        await until(pilot, lambda: pilot.app.screen.query_one(WindowList).current is not None)
        await sees(pilot, "[bold red]pay[/]")
        await sees(pilot, "[@click=app.quit]x[/]")
        await pilot.press("i")
        await sees(pilot, "In my own words")
        await pilot.press("escape")
        await pilot.press("t")
        await sees(pilot, "Put the post under")
        await pilot.press("escape", "K")
        await sees(pilot, "Why keep it?")
        for strip in pilot.app.screen._compositor.render_strips():
            for segment in strip:
                assert not any(c < " " or "\x7f" <= c <= "\x9f" or c == "\u202e" for c in segment.text)
                assert segment.style is None or (
                    segment.style.link is None and not segment.style.meta.get("@click")
                )


@pytest.mark.parametrize("key", ["K", "t"])
async def test_what_was_said_before_covers_nothing_of_what_is_asked(river: Workspace, key: str) -> None:
    app = LearnlogApp(river, watch=False)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: bool(app.open_screens()))
        await pilot.press("R")
        await sees(pilot, "6 unread")
        for word in ("One", "Another"):
            app.say(f"{word} thing that was said a moment ago, and it is of a length that takes two lines.")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ModalScreen) and bool(app.screen.query(Toast)))
        await until(pilot, lambda: all(toast.region.height for toast in app.screen.query(Toast)))
        asked = app.screen.query_one(".asking").region
        assert len(app.screen.query(Toast)) == 2
        assert not any(toast.region.intersection(asked).area for toast in app.screen.query(Toast))
