"""Work themes: what I am working on now, the thread through everything."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from learnlog.model.document import Document
from learnlog.model.moments import EPOCH, from_text, to_text


class ThemeStatus(StrEnum):
    """Where a theme stands in my work."""

    ACTIVE = "active"
    PARKED = "parked"
    FINISHED = "finished"
    MERGED = "merged"

    @classmethod
    def read(cls, text: str) -> "ThemeStatus":
        """Return the status that `text` names; whatever is unknown is active."""
        try:
            return cls(text.strip().lower())
        except ValueError:
            return cls.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTheme:
    """A theme. ``slug`` never changes and is what entries refer to; ``name`` may.

    ``aliases`` are old or other names that still find it; ``keywords`` and ``tags`` propose posts and
    entries for it. A theme merged into another keeps its file with ``merged_into`` naming the other's slug.
    """

    slug: str
    name: str
    question: str = ""
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: ThemeStatus = ThemeStatus.ACTIVE
    merged_into: str = ""
    created: datetime = EPOCH
    body: str = ""
    path: str = ""
    hash: str = ""
    problem: str = ""

    @property
    def terms(self) -> tuple[str, ...]:
        """Every word or phrase that proposes a text for this theme."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.keywords, *self.tags)))

    def front_matter(self) -> dict[str, Any]:
        """Return the values that belong in the file's front matter; None says a key is not wanted."""
        return {
            "id": self.slug,
            "name": self.name,
            "question": self.question or None,
            "aliases": list(self.aliases),
            "keywords": list(self.keywords),
            "tags": list(self.tags),
            "status": self.status.value,
            "merged_into": self.merged_into or None,
            "created": to_text(self.created),
        }

    @classmethod
    def of(cls, document: Document) -> "WorkTheme":
        """Understand `document` as a theme's page."""
        return cls(
            slug=document.id,
            name=document.word("name") or document.word("title") or document.id.replace("-", " "),
            question=document.word("question"),
            aliases=document.words("aliases"),
            keywords=document.words("keywords"),
            tags=document.words("tags"),
            status=ThemeStatus.read(document.word("status")),
            merged_into=document.word("merged_into"),
            created=from_text(document.word("created"), EPOCH),
            body=document.body,
            path=document.path,
            hash=document.hash,
            problem=document.problem,
        )
