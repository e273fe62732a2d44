"""Cards at the left, the page of the chosen one at the right; on a narrow terminal one after the other."""

import asyncio
from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.errors import LearnlogError
from learnlog.tui.outside import edit_file, take_in
from learnlog.tui.screens.moving import Moving
from learnlog.tui.widgets.line_list import LineList, meant

WIDE = 100
CARDS = 38
"""Cells of the left pane where there are two."""
SETTLE = 0.04
"""Seconds the cursor rests before the page beside it is read from the disk."""

C = TypeVar("C")
P = TypeVar("P")


class TwoPanes(Moving, Generic[C, P]):
    """Subclasses gather (in a thread) and draw; ids of the page's lines are ``type:id`` and open by that."""

    CSS_PATH = "../styles/people.tcss"
    AUTO_FOCUS = "#cards"
    needs_card: ClassVar[frozenset[str]] = frozenset()
    """The actions that mean the card under the cursor: without one there is nothing to do them to."""
    _shown = ""

    def compose_body(self) -> ComposeResult:
        """Two lists."""
        with Horizontal(classes="two-panes"):
            yield LineList(id="cards")
            yield LineList(id="page")

    def gather_cards(self) -> C:
        """Return what the cards show. Runs in a thread."""
        raise NotImplementedError

    def card_options(self, found: C, width: int) -> Iterable[Option]:
        """Draw the cards, each with an id."""
        raise NotImplementedError

    def gather_page(self, name: str) -> P:
        """Return what the page of the card `name` shows. Runs in a thread."""
        raise NotImplementedError

    def page_options(self, found: P, width: int) -> Iterable[Option]:
        """Draw the page."""
        raise NotImplementedError

    @property
    def cards(self) -> LineList:
        """The left pane."""
        return self.query_one("#cards", LineList)

    @property
    def page(self) -> LineList:
        """The right pane."""
        return self.query_one("#page", LineList)

    @property
    def chosen(self) -> str:
        """The id of the card the cursor is on."""
        return self.cards.at

    @property
    def _card_room(self) -> int:
        return (CARDS if self.app.size.width >= WIDE else self.app.size.width) - 4

    @property
    def _page_room(self) -> int:
        width = self.app.size.width
        return (width - CARDS if width >= WIDE else width) - 5

    async def load(self) -> None:
        """Show the cards and the page anew; both cursors stay where they were."""
        found = await self.ask(self.gather_cards)
        self.cards.show(self.card_options(found, self._card_room))
        await self._show_page(self.chosen)

    async def _show_page(self, name: str) -> None:
        if not name:
            self._shown = ""
            self.page.show([])
            self.leave_page()
            return
        found = await self.ask(lambda: self.gather_page(name))
        if name == self.chosen:
            self.page.show(self.page_options(found, self._page_room), keep=name == self._shown)
            self._shown = name

    @work(exclusive=True, group="page")
    async def _follow_cursor(self) -> None:
        await asyncio.sleep(SETTLE)
        try:
            await self._show_page(self.chosen)
        except LearnlogError as error:
            self.desk.say_error(error)

    def choose(self, name: str) -> None:
        """Put the cursor on the card `name`, when it is there."""
        if self.cards.move_to(name):
            self._follow_cursor()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        if self.is_mounted:
            self.renew()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the page of the card the cursor came to."""
        if event.option_list.id == "cards" and event.option_id != self._shown:
            self._follow_cursor()

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go from a card into its page, and from a line of the page to what it tells of."""
        if event.option_list.id == "cards":
            self.enter_page()
            return
        kind, _, name = meant(event.option).partition(":")
        if kind == "link":
            self.browse(name)
        elif kind == "text":
            self.desk.open_document(name.partition(":")[0], self.chosen)
        elif kind:
            self.desk.open_document(kind, name)

    def own_file(self) -> tuple[str, str, str] | None:
        """Return path and id of the document that the page is of, and what writing in it is called."""
        return None

    @work(group="editor", exclusive=True)
    async def action_editor(self) -> None:
        """Write in the page's own file, in the editor."""
        own, space = self.own_file(), self.workspace
        if own is None:
            return
        path, _, said = own
        try:
            before = await self.ask(lambda: space.vault.read(path))
            edit_file(self.desk, space.paths.vault / path, space.settings.editor)
            text = before.text if before else ""
            if await self.ask(lambda: take_in(space, path, text, said)):
                self.desk.say(said, undo=True)
        except LearnlogError as error:
            self.desk.say_error(error)
        self.desk.changed()

    def enter_page(self) -> None:
        """Go into the page."""
        self.add_class("-inside")
        self.page.focus()

    def leave_page(self) -> None:
        """Go back to the cards."""
        self.remove_class("-inside")
        self.cards.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back from the page only to who is in it."""
        if not self.is_mounted:
            return True
        if action == "back":
            return not self.cards.has_focus
        if action in self.needs_card:
            return bool(self.chosen)
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Back from the page to the cards."""
        self.leave_page()

    @property
    def list_at_hand(self) -> LineList:
        """The page while one is in it, else the cards."""
        return self.page if self.page.has_focus else self.cards
