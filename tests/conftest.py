"""What most tests stand on: a home of their own, and a clock that tells one known moment."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from learnlog.settings import find_paths
from learnlog.workspace import Workspace

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
