"""A post on a screen of its own, where there is no room for it beside the list."""

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult

from learnlog.model.post import Post
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_posts import POST_ALONE
from learnlog.tui.keys import bindings
from learnlog.tui.screens.river_acts import PostActs
from learnlog.tui.screens.river_pane import PostPane, read_post, text_of
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead

if TYPE_CHECKING:
    from learnlog.tui.screens.river import RiverScreen


class PostScreen(PostActs):
    """Shows the post that the River's cursor is on; n goes on to the next unread one."""

    CSS_PATH = "../styles/river.tcss"
    scope = "post"
    BINDINGS: ClassVar = bindings(POST_ALONE, LISTS)
    AUTO_FOCUS = "ArticleView"

    def __init__(self, post: Post, river: "RiverScreen") -> None:
        super().__init__()
        self._post_shown = post
        self._river = river
        self._in_pane = ""

    def compose(self) -> ComposeResult:
        """The River's line on top, the post, the footer."""
        yield Masthead("river")
        yield PostPane(id="post-pane")
        yield KeyLine()

    def post_at_hand(self) -> Post | None:
        """The post that is shown."""
        return self._post_shown

    def on_post_pane_unfolded(self, event: PostPane.Unfolded) -> None:
        """Show the words in the River's list as well."""
        self._river.on_post_pane_unfolded(event)

    def before_act(self, post: Post) -> None:
        """Keep the post in the River's list."""
        self._river.before_act(post)

    def on_mount(self) -> None:
        """Show the post, which is read by that."""
        self._river.mark_opened(self._post_shown)

    async def load(self) -> None:
        """Show the post as it is now; its text is read once."""
        post = (
            await self.ask(lambda: self.workspace.library.posts.get(self._post_shown.id)) or self._post_shown
        )
        names = {theme.slug: theme.name for theme in await self.ask(self.workspace.themes.all)}
        self._post_shown = post
        pane, now = self.query_one(PostPane), self.workspace.clock()
        self.context(post.person_name)
        if self._in_pane == text_of(post):
            pane.show_head(post, now, names)
            return
        reading = await self.ask(lambda: read_post(self.workspace, post))
        self._in_pane = text_of(post)
        pane.show(post, reading, now, names)

    @work(group="move", exclusive=True)
    async def action_next_unread(self) -> None:
        """Read the next unread post."""
        await self._read_unread(self.query_one(ArticleView).use_count())

    @work(group="move", exclusive=True)
    async def action_unread_before(self) -> None:
        """Read the unread post before."""
        await self._read_unread(-self.query_one(ArticleView).use_count())

    async def _read_unread(self, times: int) -> None:
        found = await self._river.go_to_unread(self._post_shown, times)
        if found is not None:
            self._post_shown = found
            self._river.mark_opened(found)
            self.renew()

    def action_read_on(self) -> None:
        """Read a page on; at the end of the post go to the next unread one."""
        view = self.query_one(ArticleView)
        if self.query_one(PostPane).unfold():
            return
        if view.scroll_offset.y < view.max_scroll_y:
            view.scroll_page_down(animate=False)
        else:
            self.action_next_unread()

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss()

    def action_page_down(self) -> None:
        """A page on."""
        self.query_one(ArticleView).scroll_page_down(animate=False)
