"""Following someone: an address, what was found there, one key to follow it."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from learnlog.model.errors import LearnlogError
from learnlog.model.person import Person
from learnlog.model.safe import clean_line
from learnlog.reading.following.importing import is_list, is_outline
from learnlog.reading.following.meeting import Meeting
from learnlog.reading.sorting.ruler import ruled_said
from learnlog.reading.sources.base import Found, OutlineError
from learnlog.tui.commands import FOLLOW
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.follow_drawing import draw_newest, draw_offer, draw_who
from learnlog.tui.screens.follow_list import take_in_list, take_in_outline
from learnlog.tui.screens.forms import words_of
from learnlog.tui.text import line, plain, some
from learnlog.tui.widgets.asked_line import form_field
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.line_list import LineList
from learnlog.tui.widgets.masthead import Masthead
from learnlog.workspace import Workspace

START = (
    "A homepage or a name is enough: you see whom it leads to before anything is followed.\n"
    "Many at once: the link of a starter pack or a list, or a file of whom you follow elsewhere (OPML, CSV)."
)


def follow_these(
    workspace: Workspace, found: Sequence[Found], name: str, themes: Sequence[str]
) -> tuple[Person, int]:
    """Follow `found` as one change; returns the card and how many posts are new. Runs in a thread."""
    before = workspace.changes.mark()
    person, arrived = workspace.following.follow(found, name=name, themes=themes)
    workspace.changes.group(f"followed {person.name}", before)
    return person, arrived


def is_address(words: str) -> bool:
    """Tell whether `words` could be an address or a name on a network: one word with a dot, @ or colon in it."""
    return len(words.split()) == 1 and any(sign in words for sign in ".:@")


class FollowScreen(DeskScreen):
    """Asks for an address, looks there in a thread, and follows what was chosen of what it found."""

    CSS_PATH = "../styles/people.tcss"
    scope = "follow"
    BINDINGS: ClassVar = bindings(FOLLOW)
    AUTO_FOCUS = "#address"

    def __init__(self, theme: str = "", address: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._address = address
        self._met: Meeting | None = None
        self._chosen: set[str] = set()
        self._seconds = 0
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        """The line on top of People, and what is asked."""
        yield Masthead("people")
        with Vertical(id="follow"):
            yield Static("Follow someone", classes="form-title")
            yield from form_field(
                "address", "address", "anavos.nl, @ana@instance.social, ana.bsky.social, a feed …"
            )
            yield Static(id="follow-said")
            with Vertical(id="follow-found"):
                yield Static(id="follow-who")
                yield LineList(id="feeds")
                yield from form_field("name", "name", "what to call them")
                yield from form_field("theme", "theme", "optional: what it is about; → or Tab completes")
                yield Static(id="newest")
        yield KeyLine()

    def on_mount(self) -> None:
        """Know the names of the themes, for completion."""
        super().on_mount()
        self.query_one("#follow-found").display = False
        self._say(START)
        if self._address:
            self.query_one("#address", Input).value = clean_line(self._address)
            self.look_up()

    async def load(self) -> None:
        """Offer the names of the themes."""
        names = [theme.name for theme in await self.ask(self.workspace.themes.all)]
        line_ = self.query_one("#theme", Input)
        line_.suggester = SuggestFromList(names, case_sensitive=False)
        if self._theme and not line_.value:
            theme = await self.ask(lambda: self.workspace.themes.find(self._theme))
            line_.value = theme.name if theme else ""

    def _say(self, words: str, style: str = "$text-muted") -> None:
        self.query_one("#follow-said", Static).update(plain(words, style))

    @property
    def is_looking(self) -> bool:
        """Tell whether an address is being looked at."""
        return self._ticking is not None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look at the address; go on from name to theme; follow from there."""
        event.stop()
        if event.input.id == "address":
            self.look_up()
        elif event.input.id == "name":
            self.query_one("#theme", Input).focus()
        else:
            self.action_follow_these()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Forget what was found at another address."""
        if event.input.id == "address" and self._met:
            self._met = None
            self.query_one("#follow-found").display = False
            self._say(with_keys("{take} looks there."))

    def look_up(self) -> None:
        """Look at the address."""
        address = clean_line(self.query_one("#address", Input).value)
        if not address:
            self._say("Type a homepage, a feed or a name first, for example anavos.nl.", "$warning")
            return
        if not (is_address(address) or is_outline(address)):
            self._say("That is no address: anavos.nl is one, and so is @ana@instance.social.", "$warning")
            return
        self._stop_ticking()
        self._seconds = 0
        self._ticking = self.set_interval(1, self._tick)
        self._tell_looking(address)
        if is_outline(address) or is_list(address):
            self._take_in(address)
        else:
            self._look(address)

    def _tell_looking(self, address: str) -> None:
        place = line(address, 40)
        slow = f" {self._seconds} seconds now; slow hosts need some." if self._seconds >= 3 else ""
        self._say(f"Looking at {place} …{slow}  {key_of('leave')} stops.", "$primary")

    def _tick(self) -> None:
        self._seconds += 1
        self._tell_looking(clean_line(self.query_one("#address", Input).value))

    def _stop_ticking(self) -> None:
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    @work(exclusive=True, group="look")
    async def _take_in(self, place: str, found: OutlineError | None = None) -> None:
        """Show whom a list or an OPML file names, and follow those who are chosen."""
        try:
            if found or is_outline(place):
                said, followed = await take_in_outline(self, place, self._stop_ticking, found)
            else:
                said, followed = await take_in_list(self, place, self._stop_ticking)
        except LearnlogError as error:
            self._say(f"{error.message} {error.hint}".strip(), "$error")
            return
        finally:
            self._stop_ticking()
        if not followed:
            self._say(said)
            return
        self.desk.say(said, undo=True)
        self.dismiss()
        self.desk.changed()

    @work(exclusive=True, group="look")
    async def _look(self, address: str) -> None:
        try:
            met = await self.ask(lambda: self.workspace.following.meet(address))
        except OutlineError as found:
            self._take_in(address, found)
            return
        except LearnlogError as error:
            self._stop_ticking()
            self._say(
                f"{error.message} {error.hint or 'Check the address, or try the feed itself.'}", "$error"
            )
            return
        self._stop_ticking()
        self._show(met)

    def _show(self, met: Meeting) -> None:
        self._met, self._chosen = met, {one.key for one in met.own}
        several = len(met.offers) > 1
        told = f"Found {some(len(met.offers), 'channel')}. {key_of('tick')} chooses, {key_of('follow-these')} follows."
        self._say(
            " ".join((told if several else with_keys("Found it. {follow-these} follows."), *met.notes[:1]))
        )
        self.query_one("#follow-found").display = True
        self.query_one("#follow-who", Static).update(draw_who(met, self._room, self.workspace.clock()))
        listing = self.query_one("#feeds", LineList)
        listing.styles.max_height = min(10, max(5, self.size.height - 20))
        listing.show(self._options(), keep=False)
        self.query_one("#name", Input).value = line(met.name, 80)
        self._show_newest(met.found)
        (listing if several else self.query_one("#name", Input)).focus()

    @property
    def _room(self) -> int:
        return min(self.size.width - 6, 100)

    def _options(self) -> Iterator[Option]:
        for offer in self._met.offers if self._met else ():
            chosen = offer.found.key in self._chosen
            yield Option(draw_offer(offer, chosen, self._room, self.workspace.clock()), id=offer.found.key)

    def _show_newest(self, one: Found) -> None:
        self.query_one("#newest", Static).update(draw_newest(one, self._room, self.workspace.clock()))

    @property
    def _found(self) -> list[Found]:
        return [offer.found for offer in self._met.offers] if self._met else []

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the newest posts of the channel the cursor is on."""
        one = next((f for f in self._found if f.key == event.option_id), None)
        if one is not None:
            self._show_newest(one)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose a channel, or not."""
        self._chosen ^= {event.option_id or ""}
        self.query_one("#feeds", LineList).show(self._options())

    def on_key(self, event: events.Key) -> None:
        """Let Tab take the theme that is offered."""
        theme = self.query_one("#theme", Input)
        if event.key == "tab" and theme.has_focus:
            before = theme.value
            theme.action_cursor_right()
            if theme.value != before:
                event.stop()
                event.prevent_default()

    def action_tick(self) -> None:
        """Choose the channel under the cursor, or not."""
        if (listing := self.query_one("#feeds", LineList)).has_focus:
            listing.action_select()

    @work(exclusive=True, group="follow")
    async def action_follow_these(self) -> None:
        """Follow what is chosen."""
        wanted = [one for one in self._found if one.key in self._chosen]
        if not self._found:
            self.look_up()
            return
        if not wanted:
            self._say(
                with_keys("Nothing is chosen: {tick} or {open} chooses the channel the cursor is on."),
                "$warning",
            )
            return
        name = clean_line(self.query_one("#name", Input).value)
        themes = words_of(self.query_one("#theme", Input).value)
        self._say("Following …", "$primary")
        try:
            known = self.workspace.themes.find
            made = await self.ask(lambda: [theme for theme in themes if known(theme) is None])
            person, arrived = await self.ask(lambda: follow_these(self.workspace, wanted, name, themes))
        except LearnlogError as error:
            self._say(f"{error.message} {error.hint}".strip(), "$error")
            return
        new = f"; new theme “{line(', '.join(made), 40)}”" if made else ""
        ruled = ruled_said(self.workspace.ruler.done) if arrived else ""
        said = f"You follow {line(person.name, 40)}: {some(arrived, 'new post')}{new}"
        self.desk.say(f"{said}. {ruled}" if ruled else said, undo=True)
        self.dismiss()
        self.desk.changed()

    def action_leave(self) -> None:
        """Stop looking, or leave."""
        if self.is_looking:
            self._stop_ticking()
            self.workers.cancel_group(self, "look")
            self._say(with_keys("Stopped; nothing was followed. {take} looks again."))
            self.query_one("#address", Input).focus()
            return
        self.dismiss()
