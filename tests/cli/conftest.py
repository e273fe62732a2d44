"""A shell that calls the commands as a person would, with a clock and a network of its own."""

import io
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pytest

from learnlog.cli.main import main
from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.post import NewPost
from learnlog.reading.sources.base import Fetched, Found
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def post(number: int, **more: Any) -> NewPost:
    moment = datetime(2026, 11, number, 9, 0, tzinfo=UTC)
    given = {"guid": f"g{number}", "url": f"https://anna.example/{number}", "title": f"Post {number}", **more}
    return NewPost(
        **{"text": f"Words of post {number}.", "html": "<p>Words.</p>", "published": moment, **given}
    )


class FakeNetwork:
    """A source that answers from memory, and is its own client."""

    kind = "feed"

    def __init__(self) -> None:
        self.feeds: dict[str, list[NewPost]] = {"https://anna.example/feed": [post(n) for n in (1, 2, 3)]}
        self.broken: set[str] = set()
        self.when_asked: Callable[[], object] = lambda: None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def claims(self, address: str) -> bool:
        return address in self.feeds

    async def find(self, address: str, http: object) -> list[Found]:
        fits = [key for key in self.feeds if key.startswith(address)]
        if not fits:
            raise LearnlogError(f"Nothing to follow was found at {address}.")
        return [
            Found(kind="feed", key=key, title=f"Feed {n}", newest=tuple(self.feeds[key]))
            for n, key in enumerate(fits, start=1)
        ]

    async def fetch(self, key: str, state: FetchState, http: object, typed_host: str) -> Fetched:
        self.when_asked()
        if key in self.broken:
            return Fetched(state=replace(state, error="The server did not answer.", errors=state.errors + 1))
        return Fetched(
            posts=tuple(self.feeds[key]), state=replace(state, error="", due=datetime.now(UTC) + timedelta(9))
        )


class NetworkWorkspace(Workspace):
    """A workspace whose network client is the fake one."""

    network: FakeNetwork

    @property
    def client(self) -> Any:
        return lambda: self.network


class Shell:
    """Calls `learnlog` in this process."""

    def __init__(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock: FakeClock
    ) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.clock = clock
        self.network = FakeNetwork()
        self.typed = ""

    def open(self, home: str = "") -> Workspace:
        workspace = NetworkWorkspace(find_paths(home), clock=self.clock, sources=[self.network])
        workspace.network = self.network
        return workspace

    def __call__(self, *argv: str, stdin: str | bytes | None = "") -> Result:
        """Run a command; `stdin` None means that a person sits at a terminal, who types `typed`."""
        stdin_or_typed = self.typed if stdin is None else stdin
        data = stdin_or_typed.encode() if isinstance(stdin_or_typed, str) else stdin_or_typed
        stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
        if stdin is None:
            stream.isatty = lambda: True  # type: ignore[method-assign]
        self._monkeypatch.setattr(sys, "stdin", stream)
        self._capsys.readouterr()
        code = main(list(argv), self.open)
        captured = self._capsys.readouterr()
        return Result(code, captured.out, captured.err)

    def ok(self, *argv: str, stdin: str | bytes | None = "") -> Result:
        result = self(*argv, stdin=stdin)
        assert result.code == 0, result.err
        return result

    def editor(self, path: Path, script: str) -> None:
        """Make an editor that is a Python script; its file is `path` and the text's file `file`."""
        path.write_text(
            f"import pathlib, sys\nfile = pathlib.Path(sys.argv[-1])\n{script}\n", encoding="utf-8"
        )
        self._monkeypatch.setattr(tempfile, "tempdir", str(path.parent))
        self._monkeypatch.setenv("EDITOR", f'"{sys.executable}" "{path}"')


@pytest.fixture
def shell(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock: FakeClock
) -> Shell:
    return Shell(capsys, monkeypatch, clock)


@pytest.fixture
def followed(shell: Shell) -> Shell:
    shell.ok("follow", "https://anna.example/feed", "--as", "Anna Vos", "--theme", "data contracts")
    return shell
