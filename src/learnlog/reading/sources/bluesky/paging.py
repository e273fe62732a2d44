"""Reading a feed from its newest post down to the newest that is known, and what lies in gaps.

A gap is where an earlier reading had to stop: the cursor to read on from, and the post to read on to. The
state keeps gaps as lines of “post cursor”, the newest first.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from learnlog.model.post import NewPost
from learnlog.reading.sources.bluesky.loose import Table, items, raw
from learnlog.reading.sources.bluesky.names import parts
from learnlog.reading.sources.bluesky.posts import Posts

PAGE = 40
FIRST_PAGES = 2
MOST_PAGES = 5
MOST_GAPS = 8
_LONGEST_CURSOR = 500

Asker = Callable[[str], Awaitable[Table]]
"""Returns the page of the feed at a cursor; "" is the top."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What was not read yet: from ``cursor`` down to the post with the guid ``until``."""

    until: str
    cursor: str


@dataclass(slots=True)
class Reading:
    """One reading of the feed of `owner`: what it brought so far, and what is left to read."""

    owner: str
    ask: Asker
    posts: dict[str, NewPost] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    newest: str = ""
    pages: int = 0
    views: Posts = field(default_factory=Posts)

    async def news(self, known: str) -> None:
        """Read from the top down to `known`; at the first reading ("") only a few pages."""
        limit = MOST_PAGES if known else FIRST_PAGES
        rest = await self._down(Gap(known, ""), limit)
        if rest and known:
            self.gaps.insert(0, rest)
        del self.gaps[MOST_GAPS:]

    async def fill(self) -> None:
        """Read on in the gaps, the newest first, as long as this reading may."""
        while self.gaps and self.pages < MOST_PAGES:
            rest = await self._down(self.gaps.pop(0), MOST_PAGES - self.pages)
            if rest:
                self.gaps.insert(0, rest)

    async def _down(self, gap: Gap, limit: int) -> Gap | None:
        """Read at most `limit` pages of a gap; return what of it is left. A page that fails leaves it all."""
        cursor, seen = gap.cursor, {gap.cursor}
        for _ in range(limit):
            try:
                page = await self.ask(cursor)
            except BaseException:
                if cursor and gap.until:
                    self.gaps.insert(0, Gap(gap.until, cursor))
                raise
            self.pages += 1
            is_through = self._take(page, gap.until)
            cursor = raw(page, "cursor")
            if is_through or not cursor or cursor in seen or len(cursor) > _LONGEST_CURSOR:
                return None
            seen.add(cursor)
        return Gap(gap.until, cursor)

    def _take(self, page: Table, until: str) -> bool:
        """Take the posts of a page; tell whether nothing unknown can come after it."""
        told = [self.views.of_feed(item, self.owner) for item in items(page, "feed", 100)]
        posts = [post for post in told if post]
        for post in posts:
            self.newest = self.newest or post.guid
            self.posts.setdefault(post.guid, post)
        if any(post.guid == until for post in posts):
            return True
        # The post we look for may be deleted. Record keys are made of the time, so a page of nothing but
        # older ones lies below it.
        age = _age(until)
        return bool(age and posts) and all("" < _age(p.guid) < age for p in posts)


def _age(guid: str) -> str:
    """Return what of a guid grows with time, "" when nothing does."""
    key = parts(guid.removeprefix("boost:"))[2]
    return key if len(key) == 13 else ""


def gaps_of(text: str) -> list[Gap]:
    """Read the gaps as a state keeps them."""
    pairs = (line.partition(" ") for line in text.split("\n"))
    return [Gap(until, cursor) for until, _, cursor in pairs if until and cursor][:MOST_GAPS]


def gaps_text(gaps: list[Gap]) -> str:
    """Write gaps as a state keeps them; a cursor that would not come back the same is given up."""
    return "\n".join(f"{gap.until} {gap.cursor}" for gap in gaps if gap.cursor.isprintable())
