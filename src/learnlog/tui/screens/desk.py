"""What every screen over the workspace shares: the line on top, the footer, and work off the event loop."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import work
from textual.app import ComposeResult

from learnlog.model.errors import LearnlogError
from learnlog.tui.leaving import Leavable
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead
from learnlog.workspace import Workspace

if TYPE_CHECKING:
    from learnlog.tui.app import LearnlogApp
    from learnlog.tui.wanted import Wanted

T = TypeVar("T")
COALESCE = 0.01
"""Seconds in which further reasons to load again count as the same one."""


class DeskScreen(Leavable[None]):
    """A screen that shows something of the workspace.

    Subclasses set ``scope`` (see `learnlog.tui.keys`), yield their parts in `compose_body`, and load what they
    show in `load`, which runs at mount and again whenever something changed underneath: at once when the
    screen is in front, else when it comes to the front.
    """

    scope: ClassVar[str] = ""
    mode: ClassVar[str] = ""
    """The name that is bright on top, when it is not the screen's own."""
    _stale = False

    @property
    def desk(self) -> "LearnlogApp":
        """The app, by its own type."""
        return cast("LearnlogApp", self.app)

    @property
    def workspace(self) -> Workspace:
        """What both front ends call."""
        return self.desk.workspace

    def compose(self) -> ComposeResult:
        """The line on top, the body, the footer."""
        yield Masthead(self.mode or self.scope)
        yield from self.compose_body()
        yield KeyLine()

    def compose_body(self) -> ComposeResult:
        """Yield what stands between the line on top and the footer."""
        yield from ()

    def on_mount(self) -> None:
        """Load what is shown."""
        self.renew()

    def on_screen_resume(self) -> None:
        """Load again what changed while another screen was in front."""
        if self._stale:
            self.renew()

    def touch(self) -> None:
        """Say that something underneath changed."""
        self._stale = True
        if self.is_current:
            self.renew()

    @work(exclusive=True, group="load")
    async def renew(self) -> None:
        """Load and show; an error is said, not raised."""
        self._stale = False
        await asyncio.sleep(COALESCE)
        try:
            await self.load()
            self.refresh_bindings()  # what the footer may show hangs on what there is now
        except LearnlogError as error:
            self.desk.say_error(error)

    async def load(self) -> None:
        """Gather what is shown (through `ask`) and put it on the screen."""

    def wanted_people(self) -> "Wanted | None":
        """Return for what people are wanted when Find is opened from here, None for nothing special."""
        return None

    def offers(self, action: str) -> bool:
        """Tell whether the footer names the key of `action` now; where it does not, the key says what it is for."""
        return True

    async def keep_words(self) -> None:
        """Keep what is being written here, before learnlog is left.

        Raises:
            LearnlogError: it cannot be kept; the words are only on the screen.
        """

    async def ask(self, question: Callable[[], T]) -> T:
        """Return what `question` returns, asked in a thread: disk and database never hold a key up."""
        return await asyncio.to_thread(question)

    @work(group="act")
    async def act(self, deed: Callable[[], object], said: str = "", *, undo: bool = True) -> None:
        """Do `deed` in a thread, say it, and renew every screen; an error is said, not raised."""
        try:
            await asyncio.to_thread(deed)
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        if said:
            self.desk.say(said, undo=undo)
        self.desk.changed()

    @work(group="browse")
    async def browse(self, address: str) -> None:
        """Open an address in the browser; an error is said."""
        from learnlog.tui.browsing import open_in_browser

        try:
            await self.ask(lambda: open_in_browser(address))
        except LearnlogError as error:
            self.desk.say_error(error)

    def context(self, words: str) -> None:
        """Say at the right of the line on top what this screen is about."""
        self.query_one(Masthead).context = words

    def show_progress(self, words: str) -> None:
        """Say what goes on beside the screen ("" when nothing does)."""
        self.query_one(Masthead).progress = words
