"""The screen of my accounts: logging in, waiting, stopping, removing."""

import threading

import pytest

from learnlog.accounts.accounts import Accounts
from learnlog.accounts.base import Keys
from learnlog.model.account import Account
from learnlog.tui import browsing
from learnlog.workspace import Workspace
from tests.accounts.conftest import PASSWORD, FakeBlueskyLogin, FakeNetworks, MemoryKeyring
from tests.tui.desk import opened, seen, sees, types, until

HANDLE = "me.example"


@pytest.fixture(autouse=True)
def _welcomed(workspace: Workspace, accounts: Accounts) -> None:
    workspace.themes.add("data contracts")


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were opened in the browser."""
    opened_: list[str] = []
    monkeypatch.setattr(browsing, "open_in_browser", opened_.append)
    return opened_


async def test_logging_in_to_bluesky_shows_no_password(
    workspace: Workspace, accounts: Accounts, ring: MemoryKeyring
) -> None:
    async with opened(workspace, (80, 24)) as pilot:
        await pilot.press("@")
        await sees(pilot, "You have no accounts here.")
        await pilot.press("a")
        await sees(pilot, "with an app password")
        await pilot.press("enter")
        await sees(pilot, "bsky.app/settings/app-passwords")
        await pilot.press("ctrl+s")
        await sees(pilot, "Write your handle first, such as name.bsky.social.")
        await types(pilot, HANDLE)
        await pilot.press("enter")
        await types(pilot, "guess")
        assert "guess" not in seen(pilot)
        await pilot.press("enter")
        await sees(pilot, "The handle or the app password is wrong.")
        await types(pilot, PASSWORD)
        await pilot.press("ctrl+s")
        await sees(pilot, "Logged in as me.example")
        await sees(pilot, "may read and write at https://bsky.social")
        page = seen(pilot)
        assert "Bluesky, the usual one" in page
        assert "secrets in the keyring · since Monday 23 November 2026" in page
        assert len(accounts.all()) == 1


async def test_mastodon_shows_the_page_and_takes_the_code_that_is_pasted(
    workspace: Workspace, accounts: Accounts, ring: MemoryKeyring, browser: list[str]
) -> None:
    async with opened(workspace, (80, 24)) as pilot:
        await pilot.press("@")
        await sees(pilot, "You have no accounts here.")
        await pilot.press("a")
        await sees(pilot, "with a code to paste")
        await pilot.press("down", "down", "enter")
        await sees(pilot, "mastodon.social, or @name@host")
        assert "as the page shows it" not in seen(pilot)
        await types(pilot, "example.org")
        await pilot.press("enter")
        await sees(pilot, "https://example.org/oauth/authorize?scope=read")
        await sees(pilot, "paste it above")
        await types(pilot, "code-1")
        await pilot.press("enter")
        await sees(pilot, "@me@example.org")
        await sees(pilot, "Mastodon, the usual one")
        assert browser == []
        assert accounts.all()[0].scopes == ("read",)


async def test_mastodon_in_the_browser(
    workspace: Workspace, accounts: Accounts, ring: MemoryKeyring, browser: list[str]
) -> None:
    async with opened(workspace) as pilot:
        await pilot.press("@")
        await sees(pilot, "You have no accounts here.")
        await pilot.press("a")
        await sees(pilot, "in your browser")
        await pilot.press("down", "enter")
        await sees(pilot, "mastodon.social, or @name@host")
        await types(pilot, "@me@example.org")
        await pilot.press("enter")
        await sees(pilot, "may read at https://example.org")
        assert browser == ["https://example.org/oauth/authorize?scope=read"]


async def test_escape_stops_waiting_for_the_code(
    workspace: Workspace, accounts: Accounts, ring: MemoryKeyring
) -> None:
    async with opened(workspace) as pilot:
        await pilot.press("@")
        await sees(pilot, "You have no accounts here.")
        await pilot.press("a")
        await sees(pilot, "with a code to paste")
        await pilot.press("down", "down", "enter")
        await sees(pilot, "mastodon.social, or @name@host")
        await types(pilot, "example.org")
        await pilot.press("enter")
        await sees(pilot, "paste it above")
        await pilot.press("escape")
        await sees(pilot, "Stopped; no account was added.")
        assert "oauth" not in seen(pilot)
        await pilot.press("escape")
        await sees(pilot, "You have no accounts here.")


class SlowLogin(FakeBlueskyLogin):
    """A server that lets in when the test says so."""

    gate = threading.Event()

    def log_in(self, handle: str, app_password: str, service: str = "") -> Account:
        assert self.gate.wait(20)
        return super().log_in(handle, app_password, service)


async def test_a_login_that_was_stopped_and_still_succeeds_is_taken_back(
    workspace: Workspace, accounts: Accounts, networks: FakeNetworks, ring: MemoryKeyring
) -> None:
    def slow(keys: Keys) -> SlowLogin:
        return SlowLogin(networks, keys)

    SlowLogin.gate.clear()
    accounts._bluesky = slow
    async with opened(workspace) as pilot:
        await pilot.press("@")
        await sees(pilot, "You have no accounts here.")
        await pilot.press("a")
        await sees(pilot, "with an app password")
        await pilot.press("enter")
        await sees(pilot, "bsky.app/settings/app-passwords")
        await types(pilot, HANDLE)
        await pilot.press("enter")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await sees(pilot, "Logging in …")
        await pilot.press("escape")
        await sees(pilot, "Stopped; no account was added.")
        await pilot.press("escape")
        SlowLogin.gate.set()
        await until(pilot, lambda: not any(t.name == "login" for t in threading.enumerate()))
        assert (accounts.all(), networks.sessions, ring.items) == ((), {}, {})


async def test_what_nobody_foresaw_shows_no_secret(
    workspace: Workspace, accounts: Accounts, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(login: FakeBlueskyLogin, handle: str, app_password: str, service: str) -> Account:
        raise RuntimeError(app_password)

    monkeypatch.setattr(FakeBlueskyLogin, "log_in", fail)
    async with opened(workspace) as pilot:
        await pilot.press("@")
        await sees(pilot, "You have no accounts here.")
        await pilot.press("a")
        await sees(pilot, "with an app password")
        await pilot.press("enter")
        await sees(pilot, "bsky.app/settings/app-passwords")
        await types(pilot, "me")
        await pilot.press("enter")
        await types(pilot, "pass")
        await pilot.press("enter")
        await sees(pilot, "nobody foresaw (RuntimeError)")
        assert "pass" not in seen(pilot).replace("app password", "").replace("app-passwords", "")


async def test_removing_asks_once_and_says_what_was_left(
    workspace: Workspace, accounts: Accounts, networks: FakeNetworks, ring: MemoryKeyring
) -> None:
    accounts.add_bluesky(HANDLE, PASSWORD)
    accounts.add_bluesky("two.example", PASSWORD)
    async with opened(workspace, (80, 24)) as pilot:
        await pilot.press("@")
        await sees(pilot, "2 accounts")
        await pilot.press("x")
        await sees(pilot, "Remove me.example from here?")
        await pilot.press("enter")
        await until(pilot, lambda: "Remove me" not in seen(pilot))
        assert len(accounts.all()) == 2
        networks.is_up = False
        await pilot.press("x")
        await sees(pilot, "Remove me.example from here?")
        await pilot.press("down", "enter")
        await sees(pilot, "its session could not be ended: The server cannot be reached.")
        await sees(pilot, "1 account")
        assert [account.handle for account in accounts.all()] == ["two.example"]


@pytest.mark.usefixtures("no_keyring")
async def test_without_a_keyring_the_file_is_chosen_or_nothing_added(
    workspace: Workspace, accounts: Accounts
) -> None:
    async with opened(workspace, (80, 24)) as pilot:
        await pilot.press("@")
        await sees(pilot, "You have no accounts here.")
        await pilot.press("a")
        await sees(pilot, "with an app password")
        await pilot.press("enter")
        await sees(pilot, "no keyring")
        await pilot.press("enter")
        await until(pilot, lambda: "no keyring" not in seen(pilot))
        assert "app password" not in seen(pilot)
        await pilot.press("a")
        await sees(pilot, "with an app password")
        await pilot.press("enter")
        await sees(pilot, "no keyring")
        await pilot.press("down", "enter")
        await sees(pilot, "bsky.app/settings/app-passwords")
        await types(pilot, HANDLE)
        await pilot.press("enter")
        await types(pilot, PASSWORD)
        await pilot.press("enter")
        await sees(pilot, "secrets in the file that only you can read")
