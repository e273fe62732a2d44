"""Two learnlogs at once, threads of one, and processes killed in the middle of a write."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from learnlog.model.errors import LearnlogError
from learnlog.vault.files import Vault
from learnlog.vault.locking import FolderLock

START = """
import sys
from pathlib import Path
from learnlog.vault.files import Vault
vault = Vault(Path(sys.argv[1]))
"""
COUNT = (
    START
    + """
from learnlog.model.errors import ConflictError
for _ in range(10):
    while True:
        loaded = vault.read("themes/x.md")
        try:
            vault.write("themes/x.md", str(int(loaded.text) + 1), doc_id="x", expected=loaded.hash)
            break
        except ConflictError:
            pass
"""
)
ADD = START + "vault.write(f'journal/2026/{sys.argv[2]}.md', sys.argv[2], doc_id=sys.argv[2])\n"
SCRIBBLE = (
    START
    + """
import os, random, signal, time

def scribble(said):
    number = int(vault.read("themes/x.md").text.split()[0])
    while True:
        number += 1
        loaded = vault.read("themes/x.md")
        text = f"{number} " + "word " * 2000 + str(number)
        vault.write("themes/x.md", text, doc_id="x", expected=loaded.hash)
        os.write(said, b"%d\\n" % number)
        if number % 3 == 0:
            vault.move("themes/x.md", "themes/y.md", doc_id="x")
            vault.move("themes/y.md", "themes/x.md", doc_id="x")

chance = random.Random(7)
while sys.stdin.readline():
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        scribble(mouth)
    os.close(mouth)
    heard = os.read(ear, 100)
    time.sleep(chance.random() * 0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    heard += os.read(ear, 10_000)
    os.close(ear)
    print(heard.decode().split("\\n")[-2], flush=True)
"""
)
"""On each line it hears: start a process that saves on and on, kill it, say the last number it saved."""


def start(program: str, *arguments: str | Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_no_change_is_lost_between_processes(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.write("themes/x.md", "0", doc_id="x")
    writers = [start(COUNT, tmp_path) for _ in range(4)]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    assert (tmp_path / "themes/x.md").read_text() == "40"
    kept = {v.read() for v in vault.versions("x")}
    assert {str(number) for number in range(40)} <= kept


def test_twelve_at_once_into_a_new_vault_are_all_saved(tmp_path: Path) -> None:
    writers = [start(ADD, tmp_path / "new", str(number)) for number in range(12)]
    assert [writer.wait(60) for writer in writers] == [0] * 12
    assert len(list(Vault(tmp_path / "new").scan())) == 12


def test_threads_of_one_process_take_turns_and_may_nest(tmp_path: Path) -> None:
    vault, other = Vault(tmp_path), Vault(tmp_path)
    vault.write("themes/x.md", "0", doc_id="x")

    def count(mine: Vault) -> None:
        for _ in range(10):
            with mine.locked(), mine.locked():
                loaded = mine.read("themes/x.md")
                assert loaded is not None
                mine.write("themes/x.md", str(int(loaded.text) + 1), doc_id="x", expected=loaded.hash)

    threads = [threading.Thread(target=count, args=(mine,)) for mine in (vault, other, vault, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "themes/x.md").read_text() == "40"


def test_whoever_waits_too_long_is_told(tmp_path: Path) -> None:
    held, waiting = FolderLock(tmp_path / "lock"), FolderLock(tmp_path / "lock")
    with held.held(), pytest.raises(LearnlogError, match="Another learnlog"), waiting.held(0.05):
        pytest.fail("the lock was given twice")
    with waiting.held(0.05):
        pass


def test_an_error_inside_the_lock_stays_what_it_is(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    with pytest.raises(FileNotFoundError), vault.locked():
        raise FileNotFoundError
    with vault.locked():
        pass


def check_all_readable(vault: Vault, acknowledged: int) -> int:
    texts = [stored.text for path in ("themes/x.md", "themes/y.md") if (stored := vault.read(path))]
    assert len(texts) == 1, "exactly one of both names at any moment"
    kept = [version.read() for version in vault.versions("x")]
    for text in (*texts, *kept):
        assert text == "0" or text.split()[0] == text.split()[-1], "a text is whole or not there"
    numbers = {int(text.split()[0]) for text in (*texts, *kept)}
    assert set(range(acknowledged + 1)) <= numbers, "every word that was saved is readable"
    return int(texts[0].split()[0])


def test_sixty_kills_lose_no_word_that_was_saved(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.write("themes/x.md", "0", doc_id="x")
    killer = start(SCRIBBLE, tmp_path)
    assert killer.stdin is not None
    assert killer.stdout is not None
    with killer:
        for _ in range(60):
            killer.stdin.write("go\n")
            killer.stdin.flush()
            acknowledged = int(killer.stdout.readline())
            assert check_all_readable(vault, acknowledged) >= acknowledged
            if vault.read("themes/y.md"):
                assert ("x", "themes/y.md") in vault.pending()
                vault.move("themes/y.md", "themes/x.md", doc_id="x")
        killer.stdin.close()
    vault.ensure()
    vault.settled("x")
    assert vault.pending() == []
    assert [path for path, _, _ in vault.scan()] == ["themes/x.md"]


def test_two_that_attach_the_same_file_at_once_make_one_of_it(tmp_path: Path) -> None:
    source, vault = tmp_path / "plan.txt", tmp_path / "vault"
    source.write_text("the plan " * 50_000)
    attach = (
        START
        + """
from learnlog.vault.attachments import AttachmentFiles
files = AttachmentFiles(vault)
for _ in range(20):
    staged = files.stage(Path(sys.argv[2]), 10**7)
    with vault.locked():
        print(files.settle(staged).file)
"""
    )
    running = [
        subprocess.Popen([sys.executable, "-c", attach, str(vault), str(source)], stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    said = {line for one in running for line in one.communicate()[0].decode().split()}

    assert all(one.returncode == 0 for one in running)
    (file,) = said
    assert [path.name for path in (vault / "attachments").iterdir()] == [file.rpartition("/")[2]]
    assert (vault / file).read_text() == source.read_text()
    assert not list((vault / ".learnlog" / "tmp").iterdir())
