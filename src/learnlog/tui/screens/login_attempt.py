"""One try to log in, beside the screen: in a thread of its own, which can be stopped and shows no secret."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from learnlog.accounts.base import AccountError
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_link

if TYPE_CHECKING:
    from learnlog.tui.screens.login import LoginScreen


class Attempt:
    """One try to log in, from its own thread's side: what it shows and asks on the screen, until it is stopped."""

    def __init__(self, screen: "LoginScreen") -> None:
        self._screen = screen
        self._app = screen.app
        self._accounts = screen.workspace.accounts
        self._said = threading.Event()
        self._code = ""
        self.waits = False
        self.is_stopped = False

    def carry_out(self, deed: Callable[[], Account]) -> Account:
        """Do `deed`; when it was stopped meanwhile and succeeds all the same, take it back.

        Raises:
            AccountError: it was stopped.
        """
        account = deed()
        if self.is_stopped:
            self._accounts.remove(account.id)
        self._check()
        return account

    def open(self, address: str) -> bool:
        """Open `address` in the browser and show it, unless a code is to be pasted or there is no browser."""
        self._check()
        if self._screen.pastes:
            return False
        from learnlog.tui.browsing import open_in_browser

        try:
            open_in_browser(address)
        except LearnlogError:
            return False
        self._app.call_from_thread(self._screen.show_address, address)
        return True

    def ask(self, words: str) -> str:
        """Wait for the code that the page shows; of `words` the page's address is shown, the rest is for the shell.

        Raises:
            AccountError: it was stopped.
        """
        self._check()
        self._said.clear()
        self.waits = True
        address = next((word for word in words.split() if clean_link(word)), "")
        self._app.call_from_thread(self._screen.wait_for_code, address)
        self._said.wait()
        self.waits = False
        self._check()
        return self._code

    def answer(self, code: str) -> None:
        """Give the code."""
        self._code = code
        self._said.set()

    def stop(self) -> None:
        """Let it go: whoever waits for the code hears of it, and what still succeeds is undone."""
        self.is_stopped = True
        self._said.set()

    def _check(self) -> None:
        if self.is_stopped:
            raise AccountError("Stopped; no account was added.")


async def apart(deed: Callable[[], Account]) -> Account:
    """Return what `deed` returns, done in a thread that never holds up leaving learnlog."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Account] = loop.create_future()

    def give(account: Account | None, error: LearnlogError | None) -> None:
        if not future.done():
            future.set_exception(error) if error else future.set_result(account)  # type: ignore[arg-type]

    def run() -> None:
        account, trouble = None, None
        try:
            account = deed()
        except LearnlogError as error:
            trouble = error
        except Exception as error:  # only its name: what it says, and its frames, may hold a secret
            said = f"Something went wrong that nobody foresaw ({type(error).__name__})."
            trouble = LearnlogError(said, "Nothing was added, as far as is known here.")
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(give, account, trouble)

    threading.Thread(target=run, name="login", daemon=True).start()
    return await future
