"""A keyring in memory, and two networks that let in whoever knows the password."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import keyring
import pytest
from keyring.backend import KeyringBackend

from learnlog.accounts.accounts import Accounts
from learnlog.accounts.base import AccountError, Keys, Opener, Prompt
from learnlog.accounts.book import Book
from learnlog.model.account import Account
from learnlog.model.errors import LearnlogError
from learnlog.workspace import Workspace

PASSWORD = "qz-xk-vw"
TOKEN = "eyJ-a-refresh-token-nobody-may-see"


class MemoryKeyring(KeyringBackend):
    """A keyring as a desktop has one."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.items[service, username]


@dataclass
class FakeNetworks:
    """Both networks' servers: who may come in, who is in, and whether they can be reached."""

    is_up: bool = True
    sessions: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def reach(self) -> None:
        if not self.is_up:
            raise LearnlogError("The server cannot be reached.", "Try again later.")

    def end(self, keys: Keys, account: Account) -> None:
        self.reach()
        if self.sessions.get(account.id) != keys.get(account.id).get("token"):
            raise AccountError("There is no such session.")
        del self.sessions[account.id]
        keys.drop(account.id)


@dataclass
class FakeBlueskyLogin:
    networks: FakeNetworks
    keys: Keys

    def log_in(self, handle: str, app_password: str, service: str = "") -> Account:
        self.networks.reach()
        if app_password != PASSWORD:
            raise AccountError("The handle or the app password is wrong.", "Make a new app password.")
        key = "did:plc:" + handle.partition(".")[0]
        account = Account(
            network="bluesky",
            key=key,
            handle=handle,
            server=service or "https://bsky.social",
            scopes=("read", "write"),
        )
        self.networks.sessions[account.id] = TOKEN
        self.keys.put(account.id, {"token": TOKEN})
        return account

    def log_out(self, account: Account) -> None:
        self.networks.end(self.keys, account)


@dataclass
class FakeMastodonLogin:
    networks: FakeNetworks
    keys: Keys

    def log_in(self, host: str, opener: Opener, prompt: Prompt) -> Account:
        self.networks.reach()
        self.networks.asked.append(host)
        address = f"https://{host}/oauth/authorize?scope=read"
        words = f"Open this address, and paste the code:\n{address}&oob\n"
        if not opener(address) and prompt(words) != "code-1":
            raise AccountError("The server does not know this code.", "Try again.")
        account = Account(
            network="mastodon", key=f"https://{host}/users/me", handle=f"@me@{host}", server=f"https://{host}"
        )
        self.networks.sessions[account.id] = TOKEN
        self.keys.put(account.id, {"token": TOKEN})
        return account

    def grow(self, account: Account, scope: str, opener: Opener, prompt: Prompt) -> Account:
        opener(f"{account.server}/oauth/authorize?scope=read+{scope}")
        return replace(account, scopes=(*account.scopes, scope))

    def log_out(self, account: Account) -> None:
        self.networks.end(self.keys, account)


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """The system's keyring, in memory."""
    made, before = MemoryKeyring(), keyring.get_keyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring() -> Iterator[None]:
    """A system without one."""
    from keyring.backends import fail

    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def networks() -> FakeNetworks:
    return FakeNetworks()


def accounts_of(workspace: Workspace, networks: FakeNetworks) -> Accounts:
    """The accounts of `workspace`, which log in to `networks`."""
    return Accounts(
        Book(workspace.vault),
        workspace.paths.state,
        workspace.clock,
        bluesky=lambda keys: FakeBlueskyLogin(networks, keys),
        mastodon=lambda keys: FakeMastodonLogin(networks, keys),
    )


@pytest.fixture
def accounts(workspace: Workspace, networks: FakeNetworks) -> Accounts:
    made = accounts_of(workspace, networks)
    workspace.__dict__["accounts"] = made
    return made
