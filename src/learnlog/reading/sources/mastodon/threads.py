"""Threads as one server sees them, and whether posts are still there."""

from collections.abc import Sequence
from urllib.parse import quote

from learnlog.model.errors import LearnlogError
from learnlog.model.post import NewPost
from learnlog.reading.sources.mastodon.addresses import Place, host_of
from learnlog.reading.sources.mastodon.api import CLOSED, Server, StatusError
from learnlog.reading.sources.mastodon.fields import entities, entity, own_id, uri
from learnlog.reading.sources.mastodon.posts import STATUS_PATH, Reader
from learnlog.reading.web.answers import FetchError

MOST = 200


async def thread_of(server: Server, own: str, reader: Reader) -> list[NewPost]:
    """Return what stands above the post with the id `own`, the post, and what stands below it: at most 200.

    Raises:
        LearnlogError: the server does not show it.
    """
    path = f"{STATUS_PATH}{quote(own, safe='')}"
    try:
        status = entity(await server.get(path))
        around = entity(await server.get(f"{path}/context"))
    except StatusError as error:
        if error.answer.status not in CLOSED:
            raise
        said = f"{host_of(server.base)} does not show this conversation without an account there."
        raise LearnlogError(said, "Open the post in a browser.") from error
    above, below = entities(around.get("ancestors"), MOST), entities(around.get("descendants"), MOST)
    room = MOST - 1 - min(len(below), MOST // 2)
    chosen = [*above[-room:], status]
    posts = reader.read_all([*chosen, *below[: MOST - len(chosen)]])
    return list({post.guid: post for post in posts}.values())


async def home_of(server: Server, place: Place, uri_: str) -> str:
    """Return the server's id of a post of the account at `place`, looked for among its newest ones.

    On some servers (snac) the address of a post does not end with its id. "" when it is not there.
    """
    try:
        account = await server.account(place)
        page = await server.statuses(own_id(account))
        statuses = page.statuses
        if page.next:
            statuses = statuses + (await server.statuses(own_id(account), at=page.next)).statuses
    except StatusError:
        return ""
    posts = [one for status in statuses for one in (status, entity(status.get("reblog")))]
    return next((own_id(one) for one in posts if one and uri(one) == uri_), "")


async def gone_of(server: Server, posts: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the guids of those that the server says it does not have; silence is no proof."""
    gone = []
    for guid, home in posts:
        if not home:
            continue
        try:
            answer = await server.ask(f"{STATUS_PATH}{quote(home, safe='')}")
        except FetchError:
            break
        if answer.status in (404, 410):
            gone.append(guid)
    return tuple(gone)
