"""The River's views: their unread posts are counted beside the screen, and shown when they are known."""

import asyncio
from dataclasses import replace
from functools import partial

from textual import work

from learnlog.library.cut import Cut
from learnlog.model.errors import LearnlogError
from learnlog.tui.screens.river_elsewhere import ReadElsewhere
from learnlog.tui.screens.river_sidebar import MANY, Around

SETTLE = 0.3
"""Seconds in which nothing changed before views are counted anew: each is a search of all unread posts."""


class CountedViews(ReadElsewhere):
    """The part of the River that has views."""

    def __init__(self) -> None:
        super().__init__()
        self._around = Around()
        self._unread: dict[str, int] = {}
        self._shows_boosts = True

    def _show_around(self) -> None:
        """Draw what stands around the list."""

    @work(group="views", exclusive=True)
    async def count_views(self) -> None:
        """Count the unread posts of each view, off the loop, and show them."""
        await asyncio.sleep(SETTLE)
        for search in [lane.name for lane in self._around.lanes if lane.kind == "view"]:
            try:
                unread = await self._count(search)
            except LearnlogError:
                return
            if self._unread.get(search) != unread:
                self._unread[search] = unread
                self._around = self.with_counts(self._around)
                self._show_around()

    async def _count(self, search: str) -> int:
        """Return how many posts of a view are unread, no more than are told; a key, or who goes on, ends the question.

        It is asked again when no key comes.
        """
        keys, river, boosts = self.desk.keys_first, self.workspace.river, self._shows_boosts
        while True:
            await keys.rest()
            cut = Cut()
            asked = partial(river.unread_of, search, boosts=boosts, most=MANY + 1, cut=cut)
            try:
                with keys.giving_way(cut.now):
                    unread = await self.ask(asked)
            finally:
                cut.now()
            if not cut.was_made:
                return unread

    def with_counts(self, around: Around) -> Around:
        """Return `around` with the unread posts of its views as they were counted last."""
        lanes = (
            replace(lane, unread=self._unread.get(lane.name, 0)) if lane.kind == "view" else lane
            for lane in around.lanes
        )
        return replace(around, lanes=tuple(lanes))

    def action_views(self) -> None:
        """Show my views."""
        from learnlog.tui.screens.views import ViewsScreen

        self.app.push_screen(ViewsScreen())
