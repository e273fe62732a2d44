"""A bundle leaves once it was seen; what changed and what was withdrawn is told by the next one."""

import io
import json
import stat
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from learnlog.model.errors import UsageError
from learnlog.sharing import showing
from learnlog.sharing.showing import Asked
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.sharing.conftest import Write


def manifest(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def test_looking_at_a_bundle_writes_nothing_down(workspace: Workspace, write: Write) -> None:
    write("shared")

    workspace.showing.bundle(Asked())

    assert workspace.showing.ledger.all() == []


def test_the_next_bundle_says_what_is_new_changed_and_withdrawn(
    workspace: Workspace, write: Write, clock: FakeClock, tmp_path: Path
) -> None:
    stays, changes, goes, lost = write("stays"), write("changes"), write("goes"), write("lost")
    first = workspace.showing.hand_out(workspace.showing.bundle(Asked(called="Sanne")), tmp_path)
    clock.pass_(days=1)
    workspace.journal.save(replace(workspace.journal.get(changes.id), body="changed"))
    workspace.showing.revoke(goes.id)
    workspace.journal.delete(lost.id)
    fresh = write("fresh")

    bundle = workspace.showing.bundle(Asked())

    assert (bundle.fresh, bundle.changed) == ((fresh.id,), (changes.id,))
    assert bundle.withdrawn == tuple(sorted([goes.id, lost.id]))
    second = manifest(workspace.showing.hand_out(bundle, tmp_path))
    assert second["previous"] == manifest(first)["id"]
    assert second["learner"]["id"] == manifest(first)["learner"]["id"]
    assert {entry["id"] for entry in second["entries"]} == {stays.id, changes.id, fresh.id}
    assert second["withdrawn"] == sorted([goes.id, lost.id])


def test_when_all_was_withdrawn_the_bundle_says_just_that(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    entry = write("shared")
    workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "one.zip")
    workspace.showing.revoke(entry.id)

    told = manifest(workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "two.zip"))

    assert (told["entries"], told["withdrawn"]) == ([], [entry.id])


def test_the_zip_is_its_makers_alone_and_overwrites_nothing(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("shared")
    bundle = workspace.showing.bundle(Asked())
    path = workspace.showing.hand_out(bundle, tmp_path / "b.zip")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert zipfile.ZipFile(io.BytesIO(bundle.zipped())).testzip() is None
    with pytest.raises(UsageError, match="already"):
        workspace.showing.hand_out(bundle, tmp_path / "b.zip")
    assert len(workspace.showing.ledger.all()) == 1


def test_others_who_are_named_are_told_before_it_leaves(workspace: Workspace, write: Write) -> None:
    workspace.people.add("Ana Vos")
    write(
        "Ask ana vos, @ben@masto.example, carla.bsky.social, d@x.nl or +31 6 1234 5678; not 2026-11-23, 1234."
    )

    found = {(one.kind, one.words) for one in workspace.showing.bundle(Asked()).named}

    assert found == {
        ("person", "Ana Vos"),
        ("handle", "@ben@masto.example"),
        ("handle", "carla.bsky.social"),
        ("e-mail", "d@x.nl"),
        ("phone", "+31 6 1234 5678"),
    }


def test_a_crash_while_it_is_written_leaves_a_bundle_that_can_be_withdrawn(
    workspace: Workspace, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = write("shared")
    written = showing.write_new

    def cut_off(path: Path, data: bytes) -> Path:
        written(path, data)
        raise KeyboardInterrupt

    bundle = workspace.showing.bundle(Asked())
    monkeypatch.setattr(showing, "write_new", cut_off)
    with pytest.raises(KeyboardInterrupt):
        workspace.showing.hand_out(bundle, tmp_path / "one.zip")
    monkeypatch.setattr(showing, "write_new", written)
    workspace.showing.revoke(entry.id)

    told = manifest(workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "two.zip"))

    assert told["withdrawn"] == [entry.id]
    assert told["learner"] == manifest(tmp_path / "one.zip")["learner"]


def test_two_first_bundles_at_once_never_make_two_learners(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("shared")
    here, elsewhere = workspace.showing.bundle(Asked()), workspace.showing.bundle(Asked())
    one = workspace.showing.hand_out(here, tmp_path / "one.zip")

    with pytest.raises(UsageError, match="meanwhile"):
        workspace.showing.hand_out(elsewhere, tmp_path / "two.zip")

    two = workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path / "two.zip")
    assert manifest(one)["learner"] == manifest(two)["learner"]
