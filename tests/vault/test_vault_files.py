"""Saving, renaming, deleting and getting back, with real files."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from learnlog.model.document import DocumentType
from learnlog.model.errors import ConflictError, LearnlogError, NotFoundError
from learnlog.vault.files import Vault
from tests.conftest import FakeClock

PATH = "journal/2026/2026-11-23-first-01jd0000000000000000000000.md"
ID = "01jd0000000000000000000000"


@pytest.fixture
def vault(tmp_path: Path, clock: FakeClock) -> Vault:
    made = Vault(tmp_path / "deep" / "vault", clock)
    made.ensure()
    return made


def on_disk(vault: Vault, path: str = PATH) -> str:
    return (vault.root / path).read_bytes().decode()


def temporary(vault: Vault) -> list[Path]:
    return [file for file in vault.root.rglob("*") if file.name.endswith(".tmp")]


def test_what_is_written_is_read_and_only_its_owner_may_see_it(vault: Vault) -> None:
    written = vault.write(PATH, "één\r\ntwo\n", doc_id=ID)
    assert vault.read(PATH) == written
    assert on_disk(vault) == "één\r\ntwo\n"
    assert vault.stat(PATH) == (written.mtime_ns, written.size)
    for found in [vault.root, *vault.root.rglob("*")]:
        assert stat.S_IMODE(found.stat().st_mode) == (0o700 if found.is_dir() else 0o600), found
    assert temporary(vault) == []


def test_what_is_absent_reads_as_none(vault: Vault) -> None:
    assert vault.read(PATH) is None
    assert vault.stat(PATH) is None
    assert vault.stat("journal") is None
    assert vault.read(PATH + "/below.md") is None
    assert vault.versions(ID) == []


def test_saving_over_a_text_keeps_it_as_a_version(vault: Vault, clock: FakeClock) -> None:
    first = vault.write(PATH, "one", doc_id=ID)
    clock.pass_(hours=2)
    second = vault.write(PATH, "two", doc_id=ID, expected=first.hash)
    vault.write(PATH, "three", doc_id=ID, expected=second.hash)
    versions = vault.versions(ID)
    assert [(v.number, v.read(), v.origin) for v in versions] == [(1, "one", "save"), (2, "two", "save")]
    assert versions[0].hash == first.hash
    assert versions[0].moment == clock()
    assert versions[0].moment.utcoffset() == timedelta(hours=1)
    assert sorted(v.id for v in versions) == [v.id for v in versions]


def test_versions_stay_in_order_when_the_clock_goes_back(vault: Vault, clock: FakeClock) -> None:
    for number in range(12):
        vault.keep_version(ID, f"text {number}", "outside")
        clock.pass_(hours=-1)
    versions = vault.versions(ID)
    assert [v.read() for v in versions] == [f"text {number}" for number in range(12)]
    assert len({v.id for v in versions}) == 12


def test_the_newest_version_is_not_kept_twice(vault: Vault) -> None:
    for text in ("a", "a", "b", "b", "a"):
        vault.keep_version(ID, text, "outside")
    assert [v.read() for v in vault.versions(ID)] == ["a", "b", "a"]


def test_saving_the_same_text_changes_nothing(vault: Vault) -> None:
    first = vault.write(PATH, "one", doc_id=ID)
    again = vault.write(PATH, "one", doc_id=ID, expected=first.hash)
    assert again == first
    assert vault.versions(ID) == []


def test_a_text_changed_by_an_editor_is_not_overwritten(vault: Vault) -> None:
    loaded = vault.write(PATH, "one", doc_id=ID)
    (vault.root / PATH).write_text("by vim")
    with pytest.raises(ConflictError) as error:
        vault.write(PATH, "mine", doc_id=ID, expected=loaded.hash)
    assert ID in error.value.hint
    assert on_disk(vault) == "by vim"
    assert [(v.read(), v.origin) for v in vault.versions(ID)] == [("mine", "conflict")]
    vault.write(PATH, "mine", doc_id=ID, expected=None)
    assert [v.read() for v in vault.versions(ID)] == ["mine", "by vim"]


def test_a_new_file_never_replaces_one_that_is_there(vault: Vault) -> None:
    (vault.root / "themes/x.md").write_text("theirs")
    with pytest.raises(ConflictError):
        vault.write("themes/x.md", "mine", doc_id="x")
    assert on_disk(vault, "themes/x.md") == "theirs"


def test_a_file_removed_meanwhile_is_a_conflict_too(vault: Vault) -> None:
    loaded = vault.write(PATH, "one", doc_id=ID)
    (vault.root / PATH).unlink()
    with pytest.raises(ConflictError):
        vault.write(PATH, "two", doc_id=ID, expected=loaded.hash)
    assert not (vault.root / PATH).exists()


@pytest.mark.parametrize("does", ["edits", "removes", "replaces"])
def test_an_editor_that_comes_in_between_is_noticed(tmp_path: Path, clock: FakeClock, does: str) -> None:
    file = tmp_path / PATH

    def busy_moment() -> object:  # the moment is asked for after the file was compared, before it is replaced
        if does == "removes":
            file.unlink(missing_ok=True)
        else:
            file.unlink() if does == "replaces" else None
            file.write_text("by vim")
        return clock()

    loaded = Vault(tmp_path, clock).write(PATH, "one", doc_id=ID)
    busy = Vault(tmp_path, busy_moment)  # type: ignore[arg-type] # tells a moment, typed loosely above
    with pytest.raises(ConflictError):
        busy.write(PATH, "mine", doc_id=ID, expected=loaded.hash)
    assert file.exists() == (does != "removes")
    kept = [v.read() for v in Vault(tmp_path, clock).versions(ID)]
    assert kept == ["one", "mine"]


def test_renaming_keeps_the_text_and_refuses_a_taken_name(vault: Vault) -> None:
    written = vault.write(PATH, "one", doc_id=ID)
    moved = vault.move(PATH, "journal/2025/x.md", doc_id=ID)
    assert moved.hash == written.hash
    assert vault.read("journal/2025/x.md") == moved
    assert vault.read(PATH) is None
    assert set(vault.pending()) == {(ID, PATH), (ID, "journal/2025/x.md")}
    vault.write(PATH, "two", doc_id="other")
    with pytest.raises(ConflictError):
        vault.move("journal/2025/x.md", PATH, doc_id=ID)
    with pytest.raises(NotFoundError):
        vault.move("journal/2024/x.md", "journal/2024/y.md", doc_id=ID)
    assert on_disk(vault) == "two"


def test_the_deleted_lies_in_the_trash_and_comes_back(vault: Vault, clock: FakeClock) -> None:
    written = vault.write(PATH, "one", doc_id=ID)
    vault.delete(PATH, doc_id=ID)
    vault.delete(PATH, doc_id=ID)
    assert vault.read(PATH) is None
    assert [(v.read(), v.origin) for v in vault.versions(ID)] == [("one", "delete")]
    (trashed,) = vault.trashed()
    assert (trashed.path, trashed.doc_id, trashed.moment) == (PATH, ID, clock())
    assert vault.restore(trashed) == written
    assert vault.read(PATH) == written
    assert vault.trashed() == []
    assert list((vault.root / ".learnlog/trash").iterdir()) == []
    with pytest.raises(NotFoundError):
        vault.restore(trashed)


def test_restoring_never_replaces_what_stands_there_now(vault: Vault) -> None:
    vault.write("people/ana.md", "one", doc_id="ana")
    vault.delete("people/ana.md", doc_id="ana")
    vault.write("people/ana.md", "new", doc_id="ana")
    vault.delete("people/ana.md", doc_id="ana")
    vault.write("people/ana.md", "third", doc_id="ana")
    newest, oldest = vault.trashed()
    assert (newest.file.read_text(), oldest.file.read_text()) == ("new", "one")
    with pytest.raises(ConflictError):
        vault.restore(newest)
    assert on_disk(vault, "people/ana.md") == "third"


def test_a_write_is_pending_until_the_index_knows_it(vault: Vault) -> None:
    assert vault.pending() == []
    vault.write(PATH, "one", doc_id=ID)
    vault.write("themes/ønsker.md", "one", doc_id="ønsker")
    odd = "../../evil/" + "x" * 300
    vault.keep_version(odd, "kept", "outside")
    vault.delete(PATH, doc_id=odd)
    assert set(vault.pending()) == {(ID, PATH), ("ønsker", "themes/ønsker.md"), (odd, PATH)}
    for doc_id in (ID, "ønsker", odd, "unknown"):
        vault.settled(doc_id)
    assert vault.pending() == []
    assert [v.read() for v in vault.versions(odd)] == ["kept", "one"]
    assert not list(vault.root.parent.rglob("evil*"))


def test_stale_leftovers_are_swept_and_fresh_ones_left(vault: Vault) -> None:
    old, new = (vault.root / ".learnlog/tmp" / f".learnlog-{age}.tmp" for age in ("old", "new"))
    beside = vault.root / "journal" / ".learnlog-beside.tmp"
    for file in (old, new, beside):
        file.write_text("half")
    for file in (old, beside):
        os.utime(file, (1, 1))
    Vault(vault.root).ensure()
    assert list(vault.scan()) == []
    assert [file.name for file in temporary(vault)] == [new.name]


def test_foreign_bytes_are_read_and_kept_as_they_are(vault: Vault) -> None:
    (vault.root / "themes/x.md").write_bytes(b"\xff\xfe caf\xe9")
    loaded = vault.read("themes/x.md")
    assert loaded is not None
    assert loaded.text == "�� caf�"
    vault.write("themes/x.md", "new \ud800", doc_id="x", expected=loaded.hash)
    assert on_disk(vault, "themes/x.md") == "new ?"
    assert vault.versions("x")[0].data() == b"\xff\xfe caf\xe9"


def test_names_of_new_documents(vault: Vault, clock: FakeClock) -> None:
    path = vault.entry_path(clock(), "Één contract, geen tool!", ID)
    assert path == f"journal/2026/2026-11-23-een-contract-geen-tool-{ID}.md"
    assert vault.kept_path(clock(), "", ID) == f"kept/2026/2026-11-23-untitled-{ID}.md"
    assert vault.named_path(DocumentType.PERSON, "ana-vos") == "people/ana-vos.md"
    assert len(vault.entry_path(clock(), "漢字" * 100, ID).rpartition("/")[2].encode()) < 255


def test_an_unknown_origin_is_a_mistake_of_the_caller(vault: Vault) -> None:
    with pytest.raises(ValueError, match="whim"):
        vault.keep_version(ID, "x", "whim")


def test_a_text_of_more_than_five_megabytes_is_refused(vault: Vault) -> None:
    with pytest.raises(LearnlogError, match="5 MB"):
        vault.write(PATH, "x" * 5_000_001, doc_id=ID)
    (vault.root / "themes/big.md").write_bytes(b"x" * 5_000_001)
    with pytest.raises(LearnlogError, match="5 MB"):
        vault.read("themes/big.md")
