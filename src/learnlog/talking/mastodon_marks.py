"""How far I read on a Mastodon server: its markers, and the lines of my home timeline around them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from learnlog.model.moments import EPOCH
from learnlog.model.safe import clean_line
from learnlog.reading.sources.mastodon.fields import (
    Entity,
    entities,
    entity,
    line,
    moment,
    own_id,
    raw,
    understood,
    uri,
)
from learnlog.reading.sources.mastodon.profile import read_actor
from learnlog.reading.sources.sanitize import plain
from learnlog.talking.base import HomePost
from learnlog.talking.mastodon_asking import Asking

PAGE = 40
_TIMELINES = ("home", "notifications")
_GONE = 404


class MastodonMarks:
    """The markers of the account that `asking` asks as; its handles end with `host`."""

    def __init__(self, asking: Asking, base: str, host: str) -> None:
        self._asking = asking
        self._base = base
        self._host = host

    def get(self) -> Mapping[str, str]:
        """Return the ids up to which ``home`` and ``notifications`` are read; what nobody said is missing.

        Raises:
            NotOfferedError: the server keeps no markers.
        """
        query = {"timeline[]": _TIMELINES}
        answer = self._asking.quietly("GET", "/api/v1/markers", query=query)
        if answer.status != 200:
            raise self._asking.refusal(answer, "to say how far I read")
        said = entity(understood(answer.body))
        found = {name: own_id(entity(said.get(name)), "last_read_id") for name in _TIMELINES}
        return {name: id for name, id in found.items() if id}

    def put(self, **ids: str) -> None:
        """Say up to which id ``home`` or ``notifications`` is read.

        Raises:
            NotOfferedError: the server keeps no markers.
        """
        said = {name: {"last_read_id": id} for name, id in ids.items()}
        answer = self._asking.quietly("POST", "/api/v1/markers", said=said)
        if answer.status not in (200, 409):  # 409: another program of mine says how far I read just now
            raise self._asking.refusal(answer, "to keep how far I read")

    def one(self, id: str) -> HomePost | None:
        """Return one line of my timeline, None when it is gone."""
        answer = self._asking.quietly("GET", f"/api/v1/statuses/{quote(id, safe='')}")
        if answer.status == _GONE:
            return None
        if answer.status != 200:
            raise self._asking.refusal(answer, "to show a post")
        return self._line(entity(understood(answer.body)))

    def noticed(self, id: str) -> datetime | None:
        """Return when the notice with that id came, None when it is gone."""
        answer = self._asking.quietly("GET", f"/api/v1/notifications/{quote(id, safe='')}")
        return moment(entity(understood(answer.body)), "created_at") if answer.status == 200 else None

    def newer(self, id: str) -> Sequence[HomePost]:
        """Return the lines next above `id`, oldest first."""
        return self._page({"min_id": id})[::-1]

    def older(self, id: str = "") -> Sequence[HomePost]:
        """Return the lines next below `id` (from the top without one), newest first."""
        return self._page({"max_id": id} if id else {})

    def _page(self, where: Mapping[str, str]) -> list[HomePost]:
        query = {"limit": str(PAGE), **where}
        answer = self._asking.quietly("GET", "/api/v1/timelines/home", query=query)
        if answer.status != 200:
            raise self._asking.refusal(answer, "to show my timeline")
        said = entities(understood(answer.body), PAGE)
        found = [one for status in said if (one := self._line(status)) is not None]
        ids = [one.id for one in found]
        start = where.get("min_id", "")
        if start in ids:  # a server that does not heed min_id shows what lies below, too
            found = found[: ids.index(start)]
        return [one for one in found if one.id != where.get("max_id")]

    def _line(self, status: Entity) -> HomePost | None:
        post, by = entity(status.get("reblog")) or status, entity(status.get("account"))
        id, name, actor = own_id(status), uri(post), read_actor(by, self._base, self._host)
        if not (id and name and actor):
            return None
        warning = line(post, "spoiler_text", 80)
        return HomePost(
            id=id,
            uri=name,
            by=actor.handle,
            who=actor.name or actor.handle,
            words=warning or clean_line(plain(raw(post, "content")), 80),
            moment=moment(status, "created_at") or EPOCH,
        )
