"""Writing down what I learned, changing it, and never losing a word."""

from dataclasses import replace

import pytest

from learnlog.journal.entries import EditConflictError, NewEntry
from learnlog.model.entry import EntryKind
from learnlog.model.errors import AmbiguousError, BusyError, ConflictError, NotFoundError, UsageError
from learnlog.model.query import EntryFilter
from learnlog.model.visibility import Visibility
from learnlog.workspace import Workspace
from tests.conftest import FakeClock


def test_an_entry_is_one_markdown_file_that_any_editor_understands(workspace: Workspace) -> None:
    entry = workspace.journal.add(
        NewEntry(
            body="A registry is a promise.", title="Promises", themes=["data contracts"], tags=["#ownership"]
        )
    )

    assert entry.path == f"journal/2026/2026-11-23-promises-{entry.id}.md"
    text = (workspace.paths.vault / entry.path).read_text()
    assert text.startswith("---\n")
    assert "created: 2026-11-23T16:05:00+01:00" in text
    assert "visibility: private" in text
    assert "tags: [ownership]" in text
    assert text.endswith("\n\nA registry is a promise.\n")
    assert (workspace.paths.vault / entry.path).stat().st_mode & 0o777 == 0o600


def test_what_is_saved_is_what_is_loaded(workspace: Workspace) -> None:
    entry = workspace.journal.add(
        NewEntry(body="Eén\n\n- twee\n", kind=EntryKind.QUESTION, title="Hoe: dan?")
    )

    assert workspace.journal.get(entry.id) == entry
    assert workspace.journal.get(entry.id[-6:]).title == "Hoe: dan?"


def test_saving_changes_only_what_changed(workspace: Workspace, clock: FakeClock) -> None:
    entry = workspace.journal.add(NewEntry(body="First.", title="One"))
    path = workspace.paths.vault / entry.path
    path.write_text(path.read_text().replace("kind: reflection", "mood: good # mine\nkind: reflection"))
    clock.pass_(minutes=5)

    saved = workspace.journal.save(replace(workspace.journal.get(entry.id), body="Second."))

    text = path.read_text()
    assert "mood: good # mine\nkind: reflection" in text
    assert "modified: 2026-11-23T16:10:00+01:00" in text
    assert saved.body.strip() == "Second."
    assert [kept.origin for kept in workspace.history.of(entry.id)][-2:] == ["save", "now"]


def test_a_change_made_elsewhere_while_editing_is_not_overwritten(workspace: Workspace) -> None:
    loaded = workspace.journal.add(NewEntry(body="Loaded.", title="One"))
    path = workspace.paths.vault / loaded.path
    path.write_text(path.read_text().replace("Loaded.", "Theirs."))

    with pytest.raises(EditConflictError) as caught:
        workspace.journal.save(replace(loaded, body="Mine."))

    assert "Theirs." in path.read_text()
    assert caught.value.theirs is not None
    assert caught.value.theirs.body.strip() == "Theirs."
    texts = [kept.text for kept in workspace.history.of(loaded.id)]
    assert any("Mine." in text for text in texts)
    assert any("Loaded." in text for text in texts)

    both = workspace.journal.save_as_new(caught.value.mine)
    assert both.entries == (loaded.id,)
    assert "Theirs." in path.read_text()


def test_deleting_is_undone_with_every_byte(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="Precious."))
    before = (workspace.paths.vault / entry.path).read_bytes()

    workspace.journal.delete(entry.id)
    assert workspace.journal.list() == []
    workspace.changes.undo()

    assert (workspace.paths.vault / entry.path).read_bytes() == before
    assert [e.id for e in workspace.journal.list()] == [entry.id]


def test_a_deleted_entry_can_be_restored_later_by_its_id(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="Precious."))
    workspace.journal.delete(entry.id)

    workspace.history.restore(entry.id[-6:])

    assert workspace.journal.get(entry.id).body.strip() == "Precious."


def test_an_earlier_version_comes_back_and_the_present_one_is_kept_too(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="One."))
    workspace.journal.save(replace(entry, body="Two."))

    workspace.history.restore(entry.id, 1)

    assert workspace.journal.get(entry.id).body.strip() == "One."
    assert any("Two." in kept.text for kept in workspace.history.of(entry.id))


def test_undo_goes_back_step_by_step(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="One."))
    entry = workspace.journal.save(replace(entry, body="Two."))
    workspace.journal.set_visibility(entry.id, Visibility.COACH)

    workspace.changes.undo()
    assert workspace.journal.get(entry.id).visibility is Visibility.PRIVATE
    workspace.changes.undo()
    assert workspace.journal.get(entry.id).body.strip() == "One."
    workspace.changes.undo()
    assert workspace.journal.list() == []
    assert workspace.changes.undo() == ""


def test_questions_close_and_open_again(workspace: Workspace) -> None:
    question = workspace.journal.add(NewEntry(body="Who knows?", kind=EntryKind.QUESTION))
    asked = EntryFilter(kind="question", open_only=True)
    assert [e.id for e in workspace.journal.list(asked)] == [question.id]

    workspace.journal.close(question.id)

    assert workspace.journal.list(asked) == []


def test_an_entry_that_links_to_another_is_its_backlink(workspace: Workspace) -> None:
    first = workspace.journal.add(NewEntry(body="One."))
    second = workspace.journal.add(NewEntry(body=f"See [[{first.path.rpartition('/')[2][:-3]}|the first]]."))
    third = workspace.journal.add(NewEntry(body="Builds on it.", entries=[first.id]))

    assert {d.id for d in workspace.journal.backlinks(first.id)} == {second.id, third.id}


def test_an_unclear_or_unknown_id_says_so(workspace: Workspace) -> None:
    for _ in range(3):
        workspace.journal.add(NewEntry(body="Same minute."))

    with pytest.raises(AmbiguousError):
        workspace.journal.get("01")
    with pytest.raises(NotFoundError):
        workspace.journal.get("nothing-like-it")


def test_an_empty_entry_is_not_saved(workspace: Workspace) -> None:
    with pytest.raises(UsageError):
        workspace.journal.add(NewEntry(body=" \n"))


def test_an_entry_written_while_the_library_is_busy_is_saved_and_indexed_later(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.journal.add(NewEntry(body="Before."))

    def busy(*_: object, **__: object) -> None:
        raise BusyError("The library is busy.")

    with monkeypatch.context() as patched:
        patched.setattr(type(workspace.library.documents), "put", busy)
        entry = workspace.journal.add(NewEntry(body="Meanwhile."))

    assert (workspace.paths.vault / entry.path).exists()
    reopened = Workspace(workspace.paths, clock=workspace.clock)
    assert {e.body for e in reopened.journal.list()} == {"Before.", "Meanwhile."}
    assert reopened.vault.pending() == []


def test_undo_leaves_what_another_program_changed_since(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="Mine."))
    path = workspace.paths.vault / entry.path
    path.write_text(path.read_text().replace("Mine.", "Theirs, added since."))

    with pytest.raises(ConflictError) as caught:
        workspace.changes.undo()

    assert "changed elsewhere" in caught.value.message
    assert "Theirs, added since." in path.read_text()


def test_undo_of_a_restore_leaves_what_was_changed_elsewhere_since(workspace: Workspace) -> None:
    entry = workspace.journal.add(NewEntry(body="First."))
    workspace.journal.save(replace(entry, body="Second."))
    workspace.history.restore(entry.id, 1)
    file = workspace.paths.vault / entry.path
    file.write_text(file.read_text() + "\nWritten in vim.\n")
    with pytest.raises(ConflictError, match="changed elsewhere"):
        workspace.changes.undo()
    assert "Written in vim." in file.read_text()
