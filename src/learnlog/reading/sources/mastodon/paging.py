"""From the newest post back to what is known: pages, gaps that stay open, and gaps that are closed later."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from learnlog.model.errors import LearnlogError
from learnlog.model.moments import EPOCH, from_text
from learnlog.model.post import NewPost
from learnlog.reading.sources.mastodon.api import Page, Server, StatusError
from learnlog.reading.sources.mastodon.fields import Entity, moment, own_id, uri
from learnlog.reading.sources.mastodon.posts import BOOST, Reader

FIRST_PAGES = 2
MOST_PAGES = 5
AHEAD = timedelta(hours=1)  # so far may the clock of a server be from ours
_LOST = frozenset({400, 404, 410, 422})  # the server no longer knows the place to read on from


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A post that is known: its guid and when it was published. Ids say nothing of order, so moments do."""

    guid: str = ""
    moment: datetime = EPOCH

    @classmethod
    def read(cls, guid: str, when: str) -> "Mark":
        """Understand a mark as the state keeps it."""
        return cls(guid=guid, moment=from_text(when, EPOCH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Posts that were not read yet: those from the address ``at`` back to ``until``."""

    at: str
    until: Mark

    @property
    def text(self) -> str:
        """How the state keeps it."""
        return f"{self.at} {self.until.moment.isoformat()} {self.until.guid}"

    @classmethod
    def read(cls, text: str) -> "Gap | None":
        """Understand a gap as the state keeps it; None when there is none."""
        at, when, guid = [*text.split(" ", 2), "", "", ""][:3]
        return cls(at=at, until=Mark.read(guid, when)) if at and guid else None


@dataclass(slots=True, kw_only=True)
class Reading:
    """What was read, and what was not: ``gap`` is left for the next time, ``trouble`` why it stopped early."""

    posts: list[NewPost]
    gap: Gap | None = None
    trouble: LearnlogError | None = None
    pages: int = 1


async def read_back(
    server: Server, reader: Reader, account_id: str, first: Page, known: Mark, gap: Gap | None
) -> Reading:
    """Read from the page `first` back to the post `known`, then on in `gap` while pages are left.

    What goes wrong on a later page does not lose the earlier ones: it leaves a gap.
    """
    reading = Reading(posts=await asyncio.to_thread(reader.read_all, first.statuses))
    if not known.guid:
        await _walk(server, reader, account_id, reading, first, known, FIRST_PAGES)
        reading.gap = None  # what is older than the first reading was never promised
        return reading
    await _walk(server, reader, account_id, reading, first, known, MOST_PAGES)
    if reading.gap is not None:
        # One gap is remembered: it reaches down to the older one's end, past posts that are known already.
        reading.gap = Gap(at=reading.gap.at, until=gap.until) if gap else reading.gap
    elif gap is not None and reading.trouble is None and reading.pages < MOST_PAGES:
        await _fill(server, reader, account_id, reading, gap)
    elif gap is not None:
        reading.gap = gap
    return reading


async def _fill(server: Server, reader: Reader, account_id: str, reading: Reading, gap: Gap) -> None:
    reading.gap = gap
    try:
        page = await server.statuses(account_id, at=gap.at)
    except StatusError as error:
        if error.answer.status in _LOST:
            reading.gap = None
        else:
            reading.trouble = error
        return
    except LearnlogError as error:
        reading.trouble = error
        return
    reading.pages += 1
    reading.gap = None
    reading.posts += await asyncio.to_thread(reader.read_all, page.statuses)
    await _walk(server, reader, account_id, reading, page, gap.until, MOST_PAGES)


async def _walk(
    server: Server, reader: Reader, account_id: str, reading: Reading, page: Page, until: Mark, most: int
) -> None:
    """Read on below `page`; sets the gap when `until` was not reached."""
    seen = {own_id(status) for status in page.statuses}
    while page.next and not _reaches(page.statuses, until):
        reading.gap = Gap(at=page.next, until=until)
        if reading.pages >= most:
            return
        try:
            page = await server.statuses(account_id, at=page.next)
        except LearnlogError as error:
            reading.trouble = error
            return
        reading.pages += 1
        fresh = {own_id(status) for status in page.statuses} - seen
        reading.posts += await asyncio.to_thread(reader.read_all, page.statuses)
        if not fresh:
            break  # a server that shows the same page again has no more
        seen |= fresh
    reading.gap = None


def _reaches(statuses: list[Entity], until: Mark) -> bool:
    """Tell whether the page goes down to what is known; pinned posts may stand out of their order."""
    if any(guid_of(status) == until.guid and status.get("pinned") is not True for status in statuses):
        return True
    last = next((when for status in reversed(statuses) if (when := moment(status, "created_at"))), None)
    return bool(last and until.moment != EPOCH and last < until.moment)


def guid_of(status: Entity) -> str:
    """Return the guid the status has as a post."""
    return f"{BOOST}{uri(status)}" if isinstance(status.get("reblog"), dict) else uri(status)


def newest_of(statuses: list[Entity], now: datetime) -> Mark:
    """Return the newest post of a page, which a pinned one at its top need not be, nor one from the future."""
    told = [(when, guid_of(s)) for s in statuses if guid_of(s) and (when := moment(s, "created_at"))]
    dated = [(when, guid) for when, guid in told if when <= now + AHEAD] or [
        (now, guid) for _, guid in told[:1]
    ]
    if not dated:
        return Mark(guid=next((guid_of(status) for status in statuses if guid_of(status)), ""))
    when, guid = max(dated, key=lambda pair: pair[0])
    return Mark(guid=guid, moment=when)
