"""The file itself: made, refused, locked, damaged, shared, backed up."""

import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from learnlog.library import Library
from learnlog.library.schema import APPLICATION_ID, VERSION
from learnlog.model.document import DocumentType
from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.query import EntryFilter, Place, PostFilter
from tests.library.conftest import FEED, NOW, entry, person, post, publish, put, theme


def test_a_new_library_is_private_and_marked_as_ours(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "library.db"
    library = Library(path)
    put(library, entry("e1"))
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert library.size() > 10_000
    library.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert raw.execute("PRAGMA user_version").fetchone()[0] == VERSION
        assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert Library(path).documents.count_entries(EntryFilter()) == 1


def test_opening_an_up_to_date_library_is_quick(library: Library) -> None:
    code = f"""
import sys
from pathlib import Path
from learnlog.library import Library
library = Library(Path({str(library.path)!r}))
library.search("x", now=__import__("datetime").datetime.now().astimezone())
heavy = {{"sqlite_utils", "yaml", "httpx", "feedparser", "tempfile", "logging", "subprocess", "shutil", "uuid",
          "secrets", "zoneinfo", "asyncio", "urllib.request"}}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_someone_elses_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE theirs (x)")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(LearnlogError, match="belongs to another program"):
        Library(path)
    assert path.read_bytes() == before


def test_a_library_of_a_newer_learnlog_is_refused(library: Library) -> None:
    library.close()
    with sqlite3.connect(library.path) as raw:
        raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(LearnlogError, match="newer learnlog"):
        Library(library.path)


@pytest.mark.parametrize("content", [b"no database at all " * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_library_is_named_with_a_way_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(LearnlogError) as caught:
        Library(path)
    assert str(path) in caught.value.message
    assert "learnlog doctor" in caught.value.hint or "learnlog reindex" in caught.value.hint
    assert path.read_bytes() == content


def test_damage_is_found_and_said(library: Library) -> None:
    put(library, *(entry(f"e{number}", "word " * 500) for number in range(50)))
    library.close()
    with sqlite3.connect(library.path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    with library.path.open("r+b") as file:
        for page in range(20, 60):
            file.seek(page * 4096)
            file.write(b"\xaa" * 4096)
    with pytest.raises(LearnlogError) as caught:
        read_everything(Library(library.path))
    assert str(library.path) in caught.value.message
    assert "learnlog doctor" in caught.value.hint


def read_everything(library: Library) -> None:
    library.documents.all(DocumentType.ENTRY)
    if told := library.check():
        raise AssertionError(told)


def test_an_index_that_lost_step_is_found_and_mended(library: Library) -> None:
    put(library, person("ana", FEED))
    publish(library, post("1", "word"))
    library.close()
    with sqlite3.connect(library.path) as raw:
        raw.execute("UPDATE post_store SET words = 'other'")
    raw.close()
    assert any("reindex" in sentence for sentence in library.check())
    library.drop_index()
    assert library.check() == []


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LearnlogError, match="cannot be made"):
        Library(tmp_path / "file" / "library.db")


WRITES: dict[str, Callable[[Library], object]] = {
    "put": lambda library: library.documents.put(entry("e2"), mtime_ns=1, size=1),
    "put_many": lambda library: put(library, theme("a")),
    "remove": lambda library: library.documents.remove("journal/e1.md"),
    "ensure": lambda library: library.channels.ensure(Channel(kind="feed", key="x")),
    "commit": lambda library: library.channels.commit(FEED, [post("2")], FetchState()),
    "mark_read": lambda library: library.posts.mark_read(["x"], True, NOW),
    "star": lambda library: library.posts.star(["x"], True, NOW),
    "mark_all_read": lambda library: library.posts.mark_all_read(PostFilter(), NOW),
    "forget_noted": lambda library: library.posts.forget_noted("x", "a"),
    "remember_place": lambda library: library.posts.remember_place("x", Place(1, 1)),
    "drop_index": lambda library: library.drop_index(),
}


@pytest.mark.parametrize("name", WRITES)
def test_every_write_says_so_when_another_keeps_writing(library: Library, name: str) -> None:
    put(library, entry("e1"), person("ana", FEED))
    publish(library, post("1"))
    impatient = Library(library.path, patience=0.05)
    with library.transaction():
        with pytest.raises(LearnlogError, match="busy"):
            WRITES[name](impatient)
        assert impatient.documents.count_entries(EntryFilter()) == 1  # reading goes on
    WRITES[name](impatient)
    impatient.close()


def test_a_writer_waits_for_its_turn(library: Library) -> None:
    other = threading.Thread(target=lambda: library.documents.put(entry("e2"), mtime_ns=1, size=1))
    with library.transaction():
        other.start()
        put(library, entry("e1"))
        other.join(0.2)
        assert other.is_alive()
    other.join(10)
    assert library.documents.count_entries(EntryFilter()) == 2


def test_whose_turn_it_is_writes_as_soon_as_the_other_is_done(library: Library) -> None:
    late = []
    for number in range(3):
        done: list[float] = []

        def write(name: str, done: list[float] = done) -> None:
            library.documents.put(entry(name), mtime_ns=1, size=1)
            done.append(time.monotonic())

        other = threading.Thread(target=write, args=(f"e{number}",))
        with library.transaction():
            other.start()
            time.sleep(0.35)  # SQLite by itself would look again after 0.33 and 0.43 seconds
        released = time.monotonic()
        other.join(10)
        late.append(done[0] - released)
    assert min(late) < 0.03


def test_a_transaction_is_all_or_nothing_and_its_parts_too(library: Library) -> None:
    with library.transaction():
        put(library, entry("e1"))
        with suppress(ZeroDivisionError), library.transaction():
            put(library, entry("e2"))
            raise ZeroDivisionError
    assert list(library.documents.known()) == ["journal/e1.md"]
    with suppress(ZeroDivisionError), library.transaction():
        put(library, entry("e3"))
        raise ZeroDivisionError
    assert list(library.documents.known()) == ["journal/e1.md"]
    assert library.check() == []


def test_what_others_write_is_noticed(library: Library) -> None:
    other = Library(library.path)
    before = library.data_version()
    assert library.data_version() == before
    put(other, entry("e1"))
    assert library.data_version() != before
    other.close()


def test_threads_share_the_library_and_ended_ones_leave_nothing_open(library: Library) -> None:
    for number in range(30):
        thread = threading.Thread(target=lambda n=number: put(library, entry(f"e{n}")))
        thread.start()
        thread.join()
    assert library.documents.count_entries(EntryFilter()) == 30
    assert len(library._connections._open) <= 3


ADD = """
import sys
from pathlib import Path
from learnlog.library import Library
from learnlog.model.document import Document, DocumentType
name = sys.argv[2]
sys.stdin.readline()
library = Library(Path(sys.argv[1]))
document = Document(type=DocumentType.ENTRY, id=name, path=f"journal/{name}.md", body="word", text="word")
library.documents.put(document, mtime_ns=1, size=1)
library.close()
"""


def test_twelve_processes_make_the_library_and_add_at_the_same_moment(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    started = [
        subprocess.Popen([sys.executable, "-c", ADD, str(path), f"e{n}"], stdin=subprocess.PIPE, text=True)
        for n in range(12)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        process.communicate(timeout=60)
    assert [process.returncode for process in started] == [0] * 12
    library = Library(path)
    assert len(library.search("word", now=NOW)) == 12
    assert library.check() == []
    library.close()


def test_a_backup_is_a_whole_library(library: Library, tmp_path: Path) -> None:
    put(library, person("ana", FEED), entry("e1", "word"))
    publish(library, post("1"))
    target = tmp_path / "backup.db"
    for _ in range(2):  # the second replaces the first
        library.backup(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    restored = Library(target)
    assert restored.posts.page(PostFilter()) == library.posts.page(PostFilter())
    assert restored.documents.by_path("journal/e1.md") == library.documents.by_path("journal/e1.md")
    assert restored.check() == []
    put(restored, entry("e2"))
    restored.close()
    with pytest.raises(LearnlogError, match="cannot be written"):
        library.backup(tmp_path / "missing" / "backup.db")
    assert sorted(file.name for file in tmp_path.iterdir() if file.suffix == ".part") == []


def test_a_closed_library_opens_again_when_asked(library: Library) -> None:
    put(library, entry("e1"))
    library.close()
    assert library.documents.by_id(DocumentType.ENTRY, "e1") != []
