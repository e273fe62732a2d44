"""The list of found people: rank, name, where they are, and one line of why."""

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.finding import Candidate, Reason, ReasonKind, Suggestion
from learnlog.model.person import Channel
from learnlog.tui.commands_finding import FIND
from learnlog.tui.key_names import key_of
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.find_state import Ring, Shown
from learnlog.tui.text import fit, line, plain, some
from learnlog.tui.widgets.line_list import Later

RANK = 4
NAME = 18
FOLLOWS = "follows somebody, or imports a starter pack, a list, an OPML file, a CSV of follows"
_OWN = frozenset(command.id for command in FIND)


def place_of(channel: Channel, found: Candidate | None = None) -> str:
    """Return what a channel is called in a list: a handle, or a site without what every address has.

    `found` is whose it is: their handle stands for the channel it belongs to.
    """
    if found is not None and found.handle and channel.key == found.key:
        return found.handle
    address = (channel.address or channel.key).partition("://")[2] or channel.address or channel.key
    address = address.removeprefix("www.").rstrip("/")
    host, _, rest = address.partition("/")
    name = rest.rpartition("/")[2].lstrip("@")
    if channel.kind == "mastodon" and name:
        return f"@{name}@{host}"
    if channel.kind == "bluesky":
        return name or channel.title or address
    return host


def places(found: Candidate) -> str:
    """Return where somebody can be found, the handle first."""
    named = [found.handle] if found.handle else []
    return " · ".join(dict.fromkeys([*named, *(place_of(channel, found) for channel in found.channels)]))


def about_this(reason: Reason, asked: str, instead: str) -> str:
    """Return a reason in words, without the name of what is asked: it stands on top already."""
    if reason.kind is not ReasonKind.POSTS or not asked:
        return reason.words
    return reason.words.replace(f" on {asked}", instead, 1)


def draw_tabs(shown: Shown) -> Content:
    """Return the three circles with how many are in each and the key between them; the one in front is bold."""
    parts: list[tuple[str, str]] = []
    for ring in Ring:
        front = ring is shown.ring
        parts += [(" · ", "$text-muted")] if parts else []
        words = f"{'▸' if front else ''}{ring.value} {len(shown.people(ring)):,}"
        parts.append((words, "bold $accent" if front else "$text-muted"))
    return Content.assemble(*parts, (f"  {key_of('next-circle', 'find')}", "$text-muted"))


def draw_person(rank: int, one: Suggestion, shown: Shown, width: int) -> Content:
    """Draw two lines: who, and what speaks for them."""
    found, key = one.candidate, one.candidate.key
    sign = "✓ followed" if key in shown.followed else "bot" if found.is_bot else ""
    name = line(found.name or found.handle or key, max(NAME, width - RANK - 12 - len(sign)))
    room = width - RANK - max(NAME, cell_len(name)) - 2 - (len(sign) + 2 if sign else 0)
    where = fit(places(found) if places(found) != name else "", max(0, room))
    said = "beyond my bubble · " if one.beyond and shown.ring is not Ring.BEYOND else ""
    said += " · ".join(about_this(reason, shown.found.asked, "") for reason in one.reasons[:3])
    return Content.assemble(
        (f"{rank:>2}  ", "$text-muted"),
        (fit(name, max(NAME, cell_len(name))), "bold"),
        "  ",
        (where, "$text-muted"),
        (f"  {sign}" if sign else "", "$success" if key in shown.followed else "$text-muted"),
        "\n" + " " * RANK,
        (line(said, width - RANK), "$text-muted"),
    )


def people_options(shown: Shown, width: int) -> Iterator[Option]:
    """Draw the circle in front, then what was kept back and which servers did not answer."""
    people = shown.people()
    for rank, one in enumerate(people, start=1):
        yield Option(_later(rank, one, shown, width), id=one.candidate.key)
    if people:
        yield rows.gap()
    else:
        yield from _nobody(shown, width)
    yield from _notes(shown, width)


def _later(rank: int, one: Suggestion, shown: Shown, width: int) -> Later:
    return Later(lambda: draw_person(rank, one, shown, width), lines=2)


def _notes(shown: Shown, width: int) -> Iterator[Option]:
    for note in shown.found.notes:
        yield rows.wrapped(f"✗ {note}", width, "$warning")
    if shown.found.left_out and shown.ring is not Ring.MINE:
        said = " · ".join(f"{count:,} {gate}" for gate, count in shown.found.left_out)
        yield rows.wrapped(f"left out: {said}", width, "$text-muted")


def _nobody(shown: Shown, width: int) -> Iterator[Option]:
    """Say what would fill the list, and which key does so."""
    asked = line(shown.found.asked, 40)
    if shown.ring is Ring.MINE:
        said = f"Nobody you follow wrote about {asked}, as far as is stored here."
        hints = [("next-circle", "shows new people"), ("change-theme", "asks about another theme")]
    elif shown.ring is Ring.BEYOND and shown.found.new:
        said = "Everybody who was found is passed on by people you follow already."
        hints = [
            ("search-networks", "searches the networks for others"),
            ("next-circle", "goes on to those you follow"),
        ]
    else:
        said = f"Nobody new is known here who writes about {asked}."
        if shown.found.mine:
            said += f" Some of those you follow do: {key_of('circle-before', 'find')} shows them."
        hints = [
            ("search-networks", "searches the networks; first it shows which words go where"),
            ("follow", FOLLOWS),
            ("fetch", "asks the channels of those you follow: whom they pass on is found here"),
        ]
    yield rows.wrapped(said, width)
    yield rows.gap()
    for command, words in hints:
        yield hint(command, words, width)
    yield rows.gap()


def hint(command: str, words: str, width: int) -> Option:
    """Return the key of a command and what it does, its further lines under the first."""
    key = key_of(command, "find" if command in _OWN else "")
    column = max(5, cell_len(key) + 1)
    drawn = [
        Content.assemble("  ", (fit(key if number == 0 else "", column), "bold $accent"), row)
        for number, row in enumerate(plain(words).wrap(max(12, min(rows.MEASURE, width) - column - 2)))
    ]
    return rows.told(Content("\n").join(drawn))


def head_of(shown: Shown, width: int) -> Content:
    """Return the lines on top: what is asked, the circles, where was searched; one line where they fit."""
    title = Content.assemble(
        ("Who knows about  ", "$text-muted"), (line(shown.found.asked, max(12, width - 19)), "bold")
    )
    tabs = draw_tabs(shown)
    searched = f"searched: {shown.found.searched}" if shown.found.searched else ""
    waiting = f"changed meanwhile · {key_of('show-new')} shows it"
    right = (waiting, "bold $accent") if shown.waiting else (searched, "$text-muted")
    room = width - title.cell_length - tabs.cell_length - len(right[0]) - 8
    if room >= 0:
        return Content.assemble(title, " " * 4, tabs, " " * (room + 4), right)
    first = width - title.cell_length - 2
    return Content("\n").join(
        [
            Content.assemble(
                title, "  ", (line(right[0], first).rjust(first) if first > 8 else "", right[1])
            ),
            tabs,
        ]
    )


def counted(shown: Shown) -> str:
    """Return how many were found, for the line on top."""
    return some(len(shown.found.mine) + len(shown.found.new), "person", "people")
