"""Collections of Mastodon (from 4.6): lists of people that somebody recommends, where called like a theme."""

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from learnlog.model.finding import Description
from learnlog.reading.sources.inquiry import Inquiry
from learnlog.reading.sources.mastodon.api import Server
from learnlog.reading.sources.mastodon.fields import Entity, entities, entity, line, link, own_id
from learnlog.reading.sources.people_search import Followee, fits

if TYPE_CHECKING:
    from learnlog.reading.sources.mastodon.people import MastodonJob
    from learnlog.reading.sources.mastodon.strangers import Strangers

_MOST: Final = 20
_OPENED: Final = 5
_MEMBERS: Final = 100


class Collections:
    """Reads the collections of some people on one server."""

    def __init__(self, job: "MastodonJob", inquiry: Inquiry, strangers: "Strangers") -> None:
        self._job = job
        self._inquiry = inquiry
        self._strangers = strangers
        self._opened = 0

    async def made_by(self, one: Followee, asking: Server) -> None:
        """Take in who is in the collections of `one` that are called like the theme."""
        name = one.handle.lstrip("@").partition("@")[0]
        if not name:
            return
        account = own_id(entity(await self._get(asking, "/api/v1/accounts/lookup", acct=name)))
        if not account:
            return
        path = f"/api/v1/accounts/{quote(account, safe='')}/collections"
        told = await self._get(asking, path)
        listed = told if isinstance(told, list) else entity(told).get("collections")
        for said in entities(listed, _MOST):
            if fits(_text(said), self._job.terms) and self._opened < _OPENED:
                self._opened += 1
                await self._open(said, one, asking)

    async def _open(self, said: Entity, owner: Followee, asking: Server) -> None:
        own = own_id(said)
        told = entity(await self._get(asking, f"/api/v1/collections/{quote(own, safe='')}"))
        items = entities(entity(told.get("collection")).get("items"), _MEMBERS)
        members = {own_id(item, "account_id") for item in items} - {""}
        description = Description(
            source=link(said, "url") or f"{self._job.place.base}/collections/{own}",
            kind="list",
            text=_text(said),
            owner=owner.key,
        )
        for account in entities(told.get("accounts"), _MEMBERS):
            # its maker stands among the accounts as well
            is_member = not members or own_id(account) in members
            if is_member and (key := self._strangers.see(account)):
                self._strangers.into.describe(key, description)

    async def _get(self, asking: Server, path: str, **query: str) -> Any:
        return await self._inquiry.ask(self._job.collections, lambda: self._job.get(asking, path, **query))


def _text(said: Entity) -> str:
    name, about = line(said, "name", 200), line(said, "description", 300)
    tag = line(entity(said.get("tag")), "name", 60)
    return " ".join(
        part for part in (f"{name}: {about}" if about else name, f"#{tag}" if tag else "") if part
    )
