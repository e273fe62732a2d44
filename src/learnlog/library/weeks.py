"""Weeks as both halves of the library count them."""

from datetime import datetime, timedelta


def week_bounds(since: datetime, n: int) -> list[int]:
    """Return the n + 1 moments, in epoch seconds, that bound the ISO weeks from that of `since`."""
    monday = (since - timedelta(days=since.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return [int((monday + timedelta(weeks=week)).timestamp()) for week in range(n + 1)]
