"""Dates as people write them."""

from datetime import datetime, timedelta, timezone

import pytest

from learnlog.cli.dates import read_end, read_moment, read_start
from learnlog.model.errors import UsageError

ZONE = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 23, 16, 5, tzinfo=ZONE)  # a Monday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("now", "2026-11-23T16:05"),
        ("Today", "2026-11-23T16:05"),
        ("today 9:00", "2026-11-23T09:00"),
        ("15:30", "2026-11-23T15:30"),
        ("yesterday", "2026-11-22T12:00"),
        ("yesterday at 8:15", "2026-11-22T08:15"),
        ("yesterday 3pm", "2026-11-22T15:00"),
        ("yesterday 12 am", "2026-11-22T00:00"),
        ("last friday 15:00", "2026-11-20T15:00"),
        ("friday", "2026-11-20T12:00"),
        ("on Friday", "2026-11-20T12:00"),
        ("monday", "2026-11-23T12:00"),
        ("last monday", "2026-11-16T12:00"),
        ("3 days ago", "2026-11-20T16:05"),
        ("a week ago", "2026-11-16T16:05"),
        ("2 hours ago", "2026-11-23T14:05"),
        ("3 days ago 10:00", "2026-11-20T10:00"),
        ("2026-11-01", "2026-11-01T12:00"),
        ("2026-11-01 07:30", "2026-11-01T07:30"),
        ("2026-11-01T07:30:15", "2026-11-01T07:30:15"),
        ("5 november", "2026-11-05T12:00"),
        ("24 december", "2025-12-24T12:00"),
        ("two weeks ago", "2026-11-09T12:00"),
    ],
)
def test_a_moment_is_what_was_meant(text: str, meant: str) -> None:
    assert read_moment(text, NOW) == datetime.fromisoformat(meant).replace(tzinfo=ZONE)


def test_a_zone_that_is_named_stays() -> None:
    assert read_moment("2026-11-01T07:30:00-05:00", NOW).utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    "text", ["", "flurb", "banana friday", "25:00", "13 pm", "2026-13-40", "9999999 days ago", "2026-11"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_moment(text, NOW)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-11-20", "2026-11-20", "2026-11-21"),
        ("2026-11", "2026-11-01", "2026-12-01"),
        ("yesterday", "2026-11-22", "2026-11-23"),
        ("7d", "2026-11-16", "2026-11-17"),
        ("last week", "2026-11-16", "2026-11-23"),
    ],
)
def test_a_span_has_two_ends(text: str, start: str, end: str) -> None:
    assert read_start(text, NOW) == datetime.fromisoformat(start).replace(tzinfo=ZONE)
    assert read_end(text, NOW) == datetime.fromisoformat(end).replace(tzinfo=ZONE)
