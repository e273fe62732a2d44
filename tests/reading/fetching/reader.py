"""Somebody who reads feeds of real servers, with a clock that the test moves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.reading.fetching.outcome import Outcome
from learnlog.settings import Settings, find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.reading.feeds import item, rss
from tests.servers import Reply, Server


class Reader:
    """Somebody who follows feeds of `server` and fetches now and then; each time a process of its own."""

    def __init__(self, home: Path, clock: FakeClock, server: Server) -> None:
        self.clock = clock
        self.server = server
        self.settings = Settings(hosts=(server.host,), host_pause=1)
        self._home = home

    def open(self) -> Workspace:
        return Workspace(find_paths(str(self._home)), self.settings, self.clock)

    def follow(self, path: str, reply: Reply, server: Server | None = None) -> str:
        """Follow the feed at `path` of the server, or of another one, which may be asked as well."""
        server = server or self.server
        self.settings = replace(self.settings, hosts=(*self.settings.hosts, server.host))
        key = server.add(path, reply)
        workspace = self.open()
        workspace.people.add(f"Person {key.partition('//')[2]}", [Channel(kind="feed", key=key)])
        workspace.close()
        return key

    def fetch(self, *, everything: bool = False) -> list[Outcome]:
        workspace = self.open()
        try:
            return workspace.fetching.run(everything=everything)
        finally:
            workspace.close()

    def state(self, key: str) -> FetchState:
        workspace = self.open()
        try:
            return workspace.library.channels.state(key)
        finally:
            workspace.close()

    def fetch_every(self, pause: timedelta, span: timedelta) -> None:
        """Fetch what is due, again and again, as an impatient person does."""
        end = self.clock.now + span
        while self.clock.now < end:
            self.fetch()
            self.clock.now += pause

    def asked(self, path: str) -> int:
        return len(self.server.asked(path))


def dated(days_apart: float, now: datetime, number: int = 8, more: str = "") -> str:
    """Return a feed that published its items so many days apart, the last one just before `now`."""
    items: Sequence[str] = [
        item(f"{moment:%d%H%M}", date=format_datetime(moment))
        for moment in (now - timedelta(days=days_apart * n, minutes=1) for n in range(number))
    ]
    return rss(items).replace("<description>About", f"{more}<description>About", 1)
