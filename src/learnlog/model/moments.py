"""Moments: aware datetimes in, ISO 8601 with zone out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a moment that is not known."""

_FIRST, _LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)  # beyond, zones run out

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in the user's own zone."""


def local_now() -> datetime:
    """Return the present moment in the machine's zone, to the second."""
    return datetime.now(UTC).astimezone().replace(microsecond=0)


def to_text(moment: datetime) -> str:
    """Return `moment` as ISO 8601 with its zone, to the second."""
    return moment.isoformat(timespec="seconds")


def from_text(text: str, default: datetime) -> datetime:
    """Read ISO 8601 (a date alone is its midnight); a missing zone is `default`'s, nonsense is `default`.

    What is returned can be said in any zone.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=default.tzinfo)
        moment.timestamp()
    except (ValueError, OverflowError, OSError):
        return default
    return moment if is_sayable(moment) else default


def from_seconds(seconds: float) -> datetime:
    """Return the moment in UTC that is so many seconds after EPOCH; one that no calendar has is EPOCH."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return EPOCH


def is_sayable(moment: datetime) -> bool:
    """Tell whether `moment` has a date in every zone."""
    return _FIRST <= moment <= _LAST


def week_start(moment: datetime) -> datetime:
    """Return the Monday midnight, in `moment`'s zone, that began its week."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=moment.weekday())


def day_of(text: str) -> date | None:
    """Read a day of ISO 8601; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
