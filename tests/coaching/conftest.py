"""Learners with journals of their own, and a coach with another."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry
from learnlog.model.visibility import Visibility
from learnlog.settings import find_paths
from learnlog.sharing.profile import Profile
from learnlog.sharing.showing import Asked
from learnlog.workspace import Workspace
from tests.cli.conftest import shell
from tests.conftest import FakeClock

__all__ = ["shell"]


class Pupil:
    """A learner: writes, and hands bundles out."""

    def __init__(self, name: str, folder: Path, clock: FakeClock) -> None:
        self.name = name
        self.folder = folder
        self.clock = clock
        self.workspace = Workspace(find_paths(str(folder / name)), clock=clock)

    def write(self, body: str, level: str = "coach", **more: Any) -> Entry:
        self.clock.pass_(seconds=1)
        return self.workspace.journal.add(NewEntry(body=body, visibility=Visibility(level), **more))

    def agree(self, *names: str, **more: Any) -> None:
        profiles = self.workspace.showing.profiles
        said: Profile = replace(profiles.ensure(self.name), agreed=names, **more)
        profiles.put(said)

    def hand_out(self, question: str = "") -> Path:
        self.clock.pass_(seconds=1)
        showing = self.workspace.showing
        bundle = showing.bundle(Asked(question=question, called=self.name))
        return showing.hand_out(bundle, self.folder)


@pytest.fixture
def pupil(tmp_path: Path, clock: FakeClock) -> Iterator[Callable[[str], Pupil]]:
    made: list[Pupil] = []

    def make(name: str) -> Pupil:
        made.append(Pupil(name, tmp_path, clock))
        return made[-1]

    yield make
    for one in made:
        one.workspace.close()
