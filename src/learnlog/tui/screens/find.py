"""Find: who knows about what I am working on, each with their proof; the proof opens down to the post."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from learnlog.model.errors import LearnlogError
from learnlog.model.finding import Suggestion
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_finding import FIND
from learnlog.tui.keys import bindings
from learnlog.tui.screens.find_acts import FindActs
from learnlog.tui.screens.find_rows import counted, head_of, people_options
from learnlog.tui.screens.find_start import (
    RISES,
    Start,
    begin_with,
    gather_rising,
    gather_start,
    start_options,
)
from learnlog.tui.screens.find_state import Shown, begin
from learnlog.tui.wanted import Wanted
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.line_list import LineList, meant
from learnlog.tui.widgets.masthead import Masthead

SLOW = 0.25
"""Seconds after which a search says that it is going on."""
REST = 0.4
"""Seconds after a change in which keys come first, before people are looked for again."""
Chosen = Callable[[Suggestion], None]


class FindScreen(FindActs):
    """People at the left, the proof of the one under the cursor at the right, a post of it in its place.

    With `chosen` it looks for somebody to ask: `a` calls it with whom the cursor is on, and closes the screen.
    """

    def __init__(self, wanted: Wanted | None = None, chosen: Chosen | None = None) -> None:
        super().__init__()
        self._wanted = wanted
        self._chosen = chosen
        self._start: Start | None = None
        self._until = 0.0
        """Until when what rises is taken as known."""

    CSS_PATH = ["../styles/river.tcss", "../styles/finding.tcss"]  # noqa: RUF012 - Textual declares it no ClassVar
    scope = "find"
    BINDINGS: ClassVar = bindings(FIND, LISTS)
    AUTO_FOCUS = "#found"

    def compose(self) -> ComposeResult:
        """What is asked, who was found, and the proof."""
        yield Masthead("find")
        yield Static(id="find-head")
        with Horizontal(id="find"):
            yield LineList(id="found")
            with Vertical(id="find-right"):
                yield from self.compose_right()
        yield KeyLine()

    @property
    def wanted(self) -> Wanted | None:
        """What is asked, None on the page one begins at."""
        return self._wanted

    @property
    def is_asking(self) -> bool:
        """Tell whether it looks for somebody to ask."""
        return self._chosen is not None

    def look_for(self, wanted: Wanted | None) -> None:
        """Ask something else."""
        if wanted != self._wanted or wanted is None:
            self._wanted, self._shown = wanted, None
            self.leave_proof()
            self.found.show([], keep=False)
            self.clear_proof()
            if self.is_mounted:
                self.renew()

    async def load(self) -> None:
        """Show what one begins with, or who was found; later looks move nothing."""
        wanted, shown = self._wanted, self._shown
        if wanted is None:
            before, start = self._start, await self.ask(lambda: gather_start(self.workspace, self._start))
            self._start = start
            if before is None or before.themes != start.themes:  # what rises may be a theme of mine by now
                self._until = 0.0
            self._draw_start()
            await self.renew_proof()
            self._look_what_rises()
        elif shown is None:
            await self._first_look(wanted)
        else:
            self._put(wanted, await self.ask(lambda: self.marked(shown)))
            await self.renew_proof()
            self._look_again(wanted)

    @work(exclusive=True, group="rising")
    async def _look_what_rises(self) -> None:
        """Add what rises below the themes, once it is known."""
        start = self._start
        if start is None or time.monotonic() < self._until:
            return
        try:
            found = await self.ask(
                lambda: gather_rising(self.workspace, start, self.desk.keys_first.let_come)
            )
        except LearnlogError:
            return  # what is only nice to know spoils no beginning
        self._until = time.monotonic() + RISES
        if self._start is not None and (found.rising, found.posts) != (self._start.rising, self._start.posts):
            self._start = replace(self._start, rising=found.rising, posts=found.posts)
            if self._wanted is None:
                self._draw_start()

    @work(exclusive=True, group="later")
    async def _look_again(self, wanted: Wanted) -> None:
        """Look again for people, once the keys rest: it is dear, and nothing waits for it."""
        if not self._adopts:
            await asyncio.sleep(REST)
        shown = self._shown
        if shown is not None and wanted == self._wanted:
            try:
                self._put(wanted, await self.ask(lambda: self.looked_again(wanted, shown)))
            except LearnlogError as error:
                self.desk.say_error(error)

    def _put(self, wanted: Wanted, later: Shown) -> None:
        """Show what is known by now, with the circle in front that is there; drawing is dear, so only what differs."""
        if wanted == self._wanted and self._shown is not None:
            later = later.turned_to(self._shown.ring)
            if later != self._shown:
                self._shown = later
                self._draw()

    async def _first_look(self, wanted: Wanted) -> None:
        slow = self.set_timer(SLOW, lambda: self.show_progress("looking through what is stored …"))
        try:
            found, keywords = await self.ask(lambda: self.look(wanted))
        finally:
            slow.stop()
            self.show_progress("")
        if wanted == self._wanted:
            self._keywords = keywords
            self._shown = begin(found, asking=self.is_asking, ring=self._ring)
            self._draw(keep=False)

    def show_found(self, shown: Shown) -> None:
        """Show other people."""
        self._shown = shown
        self._draw(keep=False)

    def _draw_start(self) -> None:
        if self._start is None:
            return
        self.context("")
        self.query_one("#find-head", Static).update(Content.styled("Who knows about …", "bold"))
        self.found.show(start_options(self._start, self.room))
        self.offer()
        self.follow_cursor()

    def _draw(self, *, keep: bool = True) -> None:
        shown = self._shown
        if shown is None:
            return
        self.context(counted(shown))
        self.query_one("#find-head", Static).update(head_of(shown, self.size.width - 4))
        self.found.show([*self.keyword_options(), *people_options(shown, self.room)], keep=keep)
        self.offer()
        self.follow_cursor()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        if self._shown is not None:
            self._draw()
        else:
            self._draw_start()

    def person_at_hand(self) -> Suggestion | None:
        """Return the person under the cursor."""
        return self._shown.person(self.found.at) if self._shown else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the proof of the person the cursor came to."""
        if event.option_list.id == "found":
            self.follow_cursor()
        self.offer()

    def on_descendant_focus(self) -> None:
        """Offer what can be done here."""
        self.offer()

    @work(exclusive=True, group="proof")
    async def follow_cursor(self) -> None:
        """Show the proof once the cursor rests."""
        await asyncio.sleep(self.settle)
        try:
            if self._shown is not None:
                await self.show_proof(self.person_at_hand())
            elif self._start is not None:
                self.show_beginning(self._start, self.found.at)
        except LearnlogError as error:
            self.desk.say_error(error)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go from a person into the proof, from a line of the proof to what it counts."""
        name = meant(event.option)
        if event.option_list.id == "proof":
            self.open_line(name)
        elif self._shown is not None:
            self.enter_proof()
        elif name == "words:":
            self.action_change_theme()
        elif (wanted := begin_with(name)) is not None:
            self.look_for(wanted)
        else:
            self.enter_proof()

    def action_next_circle(self, step: int = 1) -> None:
        """Show the next circle."""
        if self._shown is not None:
            self.leave_proof()
            self._ring = None
            self._shown = self._shown.turned(step)
            self._ring = self._shown.ring
            self._draw(keep=False)

    def action_circle_before(self) -> None:
        """Show the circle before."""
        self.action_next_circle(-1)

    def action_show_new(self) -> None:
        """Show what is found by now."""
        shown = self._shown
        if shown is not None and shown.waiting is not None:
            self.show_found(shown.renewed())
        else:
            self.desk.say("Nothing changed since.")

    def action_ask_them(self) -> None:
        """Ask the person under the cursor."""
        one, chosen = self.person_at_hand(), self._chosen
        if one is not None and chosen is not None:
            self.dismiss()
            chosen(one)

    def action_back(self) -> None:
        """Stop searching; back one step."""
        if self.stop_searching():
            return
        if self.has_class("-reading"):
            self.leave_post()
        elif not self.found.has_focus:
            self.leave_proof()
        elif self._chosen is not None:
            self.dismiss()
        elif self._wanted is not None:
            self.look_for(None)
