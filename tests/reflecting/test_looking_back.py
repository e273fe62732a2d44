"""What of my own comes back on Today, with a clock that moves."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.overview.looking_back import look_back
from learnlog.reflecting.prompting import fades
from learnlog.workspace import Workspace
from tests.conftest import FakeClock


def insight(workspace: Workspace, words: str, theme: str = "Retro openers") -> str:
    return workspace.journal.add(NewEntry(body=words, kind=EntryKind.INSIGHT, themes=[theme])).id


def test_an_insight_is_asked_for_by_its_theme_and_month(workspace: Workspace, clock: FakeClock) -> None:
    insight(workspace, "Silence before talk.")
    clock.pass_(weeks=5)

    recall = look_back(workspace).recall

    assert recall is not None
    assert recall.question(clock.now) == "What did you conclude about Retro openers in November?"
    clock.pass_(weeks=60)
    assert recall.question(clock.now) == "What did you conclude about Retro openers in November 2026?"


def test_at_most_one_insight_a_day_comes_back(workspace: Workspace, clock: FakeClock) -> None:
    first, second = insight(workspace, "One."), insight(workspace, "Two.")
    clock.pass_(weeks=1)
    came = look_back(workspace).recall
    assert came is not None
    assert came.entry.id == first

    workspace.returns.recall(first)
    assert look_back(workspace).recall is None
    clock.pass_(days=1)
    tomorrow = look_back(workspace).recall
    assert tomorrow is not None
    assert tomorrow.entry.id == second


def test_a_recall_that_was_taken_back_comes_back(workspace: Workspace, clock: FakeClock) -> None:
    insight(workspace, "One.")
    clock.pass_(weeks=1)
    workspace.returns.recall(look_back(workspace).recall.entry.id, "Still so.")  # type: ignore[union-attr]

    workspace.changes.undo()

    assert look_back(workspace).recall is not None
    assert [entry.headline for entry in workspace.journal.list()] == ["One."]


@pytest.mark.parametrize("back", [31, 365])
def test_an_entry_of_this_day_is_found_a_month_and_a_year_later(
    workspace: Workspace, clock: FakeClock, back: int
) -> None:
    clock.now = clock.now.replace(month=12, day=5)
    workspace.journal.add(NewEntry(body="Then.", created=clock.now - timedelta(days=back)))
    if back == 31:  # 5 December back to 4 November: not the same day
        assert look_back(workspace).that_day is None
        return
    assert look_back(workspace).that_day.headline == "Then."  # type: ignore[union-attr]


def test_a_year_ago_comes_before_a_month_ago(workspace: Workspace, clock: FakeClock) -> None:
    workspace.journal.add(NewEntry(body="A month ago.", created=clock.now.replace(month=10)))
    workspace.journal.add(NewEntry(body="A year ago.", created=clock.now.replace(year=2025)))
    assert look_back(workspace).that_day.headline == "A year ago."  # type: ignore[union-attr]


def test_the_31st_and_the_29th_of_february_harm_nothing(workspace: Workspace, clock: FakeClock) -> None:
    for day in (date(2026, 12, 31), date(2028, 2, 29)):
        clock.now = clock.now.replace(year=day.year, month=day.month, day=day.day)
        assert look_back(workspace).that_day is None


def test_the_review_is_offered_when_the_week_ends_and_not_twice(
    workspace: Workspace, clock: FakeClock
) -> None:
    workspace.journal.add(NewEntry(body="Something happened."))  # on a Monday
    monday = clock.now.date()
    assert look_back(workspace).review is None

    clock.pass_(days=4)
    assert look_back(workspace).review == monday
    clock.pass_(days=3)
    assert look_back(workspace).review == monday
    clock.pass_(days=-2)
    week = workspace.reviewing.week()
    workspace.reviewing.save(week, "A good week.", workspace.reviewing.asked(week)[0])
    assert look_back(workspace).review is None


def test_a_week_without_words_asks_for_no_review(workspace: Workspace, clock: FakeClock) -> None:
    clock.pass_(days=5)
    assert look_back(workspace).review is None


def test_this_weeks_task_stands_first_and_what_was_missed_is_only_counted(
    workspace: Workspace, clock: FakeClock
) -> None:
    workspace.programmes.begin("working-out-loud")
    assert look_back(workspace).missed == 0
    clock.pass_(weeks=2)

    back = look_back(workspace)

    assert back.assignment is not None
    assert back.assignment.assignment.number == 3
    assert back.missed == 2


def test_a_programme_that_cannot_be_read_is_said_and_spoils_nothing(workspace: Workspace) -> None:
    folder: Path = workspace.vault.root / "programmes"
    folder.mkdir()
    (folder / "broken.toml").write_text("title = ", encoding="utf-8")

    assert "broken" in look_back(workspace).trouble


def test_prompts_are_quiet_for_a_week_or_off_and_undo_reaches_it(
    workspace: Workspace, clock: FakeClock
) -> None:
    asked = workspace.preferences
    assert asked.asks
    asked.be_quiet()
    assert not asked.asks
    clock.pass_(days=6)
    assert not asked.asks
    clock.pass_(days=1)
    assert asked.asks

    asked.set_asking(False)
    assert not asked.asks
    assert "prompts: no" in (workspace.vault.root / "reflecting.md").read_text()
    workspace.changes.undo()
    assert asked.asks
    asked.set_helping(False)
    assert not asked.helps


def test_after_an_insight_was_let_rest_the_day_stays_quiet(workspace: Workspace, clock: FakeClock) -> None:
    first = workspace.journal.add(NewEntry(body="The first.", kind=EntryKind.INSIGHT))
    workspace.journal.add(NewEntry(body="The second.", kind=EntryKind.INSIGHT))
    clock.pass_(weeks=1)

    workspace.returns.rest(first.id)

    assert look_back(workspace).recall is None
    clock.pass_(days=1)
    came = look_back(workspace).recall
    assert came is not None
    assert came.entry.headline == "The second."
    workspace.changes.undo()
    assert look_back(workspace).recall is not None


def test_a_part_always_covered_is_left_out_for_a_while_and_comes_back_when_it_is_not() -> None:
    yes, no = [True], [False]
    assert not fades(yes * 4)
    assert fades(yes * 5)
    assert fades(yes * 5 + no * 2), "an entry it was left out of says nothing"
    assert not fades(yes * 5 + no * 3), "then it is asked once"
    assert fades(yes * 5 + no * 3 + yes), "covered still"
    assert not fades(yes * 5 + no * 4 + yes * 4), "not covered any more: as at first"
    assert fades(yes * 5 + no * 4 + yes * 5)
