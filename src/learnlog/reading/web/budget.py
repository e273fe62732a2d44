"""How often a host may still be asked: read from its own headers, never slept through.

Mastodon tells the reset as an ISO moment, Bluesky as epoch seconds, drafts of the standard as seconds from now.
"""

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from learnlog.model.moments import EPOCH, Clock, from_text, local_now
from learnlog.model.safe import clean_line
from learnlog.reading.web.answers import FetchError

LONGEST = timedelta(days=1)
USUAL = timedelta(minutes=5)
_EPOCH_SECONDS = 1_000_000_000  # smaller numbers count from now


class PausedError(FetchError):
    """The host was not asked: it wants no more questions before ``until``."""

    def __init__(self, host: str, until: datetime, now: datetime) -> None:
        super().__init__(
            f"{clean_line(host, 80)} is paused until {clock_time(until, now)}: it wants no more questions before.",
            "Nothing is lost: it is asked again after that.",
        )
        self.host = host
        self.until = until


@dataclass(frozen=True, slots=True)
class Purse:
    """What is counted together: questions to one host, apart for writing and for each login."""

    host: str
    writing: bool = False
    login: str = ""


class Budgets:
    """The budgets of all hosts; one for the whole process, safe to use from several threads."""

    def __init__(self, clock: Clock = local_now) -> None:
        self._clock = clock
        self._until: dict[Purse, datetime] = {}
        self._lock = threading.Lock()

    def check(self, purse: Purse) -> None:
        """Raise PausedError when its host wants no question now."""
        now = self._clock()
        with self._lock:
            until = self._until.get(purse)
            if until is not None and until <= now:
                del self._until[purse]
                until = None
        if until is not None:
            raise PausedError(purse.host, until, now)

    def note(self, purse: Purse, status: int, headers: Mapping[str, str], retry_after: int | None) -> None:
        """Learn from an answer how much is left."""
        now = self._clock()
        until = resting(status, headers, retry_after, now)
        if until is None and status == 503 and not purse.writing:
            # What was to be written is tried again by whoever sends it; who only reads can wait.
            until = now + (USUAL if retry_after is None else min(timedelta(seconds=retry_after), LONGEST))
        if until is not None:
            self.rest(purse, until)

    def rest_hosts(self, hosts: Mapping[str, datetime]) -> None:
        """Let hosts rest that said so before this process began."""
        for host, until in hosts.items():
            self.rest(Purse(host), until)

    def rest(self, purse: Purse, until: datetime) -> None:
        """Let a host rest until then, and longer when that was said already."""
        with self._lock:
            self._until[purse] = max(until, self._until.get(purse, until))

    def paused(self) -> dict[str, datetime]:
        """Return until when each host is paused that is paused now."""
        now = self._clock()
        with self._lock:
            standing = [(purse.host, until) for purse, until in self._until.items() if until > now]
        return {host: max(until for other, until in standing if other == host) for host, _ in standing}


def resting(
    status: int, headers: Mapping[str, str], retry_after: int | None, now: datetime
) -> datetime | None:
    """Return until when the host should not be asked, or None when it may be."""
    if status != 429 and not _is_used_up(headers):
        return None
    reset = _reset(headers, now)
    if status == 429 and retry_after is not None:
        asked = now + min(timedelta(seconds=retry_after), LONGEST)
        reset = max(reset, asked) if reset else asked
    if reset is None:
        return now + USUAL if status == 429 else None
    return min(reset, now + LONGEST) if reset > now else None


def clock_time(until: datetime, now: datetime) -> str:
    """Say `until` as a person would at `now`: ``14:05``, with the date when it is another day."""
    there = until.astimezone(now.tzinfo)
    return f"{there:%H:%M}" if there.date() == now.date() else f"{there:%Y-%m-%d %H:%M}"


def _is_used_up(headers: Mapping[str, str]) -> bool:
    left = headers.get("x-ratelimit-remaining", headers.get("ratelimit-remaining", "")).strip()
    return left.isascii() and left.isdigit() and not left.strip("0")


def _reset(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Read when the budget is full again; a moment counts from the server's own Date."""
    text = headers.get("x-ratelimit-reset", headers.get("ratelimit-reset", "")).strip()
    try:
        number = float(text)
    except ValueError:
        moment = from_text(text, EPOCH)
        return now + _bounded(moment - _sent(headers, now)) if moment != EPOCH else None
    if not math.isfinite(number) or not 0 <= number < 1e11:
        return None
    if number < _EPOCH_SECONDS:
        return now + _bounded(timedelta(seconds=number))
    return now + _bounded(datetime.fromtimestamp(number, UTC) - _sent(headers, now))


def _bounded(wait: timedelta) -> timedelta:
    """Return `wait` as no more than can be meant: a server's dates may be thousands of years apart."""
    return max(min(wait, LONGEST), -LONGEST)


def _sent(headers: Mapping[str, str], now: datetime) -> datetime:
    from email.utils import parsedate_to_datetime

    try:
        sent = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, OverflowError, IndexError, TypeError):
        return now
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def waiting(headers: Mapping[str, str], now: datetime) -> int | None:
    """Read Retry-After: seconds, or a date, which counts from the server's own Date."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return int(text[:9])
    if not text:
        return None
    from email.utils import parsedate_to_datetime

    try:
        until = parsedate_to_datetime(text)
        sent = parsedate_to_datetime(headers["date"]) if "date" in headers else now
        return max(0, int(until.timestamp() - sent.timestamp()))
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        return None
