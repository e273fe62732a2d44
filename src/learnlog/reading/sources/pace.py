"""How soon a channel is asked again: what its server and its document ask for, and how often it publishes.

Everything here is pure. The bounds hold whatever a server says: never more often than once in `LEAST`, and an
answer is never taken as good for longer than `MOST`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from statistics import median
from urllib.parse import urlsplit

from learnlog.model.fetching import FetchState
from learnlog.reading.web.budget import http_date, is_rest

LEAST = timedelta(hours=1)
MOST = timedelta(days=1)
LONGEST_SKIP = timedelta(days=3)
"""How far skipHours and skipDays may put off a question: over a weekend, not for good."""
PART = 4
"""A channel is asked this often in the time that usually lies between two of its posts."""
_JITTER = 0.15
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Due:
    """When a channel is asked next (None: not any more), and why then and not sooner, as half a sentence."""

    moment: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a feed's document asks for: ``pace`` seconds between questions, and hours and days to ``skip``."""

    pace: int = 0
    skip: str = ""


def next_due(key: str, state: FetchState, now: datetime) -> Due:
    """Return when the channel `key`, which answered well at `now`, is asked again."""
    if state.retired:
        return Due(None, "its server says it is gone for good (410)")
    own, how_often = _own(state, now)
    wishes = (
        (LEAST, "no channel is asked more than once an hour"),
        (own, how_often),
        (
            timedelta(seconds=state.fresh),
            "its server says that an answer holds as long (Cache-Control, Expires)",
        ),
        (timedelta(seconds=state.pace), "the feed asks for this pace (ttl, updatePeriod)"),
    )
    pause, reason = max(wishes, key=lambda wish: wish[0])
    moment = now + spread(min(pause, MOST), key, now)
    later = _beyond(state.skip, moment)
    if later == moment:
        return Due(moment, reason)
    return Due(
        later + spread(LEAST, key, now) - LEAST, "the feed asks to be left alone before (skipHours, skipDays)"
    )


def planned(key: str, state: FetchState, now: datetime) -> FetchState:
    """Return `state` with when it is asked next."""
    return replace(state, due=next_due(key, state, now).moment)


def paced(key: str, state: FetchState, published: Sequence[datetime], now: datetime) -> FetchState:
    """Return `state` after its channel brought posts; `published` is when the newest ones came out, in any order."""
    moments = sorted(published)
    if not moments or state.error or state.retired:
        return state
    gaps = [(late - early).total_seconds() for early, late in pairwise(moments)]
    rhythm = int(median(gaps)) if len(gaps) > 1 else 0
    return planned(key, replace(state, rhythm=rhythm, latest=moments[-1]), now)


def may_ask(
    key: str, state: FetchState, now: datetime, resting: Mapping[str, datetime], *, all_: bool
) -> bool:
    """Tell whether the channel is asked at `now`; with `all_` also before it is due.

    ``resting`` says until when hosts want no questions; nothing is asked there before, nor what is gone for good.
    """
    if state.retired or rests_until(key, state, now, resting):
        return False
    was_ahead = state.checked is not None and state.checked - now > LEAST  # the clock here, not the channel
    return all_ or was_ahead or state.due is None or state.due <= now


def rests_until(
    key: str, state: FetchState, now: datetime, resting: Mapping[str, datetime]
) -> datetime | None:
    """Return until when the channel or its host wants no questions; None when they may be asked."""
    waits = (state.wait_until, resting.get(host_of(key, state)))
    return max((until for until in waits if until and is_rest(until, now)), default=None)


def hosts_at_rest(
    states: Mapping[str, FetchState], now: datetime, paused: Mapping[str, datetime]
) -> dict[str, datetime]:
    """Return until when each host rests: those `paused`, and those that told one of its channels to come back later."""
    resting = {host: until for host, until in paused.items() if is_rest(until, now)}
    for state in states.values():
        if state.resting and state.wait_until and is_rest(state.wait_until, now):
            resting[state.resting] = max(state.wait_until, resting.get(state.resting, now))
    return resting


def host_of(key: str, state: FetchState) -> str:
    """Return the host that is asked for the channel `key`."""
    return host_at(state.server or key)


def host_at(address: str) -> str:
    """Return the host of an address, with its port where that is unusual; "" when there is none."""
    try:
        split = urlsplit(address)
        host, port = split.hostname or "", split.port
    except ValueError:
        return ""
    return host if port in (None, _PORTS.get(split.scheme)) else f"{host}:{port}"


def spread(pause: timedelta, key: str, now: datetime) -> timedelta:
    """Return `pause` or a little more, so that channels asked together do not stay together."""
    digest = blake2b(f"{key}\0{now.isoformat()}".encode("utf-8", "replace"), digest_size=4).digest()
    return pause * (1 + _JITTER * int.from_bytes(digest) / 2**32)


def freshness(headers: Mapping[str, str], now: datetime) -> int | None:
    """Return for how many seconds the server says its answer holds (RFC 9111, 4.2); None: it does not say."""
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b(?!=)", control):
        return 0
    age = headers.get("age", "").strip()
    old = int(age[:9]) if age.isascii() and age.isdigit() else 0
    if found := re.search(r"(?<![-\w])max-age\s*=\s*\"?(-?\d{1,9})", control):
        return _bounded(int(found[1]) - old)
    if "expires" not in headers:
        return None
    expires = http_date(headers["expires"])
    sent = http_date(headers.get("date", "")) or now
    return _bounded(expires.timestamp() - sent.timestamp() - old) if expires else 0


def wishes_of(body: bytes) -> Wishes:
    """Read how often a feed of RSS or Atom asks to be asked, around its items; an unreadable wish is none.

    ``ttl``, ``skipHours`` and ``skipDays`` are RSS 2.0's; ``updatePeriod`` and ``updateFrequency`` stand in the
    syndication module of RSS 1.0. Other formats have none.
    """
    if b"\0" in body[:8]:  # two or four bytes a character
        body = body.replace(b"\0", b"")
    around = _around_items(body)
    ttl = _number(_TTL, around) * 60
    period, often = _PERIOD.search(around), _number(_FREQUENCY, around)
    each = _PERIODS[period[1].lower()] if period else _PERIODS[b"daily"] if often else 0
    hours = {int(hour) % 24 for hour in _each(_HOURS, _HOUR, around)}
    days = {day.lower()[:3].decode() for day in _each(_SKIP_DAYS, _DAY, around)}
    words = [str(hour) for hour in sorted(hours)] + [day for day in _DAYS if day in days]
    return Wishes(_bounded(max(ttl, each // max(often, 1))), " ".join(words))


def _said(name: bytes, value: bytes) -> re.Pattern[bytes]:
    """Return what finds an element with that `value`, whatever its tag says besides."""
    start = rb"<" + name + rb"(?:\s[^<>]{0,200})?>"
    return re.compile(start + rb"\s*+(?:<!\[CDATA\[\s*+)?" + value + rb"\s*+(?:\]\]>\s*+)?<", re.I)


_PERIODS = {b"hourly": 3600, b"daily": 86400, b"weekly": 604800, b"monthly": 2592000, b"yearly": 31536000}
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_ITEM_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")
_TTL = _said(rb"ttl", rb"(\d{1,7})")
_PERIOD = _said(rb"(?:[\w.-]{1,40}:)?updatePeriod", rb"(hourly|daily|weekly|monthly|yearly)")
_FREQUENCY = _said(rb"(?:[\w.-]{1,40}:)?updateFrequency", rb"(\d{1,7})")
_HOURS = re.compile(rb"<skipHours(?:\s[^<>]{0,200})?>(.{0,2000}?)</skipHours", re.I | re.S)
_HOUR = _said(rb"hour", rb"(\d{1,2})")
_SKIP_DAYS = re.compile(rb"<skipDays(?:\s[^<>]{0,200})?>(.{0,2000}?)</skipDays", re.I | re.S)
_DAY = _said(rb"day", rb"((?:mon|tues|wednes|thurs|fri|satur|sun)day)")
_AROUND = 64 * 2**10


def _around_items(body: bytes) -> bytes:
    """Return what stands before the first item and after the last, as far as it matters."""
    first = _ITEM.search(body)
    if first is None:
        return body[:_AROUND]
    tail = body[max(first.start(), len(body) - _AROUND) :]
    ends = [found.end() for found in _ITEM_END.finditer(tail)]
    return body[: min(first.start(), _AROUND)] + (tail[ends[-1] :] if ends else b"")


def _number(pattern: re.Pattern[bytes], text: bytes) -> int:
    found = pattern.search(text)
    return int(found[1]) if found else 0


def _each(within: re.Pattern[bytes], pattern: re.Pattern[bytes], text: bytes) -> list[bytes]:
    found = within.search(text)
    return pattern.findall(found[1]) if found else []


def _own(state: FetchState, now: datetime) -> tuple[timedelta, str]:
    """Return the pause that fits how often the channel publishes, and that in words."""
    if state.latest is None:
        return timedelta(), ""
    silence, rhythm = now - state.latest, timedelta(seconds=state.rhythm)
    if rhythm >= silence:
        return rhythm / PART, f"it publishes about every {in_words(rhythm)}"
    return silence / PART, f"it published nothing for {in_words(silence)}"


def _beyond(skip: str, moment: datetime) -> datetime:
    """Return `moment`, or the first full hour after it that is not in `skip`; all of them skipped is not meant."""
    left_out = frozenset(skip.split())
    utc = moment.astimezone(UTC)
    if not left_out or not _is_left_out(left_out, utc):
        return moment
    hour = utc.replace(minute=0, second=0, microsecond=0)
    while hour - utc < LONGEST_SKIP:
        hour += LEAST
        if not _is_left_out(left_out, hour):
            return hour
    return moment


def _is_left_out(skip: frozenset[str], utc: datetime) -> bool:
    return str(utc.hour) in skip or _DAYS[utc.weekday()] in skip


def in_words(span: timedelta) -> str:
    """Say how long `span` is, roughly: 40 minutes, 6 hours, 3 days."""
    minutes = span.total_seconds() / 60
    if minutes < 1.5:
        return "a minute"
    size, name = next(
        ((n, name) for n, name in ((1440, "days"), (60, "hours")) if minutes >= n * 1.5), (1, "minutes")
    )
    return f"{round(minutes / size)} {name}"


def _bounded(seconds: float) -> int:
    return int(max(0, min(seconds, MOST.total_seconds())))
