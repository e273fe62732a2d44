"""A thread as the network tells it, as a plain list."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain

from learnlog.model.post import NewPost
from learnlog.reading.sources.bluesky.loose import Table, items, table
from learnlog.reading.sources.bluesky.posts import Posts

MOST = 200
_HIGHEST = 100


def posts_of_thread(thread: Table) -> list[NewPost]:
    """Return the post in the middle of `thread`, those above it and those below, the oldest first."""
    return _posts(chain(_above(thread), _below(thread)))


def answers_in(thread: Table) -> list[NewPost]:
    """Return the posts below the first post of `thread`, the oldest first."""
    return _posts(_below(thread))


def _posts(nodes: Iterable[tuple[Table, Table]]) -> list[NewPost]:
    posts = Posts()
    found: dict[str, NewPost] = {}
    for node, parent in nodes:
        post = posts.of_view(table(node, "post"), {"parent": table(parent, "post")})
        if post:
            found.setdefault(post.guid, post)
        if len(found) >= MOST:
            break
    return sorted(found.values(), key=lambda post: (post.published, post.guid))


def _above(thread: Table) -> Iterator[tuple[Table, Table]]:
    """Yield `thread` and what stands above it, each with what it answers."""
    node = thread
    for _ in range(_HIGHEST):
        parent = table(node, "parent")
        yield node, parent
        if not parent:
            return
        node = parent


def _below(thread: Table) -> Iterator[tuple[Table, Table]]:
    """Yield what stands below `thread`, level by level: of a thread too large the near answers are kept."""
    level = deque([thread])
    while level:
        node = level.popleft()
        for answer in items(node, "replies", MOST):
            yield answer, node
            level.append(answer)
