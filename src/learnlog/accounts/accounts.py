"""My accounts: adding one, finding it, and letting it go."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from learnlog.accounts.base import AccountError, Keys, Opener, Prompt
from learnlog.accounts.book import Book
from learnlog.accounts.keys import FileKeys, choose_keys, keyring_trouble
from learnlog.model.account import Account
from learnlog.model.errors import AmbiguousError, LearnlogError, NotFoundError, UsageError
from learnlog.model.moments import Clock
from learnlog.model.safe import clean_line


class Login(Protocol):
    """What a network's login does with an account it let in. Its calls block on the network."""

    def log_out(self, account: Account) -> None:
        """Revoke the session with the server, and forget the account's secrets."""
        ...


class BlueskyDoor(Login, Protocol):
    """The way into Bluesky: an app password."""

    def log_in(self, handle: str, app_password: str, service: str = "") -> Account:
        """Open a session, keep its secrets, and say whose it is."""
        ...


class MastodonDoor(Login, Protocol):
    """The way into a Mastodon server: its own page in the browser."""

    def log_in(self, host: str, opener: Opener, prompt: Prompt) -> Account:
        """Open a session, keep its secrets, and say whose it is."""
        ...

    def grow(self, account: Account, scope: str, opener: Opener, prompt: Prompt) -> Account:
        """Ask for `scope` as well."""
        ...


BlueskyLogins = Callable[[Keys], BlueskyDoor]
MastodonLogins = Callable[[Keys], MastodonDoor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """An account that is no longer here. ``left`` says what could not be done with its server ("": nothing)."""

    account: Account
    left: str = ""


class Accounts:
    """What front ends call: verbs over the page of my accounts, their secrets, and the networks' logins."""

    def __init__(
        self, book: Book, state: Path, clock: Clock, bluesky: BlueskyLogins, mastodon: MastodonLogins
    ) -> None:
        self._book = book
        self._state = state
        self._clock = clock
        self._bluesky = bluesky
        self._mastodon = mastodon

    def all(self) -> tuple[Account, ...]:
        """Return my accounts; the first of a network is the one that is meant when nothing else is said."""
        return self._book.all()

    def problem(self) -> str:
        """Return what cannot be understood of the page of my accounts; "" when all of it can."""
        return self._book.problem()

    def default(self, network: str) -> Account | None:
        """Return the account of `network` that is meant when nothing else is said; None without one."""
        return next((account for account in self.all() if account.network == network), None)

    def find(self, reference: str) -> Account:
        """Return the account that `reference` means: its id, key or handle, or a network with one account.

        Raises:
            NotFoundError: none does.
            AmbiguousError: several do; the hint lists them.
        """
        accounts = self.all()
        word = clean_line(reference).casefold()
        found = [account for account in accounts if word in (account.id.casefold(), account.key.casefold())]
        found = found or [account for account in accounts if _plain(account.handle) == _plain(word)]
        found = found or [account for account in accounts if word == account.network]
        if len(found) > 1:
            listed = ", ".join(account.id for account in found)
            raise AmbiguousError(
                f"“{clean_line(reference)}” fits several accounts.", f"Use one of: {listed}."
            )
        if not found:
            raise NotFoundError(
                f"You have no account “{clean_line(reference)}”.", "`learnlog account list` shows yours."
            )
        return found[0]

    def keys(self, place: str) -> Keys:
        """Return the secrets kept in `place`: ``keyring`` or ``file``."""
        return choose_keys(place, self._state)

    def keys_of(self, account: Account) -> Keys:
        """Return the place where the account's secrets are."""
        return self.keys(account.secrets)

    @cached_property
    def file(self) -> FileKeys:
        """The file that secrets are kept in when the user chooses it."""
        return FileKeys(self._state)

    def keyring_trouble(self) -> str:
        """Return why this system's keyring cannot hold secrets; "" when it can. May take a moment."""
        return keyring_trouble()

    def check_place(self, secrets: str) -> None:
        """Look whether secrets can be kept in the place `secrets`, before anybody types one.

        Raises:
            AccountError: there is no keyring, and nobody chose the file.
        """
        keys = self.keys(secrets)
        trouble = keyring_trouble() if keys.place == "keyring" else ""
        if trouble:
            raise AccountError(
                f"{trouble} Nothing was added.",
                "Unlock or install one, or choose the file that only you can read: `--secrets file`.",
            )

    def add_bluesky(
        self, handle: str, app_password: str, service: str = "", secrets: str = "keyring"
    ) -> Account:
        """Log in to Bluesky and put the account on the page.

        Raises:
            AccountError: the network does not let us in, or the place for secrets cannot be used.
            LearnlogError: it cannot be reached, or the disk refuses.
        """
        handle = clean_line(handle).removeprefix("@")
        if not handle or not app_password.strip():
            raise UsageError("A handle and an app password are needed.", "Bluesky makes one under Settings.")
        self.check_place(secrets)
        login = self._bluesky(self.keys(secrets))
        return self._welcome(login, login.log_in(handle, app_password.strip(), service), secrets)

    def add_mastodon(self, host: str, opener: Opener, prompt: Prompt, secrets: str = "keyring") -> Account:
        """Log in to the Mastodon server `host` (also as ``@name@host``) and put the account on the page.

        Raises:
            AccountError: the server does not let us in, or the place for secrets cannot be used.
            LearnlogError: it cannot be reached, or the disk refuses.
        """
        host = clean_line(host).rpartition("@")[2].strip()
        if not host:
            raise UsageError("A server is needed, like mastodon.social.")
        self.check_place(secrets)
        login = self._mastodon(self.keys(secrets))
        return self._welcome(login, login.log_in(host, opener, prompt), secrets)

    def _welcome(self, login: Login, account: Account, secrets: str) -> Account:
        """Put the account that was let in on the page; when that fails, no session stays behind."""
        account = replace(account, secrets=secrets, added=account.added or self._clock())
        try:
            before = next((one for one in self.all() if one.id == account.id), None)
            self._book.put(account)
        except LearnlogError:
            login.log_out(account)
            raise
        if before is not None and before.secrets != secrets:
            self._log_out(before)
        return account

    def save(self, account: Account) -> None:
        """Write what is new of an account (its handle, what it was granted) on the page.

        Raises:
            LearnlogError: the disk refuses.
        """
        self._book.put(account)

    def grow(self, account: Account, scope: str, opener: Opener, prompt: Prompt) -> Account:
        """Ask the server for `scope` (``write``) as well; an account that has it already stays as it is.

        Raises:
            AccountError: the server or the user does not grant it.
        """
        if scope in account.scopes or account.network != "mastodon":
            return account
        grown = self._mastodon(self.keys_of(account)).grow(account, scope, opener, prompt)
        self._book.put(grown)
        return grown

    def remove(self, reference: str) -> Removed:
        """Revoke the account's session with its server, forget its secrets, and take it off the page.

        A server that cannot be reached, or secrets that are gone, do not hold it up: ``Removed.left`` says so.

        Raises:
            NotFoundError: there is no such account.
            LearnlogError: the secrets could not be forgotten, or the disk refuses.
        """
        account = self.find(reference)
        left = self._log_out(account)
        self._book.drop(account.id)
        return Removed(account=account, left=left)

    def _log_out(self, account: Account) -> str:
        """End the account's session and forget its secrets; return what could not be done, "" when all was."""
        keys, left = self.keys_of(account), ""
        if isinstance(keys, FileKeys):
            keys.shut()  # what was open is no reason to keep the session
        login = self._bluesky(keys) if account.network == "bluesky" else self._mastodon(keys)
        try:
            login.log_out(account)
        except LearnlogError as error:
            left = error.message
        try:
            keys.drop(account.id)
        except LearnlogError:
            if not left:
                raise
            left += " Its secrets may still be where they were."
        return left


def _plain(handle: str) -> str:
    return handle.strip().casefold().removeprefix("@")
