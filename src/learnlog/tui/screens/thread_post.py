"""A post of a conversation on a screen of its own: what can be done with it in the tree can be done here."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from learnlog.model.post import Post
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_posts import THREAD_POST
from learnlog.tui.keys import bindings
from learnlog.tui.screens.river_acts import PostActs
from learnlog.tui.screens.river_pane import PostPane, Reading
from learnlog.tui.screens.river_talk import Target
from learnlog.tui.text import line
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead

if TYPE_CHECKING:
    from learnlog.tui.screens.thread import ThreadScreen


class ThreadPostScreen(PostActs):
    """The post under the tree's cursor by itself, where there is no room for it beside the tree."""

    CSS_PATH = "../styles/river.tcss"
    scope = "thread-post"
    BINDINGS: ClassVar = bindings(THREAD_POST, LISTS)
    AUTO_FOCUS = "ArticleView"

    def __init__(self, tree: "ThreadScreen", post: Post, reading: Reading, themes: dict[str, str]) -> None:
        super().__init__()
        self._tree = tree
        self._shown = post
        self._reading = reading
        self._themes = themes

    def compose(self) -> ComposeResult:
        """The post."""
        yield Masthead("river")
        yield PostPane(id="post-pane")
        yield KeyLine()

    async def load(self) -> None:
        """Show the post."""
        name = self._shown.id
        known = await self.ask(lambda: self.workspace.library.posts.get(name)) if name else None
        post = self._shown = known or self._shown
        self.context(line(post.person_name or post.author, 40))
        self.query_one(PostPane).show(post, self._reading, self.workspace.clock(), self._themes)

    def post_at_hand(self) -> Post | None:
        """The post that is shown."""
        return self._shown

    def post_in_library(self) -> Post | None:
        """The post that is shown, unless it is only on its network."""
        return self._shown if self._tree.post_in_library() else None

    def target_at_hand(self) -> Callable[[], Target] | None:
        """What is answered: the tree knows where a stranger's post is."""
        return self._tree.target_at_hand()

    def action_keep(self) -> None:
        """Keep the post, also that of somebody I do not follow."""
        self._tree.action_keep()

    def action_conversation(self) -> None:
        """Back to the tree, which is the conversation."""
        self.dismiss()

    def action_back(self) -> None:
        """Back to the tree."""
        self.dismiss()
