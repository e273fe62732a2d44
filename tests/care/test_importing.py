"""Moving in with notes from elsewhere."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learnlog.care.importing import ImportReport, import_markdown
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import ConflictError, NotFoundError
from learnlog.model.visibility import Visibility
from learnlog.workspace import Workspace

OBSIDIAN = """---
tags:
  - learning/team
  - retro
aliases: [The other name]
date created: 2025-03-04 09:30
cssclass: wide # my own
visibility: public
status: draft
people: ["[[Ben]]"]
---
Text with #inline-tag and `#code` and https://x.example/#part.

```
#not-a-tag
```
"""
HUGO = """+++
title = "A post"
date = 2024-05-06T07:08:09+02:00
draft = true
tags = ["go", "web"]
categories = ["dev"]
[params]
color = "red"
+++

Hello *there*.
"""
JRNL = """---
title: Had a coffee.
date: 2013-06-09 15:39
starred: True
tags: coffee, team
body: |
\t\tWith milk.
\t\t
\t\tAnd sugar.
...
"""


def take(workspace: Workspace, folder: Path, name: str, text: str | bytes) -> Entry:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    before = {entry.id for entry in workspace.journal.list()}
    report = import_markdown(workspace, folder / name)
    assert report.added == (name,), report
    return next(entry for entry in workspace.journal.list() if entry.id not in before)


def raw(workspace: Workspace, entry: Entry) -> str:
    return (workspace.vault.root / entry.path).read_text()


def test_a_note_from_obsidian(workspace: Workspace, tmp_path: Path) -> None:
    entry = take(workspace, tmp_path / "notes", "My note.md", OBSIDIAN)
    assert entry.title == "My note"
    assert entry.tags == ("learning/team", "retro", "inline-tag")
    assert entry.created == datetime(2025, 3, 4, 9, 30).astimezone()
    assert entry.visibility is Visibility.PRIVATE
    assert entry.people == ()
    text = raw(workspace, entry)
    assert "cssclass: wide # my own\n" in text
    assert "aliases: [The other name]\n" in text
    assert "imported_visibility: public\n" in text
    assert "imported_status: draft\n" in text
    assert 'imported_people: ["[[Ben]]"]\n' in text
    assert "imported_from: My note.md\n" in text
    assert text.endswith("#not-a-tag\n```\n")


def test_a_post_from_hugo(workspace: Workspace, tmp_path: Path) -> None:
    entry = take(workspace, tmp_path / "notes", "index.md", HUGO)
    assert (entry.title, entry.body, entry.tags) == ("A post", "Hello *there*.", ("go", "web"))
    assert entry.created == datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC)
    text = raw(workspace, entry)
    assert "categories: [dev]\n" in text
    assert 'draft: "true"\n' in text
    assert "color: red" in text
    assert entry.problem == ""


def test_an_entry_from_jrnl(workspace: Workspace, tmp_path: Path) -> None:
    entry = take(workspace, tmp_path / "notes", "2013-06-09_had-a-coffee.md", JRNL)
    assert (entry.title, entry.tags) == ("Had a coffee.", ("coffee", "team"))
    assert entry.body == "With milk.\n\nAnd sugar."
    assert "starred: True\n" in raw(workspace, entry)


@pytest.mark.parametrize(
    ("name", "text", "title", "body"),
    [
        ("2024-02-03-my-first-post.md", "Hi.", "my first post", "Hi."),
        ("2024-02-03.txt", "Hi.", "", "Hi."),
        ("notes.md", "# What I saw in C#\n\nA lot.", "What I saw in C#", "A lot."),
        ("notes.md", "\n\n#tag first", "notes", "#tag first"),
        ("n.md", "---\nA rule, then prose.\n---\n", "n", "---\nA rule, then prose.\n---"),
    ],
)
def test_titles_and_dates_from_plain_files(
    workspace: Workspace, tmp_path: Path, name: str, text: str, title: str, body: str
) -> None:
    entry = take(workspace, tmp_path / "notes", name, text)
    assert (entry.title, entry.body) == (title, body)
    if name.startswith("2024"):
        assert entry.created.date().isoformat() == "2024-02-03"


def test_known_themes_are_used_and_others_become_tags(workspace: Workspace, tmp_path: Path) -> None:
    workspace.themes.add("data contracts")
    entry = take(workspace, tmp_path / "n", "a.md", "---\nthemes: [Data Contracts, gardening]\n---\nx\n")
    assert (entry.themes, entry.tags) == (("data-contracts",), ("gardening",))
    assert len(workspace.themes.all()) == 1


def test_broken_front_matter_stays_in_the_text(workspace: Workspace, tmp_path: Path) -> None:
    text = "---\ntitle: [oops\nmood: *x\n---\nThe text.\n"
    entry = take(workspace, tmp_path / "n", "a.md", text)
    assert entry.body == text.strip()
    assert entry.problem == ""


def test_what_acts_on_a_terminal_is_gone(workspace: Workspace, tmp_path: Path) -> None:
    text = (
        '---\ntitle: "\\e[31mred\\u202e"\nx: "\x1b]0;owned\x07"\ntags: ["a\x9b31mb"]\n---\n\x1b[2JHi\u202e\n'
    )
    entry = take(workspace, tmp_path / "n", "a.md", text)
    assert (entry.title, entry.body, entry.tags) == ("red", "Hi", ("ab",))
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(raw(workspace, entry))


def test_importing_again_adds_nothing(workspace: Workspace, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    take(workspace, notes, "a.md", OBSIDIAN)
    entry = take(workspace, notes, "b.txt", "Plain words.")
    workspace.journal.save(Entry(**{**_fields(entry), "body": "My own words now."}))
    os.utime(notes / "b.txt", (1, 1))
    (notes / "copy of a").mkdir()
    (notes / "copy of a" / "a.md").write_text(OBSIDIAN)

    report = import_markdown(workspace, notes)

    assert report.added == ()
    assert report.known == ("a.md", "b.txt")
    assert dict(report.skipped) == {
        "a.md": "is here already",
        "b.txt": "is here already",
        "copy of a/a.md": "says the same as a file before it",
    }
    assert workspace.journal.get(entry.id).body == "My own words now."


def _fields(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def test_an_entry_with_its_own_id_keeps_it(workspace: Workspace, tmp_path: Path) -> None:
    own = "01jd8z3k4m5n6p7q8r9s0t1v2w"
    text = f"---\nid: {own}\nkind: question\nstatus: closed\nvisibility: public\n---\n\nWhy?\n"
    entry = take(workspace, tmp_path / "n", "q.md", text)
    assert (entry.id, entry.kind, entry.status) == (own, EntryKind.QUESTION, "closed")
    assert entry.visibility is Visibility.PRIVATE
    (tmp_path / "n" / "q.md").write_text(text.replace("Why?", "Why not?"))
    report = import_markdown(workspace, tmp_path / "n")
    assert report == ImportReport(skipped=(("q.md", "is here already with another text, which stays"),))


def test_every_file_that_is_passed_over_is_told(workspace: Workspace, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    (notes / ".obsidian").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.md").write_text("secret")
    (notes / "linked").symlink_to(tmp_path / "outside")
    (notes / "link.md").symlink_to(tmp_path / "outside" / "secret.md")
    (notes / "photo.jpg").write_bytes(b"\xff\xd8")
    (notes / "binary.md").write_bytes(b"a\0b")
    (notes / "latin.txt").write_bytes(b"caf\xe9 au lait")
    (notes / "empty.md").write_text(" \n")
    (notes / "huge.md").write_text("x" * 4_000_001)
    (notes / "\x1b[31mred.md").write_text("in colour")
    (notes / "utf16.txt").write_text("Wide words.", encoding="utf-16")
    os.mkfifo(notes / "pipe.md")

    report = import_markdown(workspace, notes)

    assert report.added == ("red.md", "utf16.txt")
    assert dict(report.skipped) == {
        ".obsidian": "is a hidden folder",
        "linked": "is a link to a folder",
        "link.md": "is a link to another file",
        "photo.jpg": "is no Markdown or plain text",
        "binary.md": "is no text (it has bytes of zero)",
        "latin.txt": "is no UTF-8 text",
        "empty.md": "is empty",
        "huge.md": "is larger than 4 MB",
        "pipe.md": "is no plain file",
    }
    assert "secret" not in {entry.body for entry in workspace.journal.list()}


def test_a_dry_run_only_counts(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / "a.md").write_text("one")
    (tmp_path / "n" / "b.md").write_text("two")
    steps: list[tuple[int, int]] = []
    dry = import_markdown(
        workspace, tmp_path / "n", dry_run=True, progress=lambda done, of: steps.append((done, of))
    )
    assert dry.added == ("a.md", "b.md")
    assert steps == [(1, 2), (2, 2)]
    assert workspace.journal.list() == []
    assert import_markdown(workspace, tmp_path / "n") == dry


def test_one_undo_takes_the_whole_import_back(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "n").mkdir()
    for name in ("a.md", "b.md"):
        (tmp_path / "n" / name).write_text(name)
    import_markdown(workspace, tmp_path / "n")
    assert workspace.changes.undo() == "imported 2 files"
    assert workspace.journal.list() == []


def test_undo_of_an_import_leaves_what_was_changed_elsewhere_since(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "n").mkdir()
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / "n" / name).write_text(name)
    import_markdown(workspace, tmp_path / "n")
    entry = next(entry for entry in workspace.journal.list() if entry.body.strip() == "b.md")
    file = workspace.paths.vault / entry.path
    file.write_text(file.read_text() + "\nWritten in vim.\n")
    with pytest.raises(ConflictError, match="changed elsewhere"):
        workspace.changes.undo()
    assert "Written in vim." in file.read_text()
    workspace.sync.scan()
    assert [left.id for left in workspace.journal.list()] == [entry.id]


def test_nothing_there(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nothing at"):
        import_markdown(workspace, tmp_path / "gone")
