"""Foreign text never acts in the shell either: the bytes that a real terminal receives from the commands."""

import json
import sys
from pathlib import Path

import pytest

from learnlog.model.safe import clean_text
from tests.hostile.attacks import MARKUP, attacks, everything
from tests.hostile.terminal import Terminal, trespasses

STRANGE = "\x1b]0;x\x07\x9b2J\u202e[@click=app.quit]y"
COMMANDS = {
    "show": [["show", id] for id in ("e0", "e7raw", "e13", "k3", "k24", "theme-2", "p12", "theme-24", "e")],
    "lists": [["list", "-n", "200"], ["search", "mk"], ["river", "-n", "50"], ["river", "--unread"]],
    "others": [["people", "--all"], ["theme", "list"], ["theme", "show", "theme-8"], ["history"], ["doctor"]],
    "changes": [["theme", "merge", "theme-1", "theme-2"], ["delete", "e5"], ["history"], ["history", "e0"]],
    "answers": [
        ["visibility", "e6", "coach"],
        ["unfollow", "p3"],
        ["reindex"],
        ["edit", "e8", "--text", "new"],
    ],
    "typed": [["follow", STRANGE], ["keep", STRANGE], ["list", "--theme", STRANGE], ["search", STRANGE]],
    "files": [["import", "markdown", STRANGE], ["import", "opml", STRANGE], ["export", "--format", "json"]],
    "all": [["add", everything().replace("\0", "")], ["list", "-n", "1", "--json"]],
}
RUN = """
import json, pathlib, sys
from learnlog.cli.main import main
for argv in json.loads(pathlib.Path(sys.argv[2]).read_text()):
    print("exit", main([argv[0], "--home", sys.argv[1], *argv[1:]]), flush=True)
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_acts_in_what_the_commands_print(hostile: Path, tmp_path: Path, name: str) -> None:
    asked = tmp_path / "asked.json"
    asked.write_text(json.dumps(COMMANDS[name]), encoding="utf-8")
    program = (sys.executable, "-c", RUN, str(hostile), str(asked))
    with Terminal(program=program, size=(400, 50)) as terminal:
        assert terminal.wait(60) == 0
    received = terminal.received
    received.encode("utf-8")
    assert not trespasses(received, screen=False)
    assert received.count("exit ") >= len(COMMANDS[name])
    assert "Traceback" not in received
    assert "foreseen" not in received
    if name == "lists":
        for attack, marker, text in attacks():
            wanted = text if attack in MARKUP else marker
            assert wanted in received or wanted not in clean_text(text), attack
