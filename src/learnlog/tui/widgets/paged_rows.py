"""A window of rows over a list of any length: pages are read in a thread when the cursor or the view nears an end."""

import asyncio
from enum import Enum
from typing import Any

from textual import work
from textual.geometry import Region

from learnlog.model.errors import LearnlogError
from learnlog.tui.widgets.row_view import MOST, Draw, Pager, Row, RowView

PAGE = 60
NEAR = 30


class End(Enum):
    """An end of the list."""

    FIRST = "first"
    LAST = "last"


class PagedRows(RowView):
    """Holds the rows around the cursor, of the list that a `Pager` reads, and walks the cursor through it.

    No key is lost while rows are read, however long that takes.
    """

    def __init__(
        self, draw: Draw, *, empty: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(draw, empty=empty, id=id, classes=classes)
        self._pager: Pager[Any] | None = None
        self._at_start = True
        self._at_end = True
        self._owed = 0
        """Lines that the cursor is still to go where the window was too short for them."""
        self._reading = False
        self._aim: Row[Any] | End | None = None
        """Where the cursor goes as soon as that is read."""
        self._after_aim = 0
        """Lines that it goes from there."""

    def tell(self) -> None:
        """Say which row the cursor stands on."""
        raise NotImplementedError

    async def show(self, pager: Pager[Any], *, keep: bool = True, at: Row[Any] | None = None) -> None:
        """Read the list from `pager`; with `keep` the cursor stays on its row when that is still there.

        With `at` the cursor goes to that row, however far it is.

        Raises:
            LearnlogError: what `pager` raises.
        """
        self._pager = pager
        if at is not None or not keep:
            self._aim, self._owed, self._after_aim = at or End.FIRST, 0, 0
        await self._read_around(pager)

    async def go_to(self, end: End) -> None:
        """Go to an end of the list, however far it is."""
        if self._pager is not None:
            self._aim, self._owed, self._after_aim = end, 0, 0
            await self._read_around(self._pager)

    async def _read_around(self, pager: Pager[Any]) -> None:
        """Read what is around the cursor's aim, or around the cursor, and show it; begin again when that moved on."""
        while self._pager is pager:  # else the list was shown anew meanwhile, and whoever did that reads on
            aim, here = self._aim, self.current
            try:
                rows, at_start, at_end = await asyncio.to_thread(self._around, pager, aim or here)
            except LearnlogError:
                self._aim = None
                raise
            moved = aim is None and self.current is not here
            if self._pager is not pager or self._aim is not aim or (moved and not self._is_among(rows)):
                continue
            wanted = self.current if aim is None else aim
            self._put(rows, wanted, at_start=at_start, at_end=at_end)
            steps, self._aim, self._after_aim = self._after_aim, None, 0
            self.go(steps)
            return

    def _is_among(self, rows: list[Row[Any]]) -> bool:
        return self.current is not None and any(row.id == self.current.id for row in rows)

    def _around(self, pager: Pager[Any], wanted: Row[Any] | End | None) -> tuple[list[Row[Any]], bool, bool]:
        """Return a page on either side of `wanted`, and whether they reach the list's start and end."""
        reach = max(PAGE, self.size.height + NEAR)
        if wanted is End.LAST:
            rows = list(pager.last(2 * reach))
            return rows, len(rows) < 2 * reach, True
        above = list(pager.before(wanted, reach)) if isinstance(wanted, Row) else []
        below = list(pager.after(above[-1] if above else None, reach))
        return above + below, len(above) < reach, len(below) < reach

    def _put(
        self, rows: list[Row[Any]], wanted: Row[Any] | End | None, *, at_start: bool, at_end: bool
    ) -> None:
        """Show `rows`, the cursor on `wanted` and as high on the screen as it was."""
        height = self.cursor - round(self.scroll_offset.y)
        before, cursor = self._rows, self.cursor
        self._rows, self._at_start, self._at_end = rows, at_start, at_end
        self.forget_drawn()
        places = {row.id: number for number, row in enumerate(rows)}
        place = len(rows) - 1 if wanted is End.LAST else 0
        if isinstance(wanted, Row):  # a row that is gone hands the cursor to the next one that is still there
            following = (places[row.id] for row in before[cursor:] if row.id in places)
            place = places.get(wanted.id, -1)
            place = next(following, len(rows) - 1) if place < 0 else place
        self._fit()
        self.set_reactive(RowView.cursor, -1)
        if isinstance(wanted, Row):
            self.scroll_to(y=max(0, place - height), animate=False, force=True)
        self.cursor = self._selectable(place, -1 if wanted is End.LAST else 1)
        self.tell()
        self.refresh()

    def _selectable(self, place: int, step: int) -> int:
        """Return the nearest place from `place` on, in the direction of `step`, that is no header; else back."""
        if not self._rows:
            return -1
        place = max(0, min(place, len(self._rows) - 1))
        for way in (step, -step):
            at = place
            while 0 <= at < len(self._rows):
                if not self._rows[at].header:
                    return at
                at += 1 if way > 0 else -1
        return -1

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw the two lines that changed, keep the cursor in sight, and read on when it nears an end."""
        if not self.is_mounted or now < 0:
            return
        top = now
        while top > 0 and self._rows[top - 1].header:  # a heading comes into sight with its first line
            top -= 1
        self.scroll_to_region(
            Region(0, top, max(1, self.size.width), now - top + 1),
            animate=False,
            force=True,
            immediate=True,
            x_axis=False,
        )
        self.refresh_lines_at(before, now)
        if before >= 0:
            self.tell()
        self._read_more()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Read on when the wheel or the bar comes near an end of the window."""
        super().watch_scroll_y(old_value, new_value)
        self._read_more()

    def move_to(self, row_id: str) -> bool:
        """Put the cursor on a row of the window; tells whether it is there."""
        for place, row in enumerate(self._rows):
            if row.id == row_id and not row.header:
                self._aim = None
                self.cursor = place
                return True
        return False

    def _wants(self) -> int:
        """Return 1 when rows are wanted below the window, -1 above it, 0 when there is plenty on both sides."""
        top = round(self.scroll_offset.y)
        cursor = self.cursor if self.cursor >= 0 else top
        if not self._at_end and max(cursor, top + self.size.height) > len(self._rows) - NEAR:
            return 1
        return -1 if not self._at_start and min(cursor, top) < NEAR else 0

    def _read_more(self) -> None:
        if self._rows and not self._reading and self._wants():
            self._reading = True
            self._read()

    @work(group="window-pages")
    async def _read(self) -> None:
        """Read pages, one after the other, until none is wanted at present."""
        try:
            while (way := self._wants()) and self._pager is not None and self._rows:
                if not await self._read_page(self._pager, back=way < 0):
                    return
        finally:
            self._reading = False

    async def _read_page(self, pager: Pager[Any], *, back: bool) -> bool:
        """Read the page at one end of the window; tells whether the window grew by it."""
        edge = self._rows[0 if back else -1]
        limit = min(MOST // 2, max(PAGE, abs(self._owed) + NEAR))
        try:
            more = list(await asyncio.to_thread(pager.before if back else pager.after, edge, limit))
        except LearnlogError:
            return False
        if pager is not self._pager or not self._rows or self._rows[0 if back else -1] is not edge:
            return True
        if back:
            self._put_before(more, at_start=len(more) < limit)
        else:
            self._put_after(more, at_end=len(more) < limit)
        self.go(0)
        self.refresh()
        return bool(more)

    def _put_after(self, more: list[Row[Any]], *, at_end: bool) -> None:
        self._rows += more
        self._at_end = at_end
        self._trim()
        self._fit()

    def _put_before(self, more: list[Row[Any]], *, at_start: bool) -> None:
        y = self.scroll_offset.y
        self._rows = more + self._rows
        self._at_start = at_start
        last = max(self.cursor + len(more), round(y) + len(more) + self.size.height) + PAGE
        if len(self._rows) > MOST and last < len(self._rows):
            del self._rows[max(last, MOST) :]
            self._at_end = False
        self._fit()
        self.set_reactive(RowView.cursor, self.cursor + len(more))
        self.scroll_to(y=y + len(more), animate=False, force=True)

    def _trim(self) -> None:
        """Let go of the rows far above, so that memory stays flat on a walk through a hundred thousand."""
        spare = len(self._rows) - MOST
        if spare <= PAGE or self.cursor < spare + PAGE:
            return
        y = self.scroll_offset.y
        self._rows = self._rows[spare:]
        self._at_start = False
        self._fit()
        self.set_reactive(RowView.cursor, self.cursor - spare)
        self.scroll_to(y=max(0, y - spare), animate=False, force=True)

    def go(self, steps: int) -> None:
        """Move the cursor by `steps` lines and those it owes; it owes what the window is too short for."""
        if self._aim is not None:
            self._after_aim += steps
            return
        steps, self._owed = steps + self._owed, 0
        if not (self._rows and steps):
            return
        place = self.cursor + steps
        over = max(0, place - len(self._rows) + 1) if steps > 0 else min(0, place)
        ended = self._at_end if steps > 0 else self._at_start
        self._owed = 0 if ended else over
        self.cursor = self._selectable(place, 1 if steps > 0 else -1)
        self._read_more()

    async def go_first(self) -> None:
        """Put the cursor on the first row."""
        if self._at_start and self._aim is None:
            self._owed = 0
            self.cursor = self._selectable(0, 1)
            self.scroll_to(y=0, animate=False, force=True)
        else:
            await self.go_to(End.FIRST)

    async def go_last(self) -> None:
        """Put the cursor on the last row, however far it is."""
        if self._at_end and self._aim is None:
            self._owed = 0
            self.cursor = self._selectable(len(self._rows) - 1, -1)
        else:
            await self.go_to(End.LAST)
