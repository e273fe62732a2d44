"""When a channel is asked again: pure rules over what its server just said."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from learnlog.model.fetching import FetchState
from learnlog.reading.answers import Answer

HOURLY = timedelta(hours=1)
LONGEST_BACK_OFF = timedelta(days=1)
LONGEST_WAIT = timedelta(days=7)
GONE_FOR = timedelta(days=30)
_JITTER = 0.15
_MAX_VALIDATOR = 2000


def heard(key: str, state: FetchState, answer: Answer, now: datetime) -> FetchState:
    """Return the state after an answer that went well (200 or 304)."""
    validators: dict[str, Any] = {
        field: answer.headers[name]
        for field, name in (("etag", "etag"), ("last_modified", "last-modified"))
        if len(answer.headers.get(name, "")) <= _MAX_VALIDATOR and name in answer.headers
    }
    if answer.status == 200:
        # A 304 may leave out what still holds; a 200 says all there is.
        validators = {"etag": "", "last_modified": ""} | validators
    target = answer.permanent_to if answer.permanent_to != key else ""
    times = state.redirects + 1 if target and target == state.redirect_to else 1
    return replace(
        state,
        **validators,
        checked=now,
        fetched=now if answer.status == 200 else state.fetched,
        status=answer.status,
        error="",
        errors=0,
        wait_until=None,
        due=now + _spread(HOURLY, key, now),
        redirect_to=target,
        redirects=times if target else 0,
    )


def failed(
    key: str, state: FetchState, now: datetime, error: str, *, status: int = 0, retry_after: int | None = None
) -> FetchState:
    """Return the state after a failure: asked less and less often, and never before the host allows it."""
    errors = state.errors + 1
    pause = min(HOURLY * 2 ** min(errors - 1, 10), LONGEST_BACK_OFF)
    if status == 410:
        pause = GONE_FOR
    due = now + _spread(pause, key, now)
    wait_until = state.wait_until if state.wait_until and state.wait_until > now else None
    if retry_after is not None:
        asked = now + min(timedelta(seconds=retry_after), LONGEST_WAIT)
        wait_until = max(asked, wait_until or asked)
    elif status == 429:
        wait_until = max(due, wait_until or due)
    return replace(
        state,
        checked=now,
        status=status,
        error=error,
        errors=errors,
        due=max(due, wait_until or due),
        wait_until=wait_until,
    )


def paused(state: FetchState, now: datetime, until: datetime, error: str) -> FetchState:
    """Return the state when the host was not asked because its budget is used up: no failure, only a wait."""
    return replace(state, checked=now, error=error, due=until, wait_until=until)


def _spread(pause: timedelta, key: str, now: datetime) -> timedelta:
    """Return `pause` or a little more, so that channels asked together do not stay together."""
    digest = blake2b(f"{key}\0{now.isoformat()}".encode("utf-8", "replace"), digest_size=4).digest()
    return pause * (1 + _JITTER * int.from_bytes(digest) / 2**32)


_SENTENCES = {
    401: "asks for a password",
    403: "does not let us read it",
    404: "has nothing at this address (404)",
    406: "does not want to answer us (406)",
    408: "took too long (408)",
    410: "says this channel is gone for good (410)",
    429: "asks us to come less often (429)",
    451: "may not show it for legal reasons",
    500: "has a fault of its own (500)",
    502: "cannot reach its own servers (502)",
    503: "is too busy or being mended (503)",
    504: "cannot reach its own servers in time (504)",
}


def sentence(status: int, host: str) -> str:
    """Say what a status that is no success means."""
    return f"{host} {_SENTENCES.get(status, f'answered with status {status}')}."
