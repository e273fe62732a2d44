"""Saying whom an address led to: name, handle, bio, last post, and their channels with what proves them."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from learnlog.cli.output import Styled, cells, cut, tell

if TYPE_CHECKING:
    from learnlog.reading.following.meeting import Meeting, Offer

WIDTH = 78
_BIO_LINES = 2


def introduce(meeting: "Meeting", now: datetime) -> None:
    """Say who was found: name and handle, two lines of the bio, and their last post."""
    handle = f"  {meeting.handle}" if meeting.handle and meeting.handle != meeting.name else ""
    tell(Styled(meeting.name or meeting.found.key, "bold"), Styled(handle, "accent"))
    for row in _wrapped(meeting.bio, WIDTH - 2, _BIO_LINES):
        tell(f"  {row}")
    newest = max(meeting.found.newest, key=lambda post: post.published, default=None)
    if newest is not None:
        moment = newest.published.astimezone(now.tzinfo)
        words = newest.title or newest.text or newest.url
        tell(Styled(f"  last post {moment:%Y-%m-%d}  ", "dim"), cut(" ".join(words.split()), WIDTH - 24))


def list_offers(meeting: "Meeting", chosen: Collection[int]) -> None:
    """List the channels with their numbers, those that are chosen marked, and what speaks for each."""
    for number, offer in enumerate(meeting.offers, start=1):
        mark = "→" if number in chosen else " "
        tell(f"{mark} {number}. ", *_named(offer))
        if offer.evidence:
            tell("     ", Styled(offer.said, "good" if offer.proven else "dim"))
    for note in meeting.notes:
        tell(Styled(f"  {note}", "dim"))


def _named(offer: "Offer") -> list[str | Styled]:
    from learnlog.reading.following.meeting import kind_of

    found = offer.found
    posts = f"{len(found.newest)} post" + ("" if len(found.newest) == 1 else "s")
    address = found.key if found.kind == "feed" else found.handle or found.site or found.key
    return [
        Styled(found.title or found.handle or found.key, "bold"),
        f"  {kind_of(found)}  {address}  ",
        Styled(posts, "dim"),
    ]


def _wrapped(text: str, width: int, most: int) -> list[str]:
    """Return `text` in at most `most` lines, the last cut when there is more."""
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < most:
        row = words.pop(0)
        while words and cells(f"{row} {words[0]}") <= width and len(rows) < most - 1:
            row += f" {words.pop(0)}"
        if len(rows) == most - 1 and words:
            row, words = f"{row} {' '.join(words)}", []
        rows.append(cut(row, width))
    return rows
