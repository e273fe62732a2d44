"""Goals: in my own words, with what shows them; every act has its way back."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.comeback import ComebackKind, Progress
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.post import NewPost
from learnlog.overview.document_page import look_at_document
from learnlog.overview.tracing import trace
from learnlog.reflecting.goals import Goal
from learnlog.workspace import Workspace
from tests.conftest import FakeClock


@pytest.fixture
def goal(workspace: Workspace) -> Goal:
    return workspace.goals.begin("Run a retro", outcome="Everybody spoke.", themes=["facilitation"])


def test_a_goal_has_an_outcome_and_comes_back_on_its_day(
    workspace: Workspace, goal: Goal, clock: FakeClock
) -> None:
    assert (goal.outcome, goal.progress, goal.review) == (
        "Everybody spoke.",
        Progress.NOT_STARTED,
        date(2026, 12, 14),
    )
    clock.pass_(days=20)
    assert workspace.returns.due() == []
    clock.pass_(days=1)
    assert [one.kind for one in workspace.returns.due()] == [ComebackKind.GOAL]

    workspace.goals.look_again(goal.entry.id, progress=Progress.WORKING, review=date(2027, 1, 4))
    assert workspace.returns.due() == []

    workspace.changes.undo()
    assert [one.kind for one in workspace.returns.due()] == [ComebackKind.GOAL]
    workspace.changes.undo()
    assert workspace.goals.all() == [], "setting it was one change"


def test_what_was_said_before_stays(workspace: Workspace, goal: Goal, clock: FakeClock) -> None:
    workspace.goals.look_again(goal.entry.id, progress=Progress.WORKING, note="one, with help")
    clock.pass_(weeks=3)
    seen = workspace.goals.look_again(goal.entry.id, progress=Progress.CAN_SHOW)
    workspace.goals.look_again(goal.entry.id, review=date(2027, 2, 1))

    assert [(one.day, one.progress.value, one.note) for one in seen.reviews] == [
        (date(2026, 11, 23), "working", "one, with help"),
        (date(2026, 12, 14), "can show", ""),
    ]
    assert workspace.goals.get(goal.entry.id).reviews == seen.reviews, (
        "a new day alone says nothing of how far"
    )


def test_entries_and_kept_posts_show_it_and_can_be_taken_off(workspace: Workspace, goal: Goal) -> None:
    entry = workspace.journal.add(NewEntry(body="They all spoke."))
    kept = keep(workspace)

    shown = workspace.goals.add_evidence(goal.entry.id, entry.id, kept)
    again = workspace.goals.add_evidence(goal.entry.id, entry.id)

    assert [(one.kind.value, one.title) for one in shown.evidence] == [
        ("entry", "They all spoke."),
        ("kept", "Openers"),
    ]
    assert again.evidence == shown.evidence
    assert workspace.library.documents.kept(unused=True) == [], "it is used now"
    left = workspace.goals.drop_evidence(goal.entry.id, entry.id)
    assert [one.id for one in left.evidence] == [kept]
    workspace.changes.undo()
    assert workspace.goals.get(goal.entry.id).evidence == shown.evidence
    workspace.changes.undo()
    assert workspace.goals.get(goal.entry.id).evidence == ()
    with pytest.raises(NotFoundError):
        workspace.goals.drop_evidence(goal.entry.id, entry.id)


def test_a_file_of_an_entry_is_named_with_it(workspace: Workspace, goal: Goal, tmp_path: Path) -> None:
    entry = workspace.journal.add(NewEntry(body="They all spoke."))
    (tmp_path / "who spoke.csv").write_text("name,times\n")
    workspace.attaching.attach(entry.id, [tmp_path / "who spoke.csv"])

    (shown,) = workspace.goals.add_evidence(goal.entry.id, entry.id).evidence

    assert shown.files == ("who spoke.csv",)


def test_the_chain_goes_over_evidence_both_ways(workspace: Workspace, goal: Goal) -> None:
    entry = workspace.journal.add(NewEntry(body="They all spoke."))
    workspace.goals.add_evidence(goal.entry.id, entry.id)

    groups = {
        one.title: [link.id for link in one.links]
        for one in look_at_document(workspace, "entry", entry.id).groups
    }

    assert groups["Evidence for"] == [goal.entry.id]
    assert [step.link.id for step in trace(workspace, "entry", goal.entry.id).rests] == [entry.id]
    assert [step.link.id for step in trace(workspace, "entry", entry.id).grew] == [goal.entry.id]


def test_evidence_that_was_deleted_is_said_to_be_gone(workspace: Workspace, goal: Goal) -> None:
    entry = workspace.journal.add(NewEntry(body="They all spoke."))
    workspace.goals.add_evidence(goal.entry.id, entry.id)
    workspace.journal.delete(entry.id)

    (shown,) = workspace.goals.get(goal.entry.id).evidence

    assert (shown.title, shown.day) == (entry.id, None)
    assert workspace.goals.drop_evidence(goal.entry.id, entry.id).evidence == ()


def test_goals_stand_by_when_they_are_looked_at_and_closed_ones_last(
    workspace: Workspace, goal: Goal, clock: FakeClock
) -> None:
    soon = workspace.goals.begin("Say no", review=clock.now.date() + timedelta(days=2))
    done = workspace.goals.begin("Listen", review=clock.now.date() + timedelta(days=1))
    workspace.journal.close(done.entry.id)

    assert [one.entry.id for one in workspace.goals.all()] == [soon.entry.id, goal.entry.id, done.entry.id]


def test_only_goals_are_goals(workspace: Workspace, goal: Goal) -> None:
    entry = workspace.journal.add(NewEntry(body="Words."))
    with pytest.raises(UsageError, match="is no goal"):
        workspace.goals.add_evidence(entry.id, goal.entry.id)
    with pytest.raises(UsageError, match="itself"):
        workspace.goals.add_evidence(goal.entry.id, goal.entry.id)
    with pytest.raises(UsageError, match="needs words"):
        workspace.goals.begin("  ")


def test_lines_written_by_hand_are_read_as_far_as_they_say_something(
    workspace: Workspace, goal: Goal
) -> None:
    entry = workspace.journal.add(NewEntry(body="Words."))
    file = workspace.vault.root / goal.entry.path
    said = f"evidence: [{entry.id}, 'what:x', 'kept:']\nreviews:\n- day: someday\n- nothing\n---\n"
    head, _, body = file.read_text().partition("\n---\n")
    file.write_text(f"{head}\n{said}{body}")
    workspace.sync.scan()

    found = workspace.goals.get(goal.entry.id)

    assert [one.id for one in found.evidence] == [entry.id]
    assert found.reviews == ()


def keep(workspace: Workspace) -> str:
    """Keep a post, and return its id."""
    from learnlog.model.fetching import FetchState
    from learnlog.model.person import Channel
    from learnlog.model.query import PostFilter

    key = "https://ana.example/feed"
    workspace.people.add("Ana", [Channel(kind="feed", key=key)])
    workspace.library.channels.ensure(Channel(kind="feed", key=key))
    new = NewPost(guid="1", title="Openers", text="Ask the quiet one.", url="https://ana.example/1")
    workspace.library.channels.commit(key, [new], FetchState())
    (post,) = workspace.river.page(PostFilter())
    return workspace.keeping.keep(post.id).id


def test_a_goal_and_an_intention_come_back_on_the_learners_own_day_through_summer_time(
    workspace: Workspace, clock: FakeClock
) -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    clock.now = datetime(2026, 10, 5, 22, tzinfo=amsterdam)
    goal = workspace.goals.begin("Run a retro")
    workspace.returns.intend(goal.entry.id, "If it drifts, then I will ask", date(2026, 10, 26))
    assert goal.review == date(2026, 10, 26)

    clock.now = datetime(2026, 10, 25, 23, 59, tzinfo=amsterdam)  # a day of 25 hours
    assert workspace.returns.due() == []
    clock.now = datetime(2026, 10, 26, 0, 0, tzinfo=amsterdam)
    assert {one.kind.value for one in workspace.returns.due()} == {"goal", "intention"}
    clock.now = clock.now.astimezone(ZoneInfo("America/New_York"))
    assert workspace.returns.due() == [], "on a journey it is still Sunday"
    clock.now = datetime(2026, 10, 26, 0, 0, tzinfo=ZoneInfo("Pacific/Auckland"))
    assert len(workspace.returns.due()) == 2
