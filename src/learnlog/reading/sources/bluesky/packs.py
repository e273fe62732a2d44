"""Starter packs and lists of Bluesky: those called like a theme, and who is in them."""

from typing import TYPE_CHECKING, Final

from learnlog.model.finding import Description
from learnlog.reading.sources.base import Client
from learnlog.reading.sources.bluesky.follows import LIST, PACK, title_of
from learnlog.reading.sources.bluesky.loose import Table, items, raw, table
from learnlog.reading.sources.bluesky.names import parts, profile_page
from learnlog.reading.sources.inquiry import Inquiry, each
from learnlog.reading.sources.people_search import Followee, Gathered, fits

if TYPE_CHECKING:
    from learnlog.reading.sources.bluesky.people import BlueskyJob

_FOUND: Final = 10
_OPENED: Final = 6
"""Packs and lists whose members are read in one search."""
_MEMBERS: Final = 100


class Packs:
    """Reads the starter packs and lists of one search, each once, and only those that are called like it."""

    def __init__(self, job: "BlueskyJob", inquiry: Inquiry, into: Gathered, http: Client) -> None:
        self._job = job
        self._inquiry = inquiry
        self._into = into
        self._http = http
        self._opened: set[str] = set()

    async def called(self, term: str) -> None:
        """Read the packs that the network finds for `term`."""
        job = self._job
        told = await self._inquiry.ask(
            job.packs, lambda: job.get(self._http, job.packs, q=term, limit=_FOUND), term
        )
        await self._open(items(told, "starterPacks", _FOUND))

    async def made_by(self, one: Followee) -> None:
        """Read the packs and lists that somebody I follow made, where they are called like the theme."""
        job = self._job
        told = await self._inquiry.ask(
            job.their_packs, lambda: job.get(self._http, job.their_packs, actor=one.key, limit=_MEMBERS)
        )
        await self._open(items(told, "starterPacks", _MEMBERS))
        told = await self._inquiry.ask(
            job.their_lists, lambda: job.get(self._http, job.their_lists, actor=one.key, limit=_MEMBERS)
        )
        await self._open(items(told, "lists", _MEMBERS))

    async def _open(self, views: list[Table]) -> None:
        fitting = [view for view in views if fits(title_of(view), self._job.terms)]
        await each(self._members(view) for view in fitting)

    async def _members(self, view: Table) -> None:
        uri = raw(view, "uri")
        owner, kind, key = parts(uri)
        if kind not in (LIST, PACK) or uri in self._opened or len(self._opened) >= _OPENED:
            return
        self._opened.add(uri)
        job, listed = self._job, uri
        if kind == PACK:
            told = await self._inquiry.ask(job.pack, lambda: job.get(self._http, job.pack, starterPack=uri))
            listed = raw(table(told, "starterPack", "list"), "uri")
        if parts(listed)[1] != LIST:
            return
        told = await self._inquiry.ask(
            job.list, lambda: job.get(self._http, job.list, list=listed, limit=_MEMBERS)
        )
        folder = f"https://bsky.app/starter-pack/{owner}/{key}"
        description = Description(
            source=folder if kind == PACK else f"{profile_page(owner)}/lists/{key}",
            kind="pack" if kind == PACK else "list",
            text=title_of(view),
            owner=owner,
        )
        self._take(items(told, "items", _MEMBERS), description)

    def _take(self, members: list[Table], description: Description) -> None:
        from learnlog.reading.sources.bluesky.people import profile_in

        for member in members:
            profile = profile_in(table(member, "subject"))
            if profile and self._into.see(profile):
                self._into.describe(profile.key, description)
