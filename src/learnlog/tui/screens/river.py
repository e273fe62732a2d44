"""The River: posts of the people I follow, newest first, read beside the list, one key from an insight."""

from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from learnlog.model.errors import LearnlogError
from learnlog.model.post import Post
from learnlog.model.query import PostFilter
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_posts import RIVER
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens.asking import Choose
from learnlog.tui.screens.beside import WIDE
from learnlog.tui.screens.river_pages import RiverPager, RiverPages
from learnlog.tui.screens.river_pane import PostPane
from learnlog.tui.screens.river_row import post_row
from learnlog.tui.screens.river_sidebar import Lanes, filter_of, lane_choices, lane_of, look_around
from learnlog.tui.screens.river_unread import MovingToUnread
from learnlog.tui.screens.river_views import CountedViews
from learnlog.tui.text import plain, some
from learnlog.tui.wanted import Wanted
from learnlog.tui.widgets.window_list import WindowList

BROAD = 130
MANY = 5000
"""Posts of which it is said how far marking them is."""
LANES, LANES_BROAD = 17, 23
"""Cells of a lane's line, as the styles have them without the border."""


class RiverScreen(CountedViews, MovingToUnread):
    """Lanes at the left, posts in the middle, the post at the right; narrower than `WIDE`, the posts alone."""

    CSS_PATH = "../styles/river.tcss"
    scope = "river"
    BINDINGS: ClassVar = bindings(RIVER, LISTS)
    AUTO_FOCUS = "#river-list"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (BROAD, "-broad")]  # noqa: RUF012 - as Textual has it

    def __init__(self) -> None:
        super().__init__()
        self._asked = PostFilter()
        self._from_top = True

    def on_mount(self) -> None:
        """Show what was shown the last time: with what people pass on, or without."""
        self._shows_boosts = self.desk.remembered.shows_boosts
        super().on_mount()

    def compose_body(self) -> ComposeResult:
        """Three panes."""
        with Horizontal(id="river"):
            yield Lanes(id="river-lanes")
            with Vertical(id="river-middle"):
                yield Static(id="river-head")
                yield WindowList(self._draw, id="river-list")
            yield PostPane(id="river-pane")

    @property
    def _lanes(self) -> Lanes:
        return self.query_one("#river-lanes", Lanes)

    def _draw(self, post: Post, width: int, _is_cursor: bool) -> Content:
        opened = post.id in self.desk.unfolded
        return post_row(
            post, width, self.workspace.clock(), drafted=post.id in self._around.drafted, opened=opened
        )

    def show_only(self, asked: PostFilter, *, from_top: bool = True) -> None:
        """Show only the posts that `asked` fits, with everything that has arrived."""
        self._asked = asked
        self._pages = None
        self._from_top = from_top
        if self.is_mounted:
            self.renew()

    async def load(self) -> None:
        """Show the list anew; the cursor stays on its post, and what arrived meanwhile waits."""
        asked = replace(self._asked, boosts=self._shows_boosts)
        pages = self._pages = self._pages or RiverPages(self.workspace, asked)
        self._around = self.with_counts(await self.ask(lambda: look_around(self.workspace, pages)))
        self._show_around()
        self.list.empty = self._when_empty()
        if self._from_top:
            self.begin_anew()
        pages.here = self.list.current.id if self.list.current else ""
        await self.list.show(RiverPager(pages), keep=not self._from_top)
        self._from_top = False
        self.count_views()

    def _show_around(self) -> None:
        width = LANES if self.app.size.width < BROAD else LANES_BROAD
        self._lanes.show(self._around.lanes, lane_of(self._asked), width, self.size.height - 3)
        self._show_head()

    def _show_head(self) -> None:
        lane = next((lane for lane in self._around.lanes if lane.id == lane_of(self._asked)), None)
        name = lane.label if lane else self._asked.search or "All"
        only = " · only unread" if self._asked.unread and name != "Unread" else ""
        count = f" · {lane.count} unread" if lane and lane.count else ""
        self.context(f"{name}{only or count}")
        waiting = (
            f"{self._around.waiting:,} new · press {key_of('show-new')} to show"
            if self._around.waiting
            else ""
        )
        boosts = "" if self._shows_boosts else f"without boosts · {key_of('boosts')} shows them"
        parts = (f"only unread · {key_of('only-unread')} shows all" if only else "", boosts, waiting)
        words = " · ".join(part for part in parts if part)
        self.query_one("#river-head", Static).update(plain(words))

    def _when_empty(self) -> str:
        if not self._around.has_people:
            return f"  Nobody is followed yet: {key_of('follow')} follows someone, by homepage or feed."
        if self._asked.unread:
            return f"  Everything here is read. {key_of('only-unread')} shows all again."
        if self._asked.starred:
            return f"  Nothing is starred: {key_of('star')} stars the post under the cursor."
        if self._asked.search:
            return f"  No post fits this view. {key_of('views')} changes what it searches for."
        return f"  No posts here yet: {key_of('fetch')} asks the channels for new ones."

    @property
    def themes(self) -> dict[str, str]:
        """The themes' names by slug."""
        return self._around.themes

    def before_act(self, post: Post) -> None:
        """Keep the post in this list whatever becomes of it."""
        super().before_act(post)
        if self._pages:
            self._pages.stay(post.id)

    def on_resize(self) -> None:
        """Fit the lanes to the new height, and read the post when there is a pane again."""
        self._show_around()
        self.read_again()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the lane the cursor is on."""
        chosen = self._lanes.current
        if self._lanes.has_focus and chosen and chosen != lane_of(self._asked):
            self.show_only(filter_of(chosen))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on to the posts."""
        self.list.focus()

    @work(group="post")
    async def action_choose_lane(self) -> None:
        """Choose what to show: everything, a theme, a circle, a person."""
        dialog = Choose("Show the posts of", lane_choices(self._around.lanes), at=lane_of(self._asked))
        chosen = await self.app.push_screen_wait(dialog)
        if chosen:
            self.show_only(filter_of(chosen))
            self.list.focus()

    def action_only_unread(self) -> None:
        """Show only unread posts, or all again."""
        self.show_only(replace(self._asked, unread=not self._asked.unread), from_top=False)

    def action_boosts(self) -> None:
        """Hide what people only pass on, or show it again, and remember that."""
        self._shows_boosts = not self._shows_boosts
        self.desk.remembered.shows_boosts = self._shows_boosts
        self.desk.changed()
        self.show_only(self._asked, from_top=False)

    def action_show_new(self) -> None:
        """Show what arrived meanwhile, from the top."""
        if self._around.waiting:
            self.show_only(self._asked)
        else:
            self.desk.say(f"Nothing new has arrived. {key_of('fetch')} asks the channels.")

    def wanted_people(self) -> Wanted | None:
        """Who knows about the theme whose posts are shown."""
        return Wanted(theme=self._asked.theme) if self._asked.theme else None

    def action_read_all(self) -> None:
        """Mark every post of this list read; what waits behind the line stays unread."""
        self.stop_dwelling()
        self._read_all()

    @work(group="act")
    async def _read_all(self) -> None:
        pages = self._pages
        if pages is None:
            return
        pages.leave()
        try:
            count = await self.ask(lambda: self.workspace.river.mark_all_read(pages.shown, self._marking))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        finally:
            self.show_progress("")
        self.desk.say(
            f"Marked {some(count, 'post')} read" if count else "Nothing is unread here.", undo=bool(count)
        )
        self.desk.changed()

    def _marking(self, done: int, of: int) -> None:
        """Say how far it is, where that takes a while. Runs in a thread."""
        if of >= MANY and self.app.is_running:
            self.app.call_from_thread(self.show_progress, f"marked {done:,} of {of:,} read …")

    def action_unhide(self) -> None:
        """Show a post again that a rule hides."""
        post = self.post_at_hand()
        if post is None or not post.is_hidden:
            self.desk.say("No rule hides this post.")
            return
        self.before_act(post)
        self.act(lambda: self.workspace.ruler.show(post.id), "It is shown in the River again")

    def on_window_list_selected(self, event: WindowList.Selected) -> None:
        """Read the post: in the pane, or on a screen of its own where there is none."""
        if event.row is None:
            return
        post: Post = event.row.item
        if self.is_wide:
            self.pane.view.focus()
            self.pane.unfold()
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
        if not self.list.has_focus:
            self.list.focus()
        elif self._asked != PostFilter():
            self.show_only(PostFilter())

    def action_open(self) -> None:
        """Open what the cursor is on."""
        self.list.action_select()

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
