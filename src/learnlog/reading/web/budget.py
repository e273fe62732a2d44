"""How often a host may still be asked: read from its own headers, never slept through.

Mastodon tells the reset as an ISO moment, Bluesky as epoch seconds, drafts of the standard as seconds from now.
"""

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from learnlog.model.moments import EPOCH, Clock, from_text, local_now
from learnlog.model.safe import clean_line
from learnlog.reading.web.answers import FetchError

LONGEST = timedelta(days=1)
LONGEST_WAIT = timedelta(days=7)
"""As long as a Retry-After is heeded; a budget is full again sooner."""
USUAL = timedelta(minutes=5)
"""How long a host rests that does not say it, and at least when it wants no questions at all."""
_STOPS = frozenset({429, 503})
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


class Rests(Protocol):
    """Until when each host rests, as every process of this home knows it."""

    def known(self) -> Mapping[str, datetime]:
        """Return what is known now."""
        ...

    def note(self, host: str, until: datetime) -> None:
        """Let the others know of one more."""
        ...


class Budgets:
    """The budgets of all hosts; one for the whole process, safe to use from several threads.

    `rests` is what this process shares with others; without it, it knows only what it was told itself.
    """

    def __init__(self, clock: Clock = local_now, rests: Rests | None = None) -> None:
        self._clock = clock
        self._rests = rests
        self._until: dict[Purse, datetime] = {}
        self._lock = threading.Lock()

    def check(self, purse: Purse) -> None:
        """Raise PausedError when its host wants no question now."""
        now = self._clock()
        purses = {purse} if purse.writing else {purse, Purse(purse.host)}
        told = [self._rests.known().get(purse.host)] if self._rests and not purse.writing else []
        with self._lock:
            told += [self._until.get(one) for one in purses]
        until = max((moment for moment in told if moment and is_rest(moment, now)), default=None)
        if until is not None:
            raise PausedError(purse.host, until, now)

    def note(self, purse: Purse, status: int, headers: Mapping[str, str], retry_after: int | None) -> None:
        """Learn from an answer how much is left.

        Who reads leaves a host alone as a whole that wants no questions (429, 503) or refuses and says when to come
        again, whoever asked; what was to be written is tried again by whoever sends it.
        """
        now = self._clock()
        until = resting(status, headers, retry_after, now)
        if not purse.writing and (status in _STOPS or (status >= 400 and retry_after)):
            asked = min(timedelta(seconds=retry_after or 0), LONGEST_WAIT)
            least = USUAL if status in _STOPS else timedelta()
            purse, until = Purse(purse.host), max(until or now, now + max(asked, least))
        if until is None:
            return
        self.rest(purse, until)
        if self._rests and purse == Purse(purse.host):
            self._rests.note(purse.host, until)

    def rest_hosts(self, hosts: Mapping[str, datetime]) -> None:
        """Let hosts rest that said so before this process began."""
        for host, until in hosts.items():
            self.rest(Purse(host), until)

    def rest(self, purse: Purse, until: datetime) -> None:
        """Let a host rest until then, and longer when that was said already."""
        now = self._clock()
        with self._lock:
            over = [one for one, moment in self._until.items() if moment <= now]
            for one in over:
                del self._until[one]
            self._until[purse] = max(until, self._until.get(purse, until))

    def paused(self) -> dict[str, datetime]:
        """Return until when each host is paused that is paused now for who reads."""
        now = self._clock()
        with self._lock:
            told = [(purse.host, until) for purse, until in self._until.items() if not purse.writing]
        told += self._rests.known().items() if self._rests else ()
        hosts: dict[str, datetime] = {}
        for host, until in told:
            if is_rest(until, now):
                hosts[host] = max(until, hosts.get(host, until))
        return hosts


def resting(
    status: int, headers: Mapping[str, str], retry_after: int | None, now: datetime
) -> datetime | None:
    """Return until when the host should not be asked, or None when it may be."""
    if status != 429 and not _is_used_up(headers):
        return None
    reset = _reset(headers, now)
    if status == 429 and retry_after is not None:
        asked = now + min(timedelta(seconds=retry_after), LONGEST_WAIT)
        reset = max(reset, asked) if reset else asked
    if reset is None:
        return now + USUAL if status == 429 else None
    return reset if reset > now else None


def is_rest(until: datetime, now: datetime) -> bool:
    """Tell whether a host rests until then: none does for longer than `LONGEST_WAIT`, so the clock was wrong then."""
    return now < until <= now + LONGEST_WAIT


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
    return http_date(headers.get("date", "")) or now


def http_date(text: str) -> datetime | None:
    """Read a moment as HTTP writes it, aware; None for nonsense."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        moment.timestamp()
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def waiting(headers: Mapping[str, str], now: datetime) -> int | None:
    """Read Retry-After: seconds, or a date, which counts from the server's own Date; said twice, the longer one."""
    text = headers.get("retry-after", "").strip()
    numbers = [part.strip() for part in text.split(",")]
    if all(number.isascii() and number.isdigit() for number in numbers):
        return max(_number(number) for number in numbers)
    until = http_date(text)
    return max(0, int(until.timestamp() - _sent(headers, now).timestamp())) if until else None


def _number(digits: str) -> int:
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) < 10 else 999_999_999
