"""How long ago something was is said in a column of seven cells, whatever its age."""

from datetime import UTC, datetime, timedelta

from rich.cells import cell_len

from learnlog.tui.text import ago

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_every_age_leaves_room_before_what_stands_beside_it() -> None:
    ages = [ago(NOW - timedelta(days=days), NOW) for days in range(1500)]

    assert max(map(cell_len, ages)) <= 7
    assert ages[-1] == "Oct ’22"
