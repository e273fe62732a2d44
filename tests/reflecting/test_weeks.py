"""Weeks are told as they were: written, read and kept, or neither; days are those of the writer's own calendar."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from learnlog.journal.entries import NewEntry
from learnlog.model.entry import EntryKind
from learnlog.overview.today import look_at_today
from learnlog.workspace import Workspace
from tests.conftest import FakeClock
from tests.reflecting.test_goals import keep


def test_each_week_has_its_entries_kept_posts_and_themes(workspace: Workspace, clock: FakeClock) -> None:
    workspace.journal.add(NewEntry(body="one", themes=["Retros"]))
    clock.pass_(weeks=2)
    workspace.journal.add(NewEntry(body="two", themes=["Retros", "Contracts"]))
    workspace.journal.add(NewEntry(body="three", themes=["Contracts"]))
    workspace.journal.add(NewEntry(body="a mark", kind=EntryKind.BOOKMARK))
    clock.pass_(weeks=1)

    found = workspace.weeks.look()

    assert [(one.name, one.entries, dict(one.themes)) for one in found.weeks] == [
        ("2026-W48", 1, {"retros": 1}),
        ("2026-W49", 0, {}),
        ("2026-W50", 2, {"retros": 1, "contracts": 2}),
        ("2026-W51", 0, {}),
    ]
    assert [(one.name, one.weeks, one.total) for one in found.themes] == [
        ("Contracts", (0, 0, 2, 0), 2),
        ("Retros", (1, 0, 1, 0), 2),
    ]
    assert found.reflected == 2
    assert [week.name for week in workspace.weeks.look(2).weeks] == ["2026-W50", "2026-W51"]


def test_a_week_of_reading_is_shown_as_what_it_is(workspace: Workspace) -> None:
    keep(workspace)

    (week,) = workspace.weeks.look().weeks

    assert (week.entries, week.kept) == (0, 1)
    assert workspace.weeks.look().reflected == 0
    assert workspace.reviewing.week().reflected[-1] is False, "keeping is reading, not a reflection"
    assert workspace.reviewing.week().kept[-1] == 1
    assert look_at_today(workspace).kept == 1


def test_a_merged_theme_counts_as_what_it_is_now(workspace: Workspace) -> None:
    workspace.journal.add(NewEntry(body="one", themes=["Openers"]))
    workspace.journal.add(NewEntry(body="two", themes=["Retros", "Openers"]))
    workspace.themes.merge("Openers", "Retros")

    (theme,) = workspace.weeks.look().themes

    assert (theme.slug, theme.total) == ("retros", 2)


def test_a_day_is_the_writers_own_across_zones_and_summer_time(
    workspace: Workspace, clock: FakeClock
) -> None:
    amsterdam = ZoneInfo("Europe/Amsterdam")
    clock.now = datetime(2026, 3, 29, 23, 30, tzinfo=amsterdam)  # the night summer time began, a Sunday
    workspace.journal.add(NewEntry(body="late on Sunday"))
    clock.now = datetime(2026, 3, 30, 0, 30, tzinfo=amsterdam)
    workspace.journal.add(NewEntry(body="early on Monday"))
    clock.now = datetime(2026, 4, 2, 9, tzinfo=ZoneInfo("America/Los_Angeles"))

    found = workspace.weeks.look()

    assert [(week.monday, week.entries) for week in found.weeks] == [
        (date(2026, 3, 23), 1),
        (date(2026, 3, 30), 1),
    ]
    assert [one.body for one in workspace.weeks.open(date(2026, 3, 29)).entries] == ["late on Sunday"]
