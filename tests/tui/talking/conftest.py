"""A desk with accounts that speak on a network of one file, and Ana, who is read there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.query import PostFilter
from learnlog.model.social import Audience
from learnlog.model.visibility import Visibility
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.talking.voices import BLUE, ME, FakeVoice, Server, said

ANA = Channel(kind="mastodon", key="https://there.example/users/ana", address="https://there.example/@ana")


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "server.jsonl")


@pytest.fixture
def voices(server: Server) -> dict[str, FakeVoice]:
    return {ME.id: FakeVoice(server), BLUE.id: FakeVoice(server, BLUE, length=40)}


@pytest.fixture
def desk(home: Path, clock: FakeClock, voices: dict[str, FakeVoice]) -> Iterator[Workspace]:
    """A workspace with one account, on Mastodon."""
    made = Workspace(find_paths(str(home)), clock=clock, sources=[], voices=lambda a: voices[a.id])
    made.themes.add("handovers")
    made.accounts.save(ME)
    yield made
    made.close()


@pytest.fixture
def insight(desk: Workspace) -> Entry:
    body = "Slow feedback is the real cost of a handover. The writer never hears what came of it."
    return desk.journal.add(NewEntry(body=body, kind=EntryKind.INSIGHT, visibility=Visibility.PUBLIC))


@pytest.fixture
def ana(desk: Workspace) -> str:
    """Ana, and a post of hers; its id."""
    desk.people.add("Ana Vos", [ANA])
    desk.library.channels.ensure(ANA)
    post = said(1, "Contracts first.", "", audience=Audience.UNLISTED)
    desk.library.channels.commit(ANA.key, [post], FetchState())
    desk.library.indexing.finish()
    return desk.river.page(PostFilter())[0].id


def posts(server: Server) -> list[str]:
    return [post["text"] for post in server.posts()]
