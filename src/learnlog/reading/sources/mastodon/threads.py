"""Threads as one server sees them, and whether posts are still there."""

from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from learnlog.model.errors import LearnlogError
from learnlog.model.post import NewPost
from learnlog.reading.answers import FetchError
from learnlog.reading.sources.mastodon.addresses import host_of
from learnlog.reading.sources.mastodon.api import CLOSED, Server, StatusError
from learnlog.reading.sources.mastodon.fields import entities, entity
from learnlog.reading.sources.mastodon.posts import STATUS_PATH, Reader

MOST = 200


async def thread_of(server: Server, uri: str, home: str, reader: Reader) -> list[NewPost]:
    """Return what stands above the post, the post, and what stands below it: at most 200.

    Without its id there (``home``) the end of its address is tried, which is the id on most servers.

    Raises:
        LearnlogError: the server does not show it.
    """
    own = home or urlsplit(uri).path.rstrip("/").rpartition("/")[2]
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
