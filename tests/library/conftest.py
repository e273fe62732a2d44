"""A library in a temporary folder, and short ways to fill it as a user's vault and feeds would."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from learnlog.library import Library
from learnlog.model.document import Document, DocumentType
from learnlog.model.fetching import FetchState
from learnlog.model.post import NewPost

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FEED = "https://ana.example/feed"


def document(kind: DocumentType, id: str, body: str = "", path: str = "", /, **data: Any) -> Document:
    path = path or f"{kind.folder}/{id}.md"
    return Document(type=kind, id=id, path=path, body=body, text=f"---\nid: {id}\n---\n\n{body}", data=data)


def entry(id: str, body: str = "", *, ago: int = 0, path: str = "", **data: Any) -> Document:
    data = {"created": (NOW - timedelta(days=ago)).isoformat(), **data}
    return document(DocumentType.ENTRY, id, body, path, **data)


def theme(slug: str, name: str = "", **data: Any) -> Document:
    return document(DocumentType.THEME, slug, name=name or slug.replace("-", " "), **data)


def person(id: str, *feeds: str, **data: Any) -> Document:
    channels = [{"kind": "feed", "key": feed} for feed in feeds]
    return document(DocumentType.PERSON, id, **{"name": id.title(), "channels": channels, **data})


def kept(id: str, body: str = "", *, ago: int = 0, **data: Any) -> Document:
    return document(DocumentType.KEPT, id, body, **{"kept": (NOW - timedelta(days=ago)).isoformat(), **data})


def filed(id: str, *themes: str) -> Document:
    """Return what gives the post with this id `themes` by hand."""
    return document(DocumentType.FILED, id, themes=list(themes))


def post(guid: str, text: str = "", *, hours: float = 0, **values: Any) -> NewPost:
    values = {"title": guid, "url": f"https://ana.example/{guid}", **values}
    return NewPost(guid=guid, text=text, published=NOW - timedelta(hours=hours), **values)


def put(library: Library, *documents: Document) -> None:
    library.documents.put_many((doc, 1, len(doc.text)) for doc in documents)


def publish(library: Library, *posts: NewPost, feed: str = FEED) -> None:
    library.channels.commit(feed, posts, FetchState(checked=NOW))
    library.indexing.finish()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library.db")
    yield library
    library.close()
