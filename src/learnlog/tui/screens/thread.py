"""A conversation as a tree: who answered whom, my people marked, the post I came from in sight, read beside it."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from learnlog.model.errors import LearnlogError
from learnlog.model.post import NewPost, Post
from learnlog.reading.river.threads import ThreadLine
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_posts import THREAD
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens.asking import AskLine
from learnlog.tui.screens.beside import SETTLE, Beside
from learnlog.tui.screens.river_pane import PostPane, Reading, read_text
from learnlog.tui.screens.river_signs import name_of
from learnlog.tui.screens.river_talk import Target, target_of_new
from learnlog.tui.screens.thread_tree import guides, thread_row
from learnlog.tui.text import line, some
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead
from learnlog.tui.widgets.window_list import Row, WindowList

_ANYBODYS = ("browse", "copy", "keep", "answer", "like", "boost", "bookmark")
"""The acts that need no post in the library."""
TreeRow = Row[tuple[str, ThreadLine]]


class Shown:
    """The lines of a thread as rows of a list; there is one page."""

    def __init__(self, lines: Sequence[ThreadLine]) -> None:
        drawn = zip(guides([line.depth for line in lines]), lines, strict=True)
        self._rows = [Row(name_of(line.post), (guide, line)) for guide, line in drawn]

    def after(self, row: TreeRow | None, limit: int) -> Sequence[TreeRow]:
        """Return all rows as the first page."""
        return self._rows if row is None else []

    def before(self, row: TreeRow, limit: int) -> Sequence[TreeRow]:
        """Return nothing: the first page has all."""
        return []

    def last(self, limit: int) -> Sequence[TreeRow]:
        """Return all rows."""
        return self._rows

    @property
    def origin(self) -> TreeRow | None:
        """The row of the post one came from."""
        return next((row for row in self._rows if row.item[1].is_origin), None)


class ThreadScreen(Beside):
    """Shows the thread of a post: from the library at once, then with what its network tells."""

    CSS_PATH = "../styles/river.tcss"
    scope = "thread"
    BINDINGS: ClassVar = bindings(THREAD, LISTS)
    AUTO_FOCUS = "#thread-list"

    def __init__(self, post: Post) -> None:
        super().__init__()
        self._origin = post
        self._lines: Sequence[ThreadLine] | None = None
        self._here = ""
        self._themes: dict[str, str] = {}
        self._stop = threading.Event()
        self._is_asking = False

    def compose(self) -> ComposeResult:
        """The tree, and the post under the cursor beside it."""
        yield Masthead("river")
        with Horizontal(id="thread"):
            yield WindowList(self._draw, id="thread-list")
            yield PostPane(id="thread-pane")
        yield KeyLine()

    def _draw(self, item: tuple[str, ThreadLine], width: int, _is_cursor: bool) -> Content:
        guide, found = item
        opened = name_of(found.post) in self.desk.unfolded
        return thread_row(guide, found, width, self.workspace.clock(), opened=opened)

    async def load(self) -> None:
        """Show the thread as the library has it, and ask the network the first time."""
        first, space, post = self._lines is None, self.workspace, self._origin
        self._themes = {theme.slug: theme.name for theme in await self.ask(space.themes.all)}
        if first:
            await self._show(await self.ask(lambda: space.threads.open(post)))
            if await self.ask(lambda: space.threads.can_ask(post)):
                self._ask_network()
            return
        ids = [one.post.id for one in self._lines or () if one.post.id]
        now = {post.id: post for post in await self.ask(lambda: space.library.posts.get_many(ids))}
        for row in self.list.rows:
            guide, found = row.item
            if found.post.id in now:
                self.list.update(row.id, (guide, replace(found, post=now[found.post.id])))
        if (here := self.line_at_hand()) is not None:
            self.pane.show_head(here.post, space.clock(), self._themes)

    async def _show(self, lines: Sequence[ThreadLine]) -> None:
        first, self._lines = self._lines is None, lines
        shown = Shown(lines)
        self.list.empty = "  Nothing of this conversation is here."
        await self.list.show(shown, at=shown.origin if first else None, keep=True)
        mine = len({one.person for one in lines if one.person})
        said = some(len(lines), "post") + (f" · {mine} of yours" if mine else "")
        self.context(f"conversation · {said}")
        self.refresh_bindings()

    @work(group="network", exclusive=True)
    async def _ask_network(self) -> None:
        """Ask the network for the whole thread in a thread of its own; Esc stops that."""
        self._is_asking = True
        self.show_progress(with_keys("asking for the whole conversation · {back} stops"))
        try:
            lines = await self.ask(lambda: self.workspace.threads.ask(self._origin, self._stop.is_set))
            if not self._stop.is_set():
                await self._show(lines)
        except LearnlogError as error:
            self.desk.say_error(error)
        finally:
            self._is_asking = False
            if self.is_attached:
                self.show_progress("")

    def on_unmount(self) -> None:
        """Stop asking."""
        self._stop.set()

    def line_at_hand(self) -> ThreadLine | None:
        """Return the line under the cursor."""
        row = self.list.current
        return row.item[1] if row else None

    def post_at_hand(self) -> Post | None:
        """The post under the cursor."""
        found = self.line_at_hand()
        return found.post if found else None

    def post_in_library(self) -> Post | None:
        """The post under the cursor, unless it is only on its network: then that is said."""
        post = super().post_in_library()
        if post is not None and not post.id:
            *work, last = (key_of(act) for act in _ANYBODYS)
            whose = "a post of somebody you do not follow"
            self.desk.say(
                f"Only {', '.join(work)} and {last} work on {whose}. {key_of('follow')} follows them."
            )
            return None
        return post

    def target_at_hand(self) -> Callable[[], Target] | None:
        """The post under the cursor, also that of somebody I do not follow: it is where its conversation is."""
        found, space, origin = self.line_at_hand(), self.workspace, self._origin
        if found is None or found.new is None:
            return super().target_at_hand()
        new = found.new
        return lambda: target_of_new(space.answering.network(origin), new)

    def on_window_list_highlighted(self, event: WindowList.Highlighted) -> None:
        """Show the post beside the tree once the cursor rests."""
        found: ThreadLine | None = event.row.item[1] if event.row else None
        if found is None:
            self.pane.show_nothing()
        elif self._here != name_of(found.post):
            self._here = name_of(found.post)
            self._read(found)

    @work(group="pane", exclusive=True)
    async def _read(self, found: ThreadLine) -> None:
        if self.is_wide:
            await asyncio.sleep(SETTLE)
            self.pane.show(found.post, await self._reading(found), self.workspace.clock(), self._themes)

    async def _reading(self, found: ThreadLine) -> Reading:
        space = self.workspace
        return await self.ask(lambda: read_text(space, found.post, space.threads.text(found)))

    def on_post_pane_unfolded(self, event: PostPane.Unfolded) -> None:
        """Show the words in the tree as well."""
        name = name_of(event.post)
        for row in self.list.rows:
            if row.id == name:
                self.list.update(name, row.item)

    @work(group="open")
    async def on_window_list_selected(self, event: WindowList.Selected) -> None:
        """Read the post: in the pane, or on a screen of its own where there is none."""
        found = self.line_at_hand()
        if found is None:
            return
        if self.is_wide:
            self.pane.view.focus()
            self.pane.unfold()
        else:
            from learnlog.tui.screens.thread_post import ThreadPostScreen

            self.app.push_screen(ThreadPostScreen(self, found.post, await self._reading(found), self._themes))

    def action_keep(self) -> None:
        """Keep the post under the cursor, also that of somebody I do not follow."""
        found = self.line_at_hand()
        if found is None or found.new is None:
            super().action_keep()
        elif self.desk.ahead.begin():
            self._keep_new(found.new, found.post)

    @work(group="post")
    async def _keep_new(self, new: NewPost, post: Post) -> None:
        title = f"Keep “{line(post.headline, 46)}”"
        hint = "Why keep it? {take} alone keeps it · {leave} leaves it"
        why = await self.app.push_screen_wait(AskLine(title, "", hint))
        if why is not None:
            said = f"Kept “{line(post.headline, 40)}” with its text"
            self.act(lambda: self.workspace.keeping_others.keep(new, why), said)

    def action_conversation(self) -> None:
        """Begin the conversation at the post under the cursor: nothing, one is in it."""
        self.desk.say(with_keys("This is the conversation. {open} reads the post under the cursor."))

    def go_on(self) -> None:
        """Go to the next post of the tree."""
        self.list.action_move(1)

    def action_open(self) -> None:
        """Open what the cursor is on."""
        self.list.action_select()

    def action_back(self) -> None:
        """Stop asking the network; from the post to the tree; back to where one came from."""
        if self._is_asking:
            self._stop.set()
            self.desk.say("Stopped asking; this is what is here.")
        elif not self.list.has_focus:
            self.list.focus()
        else:
            self.dismiss()
