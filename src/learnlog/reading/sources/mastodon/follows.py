"""Whom an account of Mastodon or its kin follows, page by page."""

from typing import Final
from urllib.parse import quote, urljoin

from learnlog.model.errors import LearnlogError
from learnlog.reading.sources.follows import MOST, Followed
from learnlog.reading.sources.mastodon.addresses import Place, base_of, host_of
from learnlog.reading.sources.mastodon.api import CLOSED, Server, StatusError, next_page
from learnlog.reading.sources.mastodon.fields import entities, own_id, understood
from learnlog.reading.sources.mastodon.profile import read_actor

_PAGES: Final = 80


async def follows_of(server: Server, place: Place) -> list[Followed]:
    """Return whom the account at `place` follows.

    Raises:
        LearnlogError: there is no such account, or the server does not show whom it follows.
    """
    account = own_id(await server.account(place))
    at = f"/api/v1/accounts/{quote(account, safe='')}/following?limit=80"
    found: list[Followed] = []
    for _ in range(_PAGES):
        answer = await server.ask(at)
        if answer.status in CLOSED:
            raise _closed(place)
        if answer.status != 200:
            raise StatusError(answer)
        actors = (read_actor(one, server.base, place.host) for one in entities(understood(answer.body), 200))
        found += [
            Followed(address=one.handle, name=one.name, key=one.key) for one in actors if one and one.handle
        ]
        further = next_page(answer)
        at = urljoin(answer.url, further) if further else ""
        if not at or base_of(at) != server.base or at == answer.url or len(found) >= MOST:
            break
    if not found:
        raise _closed(place)
    return found[:MOST]


def _closed(place: Place) -> LearnlogError:
    return LearnlogError(
        f"{host_of(place.base)} does not show whom {place.handle} follows.",
        "Export the CSV of follows there, and give the file.",
    )
