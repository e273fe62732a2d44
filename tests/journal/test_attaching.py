"""Files on entries: copied whole, once, under names that do nothing; and always a way back."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.attachment import Attachment, media_type, shown_name, size_words
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.settings import Settings
from learnlog.workspace import Workspace

PLAN = b"%PDF-1.4 the plan"
FOLDER = "attachments"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(PLAN)
    return path


@pytest.fixture
def entry(workspace: Workspace) -> Entry:
    return workspace.journal.add(NewEntry(body="We drew a plan."))


def standing(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.paths.vault / FOLDER
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def test_a_file_is_copied_and_the_entry_says_what_it_is(
    workspace: Workspace, entry: Entry, plan: Path
) -> None:
    workspace.attaching.attach(entry.id, [plan], "the plan in boxes")
    plan.unlink()

    (kept,) = workspace.journal.get(entry.id).attachments
    digest = hashlib.sha256(PLAN).hexdigest()
    assert kept == Attachment(
        name="plan.pdf",
        file=f"{FOLDER}/{digest}.pdf",
        type="application/pdf",
        size=len(PLAN),
        hash=digest,
        alt="the plan in boxes",
    )
    assert workspace.attaching.path(kept).read_bytes() == PLAN
    assert workspace.attaching.path(kept).stat().st_mode & 0o077 == 0


def test_twice_is_once(workspace: Workspace, entry: Entry, plan: Path) -> None:
    other = workspace.journal.add(NewEntry(body="Another day."))
    workspace.attaching.attach(entry.id, [plan])
    before = workspace.journal.get(entry.id)
    again = plan.rename(plan.with_name("same.pdf"))

    after, _ = workspace.attaching.attach(entry.id, [again])
    workspace.attaching.attach(other.id, [again])

    assert after == before
    assert list(standing(workspace).values()) == [PLAN]


def test_what_is_detached_comes_back_with_undo(workspace: Workspace, entry: Entry, plan: Path) -> None:
    workspace.attaching.attach(entry.id, [plan])
    workspace.attaching.detach(entry.id, ["plan.pdf"])
    assert not workspace.journal.get(entry.id).attachments
    assert not standing(workspace)

    assert workspace.changes.undo() == "detached “plan.pdf”"

    (kept,) = workspace.journal.get(entry.id).attachments
    assert workspace.attaching.path(kept).read_bytes() == PLAN


def test_attaching_is_undone_and_the_file_goes_with_it(
    workspace: Workspace, entry: Entry, plan: Path
) -> None:
    workspace.attaching.attach(entry.id, [plan])

    workspace.changes.undo()

    assert not workspace.journal.get(entry.id).attachments
    assert not standing(workspace)
    workspace.history.restore(entry.id)  # and even that has a way back
    assert list(standing(workspace).values()) == [PLAN]


def test_a_deleted_entry_takes_its_file_along_and_brings_it_back(
    workspace: Workspace, entry: Entry, plan: Path
) -> None:
    workspace.attaching.attach(entry.id, [plan])

    workspace.journal.delete(entry.id)
    assert not standing(workspace)
    workspace.history.restore(entry.id)

    assert list(standing(workspace).values()) == [PLAN]
    assert not [one for one in workspace.vault.trashed() if one.path.startswith(FOLDER)]


def test_a_file_that_another_entry_has_too_stays(workspace: Workspace, entry: Entry, plan: Path) -> None:
    other = workspace.journal.add(NewEntry(body="Another day."))
    workspace.attaching.attach(entry.id, [plan])
    workspace.attaching.attach(other.id, [plan])

    workspace.journal.delete(other.id)
    assert list(standing(workspace).values()) == [PLAN]

    workspace.attaching.detach(entry.id, ["1"])
    assert not standing(workspace)


def test_renaming_and_editing_the_entry_keeps_its_files(
    workspace: Workspace, entry: Entry, plan: Path
) -> None:
    workspace.attaching.attach(entry.id, [plan])
    current = workspace.journal.get(entry.id)

    workspace.journal.save(replace(current, title="A better name", body="Other words."))

    assert workspace.journal.get(entry.id).attachments == current.attachments
    assert list(standing(workspace).values()) == [PLAN]


@pytest.mark.parametrize(
    "name", ["we\x1b[31mird.pdf", "..\\..\\evil.pdf", "ev\u202efdp.exe", "-rf.pdf", "line\nbreak.pdf"]
)
def test_a_foreign_name_is_only_a_name(workspace: Workspace, entry: Entry, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PLAN)

    workspace.attaching.attach(entry.id, [path])

    (kept,) = workspace.journal.get(entry.id).attachments
    assert kept.name.isprintable()
    assert not set("\\/") & set(kept.name)
    assert [name.partition(".")[0] for name in standing(workspace)] == [hashlib.sha256(PLAN).hexdigest()]
    assert workspace.attaching.find(kept_entry := workspace.journal.get(entry.id), kept.name) == kept
    assert kept_entry.problem == ""


def test_only_plain_files_within_the_limit_are_taken(
    workspace: Workspace, entry: Entry, tmp_path: Path
) -> None:
    workspace.settings = Settings(attachment_mb=1)
    large, pipe, empty = tmp_path / "large.bin", tmp_path / "pipe", tmp_path / "empty.txt"
    large.write_bytes(b"x" * 1_000_001)
    os.mkfifo(pipe)
    empty.touch()

    for source, why in (
        (large, "larger than 1.0 MB"),
        (pipe, "no plain file"),
        (Path("/dev/zero"), "no plain file"),
        (tmp_path, "no plain file"),
        (empty, "empty"),
        (tmp_path / "nothing", "no file"),
        (Path("zero\0byte"), "no path"),
    ):
        with pytest.raises(LearnlogError, match=why):
            workspace.attaching.attach(entry.id, [source])
    assert not standing(workspace)
    assert not list((workspace.paths.vault / ".learnlog" / "tmp").iterdir())


def test_when_one_of_several_cannot_be_read_none_is_attached(
    workspace: Workspace, entry: Entry, plan: Path
) -> None:
    with pytest.raises(NotFoundError):
        workspace.attaching.attach(entry.id, [plan, plan.with_name("gone.pdf")])

    assert not workspace.journal.get(entry.id).attachments
    assert not standing(workspace)
    assert not list((workspace.paths.vault / ".learnlog" / "tmp").iterdir())


def test_of_a_link_what_it_leads_to_is_copied(workspace: Workspace, entry: Entry, plan: Path) -> None:
    link = plan.with_name("link.pdf")
    link.symlink_to(plan)

    workspace.attaching.attach(entry.id, [link])

    (path,) = (workspace.paths.vault / FOLDER).iterdir()
    assert not path.is_symlink()
    assert path.read_bytes() == PLAN


def test_an_entry_names_no_file_outside_the_folder(workspace: Workspace, entry: Entry) -> None:
    (workspace.paths.vault / FOLDER).mkdir()
    (workspace.paths.vault / FOLDER / "link.txt").symlink_to(workspace.paths.vault / entry.path)

    for file in (
        "../../etc/passwd",
        "/etc/passwd",
        f"{FOLDER}/../{entry.path}",
        entry.path,
        f"{FOLDER}/link.txt",
        ".learnlog/lock",
        f"{FOLDER}",
    ):
        with pytest.raises(LearnlogError):
            workspace.attaching.path(Attachment(file=file, name="x"))


def test_a_file_put_into_the_folder_by_hand_is_attached_where_it_stands(
    workspace: Workspace, entry: Entry
) -> None:
    folder = workspace.paths.vault / FOLDER
    folder.mkdir()
    (folder / "Photo of the board.png").write_bytes(b"\x89PNG\r\n\x1a\n....")

    workspace.attaching.attach(entry.id, [folder / "Photo of the board.png"])

    (kept,) = workspace.journal.get(entry.id).attachments
    assert (kept.file, kept.type) == (f"{FOLDER}/Photo of the board.png", "image/png")
    assert list(standing(workspace)) == ["Photo of the board.png"]


def test_attachments_written_by_hand_are_understood_and_stay(workspace: Workspace, entry: Entry) -> None:
    path = workspace.paths.vault / entry.path
    text = path.read_text().replace("visibility:", "attachments: [attachments/a.pdf]\nvisibility:")
    path.write_text(text)

    current = workspace.journal.get(entry.id)
    workspace.journal.save(replace(current, title="Named"))

    (kept,) = workspace.journal.get(entry.id).attachments
    assert (kept.file, kept.name, kept.type) == ("attachments/a.pdf", "a.pdf", "application/pdf")


def test_names_and_words_of_files_are_searched(workspace: Workspace, entry: Entry, plan: Path) -> None:
    workspace.attaching.attach(
        entry.id, [plan.rename(plan.with_name("quarterly-roadmap.pdf"))], "three lanes"
    )

    for words in ("roadmap", "lanes"):
        assert [hit.id for hit in workspace.search(words)] == [entry.id]
    workspace.sync.reindex()
    assert [hit.id for hit in workspace.search("roadmap")] == [entry.id]


def test_only_what_does_nothing_by_itself_is_opened(
    workspace: Workspace, entry: Entry, tmp_path: Path, plan: Path
) -> None:
    script = tmp_path / "run.desktop"
    script.write_text("[Desktop Entry]\nExec=true\n")
    made, _ = workspace.attaching.attach(entry.id, [plan, script])

    assert workspace.attaching.path_to_open(made.attachments[0]).read_bytes() == PLAN
    with pytest.raises(LearnlogError, match=r"ends in \.desktop"):
        workspace.attaching.path_to_open(made.attachments[1])
    lying = replace(made.attachments[1], type="application/pdf", name="fine.pdf")
    with pytest.raises(LearnlogError, match=r"ends in \.desktop"):
        workspace.attaching.path_to_open(lying)


def test_what_a_file_is_is_told_by_its_bytes_first() -> None:
    assert media_type("photo.pdf", b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert media_type("photo.png", b"MZ....") == "application/octet-stream"
    assert media_type("notes.txt", b"words") == "text/plain"
    assert media_type("IMG.HEIC", b"\0\0\0\x18ftypheic") == "image/heic"
    assert shown_name("/tmp/a/b.pdf") == "b.pdf"
    assert [size_words(n) for n in (640, 12_345, 999_600, 3_400_000)] == [
        "640 bytes",
        "12 kB",
        "1.0 MB",
        "3.4 MB",
    ]
