"""From one unread post of the River to the next, and back."""

from textual import work

from learnlog.model.post import Post
from learnlog.tui.screens.river_pages import RiverPager, RiverPages
from learnlog.tui.screens.river_reading import ReadingBeside
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.window_list import Row


class MovingToUnread(ReadingBeside):
    """The part of the River that moves to unread posts."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: RiverPages | None = None

    async def go_to_unread(self, here: Post | None, times: int = 1) -> Post | None:
        """Put the cursor on an unread post, the `times`-th after `here` (before it, when negative), and return it.

        None when there is none that way.
        """
        pages = self._pages
        if pages is None:
            return None
        if times > 0:
            found = await self.ask(lambda: pages.next_unread(here, times))
        else:
            found = await self.ask(lambda: pages.unread_before(here, -times))
        if found is None:
            self.desk.say("Everything here is read." if times > 0 else "No post before this one is unread.")
        elif not self.list.move_to(found.id):
            await self.list.show(RiverPager(pages), at=Row(found.id, found))
        return found

    @work(group="move", exclusive=True)
    async def action_next_unread(self) -> None:
        """Go to the next unread post, or as many on as was typed before."""
        await self.go_to_unread(self.post_at_hand(), self._times())

    @work(group="move", exclusive=True)
    async def action_unread_before(self) -> None:
        """Go to the unread post before, or as many back as was typed before."""
        await self.go_to_unread(self.post_at_hand(), -self._times())

    def _times(self) -> int:
        """Return the number that was typed where the keys go: in the list, or in the post beside it."""
        return self.list.use_count() * self.query_one(ArticleView).use_count()
