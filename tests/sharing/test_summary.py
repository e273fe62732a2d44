"""A page a coach is glad to read: goals, the programme, entries, intentions and sources, the same in every form."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from learnlog.model.comeback import Outcome, Progress
from learnlog.model.entry import EntryKind
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.sharing.audience import Wanted
from learnlog.sharing.showing import Asked, rendered
from learnlog.sharing.summary import Summary
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.sharing.conftest import Write

PROGRAMME = """
title = "Autumn of contracts"
start = 2026-11-09
[[week]]
title = "Who keeps it"
task = "Ask somebody who keeps a contract."
[[week]]
title = "A first promise"
task = "Write one down."
[[week]]
title = "Looking back"
task = "What changed?"
[[week]]
title = "Not open yet"
task = "Later."
"""


@pytest.fixture
def autumn(workspace: Workspace, write: Write, clock: FakeClock) -> None:
    """A programme in its third week: the first assignment is answered for the coach, the second for myself."""
    folder = workspace.vault.root / "programmes"
    folder.mkdir()
    (folder / "autumn.toml").write_text(PROGRAMME)
    ana = workspace.people.add("Ana Vos")
    goal = write("Three contracts by spring", kind=EntryKind.GOAL, themes=["data contracts"])
    workspace.goals.look_again(goal.id, progress=Progress.CAN_SHOW)
    answer = write("Ana keeps it.", title="I asked Ana", themes=["data contracts"], people=[ana.id])
    workspace.programmes.link(answer, "autumn/1")
    workspace.returns.intend(answer.id, "If it drifts, then I will ask.", clock.now.date())
    workspace.returns.settle(answer.id, Outcome.DONE, note="Chidi answered")
    workspace.programmes.link(write("Mine alone.", "private", title="My doubts"), "autumn/2")


def shown(workspace: Workspace, **wanted: object) -> Summary:
    return workspace.showing.summary(
        Asked(wanted=Wanted(**wanted), question="How on?", called="Sanne")
    ).summary  # type: ignore[arg-type]


def text_of(summary: Summary, form: str) -> str:
    data = rendered(summary, form, page_id="")
    if form != "pdf":
        return data.decode()
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize("form", ["html", "pdf", "markdown", "json"])
def test_goals_assignments_intentions_and_experts_are_in_every_form(
    workspace: Workspace, autumn: None, form: str
) -> None:
    said = text_of(shown(workspace), form)

    for words in (
        *("Three contracts by spring", "can show", "I asked Ana", "Ana Vos", "How on?"),
        *("Chidi answered", "done", "Autumn of contracts, week 1: Who keeps it"),
    ):
        assert words in said, words
    assert "doubts" not in said


@pytest.mark.parametrize("form", ["html", "pdf", "markdown", "json"])
def test_a_programmes_page_tells_which_weeks_are_answered_and_not_what_is_private(
    workspace: Workspace, autumn: None, form: str
) -> None:
    summary = shown(workspace, programme="Autumn of contracts")

    said = text_of(summary, form)
    assert summary.programme is not None
    assert [(week.number, week.answers, week.opens) for week in summary.programme.weeks] == [
        (1, ("I asked Ana",), date(2026, 11, 9)),
        (2, (), date(2026, 11, 16)),
        (3, (), date(2026, 11, 23)),
    ]
    assert all(words in said for words in ("Who keeps it", "A first promise", "Looking back"))
    assert not any(words in said for words in ("doubts", "Not open yet", "Three contracts"))
    if form != "json":
        assert said.count("no answer shared yet") == 2


def test_private_answers_of_a_programme_are_counted_for_me_alone(workspace: Workspace, autumn: None) -> None:
    found = workspace.showing.summary(Asked(wanted=Wanted(programme="autumn")))

    assert (len(found.selection.entries), found.selection.withheld) == (1, 1)


def test_a_programme_without_a_shared_answer_is_said(
    workspace: Workspace, autumn: None, write: Write
) -> None:
    for entry in workspace.showing.gate.select(Wanted(programme="autumn")).entries:
        workspace.showing.revoke(entry.id)

    for act in (workspace.showing.summary, workspace.showing.bundle):
        with pytest.raises(UsageError, match="No answer to “Autumn of contracts” is shared"):
            act(Asked(wanted=Wanted(programme="autumn")))


def test_a_programme_that_i_am_not_in_is_said(workspace: Workspace, write: Write) -> None:
    write("shared")
    with pytest.raises(NotFoundError, match="no programme"):
        workspace.showing.summary(Asked(wanted=Wanted(programme="spring")))


def test_the_table_for_a_learning_department_has_numbers_and_no_words(
    workspace: Workspace, autumn: None
) -> None:
    said = text_of(shown(workspace), "csv")

    goal, answer = csv.DictReader(io.StringIO(said))
    assert (goal["kind"], goal["progress"], goal["open"]) == ("goal", "can show", "yes")
    assert (answer["assignment"], answer["intentions"], answer["done"], answer["sources"]) == (
        *("autumn/1", "1", "1", "1"),
    )
    assert not any(words in said for words in ("Ana", "Three", "Chidi", "drifts", "How on"))


def test_experts_stand_once_with_what_of_theirs_was_used(workspace: Workspace, write: Write) -> None:
    from learnlog.sharing.shared import SourceUsed
    from learnlog.sharing.summary import ThemeWeeks

    one = SourceUsed(author="Ana Vos", title="Contracts", url="https://ana.example/1")
    two = SourceUsed(author="Ana Vos", title="Keepers", url="https://ana.example/2")
    her = SourceUsed(author="Ana Vos", url="https://ana.example")
    bare = SourceUsed(title="A page", url="https://x.example")

    theme = ThemeWeeks(slug="c", name="C", weeks=(), sources=(one, two, her, bare))

    assert theme.experts == ((her, (one, two)), (bare, ()))


def test_the_bundle_says_what_its_assignments_are_called(workspace: Workspace, autumn: None) -> None:
    files = workspace.showing.bundle(Asked()).files

    said = json.loads(files["manifest.json"])
    assert said["assignments"] == {"autumn/1": "Autumn of contracts, week 1: Who keeps it"}


def test_words_that_are_their_own_title_stand_once(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    write("Who keeps a registry?", "public", kind=EntryKind.QUESTION)
    write("A promise.\n\nIt needs a keeper.", "public")
    summary = shown(workspace)

    pages = [text_of(summary, form) for form in ("html", "markdown", "pdf")]
    workspace.publishing.publish(tmp_path / "site", title="S", address="", now=workspace.clock())
    site = [file.read_text(encoding="utf-8") for file in sorted(tmp_path.glob("site/2026/*.html"))]

    assert [page.count("Who keeps a registry?") for page in pages] == [1, 1, 1]
    assert all("It needs a keeper." in page for page in pages)
    assert not any("<p>Who keeps a registry?</p>" in page for page in site)
