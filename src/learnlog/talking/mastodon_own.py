"""What I posted myself on a Mastodon server, looked through to see whether something is out."""

from datetime import datetime
from functools import cached_property
from urllib.parse import quote

from learnlog.model.moments import EPOCH
from learnlog.reading.sources.mastodon.fields import (
    Entity,
    entities,
    entity,
    link,
    moment,
    own_id,
    raw,
    understood,
    undressed,
    uri,
)
from learnlog.reading.sources.sanitize import plain
from learnlog.talking.base import Piece, Sent, UnsureError
from learnlog.talking.mastodon_asking import Asking
from learnlog.talking.mastodon_counting import alike

PAGE = 40
MOST_PAGES = 5
MOST = 400


class OwnPosts:
    """Asks my server for my own posts."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def since(self, moment_: datetime, *, is_open: bool) -> tuple[list[Entity], bool]:
        """Return my posts since a moment, the oldest first, and whether all of them were shown.

        Unless `is_open`, those that are not for everyone are looked for, too: some servers (snac, Takahe) leave
        them out of the list of my posts, and show them on my home timeline.

        Raises:
            UnsureError: the server does not show my posts.
        """
        found, is_whole = self._listed(moment_)
        if not is_open:
            found = {**self._at_home(), **found}
        oldest_first = list(reversed(found.values()))
        oldest_first.sort(key=lambda one: moment(one, "created_at") or EPOCH)
        return oldest_first, is_whole

    def _listed(self, since: datetime) -> tuple[dict[str, Entity], bool]:
        path = f"/api/v1/accounts/{quote(self.my_id, safe='')}/statuses"
        found: dict[str, Entity] = {}
        query = {"limit": str(PAGE)}
        for _ in range(MOST_PAGES):
            answer = self._asking.quietly("GET", path, query=query)
            said = understood(answer.body)
            if answer.status != 200 or not isinstance(said, list):
                raise UnsureError(
                    f"{self._asking.host} does not show my own posts, so nobody can look for it."
                )
            page = {own_id(one): one for one in map(undressed, entities(said, MOST))}
            fresh = [own for own in page if own not in found]
            found |= page
            oldest = moment(list(page.values())[-1], "created_at") if page else None
            if not fresh or (oldest and oldest < since):
                return found, True
            query = {"limit": str(PAGE), "max_id": list(page)[-1]}
        return found, False

    def _at_home(self) -> dict[str, Entity]:
        answer = self._asking.quietly("GET", "/api/v1/timelines/home", query={"limit": str(PAGE)})
        shown = map(undressed, entities(understood(answer.body), MOST))
        return {own_id(one): one for one in shown if own_id(entity(one.get("account"))) == self.my_id}

    @cached_property
    def my_id(self) -> str:
        """The server's id of me."""
        answer = self._asking.quietly("GET", "/api/v1/accounts/verify_credentials")
        own = own_id(entity(understood(answer.body)))
        if answer.status in (403, 422):  # as Pleroma and snac say that they no longer know the token
            raise self._asking.shut_out()
        if answer.status != 200 or not own:
            raise self._asking.refusal(answer, "to say who I am")
        return own


def sent_as(status: Entity) -> Sent | None:
    """Return where a status is, None when it is none."""
    name, own = uri(status), own_id(status)
    return Sent(uri=name, url=link(status, "url"), home=own) if name and own else None


def says(status: Entity, piece: Piece) -> bool:
    """Tell whether the post holds the words of `piece`, and the words of its pictures.

    Where the server tells what was typed (``text``), that counts as well: some make more of it than HTML.
    """
    shown = [alike(raw(item, "description")) for item in entities(status.get("media_attachments"))]
    words = alike(piece.text)
    same_words = words in (alike(plain(raw(status, "content"))), alike(raw(status, "text")))
    return same_words and sorted(shown) == sorted(alike(picture.alt) for picture in piece.pictures)
