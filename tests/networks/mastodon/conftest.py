"""Real servers that speak Mastodon's API, and journals of people who live on them.

They stand on loopback addresses of their own, at the usual port: snac knows no mention with a port in it.
"""

import os
import random
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from learnlog.model.account import Account
from learnlog.settings import Settings, find_paths
from learnlog.talking.base import Voice
from learnlog.workspace import Workspace
from tests.networks.mastodon.snac import Snac

PLACE = os.environ.get("LEARNLOG_SNAC", "")
PROGRAMS = sorted(Path(PLACE).glob("*/snac")) if PLACE else []
Browser = Callable[[str], bool]


def free_address() -> str:
    """Return a loopback address whose port 80 is free and ours to take."""
    for _ in range(50):
        address = f"127.{random.randint(64, 250)}.{random.randint(1, 250)}.{random.randint(2, 250)}"
        try:
            socket.create_server((address, 80)).close()
        except PermissionError:
            pytest.skip("port 80 of a loopback address is not ours to take")
        except OSError:
            continue
        return address
    pytest.skip("no loopback address has a free port 80")


@pytest.fixture(
    scope="session", params=PROGRAMS or [None], ids=lambda path: path.parent.name if path else "none"
)
def servers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Snac, Snac]]:
    """Two servers that know each other: the one whose turn it is, and another version of it where there is one."""
    if request.param is None:
        pytest.skip("no server was fetched: `make test-networks` does")
    root, other = (
        tmp_path_factory.mktemp("snac"),
        next((p for p in PROGRAMS if p != request.param), request.param),
    )
    near = Snac(request.param, root / "near", free_address())
    far = Snac(other, root / "far", free_address())
    for server, names in ((near, ("ana", "ben", "dee")), (far, ("cleo",))):
        for name in names:
            server.add(name)
        server.start()
    yield near, far
    near.stop()
    far.stop()


@pytest.fixture
def near(servers: tuple[Snac, Snac]) -> Snac:
    return servers[0]


@pytest.fixture
def far(servers: tuple[Snac, Snac]) -> Snac:
    return servers[1]


class Home:
    """The journal of one person, with an account on a server once `log_in` was called."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workspace = Workspace(find_paths(str(root)), Settings())

    def log_in(self, server: Snac, name: str, *, write: bool = True) -> Account:
        browser = playing(server, name)
        account = self.workspace.accounts.add_mastodon(server.host, browser, refuse, secrets="file")
        if write:
            account = self.workspace.accounts.grow(account, "write", browser, refuse)
        return account

    def voice(self, account: Account) -> Voice:
        return self.workspace.voice_of(account)

    def follow(self, address: str) -> str:
        found = self.workspace.following.look(address)
        self.workspace.following.follow(found)
        return found[0].key

    def fetch(self) -> list[str]:
        """Fetch, and return every post that is known, oldest first."""
        from learnlog.model.query import PostFilter

        for outcome in self.workspace.fetching.run(everything=True):
            assert outcome.error == ""
        page = self.workspace.river.page(PostFilter())
        return [text.text for post in reversed(page) if (text := self.workspace.library.posts.text(post.id))]


@pytest.fixture
def homes(tmp_path: Path) -> Iterator[Callable[[str], Home]]:
    """Homes by name."""
    made: dict[str, Home] = {}

    def home(name: str) -> Home:
        return made.setdefault(name, Home(tmp_path / name))

    yield home
    for one in made.values():
        one.workspace.close()


@pytest.fixture
def home(homes: Callable[[str], Home]) -> Home:
    return homes("mine")


def playing(server: Snac, name: str) -> Browser:
    """Return a browser in which `name` logs in at `server` and lets learnlog in."""

    def browser(question: str) -> bool:
        threading.Thread(target=lambda: httpx.get(server.visit(name, question)), daemon=True).start()
        return True

    return browser


def refuse(question: str) -> str:
    raise AssertionError(f"nobody was to be asked: {question}")


def is_closed(server: Snac) -> bool:
    """Tell whether the server shows an account's posts only to those who are logged in (snac since 2.9x)."""
    return httpx.get(f"{server.base}/api/v1/accounts/ana/statuses").status_code == 401
