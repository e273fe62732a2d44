"""The proof beside the people: reasons that open, and in its place the post that is read."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.widgets.option_list import Option

from learnlog.model.errors import LearnlogError
from learnlog.model.finding import Suggestion
from learnlog.model.post import Post
from learnlog.model.safe import clean_link
from learnlog.tui.screens.find_proof import first_opened, proof_options, shown_posts
from learnlog.tui.screens.find_state import Shown
from learnlog.tui.screens.moving import Moving
from learnlog.tui.screens.river_acts import PostActs
from learnlog.tui.screens.river_pane import PostPane, Reading, read_post
from learnlog.tui.screens.river_signs import name_of
from learnlog.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from learnlog.tui.screens.find_start import Start

WIDE = 100
SETTLE = 0.03
"""Seconds the cursor rests before the proof of a person is drawn."""
EDGE = 4
"""Cells at the sides of a list: its padding, the bar, the border."""


class ProofBeside(Moving, PostActs):
    """A screen with people at the left, their proof at the right, and a post of it in its place."""

    _shown: Shown | None = None
    _of: Suggestion | None = None
    _reading: Post | None = None
    _beside = ""

    def __init__(self) -> None:
        super().__init__()
        self._opened: dict[str, set[str]] = {}
        self._posts: dict[str, Post] = {}
        self._themes: dict[str, str] = {}
        self.peeked: dict[str, list[str]] = {}

    def compose_right(self) -> ComposeResult:
        """The proof, and the post that stands in its place while it is read."""
        yield LineList(id="proof")
        yield PostPane(id="find-post")

    @property
    def found(self) -> LineList:
        """The people."""
        return self.query_one("#found", LineList)

    @property
    def proof(self) -> LineList:
        """The proof of the person under the cursor."""
        return self.query_one("#proof", LineList)

    @property
    def pane(self) -> PostPane:
        """The post."""
        return self.query_one("#find-post", PostPane)

    @property
    def is_wide(self) -> bool:
        """Tell whether the proof stands beside the people."""
        return self.app.size.width >= WIDE

    @property
    def room(self) -> int:
        """Cells of a line of the left list."""
        width = self.app.size.width
        return (width * 5 // 9 if self.is_wide else width) - EDGE

    @property
    def _proof_room(self) -> int:
        width = self.app.size.width
        return (width - width * 5 // 9 if self.is_wide else width) - EDGE - 2

    async def show_proof(self, one: Suggestion | None) -> None:
        """Show the proof of `one`, or nothing."""
        if one is None:
            self.clear_proof()
            return
        key, same = one.candidate.key, self._of is not None and self._of.candidate.key == one.candidate.key
        self._of = one
        opened = self._opened.setdefault(key, first_opened(one))
        self._posts |= {name_of(post): post for post in one.evidence}
        unfolded = [number for number in range(len(one.reasons)) if str(number) in opened]
        wanted = {id for number in unfolded for id in shown_posts(one, number, opened)}
        await self._know(wanted | set(self.peeked.get(key, ())))
        if self._of is one:
            self._draw_proof(keep=same)

    async def _know(self, ids: Iterable[str]) -> None:
        """Read the posts that are shown as they are now."""
        wanted = list(ids)
        if wanted:
            found = await self.ask(lambda: self.workspace.library.posts.get_many(wanted))
            self._posts |= {name_of(post): post for post in found} | {post.id: post for post in found}

    def _draw_proof(self, *, keep: bool = True) -> None:
        one, shown = self._of, self._shown
        if one is None or shown is None:
            return
        key = one.candidate.key
        peeked = [self._posts[name] for name in self.peeked.get(key, ()) if name in self._posts]
        options = proof_options(
            one,
            self._opened.get(key, set()),
            self._posts,
            self.workspace.clock(),
            self._proof_room,
            asked=shown.found.asked,
            followed=key in shown.followed,
            peeked=peeked if key in self.peeked else None,
        )
        self.proof.show(options, keep=keep)

    async def renew_proof(self) -> None:
        """Show what became of the posts meanwhile: a star, a kept copy."""
        if self._of is not None:
            await self.show_proof(self._of)
        reading = self._reading
        if reading is not None:
            await self._know([reading.id])
            self._reading = self._posts.get(name_of(reading), reading)
            self.pane.show_head(self._reading, self.workspace.clock(), self._themes)

    def show_lines(self, options: Iterable[Option], beside: str) -> None:
        """Show other lines at the right, those that belong to the line `beside`."""
        self._of = None
        self.proof.show(options, keep=beside == self._beside)
        self._beside = beside

    def remember(self, posts: Mapping[str, Post]) -> None:
        """Know posts that lines at the right open."""
        self._posts |= posts

    def clear_proof(self) -> None:
        """Show no proof."""
        self._of = None
        self.proof.show([])

    def open_line(self, name: str) -> None:
        """Open a line of the proof: a reason's posts, a post to read, an address."""
        kind, _, rest = name.partition(":")
        if kind == "reason" and self._of is not None:
            self._opened[self._of.candidate.key] ^= {rest}
            self._unfold()
        elif kind == "more" and self._of is not None:
            self._opened[self._of.candidate.key].add(f"{rest}+")
            self._unfold()
        elif kind == "post" and rest in self._posts:
            self._read(self._posts[rest])
        elif kind in ("link", "channel", "perhaps"):
            self.browse(self._address(rest))

    def _address(self, key: str) -> str:
        one = self._of
        channels = [*one.candidate.channels, *(p.channel for p in one.candidate.proposed)] if one else []
        named = next((channel.address or channel.key for channel in channels if channel.key == key), key)
        return clean_link(named)

    @work(exclusive=True, group="proof")
    async def _unfold(self) -> None:
        try:
            await self.show_proof(self._of)
        except LearnlogError as error:
            self.desk.say_error(error)

    @work(exclusive=True, group="pane")
    async def _read(self, post: Post) -> None:
        """Read a post in the place of the proof."""
        space = self.workspace
        try:
            reading = await self.ask(lambda: read_post(space, post))
            self._themes = {theme.slug: theme.name for theme in await self.ask(space.themes.all)}
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self._reading = post
        self.add_class("-reading", "-inside")
        self.call_after_refresh(self._show_post, post, reading)  # not before the pane knows its width

    def _show_post(self, post: Post, reading: Reading) -> None:
        if self._reading is post:
            if post.person and not post.read:  # it is in the River, where it is new no more
                self.act(lambda: self.workspace.river.mark_read([post.id]))
            self.pane.show(post, reading, self.workspace.clock(), self._themes)
            self.pane.view.focus()
            self.offer()

    def enter_proof(self) -> None:
        """Go into the proof; of a person it may still have to be read."""
        if self.proof.option_count or self._shown is not None:
            self.add_class("-inside")
            self.proof.focus()

    def leave_proof(self) -> None:
        """Go back to the people."""
        self._reading = None
        self.remove_class("-inside", "-reading")
        self.found.focus()

    def leave_post(self) -> None:
        """Go back from the post to the proof."""
        self._reading = None
        self.remove_class("-reading")
        self.proof.focus()
        self.offer()

    def post_at_hand(self) -> Post | None:
        """The post that is read, or the one under the cursor."""
        if self.has_class("-reading"):
            return self._reading
        kind, _, name = self.proof.at.partition(":")
        return self._posts.get(name) if self.proof.has_focus and kind == "post" else None

    def offer(self) -> None:
        """Show in the footer what can be done here."""

    def action_read_on(self) -> None:
        """Read a page on."""
        if not self.pane.unfold():
            self.pane.view.scroll_page_down(animate=False)

    @property
    def list_at_hand(self) -> LineList:
        """The proof while one is in it, else the people."""
        return self.proof if self.proof.has_focus else self.found

    @property
    def settle(self) -> float:
        """Seconds the cursor rests before the right side follows it."""
        return SETTLE

    def show_beginning(self, start: "Start", at: str) -> None:
        """Show beside the themes what a theme looks for, and whose posts make a word rise."""
        from learnlog.tui.screens.find_start import beside

        self.remember({post.id: post for post in start.posts})
        self.show_lines(beside(start, at, self.workspace.clock(), self._proof_room), at)
