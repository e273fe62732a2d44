"""`learnlog account`: what a person types, what they are asked, and what is never shown."""

import getpass
import os
import subprocess
import sys
import webbrowser
from pathlib import Path

import pytest

from learnlog.cli.json_names import NAMES
from learnlog.model.account import Account
from learnlog.workspace import Workspace
from tests.accounts.conftest import (
    PASSWORD,
    TOKEN,
    FakeBlueskyLogin,
    FakeNetworks,
    MemoryKeyring,
    accounts_of,
)
from tests.cli.conftest import Shell, shell

__all__ = ["shell"]
HANDLE = "me.bsky.social"


@pytest.fixture
def desk(shell: Shell, networks: FakeNetworks) -> Shell:
    """The shell, on a home whose logins go to `networks`."""
    before = shell.open

    def opened(home: str = "") -> Workspace:
        workspace = before(home)
        workspace.__dict__["accounts"] = accounts_of(workspace, networks)
        return workspace

    shell.open = opened  # type: ignore[method-assign]
    return shell


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were opened in the browser."""
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: not opened.append(address))
    return opened


def test_an_app_password_is_asked_for_without_echo(
    desk: Shell, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda words, stream: asked.append(words) or PASSWORD)
    result = desk.ok("account", "add", "bluesky", HANDLE, stdin=None)
    assert result.out == "bluesky:did:plc:me\n"
    assert "Logged in as me.bsky.social; secrets in the keyring" in result.err
    assert asked == ["App password for me.bsky.social (it is not shown): "]
    assert PASSWORD not in result.err + result.out
    assert len(ring.items) == 1


def test_a_script_pipes_the_password_and_gets_json(desk: Shell, ring: MemoryKeyring) -> None:
    added = desk.ok("account", "add", "bluesky", HANDLE, "--json", stdin=f"{PASSWORD}\n").json
    assert set(added) == set(NAMES["account"])
    assert (added["id"], added["secrets"], added["scopes"]) == (
        "bluesky:did:plc:me",
        "keyring",
        ["read", "write"],
    )
    assert desk.ok("account", "list", "--json").json == [added]
    assert HANDLE in desk.ok("account", stdin="").out


def test_what_went_wrong_is_one_sentence(desk: Shell, ring: MemoryKeyring) -> None:
    wrong = desk("account", "add", "bluesky", HANDLE, stdin="guess-guess\n")
    assert wrong.code == 1
    assert wrong.err == ("learnlog: The handle or the app password is wrong.\n  Make a new app password.\n")
    for argv in (
        ["add", "myspace", "tom"],
        ["add", "bluesky", HANDLE, "--secrets", "cloud"],
        ["add", "bluesky"],
    ):
        result = desk("account", *argv, stdin="")
        assert result.code == 2, argv
        assert result.err.startswith("learnlog: ")
    assert desk("account", "remove", "nobody").code == 1
    assert "No accounts" in desk.ok("account", "list").err


def test_no_password_can_be_an_argument(desk: Shell) -> None:
    assert desk("account", "add", "bluesky", HANDLE, PASSWORD).code == 2
    assert "--password" not in desk.ok("account", "add", "--help").out


def test_the_help_says_where_an_app_password_is_made(desk: Shell) -> None:
    assert "bsky.app/settings/app-passwords" in desk.ok("account", "add", "--help").out


def test_mastodon_opens_the_browser_and_shows_the_address(
    desk: Shell, ring: MemoryKeyring, browser: list[str]
) -> None:
    result = desk.ok("account", "add", "mastodon", "@me@example.org")
    assert browser == ["https://example.org/oauth/authorize?scope=read"]
    assert browser[0] in result.err
    assert result.out == "mastodon:https://example.org/users/me\n"


def test_mastodon_takes_a_pasted_code(desk: Shell, ring: MemoryKeyring, browser: list[str]) -> None:
    result = desk.ok("account", "add", "mastodon", "example.org", "--paste", stdin="code-1\n")
    assert browser == []
    assert "https://example.org/oauth/authorize" in result.err
    assert desk("account", "add", "mastodon", "other.example", "--paste", stdin="").code == 2


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_a_file_must_be_chosen(
    desk: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = desk("account", "add", "bluesky", HANDLE, stdin=f"{PASSWORD}\n")
    assert refused.code == 1
    assert "no keyring" in refused.err
    assert "--secrets file" in refused.err
    desk.ok("account", "add", "bluesky", HANDLE, "--secrets", "file", stdin=f"{PASSWORD}\n")
    assert (home / "state" / "secrets.json").stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr("learnlog.cli.commands.accounts._ask", lambda question, _: "n")
    assert desk("account", "add", "bluesky", "other.example", stdin=None).code == 1
    monkeypatch.setattr("learnlog.cli.commands.accounts._ask", lambda question, _: "y")
    monkeypatch.setattr(getpass, "getpass", lambda words, stream: PASSWORD)
    desk.ok("account", "add", "bluesky", "other.example", stdin=None)
    assert len(desk.ok("account", "list", "--json").json) == 2


def test_removing_tells_what_could_not_be_done(
    desk: Shell, networks: FakeNetworks, ring: MemoryKeyring
) -> None:
    desk.ok("account", "add", "bluesky", HANDLE, stdin=PASSWORD)
    networks.is_up = False
    result = desk.ok("account", "remove", HANDLE)
    assert "could not be ended with https://bsky.social: The server cannot be reached." in result.err
    assert desk.ok("account", "list", "--json").json == []


@pytest.mark.parametrize("place", ["keyring", "file"])
def test_a_secret_is_in_no_file_report_copy_or_message(
    desk: Shell, ring: MemoryKeyring, home: Path, tmp_path: Path, place: str
) -> None:
    said = desk.ok("account", "add", "bluesky", HANDLE, "--secrets", place, stdin=f"{PASSWORD}\n")
    parts = [
        said,
        desk("account", "list"),
        desk("account", "list", "--json"),
        desk("doctor"),
        desk("search", "e"),
    ]
    parts.append(desk.ok("doctor", "--json"))
    assert any("Account me.bsky.social, its secrets in" in one["what"] for one in parts[-1].json)
    parts.append(desk.ok("backup", str(tmp_path / "all.zip")))
    parts.append(desk.ok("export", "--format", "markdown", str(tmp_path / "copy")))
    parts.append(desk.ok("export", "--format", "json"))
    for secret in (PASSWORD, TOKEN):
        assert not any(secret in one.out + one.err for one in parts)
        found = {p.name for p in tmp_path.rglob("*") if p.is_file() and secret.encode() in p.read_bytes()}
        assert found == ({"secrets.json"} if (place, secret) == ("file", TOKEN) else set())
    assert (tmp_path / "copy" / "accounts.md").exists()


def test_what_nobody_foresaw_is_reported_without_a_secret(
    desk: Shell, ring: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(login: FakeBlueskyLogin, handle: str, app_password: str, service: str) -> Account:
        raise RuntimeError(f"{app_password} {TOKEN}")

    monkeypatch.setattr(FakeBlueskyLogin, "log_in", fail)
    result = desk("account", "add", "bluesky", HANDLE, stdin=PASSWORD)
    assert "nobody foresaw (RuntimeError)" in result.err
    files = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert any(p.name.startswith("crash-") for p in files)
    for secret in (PASSWORD, TOKEN):
        assert secret not in result.err + result.out
        assert not [p for p in files if secret.encode() in p.read_bytes()]


def test_a_state_inside_the_vault_is_neither_backed_up_nor_copied(
    desk: Shell, ring: MemoryKeyring, home: Path, tmp_path: Path
) -> None:
    import zipfile

    home.mkdir()
    (home / "vault").symlink_to(home)
    desk.ok("account", "add", "bluesky", HANDLE, "--secrets", "file", stdin=f"{PASSWORD}\n")
    desk.ok("backup", str(tmp_path / "all.zip"))
    desk.ok("export", "--format", "markdown", str(tmp_path / "copy"))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        names = archive.namelist()
    assert "vault/accounts.md" in names
    assert not [name for name in names if "secrets.json" in name]
    assert not list((tmp_path / "copy").rglob("secrets.json"))


def test_doctor_tells_of_a_missing_keyring_lost_secrets_and_an_open_file(
    desk: Shell, ring: MemoryKeyring, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ok("account", "add", "bluesky", HANDLE, stdin=PASSWORD)
    desk.ok("account", "add", "bluesky", "two.example", "--secrets", "file", stdin=PASSWORD)
    assert desk("doctor").code == 0
    (home / "state" / "secrets.json").chmod(0o644)
    assert "secrets.json; it is shut now" in desk("doctor").out
    assert desk("doctor").code == 0
    ring.items.clear()
    assert "Account me.bsky.social has no secrets in the keyring" in desk("doctor").out
    monkeypatch.setattr(MemoryKeyring, "priority", 0)
    said = desk("doctor")
    assert said.code == 1
    assert "This system has no keyring" in said.out
    assert "two.example, its secrets in a file that only you can read" in said.out


def test_listing_loads_no_keyring_network_or_screen(desk: Shell, ring: MemoryKeyring, home: Path) -> None:
    desk.ok("account", "add", "bluesky", HANDLE, stdin=PASSWORD)
    code = (
        "import sys; from learnlog.cli.main import main; main(['account', 'list', '--json']);"
        "print([m for m in ('keyring', 'httpx', 'atproto', 'textual', 'rich', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True
    )
    assert done.stdout.endswith("[]\n")
    assert HANDLE in done.stdout


@pytest.mark.parametrize("server", ["https://x.example:abc", "https://x.example:99999999", "https://[::1"])
@pytest.mark.parametrize("network", ["bluesky", "mastodon"])
def test_a_mistyped_server_is_told_in_one_sentence(shell: Shell, network: str, server: str) -> None:
    where = [HANDLE, "--service", server] if network == "bluesky" else [server, "--paste"]
    said = shell("account", "add", network, *where, "--secrets", "file", stdin=PASSWORD)
    assert f"“{server}” is no address of a server." in said.err
    assert said.code == 2
