"""Dates as they are typed in a search."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.library.dates import between, span_of

NOW = datetime(2026, 11, 25, 15, 30, tzinfo=timezone(timedelta(hours=1)))  # a Wednesday


def days(first: str, last: str) -> tuple[datetime, datetime]:
    start, end = (datetime.fromisoformat(text).replace(tzinfo=NOW.tzinfo) for text in (first, last))
    return start, end + timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-11-23", "2026-11-23", "2026-11-23"),
        ("2026-1-3", "2026-01-03", "2026-01-03"),
        ("today", "2026-11-25", "2026-11-25"),
        ("Yesterday", "2026-11-24", "2026-11-24"),
        ("7d", "2026-11-18", "2026-11-18"),
        ("2w", "2026-11-11", "2026-11-11"),
        ("9m", "2026-02-25", "2026-02-25"),
        ("3 days ago", "2026-11-22", "2026-11-22"),
        ("1y", "2025-11-25", "2025-11-25"),
        ("this week", "2026-11-23", "2026-11-29"),
        ("last_week", "2026-11-16", "2026-11-22"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("monday", "2026-11-23", "2026-11-23"),
        ("wednesday", "2026-11-25", "2026-11-25"),
        ("last wednesday", "2026-11-18", "2026-11-18"),
        ("last friday", "2026-11-20", "2026-11-20"),
    ],
)
def test_a_date_names_its_days(typed: str, first: str, last: str) -> None:
    assert span_of(typed, NOW) == days(first, last)


def test_a_month_ago_stays_within_a_shorter_month() -> None:
    assert span_of("1m", datetime(2026, 3, 31, tzinfo=UTC)) == (
        datetime(2026, 2, 28, tzinfo=UTC),
        datetime(2026, 3, 1, tzinfo=UTC),
    )


def test_a_number_of_days_is_the_days_until_now() -> None:
    assert between("7d", NOW) == days("2026-11-18", "2026-11-25")
    assert between("2026-10", NOW) == days("2026-10-01", "2026-10-31")


@pytest.mark.parametrize(
    "typed", ["", "soon", "2026-13", "2026-02-30", "0000", "99999y", "9999", "last", "d7"]
)
def test_what_is_no_date_says_so(typed: str) -> None:
    assert span_of(typed, NOW) is None


@given(
    st.one_of(st.text(max_size=20), st.from_regex(r"\d{1,5}[dwmy]|\d{4}-\d{1,2}(-\d\d?)?", fullmatch=True))
)
def test_a_date_is_read_or_refused_but_never_fails(typed: str) -> None:
    span = span_of(typed, NOW)
    assert span is None or span[0] < span[1]
