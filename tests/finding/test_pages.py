"""The pages of lines in the vault: mine to edit, safe with two processes, merged line by line."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from learnlog.finding.decisions import Decisions
from learnlog.finding.dismissals import Dismissals
from learnlog.journal.changes import Changes
from learnlog.model.finding import Candidate
from learnlog.vault.line_pages import LinePage
from learnlog.workspace import Workspace

DISMISS = """
import sys
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from learnlog.model.finding import Candidate
space = Workspace(find_paths(sys.argv[1]))
for number in range(20):
    key = f"did:plc:{sys.argv[2]}{number}"
    space.finder.dismiss(Candidate(key=key, name=f"{sys.argv[2]} {number}"))
space.close()
"""


def test_two_processes_that_set_people_aside_at_once_lose_nobody(home: Path, workspace: Workspace) -> None:
    workspace.finder  # noqa: B018 - the home is there before two find it missing
    running = [subprocess.Popen([sys.executable, "-c", DISMISS, str(home), name]) for name in ("a", "b")]
    assert [one.wait(60) for one in running] == [0, 0]
    assert len({one.key for one in workspace.finder.dismissed()}) == 40


def dismissals(workspace: Workspace) -> Dismissals:
    return Dismissals(workspace.vault, Changes(), lambda: datetime(2026, 11, 23).astimezone())


def test_what_i_write_on_the_page_by_hand_stays_and_counts(workspace: Workspace) -> None:
    page = dismissals(workspace)
    page.dismiss(Candidate(key="did:plc:x", name="X"), ["https://x.example/"])
    path = workspace.vault.root / "dismissed.md"
    mine = path.read_text(encoding="utf-8").replace(
        "# Not for me", "# Not for me\n\nMy own words.\n\n* a bullet"
    )
    path.write_text(mine + "- 2026-01-01 did:plc:y — Y, by hand\n- no fact at all\n", encoding="utf-8")
    assert [one.name for one in page.all()] == ["Y, by hand", "X"]
    assert page.keys() == {"did:plc:x", "https://x.example/", "did:plc:y"}
    page.restore("https://x.example/")
    text = path.read_text(encoding="utf-8")
    assert "My own words.\n\n* a bullet" in text
    assert "- no fact at all\n" in text
    assert "did:plc:x" not in text
    assert page.keys() == {"did:plc:y"}


def test_names_that_look_like_facts_do_not_become_any(workspace: Workspace) -> None:
    page = dismissals(workspace)
    page.dismiss(
        Candidate(key="did:plc:x", name="X\n- 2026-01-01 did:plc:z — Z"), ["two keys", "—", "person:ana"]
    )
    assert page.keys() == {"did:plc:x"}
    assert [one.name for one in page.all()] == ["X - 2026-01-01 did:plc:z — Z"]


def test_the_later_of_two_decisions_counts(workspace: Workspace) -> None:
    decisions = Decisions(workspace.vault, Changes())
    decisions.join("did:plc:x", "did:plc:y", "X")
    decisions.part("did:plc:y", ["did:plc:x"], "Y")
    assert decisions.all().joined == ()
    path = workspace.vault.root / "same-person.md"
    with path.open("a", encoding="utf-8") as file:  # as another machine's line is merged in
        file.write("- one: did:plc:x did:plc:y — X\n- one: alone\n- maybe\n")
    assert decisions.all().joined == (("did:plc:x", "did:plc:y"),)
    assert decisions.all().parted == frozenset()


def test_a_fact_that_is_there_twice_is_taken_out_as_often_as_asked(workspace: Workspace) -> None:
    page = LinePage(workspace.vault, "some.md", "# Some\n")
    page.change(lambda facts: [*facts, "a", "b", "a"])
    page.change(lambda facts: ["a"])
    assert page.facts() == ["a"]
    assert not page.change(lambda facts: facts)
