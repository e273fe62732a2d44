"""What most tests stand on: a home of their own, and a clock that tells one known moment."""

import errno
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address
from pathlib import Path

import pytest

from learnlog.settings import find_paths
from learnlog.workspace import Workspace


def _stay_here(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse, as a machine without a network would, every connection that leads off this one."""
    address = arguments[1] if event == "socket.connect" else None
    if isinstance(address, tuple) and not _is_here(str(address[0])):
        raise OSError(errno.ENETUNREACH, f"Tests reach nothing but loopback, not {address[0]}")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


sys.addaudithook(_stay_here)

AMSTERDAM = timezone(timedelta(hours=1))


class FakeClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 16, 5, tzinfo=AMSTERDAM)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder that is the test's own; nothing of the real user is ever touched."""
    folder = tmp_path / "home"
    monkeypatch.setenv("LEARNLOG_HOME", str(folder))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "xdg"))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    return folder


@pytest.fixture
def workspace(home: Path, clock: FakeClock) -> Iterator[Workspace]:
    made = Workspace(find_paths(str(home)), clock=clock)
    yield made
    made.close()


@pytest.fixture(scope="session", autouse=True)
def _quiet_terminal() -> None:
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    os.environ.pop("NO_COLOR", None)


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's opener for files is ours: it writes what it was asked to open into the file that is returned."""
    told, command = tmp_path / "opened", tmp_path / "bin" / "xdg-open"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\n[ "$#" = 1 ] && printf "%s" "$1" > "{told}"\n')
    command.chmod(0o755)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    return told
