"""Moments as people write them: ISO, yesterday, last friday 15:00; the rest goes to parsedatetime."""

import re
from datetime import date, datetime, time, timedelta

from learnlog.library.dates import span_of
from learnlog.model.errors import UsageError

UNITS = {"minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
NOON = time(12)

_CLOCK = re.compile(
    r"(?:^|[ ,]|(?<=\d)t)(?:at )?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?|(\d{1,2}) ?(am|pm))$"
)  # at the end of a day, or alone
_AGO = re.compile(r"(\d{1,9}|an?|one) (minute|hour|day|week)s? ago")


def read_moment(text: str, now: datetime) -> datetime:
    """Return the moment `text` means, seen from `now`; a day without a time is that day's noon.

    Raises:
        UsageError: it cannot be understood.
    """
    words = " ".join(text.lower().split())
    if words in ("now", "today"):
        return now
    try:
        moment = _iso(text) or _ago(words, now) or _day_and_clock(words, now) or _in_words(text, now)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise UsageError(
            f"“{text}” is no date that is understood.",
            'For example: yesterday, "last friday 15:00", "3 days ago", 2026-11-23, 2026-11-23T15:00.',
        )
    return moment


def read_start(text: str, now: datetime) -> datetime:
    """Return where the day, week, month or year that `text` means begins, for ``--since``."""
    span = span_of(text, now)
    return span[0] if span else read_moment(text, now)


def read_day(now: datetime, text: str | None) -> date | None:
    """Return the day that `text` means, None when nothing is said; of a longer time its first.

    Raises:
        UsageError: it cannot be understood.
    """
    return read_start(text, now).date() if text else None


def read_end(text: str, now: datetime) -> datetime:
    """Return where the day, week, month or year that `text` means ends, for ``--until``."""
    span = span_of(text, now)
    return span[1] if span else read_moment(text, now)


def _local(day: date, clock: time, now: datetime) -> datetime:
    """Return a moment in the zone of `now`; in the machine's own zone with that day's summer time."""
    plain = datetime.combine(day, clock)
    try:
        if now.astimezone().utcoffset() == now.utcoffset():
            return plain.astimezone()
    except (OverflowError, OSError, ValueError):
        pass  # a year that the machine's zone knows nothing of keeps today's
    return plain.replace(tzinfo=now.tzinfo)


def _iso(text: str) -> datetime | None:
    """Read ISO 8601 that names its zone; days and clocks without one are read as words are."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _ago(words: str, now: datetime) -> datetime | None:
    found = _AGO.fullmatch(words)
    if not found:
        return None
    number = int(found[1]) if found[1].isdecimal() else 1
    return now - timedelta(seconds=number * UNITS[found[2]])


def _day_and_clock(words: str, now: datetime) -> datetime | None:
    found = _CLOCK.search(words)
    clock = _clock(found) if found else NOON
    named = words[: found.start()].strip(" ,") if found else words
    day = _day(named, now) if named or not found else now.date()
    return _local(day, clock, now) if day else None


def _day(words: str, now: datetime) -> date | None:
    span = span_of(words.removeprefix("on "), now)
    return span[0].date() if span and span[1] - span[0] == timedelta(days=1) else None


def _clock(found: re.Match[str]) -> time:
    """Return the time that was found; raise ValueError when there is no such time."""
    hour = int(found[1] or found[4])
    if found[5]:
        hour = hour % 12 + (12 if found[5] == "pm" else 0) if 0 < hour < 13 else 24
    return time(hour, int(found[2] or 0), int(found[3] or 0))


def _in_words(text: str, now: datetime) -> datetime | None:
    """Ask parsedatetime, which costs nine bare interpreters to import; all of `text` must mean something.

    Numbers alone (03/04/2026) mean different days in different countries and are refused. A day named without
    its year is the last one of that name: a journal looks back.
    """
    if not any(letter.isalpha() for letter in text):
        return None
    import parsedatetime

    calendar = parsedatetime.Calendar(version=parsedatetime.VERSION_CONTEXT_STYLE)
    found = calendar.nlp(text, sourceTime=now.replace(tzinfo=None))
    if not found or len(found) != 1 or found[0][4].strip() != text.strip():
        return None
    plain, context = found[0][0], found[0][1]
    moment = _local(plain.date(), plain.time() if context.hasTime else NOON, now)
    month, year = context.ACU_MONTH & context.accuracy, context.ACU_YEAR & context.accuracy
    if month and not year and moment > now:
        return _year_before(moment, now)
    return moment


def _year_before(moment: datetime, now: datetime) -> datetime:
    try:
        return _local(moment.date().replace(year=moment.year - 1), moment.time(), now)
    except ValueError:
        return moment
