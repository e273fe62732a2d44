"""Homes and voices on the real network that `make test-networks` started."""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from learnlog.model.account import Account
from learnlog.settings import Settings, find_paths
from learnlog.talking.base import Piece
from learnlog.talking.bluesky import BlueskyVoice
from learnlog.workspace import Workspace

T = TypeVar("T")
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Network:
    """Where the network is, and who lives on it."""

    net: dict[str, Any]

    @property
    def settings(self) -> Settings:
        return Settings(
            bluesky_appview=self.net["appview"],
            bluesky_plc=self.net["plc"],
            bluesky_service=self.net["pds"],
        )

    def did(self, name: str) -> str:
        return str(self.net["accounts"][name]["did"])

    def password(self, name: str) -> str:
        return str(self.net["accounts"][name]["appPassword"])


@pytest.fixture(scope="session")
def network() -> Network:
    place = os.environ.get("LEARNLOG_NETWORK", "")
    if not place:
        pytest.skip("no network was started: `make test-networks` starts one")
    return Network(json.loads(Path(place).read_text()))


class Home:
    """A learnlog of somebody's own on the network; `write` keeps its addresses for other processes."""

    def __init__(self, root: Path, network: Network) -> None:
        self.root = root
        self.network = network
        self.workspace = Workspace(find_paths(str(root)), network.settings)

    def write(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        settings = self.network.settings
        lines = [
            f'{n} = "{getattr(settings, n)}"' for n in ("bluesky_appview", "bluesky_plc", "bluesky_service")
        ]
        (self.root / "settings.toml").write_text("\n".join(lines) + "\n")

    def guids(self) -> list[str]:
        with sqlite3.connect(self.root / "library.db") as db:
            return [row[0] for row in db.execute("SELECT guid FROM post")]

    def voice(self, name: str) -> BlueskyVoice:
        keys = self.workspace.accounts.keys("file")
        login = self.workspace.bluesky_login(keys)
        account = login.log_in(f"{name}.test", self.network.password(name))
        return BlueskyVoice(account, login)


@pytest.fixture
def home(network: Network, tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home", network)
    yield made
    made.workspace.close()


@pytest.fixture(scope="session")
def voices(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], BlueskyVoice]:
    """Voices by name, each logged in once: servers count logins."""
    home = Home(tmp_path_factory.mktemp("voices"), network)
    known: dict[str, BlueskyVoice] = {}

    def voice(name: str) -> BlueskyVoice:
        if name not in known:
            known[name] = home.voice(name)
        return known[name]

    return voice


@pytest.fixture
def ada(voices: Callable[[str], BlueskyVoice]) -> BlueskyVoice:
    return voices("ada")


@pytest.fixture
def emil(voices: Callable[[str], BlueskyVoice]) -> BlueskyVoice:
    return voices("emil")


def piece(text: str, **more: Any) -> Piece:
    """Return a post with a key of its own, which is of this moment: posts of one second keep their order."""
    digits = "234567abcdefghijklmnopqrstuvwxyz"
    number = (time.time_ns() // 1000) << 10
    key = "".join(digits[number >> shift & 31] for shift in range(60, -1, -5))
    return Piece(**{"key": key, "text": text, "created": datetime.now(UTC), **more})


def wait_for(ask: Callable[[], T], seconds: float = 20.0) -> T:
    """Return what `ask` returns once that is something: the view of the network follows a moment later."""
    until = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < until, "the network never showed it"
        time.sleep(0.1)
    return found


def records(voice: BlueskyVoice, collection: str = "app.bsky.feed.post") -> list[dict[str, Any]]:
    """Return what really stands in the account's own repository, newest first."""
    asked = {"repo": voice.account.key, "collection": collection, "limit": 100}
    return list(voice._asking.read("com.atproto.repo.listRecords", asked)["records"])


def run(script: str, *arguments: str) -> list[str]:
    """Return the command that runs one of the scripts beside this file in a process of its own."""
    return [sys.executable, str(HERE / script), *arguments]


def account_json(account: Account) -> str:
    return json.dumps({n: getattr(account, n) for n in ("network", "key", "handle", "server", "secrets")})
