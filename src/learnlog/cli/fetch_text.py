"""How it stands with asking a channel, for the shell: in words and for programs."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from learnlog.cli.output import Part, Styled
from learnlog.model.moments import to_text

if TYPE_CHECKING:
    from learnlog.reading.fetching.schedule import Standing


def standing_lines(standing: "Standing", now: datetime) -> Iterator[list[Part]]:
    """Give the lines that say when the channel was last asked, what it answered, and why it is due when."""
    state, channel = standing.state, standing.channel
    yield [Styled(standing.person.name, "bold"), f"  {channel.title or state.title or channel.key}"]
    yield [Styled(f"  {channel.key}", "dim")]
    yield from _asked_and_due(standing, now)


def channel_lines(standing: "Standing", now: datetime) -> Iterator[list[Part]]:
    """Give the same lines for the page of the channel's person."""
    channel = standing.channel
    name = channel.title or standing.state.title
    yield [Styled(name or channel.key, "bold"), f"  {channel.key}" if name else ""]
    yield from _asked_and_due(standing, now)


def _asked_and_due(standing: "Standing", now: datetime) -> Iterator[list[Part]]:
    state = standing.state
    if state.checked:
        tone = "bad" if state.error else ""
        yield [f"  asked {_said(state.checked, now)}: ", Styled(standing.said, tone)]
    else:
        yield ["  not asked yet"]
    if standing.due is None:
        yield [
            Styled(f"  not asked any more: {standing.reason}", "warn"),
            "; `learnlog fetch --revive WHO` asks again",
        ]
    elif standing.due <= now:
        yield [Styled("  due now", "good"), f", since {_said(standing.due, now)}: {standing.reason}"]
    else:
        yield [f"  due {_said(standing.due, now)}: {standing.reason}"]


def standing_json(standing: "Standing") -> dict[str, Any]:
    """Return how it stands with a channel for programs."""
    state = standing.state
    return {
        "person": standing.person.id,
        "channel": standing.channel.key,
        "kind": standing.channel.kind,
        "host": standing.host,
        "asked": _text(state.checked),
        "status": state.status,
        "said": standing.said,
        "error": state.error,
        "errors": state.errors,
        "fetched": _text(state.fetched),
        "due": _text(standing.due),
        "reason": standing.reason,
        "wait_until": _text(state.wait_until),
        "retired": _text(state.retired),
        "etag": state.etag,
        "last_modified": state.last_modified,
        "moving_to": state.redirect_to,
        "moves_seen": state.redirects,
    }


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None


def _said(moment: datetime, now: datetime) -> str:
    """Say a moment as one reads a clock: today by the hour, else with its date."""
    there = moment.astimezone(now.tzinfo)
    return f"at {there:%H:%M}" if there.date() == now.date() else f"on {there:%Y-%m-%d at %H:%M}"
