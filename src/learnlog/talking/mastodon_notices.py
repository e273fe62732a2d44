"""What concerns me on a Mastodon server: answers, mentions, boosts, likes, follows, quotes."""

from urllib.parse import quote

from learnlog.model.errors import LearnlogError
from learnlog.model.moments import EPOCH
from learnlog.reading.sources.mastodon.fields import (
    Entity,
    entities,
    entity,
    moment,
    own_id,
    raw,
    understood,
    undressed,
    uri,
)
from learnlog.reading.sources.mastodon.posts import STATUS_PATH, Reader
from learnlog.reading.sources.mastodon.profile import read_actor
from learnlog.talking.base import Notice
from learnlog.talking.mastodon_asking import Asking

PAGE = 40
MOST_PAGES = 10
MOST_PARENTS = 20
_KINDS = {"mention": "mention", "reblog": "boost", "favourite": "like", "follow": "follow", "quote": "quote"}
_OF_MINE = ("boost", "like")


def read_notices(asking: Asking, reader: Reader, after: str) -> list[Notice]:
    """Return the notices since the one with the id `after` (the newest page without one), oldest first."""
    found: dict[str, Entity] = {}
    place = after
    for _ in range(MOST_PAGES):
        page = _page(asking, place)
        ids = [own_id(item) for item in page]
        if place in ids:  # a server that does not heed min_id shows what is known, too
            page = page[: ids.index(place)]
        fresh = [item for item in reversed(page) if own_id(item) and own_id(item) not in found]
        found |= {own_id(item): item for item in fresh}
        if not after or not fresh or place in ids:
            break
        place = own_id(fresh[-1])
    reader.read_all([entity(item.get("status")) for item in found.values()])
    parents = _Parents(asking, reader)
    return [notice for item in found.values() if (notice := _notice(item, reader, parents))]


def _page(asking: Asking, after: str) -> list[Entity]:
    query = {"limit": str(PAGE)} | ({"min_id": after} if after else {})
    answer = asking.quietly("GET", "/api/v1/notifications", query=query)
    if answer.status != 200:
        raise asking.refusal(answer, "to show notifications")
    return entities(understood(answer.body), 100)


class _Parents:
    """Finds the uri of the post that was answered; asks for a few that are not known."""

    def __init__(self, asking: Asking, reader: Reader) -> None:
        self._asking = asking
        self._reader = reader
        self._left = MOST_PARENTS

    def uri_of(self, own: str) -> str:
        known = self._reader.uris.get(own)
        if known is None and self._left:
            self._left -= 1
            try:
                answer = self._asking.quietly("GET", f"{STATUS_PATH}{quote(own, safe='')}")
            except LearnlogError:
                self._left = 0
                return ""
            known = self._reader.uris[own] = (
                uri(entity(understood(answer.body))) if answer.status == 200 else ""
            )
        return known or ""


def _notice(item: Entity, reader: Reader, parents: _Parents) -> Notice | None:
    kind, status = _KINDS.get(raw(item, "type"), ""), undressed(entity(item.get("status")))
    actor = read_actor(entity(item.get("account")), reader.base, reader.host)
    if not kind or actor is None:
        return None
    parent = own_id(status, "in_reply_to_id")
    if kind == "mention" and parent:
        kind = "reply"
    about = uri(status) if kind in _OF_MINE else ""
    if kind == "reply":
        about = parents.uri_of(parent)
    elif kind == "quote":
        about = uri(entity(entity(status.get("quote")).get("quoted_status")))
    return Notice(
        id=own_id(item),
        kind=kind,
        actor=actor,
        moment=moment(item, "created_at") or EPOCH,
        post=reader.read(status) if status else None,
        about=about,
    )
