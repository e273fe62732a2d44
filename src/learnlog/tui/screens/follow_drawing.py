"""Drawing whom an address led to, their channels with what proves them, and their newest posts."""

from datetime import datetime

from textual.content import Content

from learnlog.reading.following.meeting import Meeting, Offer, kind_of
from learnlog.reading.sources.base import Found
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.text import ago, fit, line, plain, some

NEWEST = 5


def draw_who(met: Meeting, width: int, now: datetime) -> Content:
    """Draw who was found: name and handle, two lines of the bio, the last post."""
    handle = line(met.handle if met.handle != met.name else "", max(0, width - 24))
    drawn = [Content.assemble((line(met.name or met.found.key, 40), "bold"), (f"  {handle}", "$primary"))]
    bio = plain(line(met.bio)).wrap(min(width, rows.MEASURE)) if met.bio else []
    if len(bio) > 2:
        bio = [bio[0], plain(line(f"{bio[1].plain} {bio[2].plain}", min(width, rows.MEASURE)))]
    drawn += bio
    newest = max(met.found.newest, key=lambda post: post.published, default=None)
    if newest is not None:
        when = f"last post {ago(newest.published, now)}  "
        words = line(newest.title or newest.text or newest.url, max(10, width - len(when)))
        drawn.append(Content.assemble((when, "$text-muted"), words))
    return Content("\n").join(drawn)


def draw_offer(offer: Offer, chosen: bool, width: int, now: datetime) -> Content:
    """Draw a channel: ticked or not, its title and kind, and what speaks for it."""
    one = offer.found
    newest = max((post.published for post in one.newest), default=None)
    note = some(len(one.newest), "post") + (f", newest {ago(newest, now)}" if newest else "")
    address = one.key if one.kind == "feed" else one.handle or one.site or one.key
    sign, tone = ("✓ ", "$success") if offer.proven else ("? ", "$warning")
    words = plain(line(offer.said), tone).wrap(max(12, width - 7)) if offer.evidence else []
    said = [
        Content.assemble("\n    ", (" " if n else sign[0], tone), " ", row) for n, row in enumerate(words[:3])
    ]
    return Content.assemble(
        ("[x] " if chosen else "[ ] ", "$accent"),
        fit(one.title or one.handle or one.key, max(10, width - len(note) - 7)),
        "  ",
        (note, "$text-muted"),
        "\n    ",
        (line(f"{kind_of(one)} · {address}", width - 5), "$text-muted"),
        *said,
    )


def draw_newest(one: Found, width: int, now: datetime) -> Content:
    """Draw the newest posts of a channel."""
    newest = sorted(one.newest, key=lambda post: post.published, reverse=True)[:NEWEST]
    drawn = [Content.styled("Its newest posts" if newest else "It has no posts yet.", "bold $accent")]
    for post in newest:
        words = line(post.title or post.plain or post.url, max(10, width - rows.WHEN - 3))
        drawn.append(Content.assemble("  ", (fit(ago(post.published, now), rows.WHEN), "$text-muted"), words))
    return Content("\n").join(drawn)
