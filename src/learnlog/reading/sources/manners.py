"""When a channel is asked again: pure rules over what its server just said."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from learnlog.model.fetching import FetchState
from learnlog.model.safe import clean_line
from learnlog.reading.sources.pace import LEAST, freshness, host_at, planned, spread
from learnlog.reading.web.answers import Answer
from learnlog.reading.web.budget import LONGEST_WAIT, USUAL, PausedError

LONGEST_BACK_OFF = timedelta(days=1)
_STOPS_HOST = frozenset({429, 503})
_MAX_VALIDATOR = 2000


def heard(key: str, state: FetchState, answer: Answer, now: datetime) -> FetchState:
    """Return the state after an answer that went well: 304, or a success (200 as a rule).

    Of a move, only questions that lie apart count as times it was seen: asking thrice in a minute proves nothing. A
    passing redirect on the way says nothing of it.
    """
    validators: dict[str, Any] = {
        field: answer.headers[name]
        for field, name in (("etag", "etag"), ("last_modified", "last-modified"))
        if len(answer.headers.get(name, "")) <= _MAX_VALIDATOR and name in answer.headers
    }
    if answer.status != 304:
        # A 304 may leave out what still holds; a 200 says all there is, and a 206 names more than it has.
        validators = {"etag": "", "last_modified": ""} | (validators if answer.status != 206 else {})
    fresh = freshness(answer.headers, now)
    if fresh is None:
        fresh = state.fresh if answer.status == 304 else 0
    target = answer.permanent_to if answer.permanent_to != key else ""
    moved = (state.redirect_to, state.redirects) if answer.passing else (target, _times(state, target, now))
    after = replace(
        state,
        **validators,
        fresh=fresh,
        checked=now,
        fetched=state.fetched if answer.status == 304 else now,
        status=answer.status,
        error="",
        errors=0,
        wait_until=None,
        resting="",
        retired=None,
        redirect_to=moved[0],
        redirects=moved[1],
    )
    return planned(key, after, now)


def _times(state: FetchState, target: str, now: datetime) -> int:
    if not target or target != state.redirect_to:
        return 1 if target else 0
    if not state.status:  # the last time nobody answered: what was seen is older
        return state.redirects + 1
    is_apart = state.checked is None or now - state.checked >= LEAST
    return state.redirects + is_apart


def failed(
    key: str,
    state: FetchState,
    now: datetime,
    error: str,
    *,
    status: int = 0,
    retry_after: int | None = None,
    host: str = "",
) -> FetchState:
    """Return the state after a failure: asked less and less often, and never before the host allows it.

    After 429 and 503 the whole ``host`` rests; what is gone for good (410) is retired: nobody asks there again
    until it is brought back.
    """
    errors = state.errors + 1
    pause = min(LEAST * 2 ** min(errors - 1, 10), LONGEST_BACK_OFF)
    due = now + spread(pause, key, now)
    wait_until = state.wait_until if state.wait_until and state.wait_until > now else None
    if retry_after is not None:
        least = USUAL if status in _STOPS_HOST else timedelta()
        asked = now + max(min(timedelta(seconds=retry_after), LONGEST_WAIT), least)
        wait_until = max(asked, wait_until or asked)
    elif status in _STOPS_HOST:
        wait_until = max(due, wait_until or due)
    return replace(
        state,
        checked=now,
        status=status,
        error=error,
        errors=errors,
        due=None if status == 410 else max(due, wait_until or due),
        wait_until=wait_until,
        resting=host if status in _STOPS_HOST else "",
        retired=now if status == 410 else None,
    )


def refused(key: str, state: FetchState, now: datetime, answer: Answer, error: str) -> FetchState:
    """Return the state after an `answer` that is no success, as `failed` does; `error` says it in a sentence.

    What a passing redirect leads to says nothing of whether the channel itself is there.
    """
    wait, host = answer.retry_after, host_at(answer.url)
    is_gone_elsewhere = answer.status == 410 and answer.passing
    status = 0 if is_gone_elsewhere else answer.status
    after = failed(key, state, now, error, status=status, retry_after=wait, host=host)
    return replace(after, status=answer.status)


def paused(state: FetchState, error: PausedError) -> FetchState:
    """Return the state when the host was not asked because it wants no questions: no failure, only a wait."""
    return replace(state, error=error.message, due=error.until, wait_until=error.until, resting=error.host)


def was_spared(state: FetchState) -> bool:
    """Tell whether the last word on a channel is only that its host rests: it was not asked then."""
    return bool(state.error and state.resting and state.status and state.status not in _STOPS_HOST)


def offline(before: FetchState, now: datetime) -> FetchState:
    """Return the state of a channel that could not be reached because nothing could: it stays due."""
    said = "Nobody could be reached; is this machine online?"
    return replace(before, checked=now, status=0, error=said, due=now)


_SENTENCES = {
    304: "says that nothing changed, though that was not asked (304)",
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
    511: "cannot be reached before you log in to the network you are in (511)",
    504: "cannot reach its own servers in time (504)",
}


def sentence(status: int, host: str) -> str:
    """Say what a status that is no success means."""
    return f"{host} {_SENTENCES.get(status, f'answered with status {status}')}."


def answered(state: FetchState) -> str:
    """Say what a channel answered when it was last asked; "" when it never was."""
    if state.checked is None:
        return ""
    if state.error and not was_spared(state):
        return state.error
    said = {200: "It answered (200).", 304: "It said that nothing changed (304)."}.get(
        state.status, f"It answered with status {state.status}." if state.status else "It answered."
    )
    if state.redirect_to:
        said += f" It says that it moved for good to {clean_line(state.redirect_to, 200)}."
    return f"{said} {state.note}".rstrip()
