"""The River: posts of the people I follow, newest first, read beside the list, one key from an insight."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList, Static

from learnlog.model.errors import LearnlogError
from learnlog.model.post import Post
from learnlog.model.query import Place, PostFilter
from learnlog.tui.keys import LISTS, RIVER, bindings
from learnlog.tui.screens.asking import Choose
from learnlog.tui.screens.river_acts import PostActs
from learnlog.tui.screens.river_draft import DRAFTS
from learnlog.tui.screens.river_pages import RiverPages, place_of
from learnlog.tui.screens.river_pane import PostPane, read_post
from learnlog.tui.screens.river_row import post_row
from learnlog.tui.screens.river_sidebar import (
    Lane,
    filter_of,
    gather_lanes,
    lane_choices,
    lane_of,
    sidebar_options,
)
from learnlog.tui.text import plain, some
from learnlog.tui.widgets.window_list import Row, WindowList
from learnlog.workspace import Workspace

WIDE, BROAD = 100, 130
LANES, LANES_BROAD = 17, 23
"""Cells of a lane's line, as the styles have them without the border."""
SETTLE = 0.08
"""Seconds the cursor rests before the post beside it is read from the disk."""
DWELL = 1.5
"""Seconds a post is looked at, after moving to it, before it counts as read."""


class _Pager:
    """A list of the River as rows."""

    def __init__(self, pages: RiverPages) -> None:
        self._pages = pages

    def after(self, row: Row[Post] | None, limit: int) -> Sequence[Row[Post]]:
        return self._rows(self._pages.page(after=place_of(row.item) if row else None, limit=limit))

    def before(self, row: Row[Post], limit: int) -> Sequence[Row[Post]]:
        return self._rows(self._pages.page(before=place_of(row.item), limit=limit))

    def last(self, limit: int) -> Sequence[Row[Post]]:
        return self._rows(self._pages.page(before=Place(-(2**62), 0), limit=limit))

    @staticmethod
    def _rows(posts: Sequence[Post]) -> Sequence[Row[Post]]:
        return [Row(post.id, post) for post in posts]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What is shown around the list."""

    lanes: list[Lane]
    waiting: int
    drafted: frozenset[str]


def _look(workspace: Workspace, pages: RiverPages) -> _Seen:
    names = (draft.name for draft in workspace.drafts.names())
    drafted = frozenset(name.removeprefix(DRAFTS) for name in names if name.startswith(DRAFTS))
    return _Seen(lanes=gather_lanes(workspace), waiting=pages.waiting(), drafted=drafted)


class RiverScreen(PostActs):
    """Lanes at the left, posts in the middle, the post at the right; narrower than `WIDE`, the posts alone."""

    scope = "river"
    BINDINGS: ClassVar = bindings(RIVER, LISTS)
    AUTO_FOCUS = "#river-list"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (BROAD, "-broad")]  # noqa: RUF012 - as Textual has it

    def __init__(self) -> None:
        super().__init__()
        self._pages: RiverPages | None = None
        self._asked = PostFilter()
        self._from_top = True
        self._seen = _Seen(lanes=[], waiting=0, drafted=frozenset())
        self._sidebar: object = None
        self._here: Post | None = None
        self._in_pane = ""
        self._dwell: Timer | None = None
        self._dealt_with = ""

    def compose_body(self) -> ComposeResult:
        """Three panes."""
        with Horizontal(id="river"):
            yield OptionList(id="river-lanes", markup=False)
            with Vertical(id="river-middle"):
                yield Static(id="river-head")
                yield WindowList(self._draw, id="river-list")
            yield PostPane(id="river-pane")

    @property
    def _list(self) -> WindowList:
        return self.query_one("#river-list", WindowList)

    @property
    def _lanes(self) -> OptionList:
        return self.query_one("#river-lanes", OptionList)

    @property
    def _pane(self) -> PostPane:
        return self.query_one("#river-pane", PostPane)

    @property
    def _is_wide(self) -> bool:
        return self.app.size.width >= WIDE

    def _draw(self, post: Post, width: int, _is_cursor: bool) -> Content:
        return post_row(post, width, self.workspace.clock(), drafted=post.id in self._seen.drafted)

    def show_only(self, asked: PostFilter, *, from_top: bool = True) -> None:
        """Show only the posts that `asked` fits, with everything that has arrived."""
        self._asked = asked
        self._pages = None
        self._from_top = from_top
        if self.is_mounted:
            self.renew()

    async def load(self) -> None:
        """Show the list anew; the cursor stays on its post, and what arrived meanwhile waits."""
        pages = self._pages = self._pages or RiverPages(self.workspace, self._asked)
        self._seen = await self.ask(lambda: _look(self.workspace, pages))
        self._show_around()
        self._list.empty = self._when_empty()
        if self._from_top:
            self._here = None
        await self._list.show(_Pager(pages), keep=not self._from_top)
        self._from_top = False

    def _show_around(self) -> None:
        lanes, height = self._seen.lanes, self.size.height - 3
        listing = self._lanes
        width = LANES if self.app.size.width < BROAD else LANES_BROAD
        drawn = (lanes, width, height)
        if drawn != self._sidebar:
            self._sidebar = drawn
            at = listing.highlighted_option
            listing.set_options(list(sidebar_options(lanes, width, height)))
            self._mark_lane(at.id if at and listing.has_focus else None)
        elif not listing.has_focus:
            self._mark_lane(None)
        self._show_head()

    def _mark_lane(self, wanted: str | None) -> None:
        places = [option.id for option in self._lanes.options]
        wanted = wanted or lane_of(self._asked)
        self._lanes.highlighted = places.index(wanted) if wanted in places else None

    def _show_head(self) -> None:
        lane = next((lane for lane in self._seen.lanes if lane.id == lane_of(self._asked)), None)
        name = lane.label if lane else "All"
        only = " · only unread" if self._asked.unread and name != "Unread" else ""
        count = f" · {lane.unread:,} unread" if lane and lane.unread else ""
        self.context(f"{name}{only or count}")
        waiting = f"{self._seen.waiting:,} new · press . to show" if self._seen.waiting else ""
        words = " · ".join(part for part in ("only unread · U shows all" if only else "", waiting) if part)
        self.query_one("#river-head", Static).update(plain(words))

    def _when_empty(self) -> str:
        if not any(lane.kind == "person" for lane in self._seen.lanes):
            return "  Nobody is followed yet: f follows someone, by homepage or feed."
        if self._asked.unread:
            return "  Everything here is read. U shows all again."
        if self._asked.starred:
            return "  Nothing is starred: s stars the post under the cursor."
        return "  No posts here yet: r asks the channels for new ones."

    # the post at hand

    def post_at_hand(self) -> Post | None:
        """The post under the cursor."""
        row = self._list.current
        return row.item if row else None

    def before_act(self, post: Post) -> None:
        """Keep the post in this list whatever becomes of it, and do not mark it read behind the act."""
        self._stop_dwelling()
        self._dealt_with = post.id
        if self._pages:
            self._pages.stay(post.id)

    def on_window_list_highlighted(self, event: WindowList.Highlighted) -> None:
        """Show the post beside the list once the cursor rests."""
        post: Post | None = event.row.item if event.row else None
        before, self._here = self._here, post
        if post is None:
            self._stop_dwelling()
            self._in_pane = ""
            self._pane.show_nothing()
        elif before is None or before.id != post.id:
            self._stop_dwelling()
            self._dealt_with = ""
            self._read(post, moved=before is not None)
        elif self._in_pane == post.id:
            self._pane.show_head(post, self.workspace.clock(), self._names())

    def _names(self) -> dict[str, str]:
        return {lane.name: lane.label for lane in self._seen.lanes if lane.kind == "theme"}

    @work(group="pane", exclusive=True)
    async def _read(self, post: Post, *, moved: bool) -> None:
        """Read and show `post`; moving on before that leaves it."""
        if not self._is_wide:
            return
        await asyncio.sleep(SETTLE)
        try:
            article = await self.ask(lambda: read_post(self.workspace, post))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self._in_pane = post.id
        self._pane.show(post, article, self.workspace.clock(), self._names())
        if moved and not post.read and self._dealt_with != post.id:
            self._dwell = self.set_timer(DWELL, lambda: self._dwelt(post.id))

    def _stop_dwelling(self) -> None:
        if self._dwell is not None:
            self._dwell.stop()
            self._dwell = None

    def _dwelt(self, post_id: str) -> None:
        here = self.post_at_hand()
        if self.is_current and self._is_wide and here is not None and here.id == post_id:
            self.mark_opened(here)

    def mark_opened(self, post: Post) -> None:
        """Mark a post read because it was read."""
        self.before_act(post)
        if not post.read:
            self.act(lambda: self.workspace.river.mark_read([post.id]))

    def on_resize(self) -> None:
        """Fit the lanes to the new height, and read the post when there is a pane again."""
        self._show_around()
        post = self.post_at_hand()
        if post is not None and self._in_pane != post.id:
            self._read(post, moved=False)

    # lanes

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the lane the cursor is on."""
        option = self._lanes.highlighted_option
        if self._lanes.has_focus and option and option.id and option.id != lane_of(self._asked):
            self.show_only(filter_of(option.id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on to the posts."""
        self._list.focus()

    @work(group="post")
    async def action_choose_lane(self) -> None:
        """Choose what to show: everything, a theme, a circle, a person."""
        dialog = Choose("Show the posts of", lane_choices(self._seen.lanes), at=lane_of(self._asked))
        chosen = await self.app.push_screen_wait(dialog)
        if chosen:
            self.show_only(filter_of(chosen))
            self._list.focus()

    def action_only_unread(self) -> None:
        """Show only unread posts, or all again."""
        self.show_only(replace(self._asked, unread=not self._asked.unread), from_top=False)

    def action_show_new(self) -> None:
        """Show what arrived meanwhile, from the top."""
        if self._seen.waiting:
            self.show_only(self._asked)
        else:
            self.desk.say("Nothing new has arrived. r asks the channels.")

    def action_read_all(self) -> None:
        """Mark every post of this list read; what waits behind the line stays unread."""
        self._stop_dwelling()
        self._read_all()

    @work(group="act")
    async def _read_all(self) -> None:
        pages = self._pages
        if pages is None:
            return
        pages.leave()
        try:
            count = await self.ask(lambda: self.workspace.river.mark_all_read(pages.shown))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.desk.say(
            f"Marked {some(count, 'post')} read" if count else "Nothing is unread here.", undo=bool(count)
        )
        self.desk.changed()

    # moving

    async def go_to_next_unread(self, here: Post | None) -> Post | None:
        """Put the cursor on the next unread post after `here` and return it; None when all is read."""
        pages = self._pages
        if pages is None:
            return None
        found = await self.ask(lambda: pages.next_unread(here))
        if found is None:
            self.desk.say("Everything here is read.")
        elif not self._list.move_to(found.id):
            await self._list.show(_Pager(pages), at=Row(found.id, found))
        return found

    @work(group="move", exclusive=True)
    async def action_next_unread(self) -> None:
        """Go to the next unread post."""
        await self.go_to_next_unread(self.post_at_hand())

    def action_read_on(self) -> None:
        """Read a page on; at the end of the post go to the next unread one."""
        view = self._pane.view
        if self._is_wide and view.scroll_offset.y < view.max_scroll_y:
            view.scroll_page_down(animate=False)
        else:
            self.action_next_unread()

    def on_window_list_selected(self, event: WindowList.Selected) -> None:
        """Read the post: in the pane, or on a screen of its own where there is none."""
        if event.row is None:
            return
        post: Post = event.row.item
        if self._is_wide:
            self._pane.view.focus()
            self.mark_opened(post)
        else:
            from learnlog.tui.screens.river_post import PostScreen

            self.app.push_screen(PostScreen(post, self))

    def action_insight(self) -> None:
        """Write an insight beside the post, which is read by then."""
        if post := self.post_at_hand():
            self.mark_opened(post)
        super().action_insight()

    def action_back(self) -> None:
        """From the post or the lanes to the list, from a lane to all posts."""
        if not self._list.has_focus:
            self._list.focus()
        elif self._asked != PostFilter():
            self.show_only(PostFilter())

    def action_open(self) -> None:
        """Open what the cursor is on."""
        self._list.action_select()

    def action_down(self) -> None:
        """Next lane."""
        self._lanes.action_cursor_down()

    def action_up(self) -> None:
        """Lane before."""
        self._lanes.action_cursor_up()

    def action_first(self) -> None:
        """First lane."""
        self._lanes.action_first()

    def action_last(self) -> None:
        """Last lane."""
        self._lanes.action_last()
