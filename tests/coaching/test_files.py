"""Files that come with entries: taken in, looked at, gone with what was withdrawn; and hostile zips harm nothing."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from learnlog.coaching import files
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.learner import ReceivedEntry
from learnlog.workspace import Workspace
from tests.cli.conftest import Shell
from tests.coaching.conftest import Pupil

Make = Callable[[str], Pupil]


@pytest.fixture
def sanne(pupil: Make, tmp_path: Path) -> tuple[Pupil, Entry]:
    """A learner with an entry that has a picture and a plan."""
    one = pupil("Sanne")
    entry = one.write("We drew it.")
    Image.new("RGB", (30, 20), "navy").save(tmp_path / "board.png")
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.4 the plan")
    one.workspace.attaching.attach(entry.id, [tmp_path / "board.png"], "three lanes")
    return one, one.workspace.attaching.attach(entry.id, [tmp_path / "plan.pdf"])[0]


def received(workspace: Workspace) -> ReceivedEntry:
    (entry,) = workspace.coaching.entries(workspace.coaching.get("Sanne").id)
    return entry


def bundle_of(tmp_path: Path, listed: list[object], contents: dict[str, bytes]) -> Path:
    """Make a bundle by hand, unsigned as old ones are, with these files listed on its one entry."""
    id = "01m84f0ra8kxnyebaknx2v2a0f"
    item = {
        "file": "entries/a.md",
        "id": id,
        "title": "A",
        "kind": "insight",
        "day": "2026-11-01",
        "files": listed,
    }
    manifest = {
        "learnlog": "bundle",
        "id": id,
        "made": "2026-11-01",
        "learner": {"id": id, "called": "Sanne"},
        "entries": [item],
    }
    path = tmp_path / "hand.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("entries/a.md", "words")
        for name, data in contents.items():
            archive.writestr(name, data)
    return path


def test_a_coach_gets_the_files_and_can_look_at_them(
    workspace: Workspace, sanne: tuple[Pupil, Entry]
) -> None:
    workspace.coaching.open([sanne[0].hand_out()])

    entry = received(workspace)
    assert [(one.number, one.name, one.type, one.alt) for one in entry.files] == [
        (1, "board.png", "image/png", "three lanes"),
        (2, "plan.pdf", "application/pdf", ""),
    ]
    plan = workspace.coaching.files.lay_out(entry, entry.files[1])
    assert plan.read_bytes() == b"%PDF-1.4 the plan"
    assert plan.suffix == ".pdf"
    assert plan.stat().st_mode & 0o077 == 0


def test_withdrawn_entries_take_their_files_along(
    workspace: Workspace, sanne: tuple[Pupil, Entry], tmp_path: Path
) -> None:
    one, entry = sanne
    first = one.hand_out()
    workspace.coaching.open([first])
    there = received(workspace)
    plan = workspace.coaching.files.lay_out(there, there.files[1])
    one.workspace.showing.revoke(entry.id)

    workspace.coaching.open([one.hand_out(), first])

    assert not plan.exists()
    with pytest.raises(NotFoundError, match="withdrawn"):
        workspace.coaching.files.data(there, there.files[1])


def test_the_newest_bundle_says_which_files_there_are(
    workspace: Workspace, sanne: tuple[Pupil, Entry]
) -> None:
    one, entry = sanne
    old = one.hand_out()
    one.workspace.attaching.detach(entry.id, ["plan.pdf"])

    workspace.coaching.open([one.hand_out(), old])

    assert [file.name for file in received(workspace).files] == ["board.png"]


def test_a_learner_who_is_forgotten_is_forgotten_with_the_files(
    workspace: Workspace, sanne: tuple[Pupil, Entry]
) -> None:
    workspace.coaching.open([sanne[0].hand_out()])
    entry = received(workspace)

    workspace.coaching.forget(workspace.coaching.get("Sanne"))

    assert workspace.library.learners.file_data(entry.learner, entry.id, 1) == b""


def test_a_file_that_somebody_exchanged_on_the_way_is_noticed(
    workspace: Workspace, sanne: tuple[Pupil, Entry], tmp_path: Path
) -> None:
    path, other = sanne[0].hand_out(), tmp_path / "other.zip"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(other, "w") as made:
        for name in archive.namelist():
            made.writestr(name, b"%PDF-1.4 evil" if name.endswith(".pdf") else archive.read(name))

    opened = workspace.coaching.open([other])

    assert "changed by somebody" in opened.left_out[0][1]


def test_names_in_a_hostile_zip_lead_nowhere(workspace: Workspace, tmp_path: Path) -> None:
    names = [
        "files/../../evil.txt",
        "files//etc/passwd",
        "../outside.txt",
        "/abs.txt",
        "entries/a.md",
        "files/x.txt",
    ]
    listed = [{"file": name, "name": f"../../{name}\x1b[31m", "alt": "\x1b]0;owned\x07alt"} for name in names]
    path = bundle_of(
        tmp_path, [*listed, 7, None, {"file": 3}], {name: b"words" for name in names if "/a" not in name}
    )

    workspace.coaching.open([path])

    entry, folder = received(workspace), tmp_path / "got"
    folder.mkdir()
    for one in entry.files:
        assert one.name.isprintable()
        assert ("/" in one.name, one.alt) == (False, "alt")
        assert workspace.coaching.files.save(entry, one, folder).parent == folder
    assert len(entry.files) == 3
    assert {path.parent for path in tmp_path.rglob("*.txt")} == {folder}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("run.desktop", b"[Desktop Entry]"),
        ("page.html", b"<script>"),
        ("drawing.svg", b"<svg/>"),
        ("photo.png", b"#!/bin/sh"),
        ("tool.exe", b"MZ"),
        ("book.pdf", b"MZ"),
    ],
)
def test_what_could_do_something_is_never_opened_and_can_be_written_elsewhere(
    workspace: Workspace, tmp_path: Path, name: str, data: bytes
) -> None:
    said = {"file": "files/a", "name": name, "type": "image/png"}
    workspace.coaching.open([bundle_of(tmp_path, [said], {"files/a": data})])
    entry = received(workspace)

    with pytest.raises(LearnlogError, match="opens no file"):
        workspace.coaching.files.lay_out(entry, entry.files[0])
    assert workspace.coaching.files.save(entry, entry.files[0], tmp_path).read_bytes() == data


def test_a_small_zip_does_not_become_a_large_library(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "TOGETHER", 1000)
    said = {"file": "files/a", "name": "a.txt"}
    workspace.coaching.open([bundle_of(tmp_path, [said] * 5000, {"files/a": b"x" * 400})])

    assert len(received(workspace).files) == 2


def test_in_the_shell_files_are_listed_and_written(
    shell: Shell, sanne: tuple[Pupil, Entry], tmp_path: Path
) -> None:
    shell.ok("coach", "open", str(sanne[0].hand_out()), "--json")
    (shared,) = shell.ok("coach", "show", "Sanne", "--json").json["shared"]
    assert [one["name"] for one in shared["files"]] == ["board.png", "plan.pdf"]
    assert "file 1: board.png (picture" in shell.ok("coach", "show", "Sanne", shared["id"]).out

    written = shell.ok(
        "coach", "file", "Sanne", shared["id"], "2", "--output", str(tmp_path / "got.pdf")
    ).lines

    assert Path(written[0]).read_bytes() == b"%PDF-1.4 the plan"
    assert shell("coach", "file", "Sanne", shared["id"], "2", "--output", str(tmp_path / "got.pdf")).code != 0
