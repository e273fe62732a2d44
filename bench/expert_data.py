"""Reads a collection of an expert evaluation and puts it into a library of learnlog's own, one channel an author."""

import gzip
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from learnlog.library import Library
from learnlog.model.fetching import FetchState
from learnlog.model.ids import post_id
from learnlog.model.person import Channel
from learnlog.model.post import NewPost

_FUTURE = "-future"
_BATCH = 2000


@dataclass(slots=True)
class Collection:
    """Themes to ask for, posts by author, who may be returned, and when the newest post was written.

    ``posts`` are the collection's numbers of posts by learnlog's ids.
    """

    name: str
    themes: list[dict[str, Any]]
    authors: dict[str, list[NewPost]]
    candidates: frozenset[str]
    newest: datetime
    posts: dict[str, str] = field(default_factory=dict)


def load(data: Path, name: str, split: str) -> Collection:
    """Read the collection called `name` under `data`, with the themes of `split`."""
    folder = data / name.removesuffix(_FUTURE)
    is_future = name.endswith(_FUTURE)
    candidates = frozenset(json.loads((folder / "candidates.json").read_text()))
    cut = json.loads((folder / "future.json").read_text())["cut"] if is_future else "9999"
    is_all = is_future or "dblp" in str(
        folder.name
    )  # there everybody writes and only candidates are returned
    authors: dict[str, list[NewPost]] = defaultdict(list)
    posts: dict[str, str] = {}
    for post in _posts(folder):
        if (is_all or post["author"] in candidates) and post["date"] <= cut:
            authors[post["author"]].append(_new(post))
            posts[post_id(post["author"], str(post["id"]))] = str(post["id"])
    newest = max(post.published for made in authors.values() for post in made)
    return Collection(
        name=name,
        themes=json.loads((folder / f"themes.{split}.json").read_text()),
        authors=dict(authors),
        candidates=candidates if "dblp" in folder.name else frozenset(authors),
        newest=newest,
        posts=posts,
    )


@contextmanager
def opened(collection: Collection) -> Iterator[Library]:
    """Open a library in a folder of its own that holds the posts of `collection`."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library.db")
        try:
            fill(library, collection)
            yield library
        finally:
            library.close()


def fill(library: Library, collection: Collection) -> None:
    """Put every author's posts into a channel of their own."""
    for author, posts in collection.authors.items():
        library.channels.ensure(Channel(kind="feed", key=author))
        for start in range(0, len(posts), _BATCH):
            library.channels.commit(
                author,
                posts[start : start + _BATCH],
                FetchState(checked=collection.newest, fetched=collection.newest),
            )
    library.tidy()


def _posts(folder: Path) -> Iterator[dict[str, Any]]:
    packed = folder / "posts.jsonl.gz"
    with gzip.open(packed, "rt") if packed.exists() else (folder / "posts.jsonl").open() as lines:
        for line in lines:
            yield json.loads(line)


def _new(post: dict[str, Any]) -> NewPost:
    year, month, day = (int(part) for part in post["date"].strip().split("-"))
    return NewPost(
        guid=str(post["id"]),
        url="",
        title=post["title"],
        text=post["body"],
        html="",
        published=datetime(year, month, day, tzinfo=UTC),
    )
