"""One undo takes each act of looking back whole: the vault's own words are as they were before it."""

from collections.abc import Callable
from datetime import date

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.comeback import Outcome, Progress
from learnlog.model.entry import EntryKind
from learnlog.workspace import Workspace

PROGRAMME = "privacy-in-the-team"
Act = Callable[[Workspace, dict[str, str]], object]

ACTS: dict[str, Act] = {
    "a goal set": lambda w, _: w.goals.begin("Listen", outcome="They spoke.", themes=["new theme"]),
    "a goal looked at": lambda w, ids: w.goals.look_again(
        ids["goal"], progress=Progress.WORKING, note="once", review=date(2027, 1, 1)
    ),
    "evidence added": lambda w, ids: w.goals.add_evidence(ids["goal"], ids["insight"]),
    "evidence taken off": lambda w, ids: w.goals.drop_evidence(ids["goal"], ids["entry"]),
    "a goal closed": lambda w, ids: w.journal.close(ids["goal"]),
    "a question concluded": lambda w, ids: w.journal.answer_in_words(
        ids["question"], NewEntry(body="Nobody does.")
    ),
    "an intention made": lambda w, ids: w.returns.intend(
        ids["entry"], "If so, then I will", date(2026, 12, 1)
    ),
    "an intention done": lambda w, ids: w.returns.settle(ids["entry"], Outcome.DONE, note="twice"),
    "an intention put off": lambda w, ids: w.returns.settle(
        ids["entry"], Outcome.OPEN, later=date(2026, 12, 24)
    ),
    "an intention changed": lambda w, ids: w.returns.change(
        ids["entry"], "If so, then I will wait", date(2026, 12, 3)
    ),
    "an intention dropped": lambda w, ids: w.returns.settle(ids["entry"], Outcome.DROPPED),
    "an insight let rest": lambda w, ids: w.returns.rest(ids["insight"]),
    "an insight recalled": lambda w, ids: w.returns.recall(ids["insight"]),
    "an insight answered": lambda w, ids: w.returns.recall(ids["insight"], "Not any more."),
    "a programme begun": lambda w, _: w.programmes.begin("working-out-loud"),
    "a programme begun again": lambda w, _: w.programmes.begin(PROGRAMME, date(2026, 12, 7)),
    "a programme left": lambda w, _: w.programmes.leave(PROGRAMME),
    "an assignment answered": lambda w, _: w.programmes.answer(
        f"{PROGRAMME}/1", NewEntry(body="I told Jurre.")
    ),
    "prompts kept quiet": lambda w, _: w.preferences.be_quiet(),
    "prompts off": lambda w, _: w.preferences.set_asking(False),
    "help off": lambda w, _: w.preferences.set_helping(False),
}


@pytest.fixture
def ids(workspace: Workspace) -> dict[str, str]:
    """A journal with one of each, and their ids."""
    entry = workspace.journal.add(NewEntry(body="The stand-up drifted."))
    workspace.returns.intend(entry.id, "If it drifts, then I will ask", date(2026, 11, 24))
    insight = workspace.journal.add(NewEntry(body="Silence first.", kind=EntryKind.INSIGHT))
    question = workspace.journal.add(NewEntry(body="Who knows?", kind=EntryKind.QUESTION))
    goal = workspace.goals.begin("Run a retro")
    workspace.goals.add_evidence(goal.entry.id, entry.id)
    workspace.programmes.begin(PROGRAMME)
    workspace.preferences.set_helping(True)
    return {"entry": entry.id, "insight": insight.id, "question": question.id, "goal": goal.entry.id}


def words(workspace: Workspace) -> dict[str, str]:
    """Every file of the vault that is the user's own, by its path; versions and trash are learnlog's."""
    root = workspace.vault.root
    files = (file for pattern in ("*.md", "*.toml") for file in root.rglob(pattern))
    own = {file.relative_to(root).as_posix(): file.read_text() for file in files}
    return {path: text for path, text in own.items() if not path.startswith(".")}


@pytest.mark.parametrize("act", ACTS)
def test_one_undo_takes_back(workspace: Workspace, ids: dict[str, str], act: str) -> None:
    before, made = words(workspace), len(workspace.changes)

    ACTS[act](workspace, ids)
    assert words(workspace) != before
    assert len(workspace.changes) == made + 1, "one act is one change"

    assert workspace.changes.undo()
    assert words(workspace) == before
