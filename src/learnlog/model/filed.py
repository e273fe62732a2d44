"""The themes I gave a post: a decision of mine, kept as a small file that names the post."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from learnlog.model.document import Document
from learnlog.model.moments import EPOCH, from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPost:
    """A post under the themes I gave it. ``id`` is the post's, the same on every machine.

    ``title``, ``person``, ``url`` and ``published`` only tell a reader which post it is. Nothing in it says
    when it was done or where: two machines that decide the same write the same file.
    """

    id: str
    title: str = ""
    person: str = ""
    url: str = ""
    published: datetime = EPOCH
    themes: tuple[str, ...] = ()
    body: str = ""
    path: str = ""
    hash: str = ""

    def front_matter(self) -> dict[str, Any]:
        """Return the values that belong in the file's front matter; None says a key is not wanted."""
        return {
            "id": self.id,
            "title": self.title or None,
            "person": self.person or None,
            "url": self.url or None,
            "published": to_text(self.published.astimezone(UTC)),
            "themes": list(self.themes),
        }

    @classmethod
    def of(cls, document: Document) -> "FiledPost":
        """Understand `document` as what I filed."""
        return cls(
            id=document.id,
            title=document.word("title"),
            person=document.word("person"),
            url=document.word("url"),
            published=from_text(document.word("published"), EPOCH),
            themes=document.words("themes"),
            body=document.body,
            path=document.path,
            hash=document.hash,
        )
