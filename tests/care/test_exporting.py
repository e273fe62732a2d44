"""The owner's full copy."""

import io
import json
import stat
from pathlib import Path

import pytest

from learnlog.care.exporting import export_json, export_markdown
from learnlog.care.importing import import_markdown
from learnlog.model.errors import UsageError
from learnlog.model.visibility import Visibility
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.care.conftest import FEED
from tests.conftest import FakeClock


def test_markdown_is_byte_for_byte_the_vault(full: Workspace, tmp_path: Path) -> None:
    (full.vault.root / "journal" / "picture.png").write_bytes(b"\x89PNG\xff")
    (full.vault.root / "journal" / "old.md").write_bytes(b"---\r\nmood: \xe9 # Latin-1\r\n---\r\nHi\r\n")

    number = export_markdown(full, tmp_path / "copy")

    root, copy = full.vault.root, tmp_path / "copy"
    there = {
        path.relative_to(root) for path in root.rglob("*") if path.is_file() and ".learnlog" not in path.parts
    }
    here = {path.relative_to(copy) for path in copy.rglob("*") if path.is_file()}
    assert here == {*there, Path("library.json")}
    assert number == len(there) == 8
    assert all((copy / path).read_bytes() == (root / path).read_bytes() for path in there)
    assert all(stat.S_IMODE((copy / path).stat().st_mode) == 0o600 for path in here)
    state = json.loads((copy / "library.json").read_text())
    posts = {post["title"]: post["id"] for post in exported(full)["posts"]}
    assert state["posts"]["read"] == state["posts"]["starred"] == [posts["Post 1"]]
    assert state["channels"][0]["key"] == FEED


def exported(workspace: Workspace) -> dict:  # type: ignore[type-arg]
    stream = io.StringIO()
    number = export_json(workspace, stream)
    said = json.loads(stream.getvalue())
    assert number == sum(len(items) for items in said.values() if isinstance(items, list))
    return said


def test_json_has_everything_under_stable_names(full: Workspace) -> None:
    said = exported(full)
    assert list(said) == [
        "version",
        "entries",
        "themes",
        "people",
        "kept",
        "filed",
        "views",
        "rules",
        "posts",
    ]
    assert said["version"] == 1
    wanted = {
        "entries": "id title body kind created modified themes tags visibility path links",
        "posts": "id url title text published person channel read starred themes",
        "people": "id name channels themes",
        "themes": "slug name question aliases keywords tags status body",
        "kept": "id title url author person published kept why post themes tags body path",
    }
    for name, keys in wanted.items():
        assert all(set(keys.split()) <= set(item) for item in said[name]), name
    insight = next(entry for entry in said["entries"] if entry["kind"] == "insight")
    assert insight["themes"] == ["data-contracts"]
    assert {"relation": "kept", "target": said["kept"][0]["id"]} in insight["links"]
    assert [post["text"] for post in said["posts"] if post["starred"]] == ["Text 1."]


def test_an_empty_journal_is_valid_json(workspace: Workspace) -> None:
    said = exported(workspace)
    assert [said[name] for name in ("entries", "themes", "people", "kept", "posts")] == [[]] * 5


def test_more_than_a_page_of_entries(workspace: Workspace) -> None:
    folder = workspace.vault.root / "journal"
    for number in range(1203):
        (folder / f"{number}.md").write_text(f"Entry {number}")
    bodies = [entry["body"] for entry in exported(workspace)["entries"]]
    assert sorted(bodies) == sorted(f"Entry {number}" for number in range(1203))


def test_a_copy_never_lands_on_something(full: Workspace, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="already"):
        export_markdown(full, tmp_path / "copy")
    with pytest.raises(UsageError, match="inside the vault"):
        export_markdown(full, full.vault.root / "copy")
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["mine.txt"]


def test_a_copy_can_be_taken_in_elsewhere(full: Workspace, tmp_path: Path, clock: FakeClock) -> None:
    export_markdown(full, tmp_path / "copy")
    other = Workspace(find_paths(str(tmp_path / "new")), clock=clock)

    report = import_markdown(other, tmp_path / "copy")

    assert (len(report.added), report.merged, report.skipped) == (6, (), ())
    mine, theirs = exported(full), exported(other)
    assert [theme["slug"] for theme in theirs["themes"]] == ["data-contracts"]
    assert theirs["themes"] == mine["themes"]
    assert theirs["kept"] == mine["kept"]
    assert theirs["people"][0]["id"] == "ana-vos"
    assert [channel.typed_host for channel in other.people.get("ana-vos").channels] == [""]
    assert {e["id"]: e["body"] for e in theirs["entries"]} == {e["id"]: e["body"] for e in mine["entries"]}
    assert {entry.visibility for entry in other.journal.list()} == {Visibility.PRIVATE}
    insight = next(entry for entry in other.journal.list() if entry.kind == "insight")
    assert other.keeping.get(insight.kept[0]).title == "Post 1"
    assert insight.themes == ("data-contracts",)
    again = import_markdown(other, tmp_path / "copy")
    assert (again.added, again.merged) == ((), ())
    assert {why for _, why in again.skipped} == {"is here already"}
    other.close()
