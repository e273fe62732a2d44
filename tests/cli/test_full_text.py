"""Reading posts whole, from the shell."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.cli.conftest import Shell
from tests.conftest import FakeClock
from tests.reading.feeds import item, rss
from tests.reading.fetching.test_extracting import ARTICLE
from tests.servers import Reply, Server


class NetworkShell(Shell):
    """A shell whose commands ask real servers."""

    def open(self, home: str = "") -> Workspace:
        return Workspace(find_paths(home), clock=self.clock)


@pytest.fixture
def plain_shell(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock: FakeClock
) -> Shell:
    return NetworkShell(capsys, monkeypatch, clock)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.add("/one", Reply(body=ARTICLE, type="text/html"))
        items = [item(name).replace("https://example.org/", running.url("/")) for name in ("one", "two")]
        running.add("/feed", Reply(body=rss(items), type="application/rss+xml"))
        yield running


def test_posts_are_read_whole_and_given_back(plain_shell: Shell, server: Server) -> None:
    shell = plain_shell
    shell.ok("follow", server.url("/feed"), "--as", "Ana")
    one, two = (post["id"] for post in shell.ok("river", "--json").json)
    read = shell.ok("fulltext", "--of", "Ana", "--json").json
    assert {entry["id"]: bool(entry["error"]) for entry in read} == {one: False, two: True}
    assert "Contracts are written" in shell.ok("show", one).out
    assert [post["id"] for post in shell.ok("river", "--search", "disagree", "--json").json] == [one]
    assert shell.ok("fulltext", one, two, "--back", "--json").json == {"given_back": 1}
    assert "Contracts are written" not in shell.ok("show", one).out
    failed = shell("fulltext", two)
    assert failed.code == 1
    assert "." in failed.out


def test_a_persons_posts_are_read_whole_from_now_on(plain_shell: Shell, server: Server) -> None:
    shell = plain_shell
    shell.ok("follow", server.url("/feed"), "--as", "Ana")
    assert shell.ok("fulltext", "--always", "Ana", "--json").json == {"person": "ana", "full_text": True}
    shell.ok("fetch", "--all")
    (found,) = shell.ok("river", "--search", "disagree", "--json").json
    assert "Contracts are written" in shell.ok("show", found["id"]).out
    assert shell.ok("fulltext", "--never", "Ana", "--json").json["full_text"] is False


def test_which_posts_must_be_said(plain_shell: Shell) -> None:
    assert "Which posts?" in plain_shell("fulltext").err
