"""Sites that posts on a theme link to, and the blogrolls of sites that were read: more people who may know."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import replace
from html import unescape
from typing import Final

from learnlog.model.address import host_of
from learnlog.model.errors import LearnlogError
from learnlog.model.finding import Description, Profile
from learnlog.model.post import NewPost
from learnlog.model.safe import clean_line, clean_link
from learnlog.model.sites import site_at
from learnlog.reading.following.pages import Page, read_page
from learnlog.reading.following.proving import Narrow
from learnlog.reading.people_search.closer import CloserLook
from learnlog.reading.sources.base import Client, Source
from learnlog.reading.sources.people_search import ELSEWHERE, Gathered, Sending, profile_of

MOST: Final = 6
"""Sites whose page and feed are read in one search."""
_ROLLS: Final = 3
_BLOGS: Final = 100
_SECONDS: Final = 6.0
_HREF: Final = re.compile(r'href="(https?://[^"]+)"')


class LinkedSites:
    """Reads the sites that several of the found posts link to, and then blogrolls, also of those in `closer`."""

    server = "sites that posts link to"

    def __init__(self, sources: Sequence[Source], closer: CloserLook) -> None:
        self._networks = [source for source in sources if source.kind != "feed"]
        self._feeds = next((source for source in sources if source.kind == "feed"), None)
        self._closer = closer
        self._pages: list[tuple[str, Page]] = []
        self.sites = Sending(
            server=f"{MOST} sites that the posts found link to", what="a page and its feed", path=ELSEWHERE
        )
        self.blogrolls = Sending(server=f"{_ROLLS} of all these sites", what="their blogroll", path=ELSEWHERE)

    @property
    def sendings(self) -> tuple[Sending, ...]:
        """Everything that `run` may ask."""
        return (self.sites, self.blogrolls)

    async def run(self, http: Client, into: Gathered) -> None:
        """Read them; a site that cannot be read is passed over, as nobody named it as theirs."""
        links = self._most_linked(into)
        await asyncio.gather(*(self._within(self._site(link, http, into)) for link in links))
        pages = [*self._closer.pages, *self._pages]
        rolls = {roll: key for key, page in pages for roll in page.blogrolls[:1]}
        chosen = list(rolls.items())[:_ROLLS]
        await asyncio.gather(*(self._within(self._roll(roll, key, http, into)) for roll, key in chosen))

    async def _within(self, reading: Awaitable[None]) -> None:
        try:
            async with asyncio.timeout(_SECONDS):
                await reading
        except (TimeoutError, LearnlogError):
            return

    def _most_linked(self, into: Gathered) -> list[str]:
        """Return a link to each of the sites that most people link to; those of the people themselves are known."""
        known = {site_at(link.address) for one in into.profiles.values() for link in one.links}
        known |= {site_at(one.url) for one in into.profiles.values()} | {""}
        by_site: dict[str, dict[str, str]] = defaultdict(dict)
        for key, post in into.posts.values():
            for link in links_of(post):
                site = site_at(link)
                if site not in known and not any(source.claims(link) for source in self._networks):
                    by_site[site].setdefault(key, link)
        ordered = sorted(by_site.values(), key=lambda linked: -len(linked))
        return [next(iter(linked.values())) for linked in ordered[:MOST]]

    async def _site(self, link: str, http: Client, into: Gathered) -> None:
        if self._feeds is None:
            return
        into.sent.setdefault(self.sites, set())
        narrow = Narrow(http, "", link)
        answer = await narrow.get(link)
        if answer.status != 200:
            return
        page = await read_page(link, answer)
        for feed in page.feeds[:1]:
            found = (await self._feeds.find(feed, Narrow(http, "", feed)))[0]
            profile = profile_of(found)
            # the page says so itself: the feed is that of the site
            if into.see(replace(profile, url=profile.url or page.url)):
                into.channels[found.key] = found
                self._pages.append((found.key, page))

    async def _roll(self, roll: str, owner: str, http: Client, into: Gathered) -> None:
        from learnlog.reading.following.opml import read_opml

        into.sent.setdefault(self.blogrolls, set())
        answer = await Narrow(http, "", roll).get(roll)
        if answer.status != 200:
            return
        rows, _ = await asyncio.to_thread(read_opml, answer.body)
        place = clean_line(host_of(roll), 60)
        for row in rows[:_BLOGS]:
            about = ", ".join(row.circles)
            text = f"{about} (blogroll of {place})" if about else f"blogroll of {place}"
            said = Profile(key=row.feed, kind="feed", name=row.name)
            if into.see(said):
                into.describe(row.feed, Description(source=roll, kind="blogroll", text=text, owner=owner))


def links_of(post: NewPost) -> Iterable[str]:
    """Return the addresses that a post links to, each once."""
    card = post.social.card.url if post.social and post.social.card else ""
    found = [unescape(link) for link in _HREF.findall(post.html)]
    return dict.fromkeys(link for one in (*found, card) if (link := clean_link(one)))
