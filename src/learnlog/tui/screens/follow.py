"""Following someone: an address, what was found there, one key to follow it."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from learnlog.model.errors import LearnlogError
from learnlog.model.person import Person
from learnlog.model.safe import clean_line
from learnlog.reading.sources.base import Found
from learnlog.tui.keys import FOLLOW, bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.forms import words_of
from learnlog.tui.text import ago, fit, line, plain, some
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.line_list import LineList
from learnlog.tui.widgets.masthead import Masthead
from learnlog.workspace import Workspace

NEWEST = 6


def follow_these(
    workspace: Workspace, found: Sequence[Found], name: str, themes: Sequence[str]
) -> tuple[Person, int]:
    """Follow `found` as one change; returns the card and how many posts are new. Runs in a thread."""
    before = len(workspace.changes)
    person, arrived = workspace.following.follow(found, name=name, themes=themes)
    workspace.changes.group(f"followed {person.name}", before)
    return person, arrived


def is_address(words: str) -> bool:
    """Tell whether `words` could be the address of a homepage or feed: one word with a dot, @ or colon in it."""
    return len(words.split()) == 1 and any(sign in words for sign in ".:@")


class FollowScreen(DeskScreen):
    """Asks for an address, looks there in a thread, and follows what was chosen of what it found."""

    CSS_PATH = "../styles/people.tcss"
    scope = "follow"
    BINDINGS: ClassVar = bindings(FOLLOW)
    AUTO_FOCUS = "#address"

    def __init__(self, theme: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._found: list[Found] = []
        self._chosen: set[str] = set()
        self._seconds = 0
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        """The line on top of People, and what is asked."""
        yield Masthead("people")
        with Vertical(id="follow"):
            yield Static("Follow someone", classes="form-title")
            yield from self._field("address", "address", "anavos.nl, or the address of a feed")
            yield Static(id="follow-said")
            with Vertical(id="follow-found"):
                yield LineList(id="feeds")
                yield from self._field("name", "name", "what to call them")
                yield from self._field("theme", "theme", "optional: what it is about; → or Tab completes")
                yield Static(id="newest")
        yield KeyLine()

    @staticmethod
    def _field(name: str, label: str, hint: str) -> ComposeResult:
        with Horizontal(classes="form-field"):
            yield Static(label, classes="form-label")
            yield Input(placeholder=hint, compact=True, select_on_focus=False, id=name)

    def on_mount(self) -> None:
        """Know the names of the themes, for completion."""
        super().on_mount()
        self.query_one("#follow-found").display = False
        self._say("A homepage is enough: its feeds are found, and shown before anything is followed.")

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
        if event.input.id == "address" and self._found:
            self._found = []
            self.query_one("#follow-found").display = False
            self._say("Enter looks there.")

    def look_up(self) -> None:
        """Look at the address."""
        address = clean_line(self.query_one("#address", Input).value)
        if not address:
            self._say("Type the address of a homepage or a feed first, for example anavos.nl.", "$warning")
            return
        if not is_address(address):
            self._say("That is no address: anavos.nl is one, and so is https://anavos.nl/feed.", "$warning")
            return
        self._stop_ticking()
        self._seconds = 0
        self._ticking = self.set_interval(1, self._tick)
        self._tell_looking(address)
        self._look(address)

    def _tell_looking(self, address: str) -> None:
        place = line(address, 40)
        slow = f" {self._seconds} seconds now; slow hosts need some." if self._seconds >= 3 else ""
        self._say(f"Looking at {place} for its feeds …{slow}  Esc stops.", "$primary")

    def _tick(self) -> None:
        self._seconds += 1
        self._tell_looking(clean_line(self.query_one("#address", Input).value))

    def _stop_ticking(self) -> None:
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    @work(exclusive=True, group="look")
    async def _look(self, address: str) -> None:
        try:
            found = await self.ask(lambda: self.workspace.following.look(address))
        except LearnlogError as error:
            self._stop_ticking()
            self._say(
                f"{error.message} {error.hint or 'Check the address, or try the feed itself.'}", "$error"
            )
            return
        self._stop_ticking()
        self._show(found)

    def _show(self, found: list[Found]) -> None:
        self._found, self._chosen = found, {found[0].key}
        feeds = some(len(found), "feed")
        self._say(
            f"Found {feeds}. Space chooses, Ctrl+S follows."
            if len(found) > 1
            else "Found it. Ctrl+S follows."
        )
        self.query_one("#follow-found").display = True
        listing = self.query_one("#feeds", LineList)
        listing.show(self._feed_options(), keep=False)
        self.query_one("#name", Input).value = line(found[0].title, 80)
        self._show_newest(found[0])
        (listing if len(found) > 1 else self.query_one("#name", Input)).focus()

    def _feed_options(self) -> Iterator[Option]:
        width = min(self.size.width - 6, 100)
        for one in self._found:
            newest = max((post.published for post in one.newest), default=None)
            note = some(len(one.newest), "post")
            note += f", newest {ago(newest, self.workspace.clock())}" if newest else ""
            box = "[x] " if one.key in self._chosen else "[ ] "
            title = fit(one.title or one.key, max(10, width - len(note) - 7))
            yield Option(
                Content.assemble(
                    (box, "$accent"),
                    title,
                    "  ",
                    (note, "$text-muted"),
                    "\n    ",
                    (line(one.key, width - 5), "$text-muted"),
                ),
                id=one.key,
            )

    def _show_newest(self, one: Found) -> None:
        width, now = min(self.size.width - 6, 100), self.workspace.clock()
        newest = sorted(one.newest, key=lambda post: post.published, reverse=True)[:NEWEST]
        drawn = [Content.styled("Its newest posts" if newest else "It has no posts yet.", "bold $accent")]
        for post in newest:
            words = line(post.title or post.text or post.url, max(10, width - rows.WHEN - 3))
            drawn.append(
                Content.assemble("  ", (fit(ago(post.published, now), rows.WHEN), "$text-muted"), words)
            )
        self.query_one("#newest", Static).update(Content("\n").join(drawn))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the newest posts of the feed the cursor is on."""
        one = next((f for f in self._found if f.key == event.option_id), None)
        if one is not None:
            self._show_newest(one)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose a feed, or not."""
        self._chosen ^= {event.option_id or ""}
        self.query_one("#feeds", LineList).show(self._feed_options())

    def on_key(self, event: events.Key) -> None:
        """Let Space choose a feed as Enter does, and Tab take the theme that is offered."""
        listing, theme = self.query_one("#feeds", LineList), self.query_one("#theme", Input)
        if event.key == "tab" and theme.has_focus:
            before = theme.value
            theme.action_cursor_right()
            if theme.value != before:
                event.stop()
                event.prevent_default()
        if event.key == "space" and listing.has_focus:
            event.stop()
            listing.action_select()

    @work(exclusive=True, group="follow")
    async def action_follow_these(self) -> None:
        """Follow what is chosen."""
        wanted = [one for one in self._found if one.key in self._chosen]
        if not self._found:
            self.look_up()
            return
        if not wanted:
            self._say("Nothing is chosen: Space or Enter chooses the feed the cursor is on.", "$warning")
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
        self.desk.say(f"You follow {line(person.name, 40)}: {some(arrived, 'new post')}{new}", undo=True)
        self.dismiss()
        self.desk.changed()

    def action_leave(self) -> None:
        """Stop looking, or leave."""
        if self.is_looking:
            self._stop_ticking()
            self.workers.cancel_group(self, "look")
            self._say("Stopped; nothing was followed. Enter looks again.")
            self.query_one("#address", Input).focus()
            return
        self.dismiss()
