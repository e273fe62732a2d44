"""A journal on every step of the ladder, and short ways to write in it."""

from collections.abc import Callable
from typing import Any

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry
from learnlog.model.visibility import Visibility
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

Write = Callable[..., Entry]
NameOf = Callable[[Entry], str]


@pytest.fixture
def write(workspace: Workspace, clock: FakeClock) -> Write:
    """Write an entry: its words, who may see it, and anything else an entry has."""

    def add(body: str, level: str = "coach", **more: Any) -> Entry:
        clock.pass_(seconds=1)
        return workspace.journal.add(NewEntry(body=body, visibility=Visibility(level), **more))

    return add


@pytest.fixture
def name_of(workspace: Workspace) -> Callable[[Entry], str]:
    """Return what an entry is called in the bundles that left."""

    def name(entry: Entry) -> str:
        left = [one.names[entry.id] for one in workspace.showing.ledger.all() if entry.id in one.names]
        return left[-1]

    return name
