"""Full text: the whole of a post from its own page, where the feed gives only its beginning."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from learnlog.journal.changes import Changes
from learnlog.library import Library
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.moments import Clock
from learnlog.model.person import Person
from learnlog.model.post import Post
from learnlog.model.safe import clean_line, clean_link
from learnlog.reading.fetching.extracting import ExtractionError, extract
from learnlog.reading.fetching.turns import Turns
from learnlog.reading.people.cards import People
from learnlog.reading.sources.base import Client
from learnlog.reading.sources.pace import host_at
from learnlog.reading.web.budget import PausedError

_HEADING = re.compile(r"\s*+<h[12]>(.{1,2000}?)</h[12]>", re.DOTALL)
AT_ONCE: Final = 4
AFTER_FETCH: Final = 40
"""Pages that are read after a fetch at most; the rest come with the next."""
TRY_AGAIN: Final = timedelta(days=3)
"""How long a page that could not be read is left alone, unless somebody asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """How reading a post's page went: the ``words`` it has now, or an ``error`` in a sentence."""

    post: Post
    words: int = 0
    error: str = ""


class _NotNowError(LearnlogError):
    """A page whose host wants no questions: it is asked for again once the host does."""


Progress = Callable[[int, int, Read], None]
"""Called after each page with how many are done, of how many, and how it went."""


class FullText:
    """Reads posts from their own pages. What the feed gave is kept, and one undo brings it back."""

    def __init__(
        self,
        library: Library,
        people: People,
        client: Callable[[], Client],
        changes: Changes,
        clock: Clock,
        turns: Callable[[], Turns] = lambda: Turns(AT_ONCE, 2, 0.25, 0),
    ) -> None:
        self._library = library
        self._people = people
        self._client = client
        self._changes = changes
        self._clock = clock
        self._turns = turns

    def read(
        self,
        posts: Sequence[Post],
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[Read]:
        """Read the pages of `posts`, each again if it was read before. Blocks on the network.

        What was read before `cancelled` said so stays.
        """
        if not posts:
            return []
        typed = {c.key: c.typed_host for person in self._people.all() for c in person.channels}
        reads = asyncio.run(self._read(posts, typed, progress, cancelled))
        done = [one.post.id for one in reads if not one.error]
        if done:
            said = f"read {'the whole of a post' if len(done) == 1 else f'{len(done)} whole posts'}"
            self._changes.record(said, lambda: self.give_back(done))
        return reads

    def read_due(
        self, progress: Progress | None = None, cancelled: Callable[[], bool] = lambda: False
    ) -> list[Read]:
        """Read the newest posts that are still to be read whole, of the channels of which that is wanted."""
        wanted = {channel.key: channel.typed_host for channel in self._people.read_whole()}
        before = self._clock() - TRY_AGAIN
        posts = self._library.full_texts.missing(list(wanted), AFTER_FETCH, before) if wanted else []
        return asyncio.run(self._read(posts, wanted, progress, cancelled)) if posts else []

    def of_person(self, reference: str, limit: int, *, again: bool = False) -> list[Post]:
        """Return the newest `limit` posts of a person's feeds that were not read whole yet; all of them with `again`.

        Raises:
            UsageError: the person has no feed.
        """
        _, keys = self._feeds(reference)
        return self._library.full_texts.missing(keys, limit, None if again else self._clock())

    def want(self, reference: str, wanted: bool = True) -> Person:
        """Say that the posts of a person's feeds are always to be read whole, or no more.

        Raises:
            UsageError: the person has no feed.
        """
        person, keys = self._feeds(reference)
        channels = [replace(one, full_text=wanted and one.key in keys) for one in person.channels]
        said = f"{'whole posts' if wanted else 'posts as the feed gives them'} of {person.name}"
        return self._people.save(replace(person, channels=tuple(channels)), said)

    def is_whole(self, post: str) -> bool:
        """Tell whether the post with this id was read from its own page."""
        return self._library.full_texts.is_whole(post)

    def give_back(self, posts: Sequence[str]) -> int:
        """Bring back what the feed gave of the posts with these ids; return of how many."""
        return self._library.full_texts.drop(posts)

    def _feeds(self, reference: str) -> tuple[Person, list[str]]:
        person = self._people.get(reference)
        keys = [channel.key for channel in person.channels if channel.kind == "feed"]
        if not keys:
            raise UsageError(
                f"{person.name} has no feed.", "What people post on Bluesky and Mastodon is whole already."
            )
        return person, keys

    async def _read(
        self,
        posts: Sequence[Post],
        typed: Mapping[str, str],
        progress: Progress | None,
        cancelled: Callable[[], bool],
    ) -> list[Read]:
        """Read the pages of `posts`; `typed` are the hosts that the user typed, by channel."""
        reads: list[Read] = []
        turns = self._turns()

        async def one(post: Post, client: Client) -> None:
            async with turns.at(host_at(post.url)) as turn:
                if cancelled():
                    return
                read = await self._one(post, turn.lend(client), typed.get(post.channel, ""))
            reads.append(read)
            if progress:
                progress(len(reads), len(posts), read)

        async with self._client() as client, asyncio.TaskGroup() as group:
            for post in posts:
                group.create_task(one(post, client))
        return reads

    async def _one(self, post: Post, client: Client, typed: str) -> Read:
        try:
            html, text = await _article(post, client, typed)
            words = len(text.split())
            if words <= (self._library.full_texts.words_fed(post.id) or post.words):
                raise ExtractionError("Its page holds no more than the feed gave.")
        except (PausedError, _NotNowError) as error:
            return Read(post=post, error=error.message)
        except LearnlogError as error:
            self._library.full_texts.failed(post.id, error.message, self._clock())
            return Read(post=post, error=error.message)
        self._library.full_texts.put(post.id, html, text, self._clock())
        return Read(post=post, words=words)


async def _article(post: Post, client: Client, typed: str) -> tuple[str, str]:
    """Return the article of a post's page, safe HTML and plain text.

    Raises:
        LearnlogError: the page cannot be had, or holds no article.
    """
    from learnlog.model.html_text import text_of
    from learnlog.reading.sources.charset import decode
    from learnlog.reading.sources.manners import sentence
    from learnlog.reading.sources.sanitize import Sanitizer

    address = clean_link(post.url)
    if post.uri or not address:
        raise ExtractionError("This post has no page of its own to read.")
    answer = await client.get(address, typed_host=typed)
    if answer.status != 200:
        refusal = _NotNowError if answer.status in (429, 503) else ExtractionError
        raise refusal(sentence(answer.status, clean_line(urlsplit(answer.url).hostname or "", 80)))
    if "html" not in answer.content_type and answer.content_type:
        raise ExtractionError("What is at its address is no page.")
    page, _ = decode(answer.body, answer.content_type)
    found = await asyncio.to_thread(extract, page, answer.url)
    html = _without_title(await asyncio.to_thread(Sanitizer().clean, found, answer.url), post.title)
    return html, text_of(html)


def _without_title(html: str, title: str) -> str:
    """Return an article without the heading that only repeats the post's title."""
    from learnlog.model.html_text import text_of

    heading = _HEADING.match(html)
    same = heading and clean_line(text_of(heading[1])).casefold() == title.casefold()
    return html[heading.end() :] if heading and same else html
