"""The channels on a person's page: what they are called there, and how the last conversations went."""

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel, Person
from learnlog.model.safe import clean_link
from learnlog.overview.person_page import PersonPage
from learnlog.reading.fetching.schedule import LONGEST, Standing
from learnlog.reading.following.meeting import KINDS
from learnlog.reading.sources.manners import was_spared
from learnlog.reading.web.budget import clock_time
from learnlog.tui.key_names import key_of
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.text import ago, line


def draw_channels(look: PersonPage, now: datetime, width: int) -> Iterator[Option]:
    """Draw the channels of a person, each with how the last conversations with it went."""
    yield rows.section("Channels")
    for one in look.standings:
        channel, state = one.channel, one.state
        address = clean_link(channel.address) or clean_link(channel.key)
        name = line(channel.title or state.title or channel.key, min(40, width - 8))
        said, tone = channel_said(state, now)
        called = state.handle or _bare(address or channel.key)
        kind = kind_named(channel.kind) + ("" if channel.boosts else " · boosts hidden")
        kind += " · read whole" if channel.full_text else ""
        kind += f" · keeps {channel.keep}" if channel.keep else ""
        kind = f"  {line(kind, 48)} · {line(called, max(8, width - len(name) - len(kind) - 8))}"
        head = Content.assemble("  ", name, (kind, "$text-muted"))
        room = max(12, min(rows.MEASURE, width) - 4)
        state_rows = [Content.assemble("    ", one) for one in Content.styled(line(said), tone).wrap(room)]
        if due := due_said(one, now):
            state_rows += [
                Content.assemble("    ", part) for part in Content.styled(line(due), "$text-muted").wrap(room)
            ]
        if moved := moved_said(look.person, channel, state):
            state_rows += [
                Content.assemble("    ", one) for one in Content.styled(moved, "$warning").wrap(room)
            ]
        drawn = Content("\n").join([head, *state_rows])
        yield Option(drawn, id=f"link:{address}") if address else rows.told(drawn)
    if not look.standings:
        yield rows.wrapped(
            f"None: {key_of('follow')} follows a homepage or a feed of theirs.", width, "$text-muted", "  "
        )
    yield rows.gap()


def _bare(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/") or address


def channel_said(state: FetchState, now: datetime) -> tuple[str, str]:
    """Return how the last conversations with a channel went, in words, and their tone."""
    if state.checked is None:
        return "not asked yet", "$text-muted"
    when = f"asked {past(state.checked, now)}"
    if state.retired is not None:
        return f"✗ gone for good since {_date(state.retired, now)}, as its server said (410)", "$error"
    if state.wait_until is not None and state.wait_until > now:
        until = state.wait_until.astimezone(now.tzinfo)
        pause = (
            f"paused until {until:%H:%M}"
            if until.date() == now.date()
            else f"paused until {until.day} {until:%b}"
        )
        if state.error and state.status in (429, 503):
            return f"‖ {pause}: {state.error} ({when})", "$warning"
        return f"‖ {pause}, as its host asked · {when}", "$warning"
    if state.error and not was_spared(state):
        often = f", {state.errors} times in a row" if state.errors > 1 else ""
        since = f", nothing since {_date(state.fetched, now)}" if state.fetched else ""
        return f"✗ {state.error} ({when}{often}{since})", "$error"
    well = {200: "all well (200)", 304: "all well, nothing changed (304)"}.get(state.status, "all well")
    moving = f"says it moved for good to {line(_bare(state.redirect_to), 60)}" if state.redirect_to else ""
    return " · ".join(part for part in (when, state.note or well, moving) if part), "$text-muted"


def due_said(one: Standing, now: datetime) -> str:
    """Return when a channel is asked next and why then; "" when the line before says so."""
    if one.due is None:
        return f"not asked any more · {key_of('revive')} asks it again"
    if one.due <= now:
        return f"due now · {key_of('fetch')} asks"
    if (one.state.wait_until and one.state.wait_until > now) or one.due - now > LONGEST:
        return ""
    return f"next at {clock_time(one.due, now)}: {one.reason}"


def moved_said(person: Person, channel: Channel, state: FetchState) -> str:
    """Return that the owner of a channel moved to another account, and which key follows; "" if they did not."""
    if not state.moved_to or state.moved_to in channel.keys:
        return ""
    if any(state.moved_to in one.keys for one in person.channels):
        return f"→ moved to {line(_bare(state.moved_to), 60)}, which is here as well"
    there = line(_bare(state.moved_to), 60)
    return f"→ {line(person.name, 40)} moved to {there}: {key_of('move-on')} follows them there"


def kind_named(kind: str) -> str:
    """Return what a kind of channel is called."""
    return KINDS.get(kind, kind)


def kinds_of(person: Person) -> str:
    """Return the kinds of a person's channels, each once."""
    return " · ".join(dict.fromkeys(kind_named(channel.kind) for channel in person.channels))


def _date(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local.day} {local:%b %Y}"


def past(moment: datetime, now: datetime) -> str:
    """Return `moment` as a sentence needs it: 2h ago, yesterday, 14 Nov."""
    said = ago(moment, now)
    return f"{said} ago" if said[:-1].isdigit() else {"now": "just now", "yest.": "yesterday"}.get(said, said)
