"""A library in which another program wrote nonsense: one sentence, and `reindex` as the way back."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from learnlog.cli.main import main
from learnlog.demo.loader import open_demo
from learnlog.library import packing
from tests.hostile.terminal import Terminal

SPOILED = [
    ("channel", "state", "[1]"),
    ("channel", "key", b"\xff"),
    ("doc_text", "data", "{"),
    ("doc_text", "data", "[" * 5000),
    ("doc", "type", "poem"),
    ("doc", "created", 2**62),
    ("post", "aside", b""),
    ("post", "published", -(2**60)),
    ("post_store", "tags", "7"),
    ("post_store", "packed", b"\x01 no such thing"),
    ("post_store", "packed", b"\x00"),
    ("actor", "name", b"\xff\xfe"),
    ("actor", "links", '{"a": 1}'),
    ("channel_person", "circles", "x"),
    ("learner", "agreed", "0"),
    ("learner", "away_until", "whenever"),
    ("post_version", "words", b"not pressed"),
]
COMMANDS = """
    list -n 50|list --json|search contract --json|river -n 50|river --json|people --all|people --json|theme list|goal
    history|doctor|rules|back|weeks|outbox|fetch --explain|rising|find contracts --json|me --json|coach|tidy --dry-run
"""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("spoiled") / "home"
    open_demo(home).close()
    with closing(sqlite3.connect(home / "library.db")) as db, db:
        learner = ("ana", "Ana", "[]", "", "[]", "", "", "", "")
        db.execute(
            """INSERT INTO learner (id, called, agreed, away_until, offers, introduction, bundle, made, question)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            learner,
        )
        db.execute("INSERT INTO post_version SELECT row, 0, x'00' FROM post LIMIT 1")
    return home


def spoil(home: Path, table: str, column: str, value: object) -> None:
    with closing(sqlite3.connect(home / "library.db")) as db, db:
        for name, part in (("packed_html", 0), ("packed_text", 1), ("packed_social", 2)):
            db.create_function(name, 1, lambda blob, part=part: packing.unpack(blob)[part])
        db.create_function("excerpt_of", 1, packing.excerpt_of)
        one = "WHERE rowid = (SELECT min(rowid) FROM channel)" if column == "key" else ""
        db.execute(f"UPDATE {table} SET {column} = ? {one}", (value,))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(home: Path, command: str) -> tuple[int, str]:
        name, *rest = command.split()
        code = main([name, "--home", str(home), *rest])
        out, err = capsys.readouterr()
        return code, out if name == "doctor" else err

    return run


@pytest.mark.parametrize(("table", "column", "value"), SPOILED)
def test_whatever_stands_in_it_is_told_in_a_sentence_and_mended(
    original: Path,
    tmp_path: Path,
    said: Callable[..., tuple[int, str]],
    table: str,
    column: str,
    value: object,
) -> None:
    home = tmp_path / "home"
    shutil.copytree(original, home)
    spoil(home, table, column, value)
    commands = [command.strip() for command in COMMANDS.replace("\n", "|").split("|") if command.strip()]
    for command in commands:
        code, words = said(home, command)
        assert "foresaw" not in words, command
        if code and command != "doctor":
            assert "`learnlog reindex`" in words or "learnlog doctor" in words, command
    assert f"{table}.{column}" in said(home, "doctor")[1]

    assert said(home, "reindex")[0] == 0

    for command in commands:
        code, words = said(home, command)
        assert code == 0 or command == "doctor", words
    assert "nobody can read" not in said(home, "doctor")[1]


@pytest.mark.parametrize(("table", "column", "value"), [("doc_text", "data", "{"), ("post", "aside", b"")])
def test_the_screen_ends_with_the_same_sentence(
    original: Path, tmp_path: Path, table: str, column: str, value: object
) -> None:
    home = tmp_path / "home"
    shutil.copytree(original, home)
    spoil(home, table, column, value)
    with Terminal(["--home", home]) as terminal:
        terminal.until("▸Today" if table == "post" else "learnlog reindex")
        terminal.press("R")
        assert terminal.wait() == 1
        said = terminal.received[terminal.received.rindex("\x1b[?1049l") :]
    assert "nobody can read" in said
    assert "`learnlog reindex`" in said
    assert "Traceback" not in said
