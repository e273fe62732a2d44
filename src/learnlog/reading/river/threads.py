"""Threads: what stands around a post on its network, from the library at once, from the network when asked."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from learnlog.library import Library
from learnlog.model.article_social import called
from learnlog.model.errors import LearnlogError
from learnlog.model.fetching import FetchState
from learnlog.model.ids import post_id
from learnlog.model.person import Channel, Person
from learnlog.model.post import NewPost, Post, PostText
from learnlog.model.safe import clean_line, clean_link
from learnlog.model.social import Actor, Social
from learnlog.reading.people.cards import People
from learnlog.reading.sources.base import Client, Source

MOST = 500
"""Posts of a thread that are shown; what is beyond is on its network."""
_LOOK = 0.1


class ThreadSource(Protocol):
    """A source whose network has threads."""

    def thread(
        self, uri: str, state: FetchState, http: Client, typed_host: str = "", *, home: str = ""
    ) -> Awaitable[Sequence[NewPost]]:
        """Return the posts above and below the post `uri`, and that one, in any order.

        `home` is the id that it has on the server where it was read, where posts have such an id.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLine:
    """One post of a thread, ``depth`` answers below its beginning.

    ``post`` has an ``id`` only when it is in the library; else ``new`` is what the network told.
    ``person`` and ``person_name`` are set when somebody I follow wrote it; ``name`` is how the writer is shown.
    """

    post: Post
    depth: int = 0
    name: str = ""
    person: str = ""
    person_name: str = ""
    is_origin: bool = False
    new: NewPost | None = None


@dataclass(frozen=True, slots=True)
class _Node:
    post: Post
    social: Social
    new: NewPost | None = None


class Threads:
    """Opens the thread of a post. Everything blocks: call it from a thread."""

    def __init__(
        self,
        library: Library,
        people: People,
        sources: Sequence[Source],
        client: Callable[[], Client],
    ) -> None:
        self._library = library
        self._people = people
        self._sources = {source.kind: source for source in sources}
        self._client = client

    def open(self, post: Post) -> list[ThreadLine]:
        """Return the thread of `post` as far as the library has it: the first post first, answers below."""
        return self._lines(post, self._known(post), self._mine())

    def can_ask(self, post: Post) -> bool:
        """Tell whether the network of `post` can be asked for its thread."""
        found = self._channel(post)
        return bool(post.uri and found and hasattr(self._sources.get(found.kind), "thread"))

    def ask(self, post: Post, cancelled: Callable[[], bool] = lambda: False) -> list[ThreadLine]:
        """Return the thread of `post` as its network tells it, together with what the library has.

        Raises:
            LearnlogError: the network could not be asked; what the library has is still there in `open`.
        """
        channel = self._channel(post)
        if channel is None or not self.can_ask(post):
            return self.open(post)
        text = self._library.posts.text(post.id)
        home = text.social.home if text and text.social else ""
        told = asyncio.run(self._told(post.uri, home, channel, cancelled))
        mine = self._mine()
        nodes = self._from_network(told[:MOST], mine)
        nodes.update(self._known(post))
        return self._lines(post, nodes, mine)

    def text(self, line: ThreadLine) -> PostText:
        """Return the whole text of one post of a thread."""
        new = line.new
        if new is None:
            return self._library.posts.text(line.post.id) or PostText(html="", text=line.post.excerpt)
        return PostText(
            html=new.html,
            text=new.plain,
            tags=new.tags,
            language=new.language,
            social=new.social,
            updated=new.updated,
        )

    def _channel(self, post: Post) -> Channel | None:
        channels = (c for person in self._people.all(unfollowed=True) for c in person.channels)
        return next((channel for channel in channels if channel.key == post.channel), None)

    def _mine(self) -> dict[str, Person]:
        return {channel.key: person for person in self._people.all() for channel in person.channels}

    async def _told(
        self, uri: str, home: str, channel: Channel, cancelled: Callable[[], bool]
    ) -> Sequence[NewPost]:
        source: ThreadSource = self._sources[channel.kind]  # type: ignore[assignment]  # can_ask looked
        state = self._library.channels.state(channel.key)
        async with self._client() as http:
            asked = asyncio.ensure_future(source.thread(uri, state, http, channel.typed_host, home=home))
            while not asked.done() and not cancelled():
                await asyncio.wait([asked], timeout=_LOOK)
            if not asked.done():
                asked.cancel()
                await asyncio.gather(asked, return_exceptions=True)
                return ()
        try:
            return asked.result()
        except LearnlogError:
            raise
        except Exception as error:  # noqa: BLE001, RUF100 - whatever a server made a library say
            kind = type(error).__name__
            raise LearnlogError(
                f"The conversation could not be read ({kind}).", "o opens the post itself."
            ) from error

    def _known(self, post: Post) -> dict[str, _Node]:
        """Return what the library has of the thread by uri; a post itself goes before one that boosts it."""
        nodes: dict[str, _Node] = {}
        for found in [post, *(self._library.posts.thread(post.uri)[:MOST] if post.uri else ())]:
            text = self._library.posts.text(found.id) if found.id else None
            social = text.social if text else None
            social = social or Social(author=Actor(key=found.channel, name=found.author))
            uri = found.uri or found.id
            if uri not in nodes or nodes[uri].post.is_boost:
                nodes[uri] = _Node(found, social)
        return nodes

    def _from_network(self, told: Iterable[NewPost], mine: dict[str, Person]) -> dict[str, _Node]:
        fresh = {uri_of(new): (new, new.social) for new in told if new.social is not None}
        ids = {library_id(new): uri for uri, (new, _) in fresh.items()}
        here = {ids[post.id]: post for post in self._library.posts.get_many(ids)}
        return {
            uri: _Node(here[uri], social) if uri in here else _Node(_as_post(new, social, mine), social, new)
            for uri, (new, social) in fresh.items()
        }

    def _lines(self, origin: Post, nodes: dict[str, _Node], mine: dict[str, Person]) -> list[ThreadLine]:
        return [
            _line(nodes[uri], depth, mine, is_origin=uri == (origin.uri or origin.id))
            for uri, depth in _ordered(nodes)
        ]


def uri_of(new: NewPost) -> str:
    """Return the network's own name for a post."""
    return (new.social.uri if new.social else "") or new.guid


def library_id(new: NewPost) -> str:
    """Return the id the post has, or would have, in the library: in its writer's own channel."""
    return post_id(new.social.author.key if new.social else "", uri_of(new))


def _as_post(new: NewPost, social: Social, mine: dict[str, Person]) -> Post:
    person = mine.get(social.author.key)
    return Post(
        id="",
        url=clean_link(new.url),
        title=clean_line(new.title, 300),
        author=called(social.author),
        excerpt=clean_line(new.plain, 280),
        published=new.published,
        person=person.id if person else "",
        person_name=person.name if person else "",
        channel=social.author.key,
        words=len(new.plain.split()),
        uri=uri_of(new),
        is_answer=bool(social.parent),
        has_media=bool(social.media),
        warning=clean_line(social.warning, 300),
    )


def _line(node: _Node, depth: int, mine: dict[str, Person], *, is_origin: bool) -> ThreadLine:
    post, author = node.post, node.social.author
    if post.is_boost:
        person = mine.get(author.key)
        own, name = (person.id, person.name) if person else ("", "")
        post = replace(post, author=called(author))
    else:
        own, name = post.person, post.person_name
    shown = name or clean_line(author.name, 80) or called(author)
    return ThreadLine(
        post=post, depth=depth, name=shown, person=own, person_name=name, is_origin=is_origin, new=node.new
    )


def _ordered(nodes: dict[str, _Node]) -> list[tuple[str, int]]:
    """Return every uri with its depth, answers below what they answer, the older ones first."""
    below: dict[str, list[str]] = {}
    by_time = sorted(nodes, key=lambda uri: (nodes[uri].post.published, uri))
    for uri in by_time:
        parent = nodes[uri].social.parent
        below.setdefault(parent if parent in nodes and parent != uri else "", []).append(uri)
    placed: dict[str, int] = {}
    # those left over after the first walk answer each other in a ring, which only a liar can send
    for first in [*below.get("", ()), *by_time]:
        waiting = [(first, 0)]
        while waiting:
            uri, depth = waiting.pop()
            if uri not in placed:
                placed[uri] = depth
                waiting += [(child, depth + 1) for child in reversed(below.get(uri, ()))]
    return list(placed.items())
