"""Reading beside a list: the post under the cursor is shown once the cursor rests, and read when looked at."""

import asyncio

from textual import work
from textual.timer import Timer

from learnlog.model.errors import LearnlogError
from learnlog.model.post import Post
from learnlog.tui.screens.beside import SETTLE, Beside
from learnlog.tui.screens.river_pane import PostPane, read_post, text_of
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.window_list import WindowList

DWELL = 1.5
"""Seconds a post is looked at, after moving to it, before it counts as read."""


class ReadingBeside(Beside):
    """Such a screen whose list is of posts that I read."""

    def __init__(self) -> None:
        super().__init__()
        self._here = ""
        self._in_pane = ""
        self._dealt_with = ""
        self._dwell: Timer | None = None
        self._offered = (False, False)

    @property
    def themes(self) -> dict[str, str]:
        """The themes' names by slug."""
        return {}

    def post_at_hand(self) -> Post | None:
        """The post under the cursor."""
        row = self.list.current
        return row.item if row else None

    def before_act(self, post: Post) -> None:
        """Do not mark the post read behind the act."""
        self.stop_dwelling()
        self._dealt_with = post.id

    def begin_anew(self) -> None:
        """Take the post that comes first as one nobody moved to."""
        self._here = ""

    def on_window_list_highlighted(self, event: WindowList.Highlighted) -> None:
        """Show the post beside the list once the cursor rests."""
        post: Post | None = event.row.item if event.row else None
        before, self._here = self._here, post.id if post else ""
        self._offer(post)
        if post is None:
            self.stop_dwelling()
            self._in_pane = ""
            self.pane.show_nothing()
        elif before != post.id:
            self.stop_dwelling()
            self._dealt_with = ""
            self._read(post, moved=bool(before))
        elif self._in_pane == text_of(post):
            self.pane.show_head(post, self.workspace.clock(), self.themes)
        elif self._in_pane.startswith(post.id):
            self._read(post, moved=False)  # it was read whole from its page, or goes back

    def _offer(self, post: Post | None) -> None:
        """Draw the footer anew, which is dear, only when it would say something else."""
        offered = (bool(post and post.uri), bool(post and post.is_hidden))
        if offered != self._offered:
            self._offered = offered
            self.query_one(KeyLine).refresh()

    def read_again(self) -> None:
        """Read the post under the cursor when the pane does not show it."""
        post = self.post_at_hand()
        if post is not None and self._in_pane != text_of(post):
            self._read(post, moved=False)

    @work(group="pane", exclusive=True)
    async def _read(self, post: Post, *, moved: bool) -> None:
        """Read and show `post`; moving on before that leaves it."""
        if not self.is_wide:
            return
        await asyncio.sleep(SETTLE)
        try:
            reading = await self.ask(lambda: read_post(self.workspace, post))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        now = self.post_at_hand()
        post = now if now is not None and now.id == post.id else post
        self._in_pane = text_of(post)
        self.pane.show(post, reading, self.workspace.clock(), self.themes)
        if moved and not post.read and self._dealt_with != post.id:
            self._dwell = self.set_timer(DWELL, lambda: self._dwelt(post.id))

    def on_post_pane_unfolded(self, event: PostPane.Unfolded) -> None:
        """Show the words in the list as well."""
        self.list.update(event.post.id, event.post)

    def stop_dwelling(self) -> None:
        """Forget that the post is being looked at."""
        if self._dwell is not None:
            self._dwell.stop()
            self._dwell = None

    def _dwelt(self, post_id: str) -> None:
        here = self.post_at_hand()
        if self.is_current and self.is_wide and here is not None and here.id == post_id:
            self.mark_opened(here)

    def mark_opened(self, post: Post) -> None:
        """Mark a post read because it was read."""
        self.before_act(post)
        if not post.read:
            self.act(lambda: self._read_one(post.id))

    def _read_one(self, post: str) -> None:
        self.workspace.river.mark_read([post])
        self.workspace.suggesting.looked_at(post)

    def action_next_unread(self) -> object:
        """Go to the next unread post."""
        return None

    def go_on(self) -> None:
        """Go to the next unread post."""
        self.action_next_unread()
