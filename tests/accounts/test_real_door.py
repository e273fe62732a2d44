"""The whole way into a Mastodon server, from the shell and the screen, over real HTTP."""

import asyncio
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from learnlog.tui import browsing
from learnlog.workspace import Workspace, open_workspace
from tests.accounts.conftest import MemoryKeyring
from tests.cli.conftest import Shell, shell
from tests.fediverse import Fediverse
from tests.tui.desk import opened, sees, types

__all__ = ["shell"]


@pytest.fixture
def server() -> Iterator[Fediverse]:
    with Fediverse() as made:
        made.add("me")
        made.login = "me"
        yield made


def visit(address: str) -> bool:
    """Open `address` as a browser does whose user is logged in and allows everything."""
    threading.Thread(target=lambda: urlopen(address).read(), daemon=True).start()
    return True


def test_from_the_shell_in_through_the_browser_and_out_again(
    shell: Shell, server: Fediverse, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "open", open_workspace)
    monkeypatch.setattr(webbrowser, "open", visit)
    added = shell.ok("account", "add", "mastodon", server.base, "--secrets", "file", "--json").json
    assert (added["server"], added["scopes"]) == (server.base, ["read"])
    (token,) = server.tokens
    holding = {p.name for p in home.rglob("*") if p.is_file() and token.encode() in p.read_bytes()}
    assert holding == {"secrets.json"}
    assert "its secrets in a file that only you can read" in shell("doctor").out
    result = shell.ok("account", "remove", added["handle"])
    assert "could not be ended" not in result.err
    assert not server.tokens
    assert not (home / "state" / "secrets.json").exists()


async def test_from_the_screen_with_a_code_that_is_pasted(
    workspace: Workspace, server: Fediverse, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    workspace.themes.add("data contracts")
    monkeypatch.setattr(browsing, "open_in_browser", lambda address: pytest.fail("opened a browser"))
    async with opened(workspace, (100, 30)) as pilot:
        monkeypatch.setattr(pilot.app, "copy_to_clipboard", shown.append)
        await pilot.press("@")
        await sees(pilot, "You have no accounts here.")
        await pilot.press("a")
        await sees(pilot, "with a code to paste")
        await pilot.press("down", "down", "enter")
        await sees(pilot, "mastodon.social, or @name@host")
        await types(pilot, server.host)
        await pilot.press("enter")
        await sees(pilot, "paste it above")
        await pilot.press("ctrl+y")
        code = urlopen(shown[0]).read().decode()
        await types(pilot, code)
        await pilot.press("enter")
        await sees(pilot, "may read at http://127.0.0.1")
    assert len(ring.items) == 2  # the account's, and what learnlog is to that server
    (account,) = workspace.accounts.all()
    removed = await asyncio.to_thread(workspace.accounts.remove, account.id)
    assert removed.left == ""
    assert (server.tokens, ring.items) == ({}, {})
