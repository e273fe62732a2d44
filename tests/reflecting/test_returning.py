"""What comes back, and when: with a clock that moves, over months and over summer time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.journal.entries import NewEntry
from learnlog.model.comeback import (
    LADDER,
    ComebackKind,
    Outcome,
    Progress,
    as_intention,
    next_recall,
)
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.fixture
def insight(workspace: Workspace) -> Entry:
    return workspace.journal.add(NewEntry(body="Slow feedback is the cost.", kind=EntryKind.INSIGHT))


def due(workspace: Workspace) -> list[tuple[str, str]]:
    return [
        (one.kind.value, one.intention.words if one.intention else one.entry.headline)
        for one in workspace.returns.due()
    ]


def test_an_insight_comes_back_after_1_4_12_and_26_weeks(
    workspace: Workspace, insight: Entry, clock: FakeClock
) -> None:
    began, came = clock.now.date(), []
    for _ in range(400):
        clock.pass_(days=1)
        if due(workspace):
            came.append((clock.now.date() - began).days)
            workspace.returns.recall(insight.id)

    assert came == [7, 28, 84, 182]


def test_what_was_late_is_no_debt(workspace: Workspace, insight: Entry, clock: FakeClock) -> None:
    clock.pass_(weeks=60)
    assert due(workspace) == [("recall", "Slow feedback is the cost.")]
    workspace.returns.recall(insight.id)

    assert due(workspace) == []
    clock.pass_(weeks=3)
    assert due(workspace) == [("recall", "Slow feedback is the cost.")]


@given(written=DAYS, waits=st.lists(st.integers(0, 400), max_size=4))
def test_each_step_is_later_than_the_one_before_and_there_are_four(written: date, waits: list[int]) -> None:
    recalled: list[date] = []
    for wait in waits:
        day = next_recall(written, recalled)
        assert day is not None
        assert day >= written + timedelta(weeks=LADDER[len(recalled)])
        assert not recalled or day > recalled[-1]
        recalled.append(day + timedelta(days=wait))
    assert (next_recall(written, recalled) is None) == (len(recalled) == len(LADDER))


def test_days_are_the_writers_across_summer_time(workspace: Workspace, clock: FakeClock) -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    clock.now = datetime(2026, 3, 22, 23, 30, tzinfo=amsterdam)
    workspace.journal.add(NewEntry(body="late on a Sunday", kind=EntryKind.INSIGHT))

    clock.now = datetime(2026, 3, 28, 23, 59, tzinfo=amsterdam)
    assert due(workspace) == []
    clock.now = datetime(2026, 3, 29, 0, 1, tzinfo=amsterdam)
    assert due(workspace) == [("recall", "late on a Sunday")]
    clock.now = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert due(workspace) == []


def test_my_answer_is_a_follow_up_that_links_to_it_and_one_undo_takes_both_back(
    workspace: Workspace, insight: Entry, clock: FakeClock
) -> None:
    clock.pass_(weeks=1)
    before = (workspace.vault.root / insight.path).read_text()

    followed = workspace.returns.recall(insight.id, "Still true, and dearer.")

    assert followed is not None
    assert followed.entries == (insight.id,)
    assert due(workspace) == []
    workspace.changes.undo()
    assert (workspace.vault.root / insight.path).read_text() == before
    assert due(workspace) == [("recall", "Slow feedback is the cost.")]
    with pytest.raises(NotFoundError):
        workspace.journal.get(followed.id)


def test_an_insight_can_be_let_rest(workspace: Workspace, insight: Entry, clock: FakeClock) -> None:
    clock.pass_(weeks=1)
    workspace.returns.rest(insight.id)
    assert due(workspace) == []

    workspace.returns.rest(insight.id, rests=False)
    assert len(due(workspace)) == 1


def test_no_day_is_flooded_with_old_insights(workspace: Workspace, clock: FakeClock) -> None:
    for number in range(30):
        workspace.journal.add(NewEntry(body=f"insight {number}", kind=EntryKind.INSIGHT))
    clock.pass_(weeks=2)

    assert len(due(workspace)) == 1
    assert len(workspace.returns.due(recalls=5)) == 5


def test_only_insights_come_back_by_themselves(workspace: Workspace, clock: FakeClock) -> None:
    reflection = workspace.journal.add(NewEntry(body="a day"))
    clock.pass_(weeks=30)

    assert due(workspace) == []
    with pytest.raises(UsageError, match="no insight"):
        workspace.returns.recall(reflection.id)


@pytest.mark.parametrize(
    ("words", "when", "then"),
    [
        (
            "If the stand-up drifts, then I will ask about handover.",
            "the stand-up drifts",
            "ask about handover",
        ),
        ("when it rains then I'll read", "it rains", "read"),
        (
            "Als het overleg uitloopt, dan vraag ik wat we besloten.",
            "het overleg uitloopt",
            "vraag ik wat we besloten",
        ),
        ("Call Ana", "", "Call Ana"),
    ],
)
def test_an_intention_is_understood_as_it_is_said(words: str, when: str, then: str) -> None:
    one = as_intention(words, None)
    assert (one.when, one.then) == (when, then)


def test_an_intention_comes_back_in_the_language_it_was_said_in(
    workspace: Workspace, insight: Entry, clock: FakeClock
) -> None:
    workspace.returns.intend(insight.id, "Als het uitloopt, dan vraag ik door.", clock.now.date())

    assert due(workspace) == [("intention", "Als het uitloopt, dan vraag ik door")]


def test_an_intention_comes_back_on_its_day_and_what_came_of_it_stays(
    workspace: Workspace, insight: Entry, clock: FakeClock
) -> None:
    day = clock.now.date() + timedelta(days=3)
    workspace.returns.intend(insight.id, "If it drifts, then I will ask.", day)
    clock.pass_(days=2)
    assert due(workspace) == []
    clock.pass_(days=1)
    assert due(workspace) == [("intention", "If it drifts, then I will ask")]

    workspace.returns.settle(insight.id, Outcome.DONE, note="asked twice")

    assert due(workspace) == []
    _, said = workspace.returns.look(insight.id)
    assert [(one.outcome, one.note) for one in said.intentions] == [(Outcome.DONE, "asked twice")]
    workspace.changes.undo()
    assert len(due(workspace)) == 1


def test_a_changed_intention_can_come_back_once_more(
    workspace: Workspace, insight: Entry, clock: FakeClock
) -> None:
    workspace.returns.intend(insight.id, "Call Ana", clock.now.date())
    workspace.returns.settle(insight.id, Outcome.OPEN, later=clock.now.date() + timedelta(days=2))
    assert due(workspace) == []
    clock.pass_(days=2)
    assert due(workspace) == [("intention", "Call Ana")]
    with pytest.raises(NotFoundError):
        workspace.returns.settle(insight.id, Outcome.DONE, number=1)


def test_a_goal_comes_back_on_its_day_until_it_is_closed(workspace: Workspace, clock: FakeClock) -> None:
    goal = workspace.journal.add(NewEntry(body="Three contracts", kind=EntryKind.GOAL))
    workspace.goals.look_again(goal.id, progress=Progress.WORKING, review=clock.now.date())
    assert due(workspace) == [("goal", "Three contracts")]
    assert workspace.returns.look(goal.id)[1].progress is Progress.WORKING

    workspace.journal.close(goal.id)
    assert due(workspace) == []


def test_editing_the_entry_keeps_what_comes_back(
    workspace: Workspace, insight: Entry, clock: FakeClock
) -> None:
    workspace.returns.intend(insight.id, "Call Ana", clock.now.date())
    workspace.journal.save(replace(workspace.journal.get(insight.id), body="Other words."))

    assert due(workspace) == [("intention", "Call Ana")]


def test_what_another_editor_wrote_by_hand_comes_back_and_nonsense_harms_nothing(
    workspace: Workspace, insight: Entry, clock: FakeClock
) -> None:
    path = workspace.vault.root / insight.path
    intentions = "intentions:\n  - If it rains, then I will read\n  - then: call\n    due: 2026-11-23\n"
    lines = f"{intentions}  - 7\n  - {{due: x}}\nrecalled: never\n"
    path.write_text(path.read_text().replace("kind: insight\n", f"kind: insight\n{lines}"))
    workspace.sync.scan()

    assert due(workspace) == [("intention", "call")]


def test_reindex_finds_the_same(workspace: Workspace, insight: Entry, clock: FakeClock) -> None:
    workspace.returns.intend(insight.id, "Call Ana", clock.now.date())
    clock.pass_(weeks=1)
    before = due(workspace)

    workspace.sync.reindex(lambda *_: None)

    assert due(workspace) == before
    assert {kind for kind, _ in before} == {ComebackKind.INTENTION.value, ComebackKind.RECALL.value}
