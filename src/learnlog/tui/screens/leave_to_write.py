"""Asking a Mastodon server to let learnlog write, once, when something is to be sent for the first time."""

from collections.abc import Callable
from typing import ClassVar

from textual.widgets import Input

from learnlog.model.account import Account
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.login import LoginScreen
from learnlog.tui.screens.login_attempt import Attempt
from learnlog.tui.text import line


class Growing(Attempt):
    """A try to be allowed more: one that is stopped leaves the account as it was."""

    def carry_out(self, deed: Callable[[], Account]) -> Account:
        """Do `deed`.

        Raises:
            AccountError: it was stopped.
        """
        account = deed()
        self._check()
        return account


class LeaveToWriteScreen(LoginScreen):
    """Asks the server of `account`, on its own page in the browser, for leave to write as well."""

    may: ClassVar[str] = "write"

    def __init__(self, account: Account) -> None:
        super().__init__("mastodon", account.secrets)
        self._account = account

    def on_mount(self) -> None:
        """Fill the server in; the screen for logging in does the rest."""
        who = self.query_one("#who", Input)
        who.value = self._account.server
        who.disabled = True

    @property
    def intro(self) -> str:
        """What is asked, and why."""
        handle = line(self._account.handle, 60)
        return (
            f"So far learnlog only reads as {handle}. To send, your server has to allow writing as well, on its own "
            "page. ^S opens that in your browser."
        )

    def deed(self) -> tuple[Attempt, Callable[[], Account]]:
        """Return an attempt to be allowed to write."""
        attempt, accounts = Growing(self), self.workspace.accounts
        return attempt, lambda: accounts.grow(self._account, "write", attempt.open, attempt.ask)


async def may_write(screen: DeskScreen, account: Account) -> bool:
    """Tell whether `account` may write, after asking its server for it when it may not. Call it from a worker."""
    if account.can_write:
        return True
    await screen.app.push_screen_wait(LeaveToWriteScreen(account))
    found = await screen.ask(screen.workspace.accounts.all)
    return any(one.id == account.id and one.can_write for one in found)
