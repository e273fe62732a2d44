"""Dates as people type them in a search, read without any library."""

import re
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]
"""From the first moment up to, not including, the second."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AGO = re.compile(r"(\d{1,5}) ?(d|days?|w|weeks?|m|months?|y|years?)(?: ago)?")


def between(text: str, now: datetime) -> Span | None:
    """Return the time that `text` names (``7d`` is the last seven days), or None."""
    span = span_of(text, now)
    if span and _AGO.fullmatch(_tidy(text)):
        return span[0], _midnight(now) + timedelta(days=1)
    return span


def bounds(field: str, value: str, now: datetime) -> tuple[int | None, int | None]:
    """Return from which moment on and before which one, in epoch seconds, a search's `field` asks for what there is.

    None bounds nothing: that end is open, or `value` is no date.
    """
    span = (between if field == "date" else span_of)(value, now)
    if span is None:
        return None, None
    start, end = (int(moment.timestamp()) for moment in span)
    return {
        "since": (start, None),
        "newer": (start, None),
        "older": (None, start),
        "until": (None, end),
    }.get(field, (start, end))


def span_of(text: str, now: datetime) -> Span | None:
    """Return the day, week, month or year that `text` names seen from `now` (``7d`` is one day), or None."""
    words = _tidy(text)
    try:
        return _iso(words, now) or _ago(words, now) or _named(words, _midnight(now))
    except (ValueError, OverflowError):
        return None


def _tidy(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").split())


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _day(start: datetime) -> Span:
    return start, start + timedelta(days=1)


def _month(start: datetime, back: int = 0) -> Span:
    months = start.year * 12 + start.month - 1 - back
    first = start.replace(year=months // 12, month=months % 12 + 1, day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _year(start: datetime, back: int = 0) -> Span:
    first = start.replace(year=start.year - back, month=1, day=1)
    return first, first.replace(year=first.year + 1)


def _iso(words: str, now: datetime) -> Span | None:
    found = _ISO.fullmatch(words)
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    first = _midnight(now).replace(year=year, month=month or 1, day=day or 1)
    return _day(first) if day else _month(first) if month else _year(first)


def _ago(words: str, now: datetime) -> Span | None:
    found = _AGO.fullmatch(words)
    if not found:
        return None
    number, unit, today = int(found[1]), found[2][0], _midnight(now)
    if unit in "dw":
        return _day(today - timedelta(days=number * (7 if unit == "w" else 1)))
    months = number * (12 if unit == "y" else 1)
    first, following = _month(today, months)
    length = (following - first).days
    return _day(first.replace(day=min(today.day, length)))


def _named(words: str, today: datetime) -> Span | None:
    back = 1 if words.startswith("last ") else 0
    name = words.removeprefix("last ").removeprefix("this ")
    monday = today - timedelta(days=today.weekday())
    if name in _DAYS:
        distance = (today.weekday() - _DAYS.index(name)) % 7
        return _day(today - timedelta(days=distance or 7 * back))
    if name == "week":
        return monday - timedelta(days=7 * back), monday + timedelta(days=7 - 7 * back)
    if name == "month":
        return _month(today, back)
    if name == "year":
        return _year(today, back)
    if words in ("today", "yesterday"):
        return _day(today - timedelta(days=words == "yesterday"))
    return None
