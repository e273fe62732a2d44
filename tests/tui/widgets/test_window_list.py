"""Walking through a list far too long to be held: the cursor, the wheel, and a list that changes underneath."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot

from learnlog.tui.widgets.window_list import MOST, Row, WindowList

MANY = 100_000


class Shelf:
    """Numbers, highest first, in a real database; remembers in which threads it was asked."""

    def __init__(self, path: Path, count: int) -> None:
        self.path = path
        self.threads: set[int] = set()
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE post (place INTEGER PRIMARY KEY, title TEXT)")
            db.executemany("INSERT INTO post VALUES (?, ?)", ((n, f"post {n}") for n in range(count)))

    def _ask(self, where: str, *values: int) -> list[Row[str]]:
        self.threads.add(threading.get_ident())
        with sqlite3.connect(self.path) as db:
            found = db.execute(f"SELECT place, title FROM post {where} LIMIT ?", values).fetchall()
        return [Row(str(place), title) for place, title in found]

    def after(self, row: Row[str] | None, limit: int) -> Sequence[Row[str]]:
        if row is None:
            return self._ask("ORDER BY place DESC", limit)
        return self._ask("WHERE place < ? ORDER BY place DESC", int(row.id), limit)

    def before(self, row: Row[str], limit: int) -> Sequence[Row[str]]:
        return self._ask("WHERE place > ? ORDER BY place", int(row.id), limit)[::-1]

    def last(self, limit: int) -> Sequence[Row[str]]:
        return self._ask("ORDER BY place", limit)[::-1]

    def change(self, statement: str) -> None:
        with sqlite3.connect(self.path) as db:
            db.execute(statement)


class Listing(App[None]):
    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self.shelf = shelf
        self.chosen: list[str] = []
        self.pointed: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield WindowList(
            lambda title, width, here: Content(f"{title}"), empty="Nothing here. f follows someone."
        )

    async def on_mount(self) -> None:
        await self.rows.show(self.shelf)
        self.rows.focus()

    def on_window_list_selected(self, event: WindowList.Selected) -> None:
        self.chosen.append(event.row.id if event.row else "")

    def on_window_list_highlighted(self, event: WindowList.Highlighted) -> None:
        self.pointed.append(event.row.id if event.row else None)

    @property
    def rows(self) -> WindowList:
        return self.query_one(WindowList)

    @property
    def here(self) -> str:
        return self.rows.current.item if self.rows.current else ""

    def shown(self) -> list[str]:
        return [self.rows.render_line(y).text.strip() for y in range(self.rows.size.height)]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "posts.db", 5_000)


async def test_the_cursor_walks_with_keys_and_counts(shelf: Shelf) -> None:
    app = Listing(shelf)
    async with app.run_test(size=(60, 20)) as pilot:
        assert app.here == "post 4999"
        await pilot.press("j", "down", "5", "j", "k")
        assert app.here == "post 4993"
        await pilot.press("enter")
        assert app.chosen == ["4993"]
        await pilot.press("g")
        assert app.here == "post 4999"


async def test_a_count_goes_as_far_as_it_says_however_far_that_is(shelf: Shelf) -> None:
    app = Listing(shelf)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*"4000", "j")
        await app.workers.wait_for_complete()
        assert app.here == "post 999"
        await pilot.press(*"3990", "k")
        await app.workers.wait_for_complete()
        assert app.here == "post 4989"
        assert "post 4989" in app.shown()


async def test_the_end_is_one_key_away_and_the_way_back_too(shelf: Shelf) -> None:
    app = Listing(shelf)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("G")
        await app.workers.wait_for_complete()
        assert app.here == "post 0"
        await pilot.press("pageup")
        assert app.here == "post 19"
        await pilot.press("g")
        await app.workers.wait_for_complete()
        assert app.here == "post 4999"


async def test_the_wheel_does_not_stop_where_the_window_does(shelf: Shelf) -> None:
    app = Listing(shelf)
    async with app.run_test(size=(60, 20)) as pilot:
        for _ in range(100):
            app.rows.scroll_relative(y=3, animate=False)
            await app.workers.wait_for_complete()
            await pilot.pause()
        assert app.shown()[0] == "post 4699"
        assert app.here == "post 4999", "the cursor waits where it was"


async def test_the_cursor_stays_on_its_row_when_others_arrive_or_go(shelf: Shelf) -> None:
    app = Listing(shelf)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*"30", "j")
        line = app.shown().index("post 4969")
        shelf.change("INSERT INTO post VALUES (6000, 'new'), (6001, 'newer')")
        shelf.change("DELETE FROM post WHERE place = 4980")
        await app.rows.show(shelf)
        await pilot.pause()
        assert app.here == "post 4969"
        assert app.shown().index("post 4969") == line, "and it stays as high on the screen"


async def test_a_list_that_is_read_anew_is_painted_only_where_it_says_something_else(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, painted = Listing(shelf), []
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*"30", "j")
        paint = WindowList._strip
        monkeypatch.setattr(
            WindowList,
            "_strip",
            lambda self, said, *how: (painted.append(said.plain), paint(self, said, *how))[1],
        )
        shelf.change("UPDATE post SET title = 'another' WHERE place = 4970")
        await app.rows.show(shelf)
        await pilot.pause()
        assert painted == ["another"]
        assert "another" in app.shown()
        assert app.here == "post 4969"
        app.theme = "textual-light"
        await pilot.pause()
        assert set(app.shown()) <= set(painted), "other colours are other lines"


async def test_a_row_that_goes_hands_the_cursor_to_the_next(shelf: Shelf) -> None:
    app = Listing(shelf)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*"30", "j")
        shelf.change("DELETE FROM post WHERE place IN (4969, 4968)")
        await app.rows.show(shelf)
        assert app.here == "post 4967"


async def test_a_change_underneath_does_not_throw_a_reader_at_the_end_to_the_top(shelf: Shelf) -> None:
    app = Listing(shelf)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("G")
        await app.workers.wait_for_complete()
        await app.rows.show(shelf)
        await pilot.pause()
        assert app.here == "post 0"
        assert "post 0" in app.shown()


async def test_a_click_points_and_a_second_click_chooses(shelf: Shelf) -> None:
    app = Listing(shelf)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(app.rows, offset=(3, 4))
        assert (app.here, app.chosen) == ("post 4995", [])
        await pilot.click(app.rows, offset=(3, 4))
        assert app.chosen == ["4995"]


async def test_an_empty_list_says_what_would_fill_it(tmp_path: Path) -> None:
    app = Listing(Shelf(tmp_path / "empty.db", 0))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("j", "G", "enter", "5", "k", "g")
        await app.workers.wait_for_complete()
        assert "Nothing here. f follows someone." in " ".join(app.shown())
        assert app.pointed[-1] is None
        assert app.chosen == []


async def test_a_walk_to_the_end_and_back_never_holds_more_than_a_window(tmp_path: Path) -> None:
    app = Listing(Shelf(tmp_path / "posts.db", 12_000))
    async with app.run_test(size=(60, 20)) as pilot:
        for key in "jjjjjjkkkkkk":
            await pilot.press(*"1990", key)
            await app.workers.wait_for_complete()
            assert len(app.rows.rows) <= MOST * 2
        assert app.here == "post 11999"


async def test_a_hundred_thousand_rows_open_at_once_and_a_key_moves_at_once(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "posts.db", MANY)
    app = Listing(shelf)
    async with app.run_test(size=(100, 40)):
        start = time.process_time()
        await app.rows.show(shelf, keep=False)
        app.shown()
        assert time.process_time() - start < 0.2
        start = time.process_time()
        for _ in range(200):
            app.rows.action_move(1)
            app.shown()
        await app.workers.wait_for_complete()
        assert (time.process_time() - start) / 200 < 0.05
        assert threading.get_ident() not in shelf.threads, "the database is never asked on the event loop"


async def test_the_list_opens_at_the_row_that_is_asked_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "few.db", 5)
    app = Listing(shelf)
    async with app.run_test(size=(40, 10)) as pilot:
        for wanted in ("3", "1"):
            await app.rows.show(shelf, at=Row(wanted, f"post {wanted}"))
            await pilot.pause()
            assert app.rows.current
            assert app.rows.current.id == wanted


class SlowShelf(Shelf):
    """Answers when it is told to, as a library does that is busy."""

    def __init__(self, path: Path, count: int) -> None:
        super().__init__(path, count)
        self.may_answer = threading.Event()
        self.may_answer.set()

    def _ask(self, where: str, *values: int) -> list[Row[str]]:
        self.may_answer.wait(10)
        return super()._ask(where, *values)


@pytest.fixture
def slow(tmp_path: Path) -> SlowShelf:
    return SlowShelf(tmp_path / "slow.db", 5_000)


async def read_anew_while(app: Listing, slow: SlowShelf, pilot: Pilot[None], *keys: str) -> None:
    """Press keys while the list is read anew, as it is whenever something changed underneath."""
    slow.may_answer.clear()
    reading = asyncio.create_task(app.rows.show(slow))
    await pilot.press(*keys)
    slow.may_answer.set()
    await reading
    await app.workers.wait_for_complete()


async def test_keys_that_come_while_the_list_is_read_anew_are_not_taken_back(slow: SlowShelf) -> None:
    app = Listing(slow)
    async with app.run_test(size=(60, 20)) as pilot:
        await read_anew_while(app, slow, pilot, "j", "j", "j")
        assert app.here == "post 4996"
        await read_anew_while(app, slow, pilot, *"200", "j")
        assert app.here == "post 4796"


async def test_a_jump_holds_though_the_list_is_read_anew_meanwhile(slow: SlowShelf) -> None:
    app = Listing(slow)
    async with app.run_test(size=(60, 20)) as pilot:
        await read_anew_while(app, slow, pilot, "G")
        assert app.here == "post 0"
        await read_anew_while(app, slow, pilot, "g")
        assert app.here == "post 4999"


async def test_keys_after_a_jump_go_on_from_there(slow: SlowShelf) -> None:
    app = Listing(slow)
    async with app.run_test(size=(60, 20)) as pilot:
        slow.may_answer.clear()
        await pilot.press("G", "k", "k")
        slow.may_answer.set()
        await app.workers.wait_for_complete()
        assert app.here == "post 2"


async def test_pages_on_are_all_gone_though_reading_them_takes_longer(slow: SlowShelf) -> None:
    app = Listing(slow)
    async with app.run_test(size=(60, 20)) as pilot:
        slow.may_answer.clear()
        await pilot.press(*["ctrl+f"] * 20)
        slow.may_answer.set()
        await app.workers.wait_for_complete()
        assert app.here == f"post {4999 - 20 * 19}"


async def test_what_an_empty_list_says_is_never_cut_off(tmp_path: Path) -> None:
    app = Listing(Shelf(tmp_path / "empty.db", 0))
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.pause()
        listed = app.query_one(WindowList)
        lines = [listed.render_line(y).text.rstrip() for y in range(1, 4)]
        assert " ".join(line.strip() for line in lines).strip() == "Nothing here. f follows someone."
