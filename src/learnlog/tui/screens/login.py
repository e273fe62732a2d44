"""Logging in to a network: what is asked, what goes on, and a way to stop it."""

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line, clean_link
from learnlog.tui.commands_talking import LOGIN
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.login_attempt import Attempt, apart
from learnlog.tui.text import line, plain
from learnlog.tui.widgets.asked_line import form_field
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead

BLUESKY = """An app password is not your own password. Bluesky makes one under Settings, Privacy and security, \
App passwords: bsky.app/settings/app-passwords"""
MASTODON = "Your server asks you on its own page to let learnlog read. learnlog never sees your password."


class LoginScreen(DeskScreen):
    """Asks for what `network` wants, logs in beside the screen, and puts the account on the page.

    The secrets go to `place`; with `paste`, no browser is opened here and the code is asked for.
    """

    CSS_PATH = ["../styles/people.tcss", "../styles/accounts.tcss"]  # noqa: RUF012 - Textual declares it no ClassVar
    scope = "login"
    BINDINGS: ClassVar = bindings(LOGIN)
    AUTO_FOCUS = "#who"
    may: ClassVar[str] = "read"
    """What the server is asked to allow."""

    def __init__(self, network: str, place: str, *, paste: bool = False) -> None:
        super().__init__()
        self._network = network
        self._place = place
        self._paste = paste
        self._address = ""
        self._attempt: Attempt | None = None
        self._seconds = 0
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        """The fields, and what is said about them."""
        is_bluesky = self._network == "bluesky"
        yield Masthead("accounts")
        with VerticalScroll(id="login", can_focus=False):
            yield Static(f"Log in to {'Bluesky' if is_bluesky else 'Mastodon'}", classes="form-title")
            if is_bluesky:
                service = self.workspace.settings.bluesky_service
                yield from form_field("who", "handle", "name.bsky.social")
                yield from form_field("password", "app password", "xxxx-xxxx-xxxx-xxxx", hidden=True)
                yield from form_field("service", "server", f"optional: {line(service, 40)}")
            else:
                yield from form_field("who", "server", "mastodon.social, or @name@host")
                yield from form_field("code", "code", "as the page shows it")
            yield Static(id="login-said")
            yield Static(id="login-address")
        yield KeyLine()

    def on_mount(self) -> None:
        """Say what is needed; the line for the code comes when it is asked for."""
        super().on_mount()
        self._say(self.intro)
        if self._network == "mastodon":
            self._show_code(False)

    def on_unmount(self) -> None:
        """Let nothing wait for an answer that cannot come any more."""
        if self._attempt is not None:
            self._attempt.stop()

    @property
    def intro(self) -> str:
        """What is said before one begins."""
        return BLUESKY if self._network == "bluesky" else MASTODON

    def _value(self, name: str) -> str:
        return clean_line(self.query_one(f"#{name}", Input).value)

    def _say(self, words: str, style: str = "$text-muted") -> None:
        self.query_one("#login-said", Static).update(plain(words, style))

    def _show_code(self, shown: bool) -> None:
        field = self.query_one("#code", Input)
        if field.parent is not None:
            field.parent.display = shown
        if shown:
            field.value = ""
            field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next line; from the last, log in or give the code."""
        event.stop()
        if event.input.id == "who" and self._network == "bluesky":
            self.focus_next()
        else:
            self.action_log_in()

    def action_log_in(self) -> None:
        """Log in, or give the code that is waited for."""
        if self._attempt is not None:
            if self._attempt.waits and self._value("code"):
                self._show_code(False)
                self._attempt.answer(self._value("code"))
            return
        if not self._value("who"):
            one, such = ("handle", "name.bsky") if self._network == "bluesky" else ("server", "mastodon")
            self._say(f"Write your {one} first, such as {such}.social.", "$warning")
            return
        if self._network == "bluesky" and not self._value("password"):
            self._say(f"An app password is needed. {BLUESKY}", "$warning")
            return
        self._begin()

    def deed(self) -> tuple[Attempt, Callable[[], Account]]:
        """Return an attempt, and what it carries out: what stands in the fields."""
        accounts, who, place = self.workspace.accounts, self._value("who"), self._place
        attempt = Attempt(self)
        if self._network == "bluesky":
            password, service = self._value("password"), self._value("service")
            return attempt, lambda: accounts.add_bluesky(who, password, service, place)
        return attempt, lambda: accounts.add_mastodon(who, attempt.open, attempt.ask, place)

    def _begin(self) -> None:
        self._attempt, deed = self.deed()
        self._seconds = 0
        self._ticking = self.set_interval(1, self._tick)
        self._tell_trying()
        self._try(self._attempt, deed)

    def _tell_trying(self) -> None:
        slow = f" {self._seconds} seconds now." if self._seconds >= 3 else ""
        if self._attempt is not None and not self._attempt.waits:
            waits = "Waiting for your answer on that page" if self._address else "Logging in"
            self._say(f"{waits} …{slow}  {key_of('leave')} stops.", "$primary")

    def _tick(self) -> None:
        self._seconds += 1
        self._tell_trying()

    @work(group="login")
    async def _try(self, attempt: Attempt, deed: Callable[[], Account]) -> None:
        try:
            added = await apart(lambda: attempt.carry_out(deed))
        except LearnlogError as error:
            if not attempt.is_stopped:
                self._end(f"{error.message} {error.hint}".strip(), "$error")
            return
        self._end("")
        self.desk.say(f"Logged in as {line(added.handle, 48)}")
        self.dismiss()
        self.desk.changed()

    def _end(self, said: str, style: str = "$text-muted") -> None:
        self._attempt = None
        if self._ticking is not None:
            self._ticking.stop()
        self.show_address("")
        if self._network == "mastodon":
            self._show_code(False)
        else:
            self.query_one("#password", Input).value = ""
        self._say(said, style)
        self.query_one("#password" if self._network == "bluesky" and said else "#who", Input).focus()

    def show_address(self, address: str) -> None:
        """Show the page on which the server asks."""
        self._address = clean_link(address)
        words: list[Content | tuple[str, str] | str] = []
        if self._address:
            words = [
                (f"Open this page, log in, and allow learnlog to {self.may} (^Y copies it):\n\n", ""),
                self._address,
            ]
        self.query_one("#login-address", Static).update(Content.assemble(*words))
        self.refresh_bindings()

    def wait_for_code(self, address: str) -> None:
        """Ask for the code that the server's page at `address` shows."""
        self.show_address(address)
        self._say(
            with_keys("The page shows a code when you have allowed it: paste it above.  {leave} stops."),
            "$primary",
        )
        self._show_code(True)

    @property
    def pastes(self) -> bool:
        """Tell whether no browser is to be opened here."""
        return self._paste

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer copying only while there is an address."""
        return bool(self._address) if action == "copy_address" else True

    def action_copy_address(self) -> None:
        """Copy the address of the page."""
        self.app.copy_to_clipboard(self._address)
        self.desk.say("Copied the address")

    def action_leave(self) -> None:
        """Stop logging in, or leave."""
        if self._attempt is None:
            self.dismiss()
            return
        self._attempt.stop()
        self._end("Stopped; no account was added.")
