"""Short ways to make posts of a social network, and to take them in."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from learnlog.library import Library
from learnlog.model.fetching import Arrived, FetchState
from learnlog.model.post import NewPost, Post
from learnlog.model.query import PostFilter
from learnlog.model.social import Actor, Social
from tests.library.conftest import NOW, post

ANA, BEN, NEW = "did:plc:ana", "https://host.example/users/ben", "did:plc:new"
EVERY = PostFilter()


def actor(key: str) -> Actor:
    return Actor(key=key, handle=f"{key[-3:]}.example", name=key[-3:].title())


def uri(name: str, by: str = ANA) -> str:
    return f"at://{by}/app.bsky.feed.post/{name}" if by.startswith("did:") else f"{by}/statuses/{name}"


def said(name: str, text: str = "", *, by: str = ANA, hours: float = 0, **values: Any) -> NewPost:
    social = Social(**{"author": actor(by), "uri": uri(name, by), **values})
    return post(uri(name, by), text or name, hours=hours, title="", author=actor(by).name, social=social)


def boost(name: str, text: str = "", *, of: str = BEN, hours: float = 0) -> NewPost:
    whole = uri(name, of)
    social = Social(author=actor(of), uri=whole, boost_of=whole, boosted=NOW - timedelta(hours=hours))
    return post(f"boost:{whole}", text or name, hours=hours, title="", author=actor(of).name, social=social)


def commit(library: Library, *posts: NewPost, to: str = ANA, gone: Iterable[str] = ()) -> Arrived:
    arrived = library.channels.commit(to, posts, FetchState(checked=NOW), gone=gone)
    library.indexing.finish()
    return arrived


def only(library: Library, filter: PostFilter = EVERY) -> Post:
    (found,) = library.posts.page(filter)
    return found


def excerpts(library: Library, filter: PostFilter = EVERY) -> list[str]:
    return [found.excerpt for found in library.posts.page(filter)]
