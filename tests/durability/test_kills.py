"""kill -9 at any moment: every word that was acknowledged stays, and the next start is clean."""

import subprocess
import sys
from pathlib import Path

import pytest

from learnlog.care.attached import Attached, look_over, repair
from learnlog.journal.entries import NewEntry
from learnlog.model.person import Channel
from learnlog.model.query import PostFilter
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.durability.deeds import KEY

KILLS = 75


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    workspace = Workspace(find_paths(str(home)))
    workspace.journal.add(NewEntry(body="The first words.", themes=["killing"]))
    workspace.people.add("Ana", [Channel(kind="feed", key=KEY)])
    workspace.close()
    return home


def killed(home: Path, kind: str) -> list[str]:
    """Kill the deed `KILLS` times and return every mark it had acknowledged."""
    command = [sys.executable, "-m", "tests.durability.killer", str(home), kind, str(KILLS), "1"]
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    marks = done.stdout.split()
    assert len(marks) > KILLS / 5, "the deeds were killed too early to prove anything"
    return marks


def reopened(home: Path) -> Workspace:
    workspace = Workspace(find_paths(str(home)))
    workspace.sync.scan()
    assert workspace.sync.scan().is_quiet
    assert workspace.vault.pending() == []
    assert workspace.library.check() == []
    assert workspace.library.documents.problems() == []
    assert workspace.library.documents.duplicates() == {}
    return workspace


def test_no_added_entry_is_lost(prepared: Path) -> None:
    marks = killed(prepared, "add")

    workspace = reopened(prepared)

    words = {entry.body.split()[-1] for entry in workspace.journal.list(limit=100_000)}
    assert words >= set(marks)
    on_disk = "".join(p.read_text() for p in workspace.paths.vault.glob("journal/**/*.md"))
    assert all(f"word {mark}\n" in on_disk for mark in marks)


def test_no_edit_is_lost_and_every_earlier_version_is_readable(prepared: Path) -> None:
    marks = killed(prepared, "edit")

    workspace = reopened(prepared)

    (entry,) = workspace.journal.list()
    assert all(f"word {mark}" in entry.body.split("\n") for mark in marks)
    assert "The first words." in entry.body
    assert all("The first words." in kept.text for kept in workspace.history.of(entry.id))


def test_a_renamed_theme_answers_to_every_name_it_ever_had(prepared: Path) -> None:
    marks = killed(prepared, "rename")

    workspace = reopened(prepared)

    for mark in marks:
        assert workspace.themes.get(f"word {mark}").slug == "killing"
    assert len(workspace.themes.all()) == 1


def test_posts_and_the_place_up_to_where_was_read_arrive_together(prepared: Path) -> None:
    marks = killed(prepared, "fetch")

    workspace = reopened(prepared)

    posts = workspace.river.page(PostFilter(), limit=100_000)
    counts: dict[str, int] = {}
    for post in posts:
        counts[post.title] = counts.get(post.title, 0) + 1
    assert set(counts.values()) == {20}
    assert {f"word {mark}" for mark in marks} <= set(counts)
    assert f"word {workspace.library.channels.state(KEY).etag}" in counts


def test_no_attached_file_is_lost_and_every_version_finds_its_own(prepared: Path) -> None:
    marks = killed(prepared, "attach")

    workspace = reopened(prepared)

    repair(workspace)
    found = look_over(workspace)
    assert found == Attached(files=found.files, bytes=found.bytes), (
        "every file is named, and every name has its file"
    )
    (entry,) = workspace.journal.list()
    for one in entry.attachments:
        assert workspace.attaching.path(one).read_text() == f"word {one.name.removesuffix('.txt')}"
    trashed = [one.file for one in workspace.vault.trashed() if one.path.startswith("attachments/")]
    standing = list((workspace.paths.vault / "attachments").iterdir())
    assert {f"word {mark}" for mark in marks} <= {path.read_text() for path in (*trashed, *standing)}
