"""A workspace with a voice on a network of one file."""

from pathlib import Path

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.visibility import Visibility
from learnlog.talking.outbox import Outbox
from learnlog.talking.sending import Sending
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.talking.voices import FakeVoice, Server


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "server.jsonl")


@pytest.fixture
def voice(server: Server) -> FakeVoice:
    return FakeVoice(server)


@pytest.fixture
def outbox(workspace: Workspace, clock: FakeClock) -> Outbox:
    return Outbox(workspace.shelf, workspace.changes, clock)


@pytest.fixture
def sending(workspace: Workspace, outbox: Outbox, voice: FakeVoice, clock: FakeClock) -> Sending:
    return Sending(outbox, workspace.journal, lambda account: voice, clock)


@pytest.fixture
def insight(workspace: Workspace) -> Entry:
    return workspace.journal.add(
        NewEntry(body="Slow feedback is the cost.", kind=EntryKind.INSIGHT, visibility=Visibility.PUBLIC)
    )
