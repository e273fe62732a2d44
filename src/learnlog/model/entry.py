"""What I write: entries, and insights that rest on posts, people and other entries."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from learnlog.model.attachment import Attachment
from learnlog.model.document import Document
from learnlog.model.ids import moment_of_id
from learnlog.model.moments import EPOCH, from_text, to_text
from learnlog.model.visibility import Visibility


class EntryKind(StrEnum):
    """What an entry is for."""

    REFLECTION = "reflection"
    INSIGHT = "insight"
    QUESTION = "question"
    GOAL = "goal"
    BOOKMARK = "bookmark"

    @classmethod
    def read(cls, text: str) -> "EntryKind":
        """Return the kind that `text` names; whatever is unknown reads as a reflection."""
        try:
            return cls(text.strip().lower())
        except ValueError:
            return cls.REFLECTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of the chain: ``relation`` is ``entry``, ``kept``, ``person``, ``theme`` or ``wiki``.

    ``target`` is an id or slug; for ``wiki`` it is what stands between the brackets.
    """

    relation: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentTo:
    """Where an entry was sent: the ``network``, the post's ``url`` and ``uri`` there, and when."""

    network: str
    uri: str
    url: str = ""
    when: str = ""

    def front_matter(self) -> dict[str, str]:
        """Return it as it stands in the front matter."""
        return {"network": self.network, "url": self.url, "uri": self.uri, "when": self.when}

    @classmethod
    def all_of(cls, value: object) -> "tuple[SentTo, ...]":
        """Understand the front matter's ``sent``; what says neither uri nor url is left out."""
        found = []
        for item in value if isinstance(value, list) else ():
            said = (
                {k: v.strip() for k, v in item.items() if isinstance(v, str)}
                if isinstance(item, dict)
                else {}
            )
            uri, url = said.get("uri", ""), said.get("url", "")
            if uri or url:
                network, when = said.get("network", ""), said.get("when", "")
                found.append(cls(network=network, uri=uri or url, url=url, when=when))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dated text in the journal. ``themes`` are slugs; ``kept``, ``people`` and ``entries`` are ids.

    ``sent`` is where it was sent; ``answered_by`` the id of what answers a question: a kept post or an entry;
    ``prompts`` are the keys of the questions that were answered in it; ``attachments`` files beside it.
    """

    id: str
    title: str
    body: str
    kind: EntryKind
    created: datetime
    modified: datetime
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PRIVATE
    kept: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    status: str = ""
    sent: tuple[SentTo, ...] = ()
    answered_by: str = ""
    prompts: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    path: str = ""
    hash: str = ""
    problem: str = ""

    @property
    def links(self) -> tuple[Link, ...]:
        """Everything the front matter links to, in the order kept posts, people, entries."""
        pairs = (("kept", self.kept), ("person", self.people), ("entry", self.entries))
        return tuple(Link(relation=name, target=target) for name, targets in pairs for target in targets)

    @property
    def headline(self) -> str:
        """The title, or the first words of the text, on one line."""
        return self.title or first_line(self.body) or "(empty)"

    @property
    def is_open(self) -> bool:
        """Tell whether this is a question or goal that has not been closed."""
        return self.kind in (EntryKind.QUESTION, EntryKind.GOAL) and self.status != "closed"

    def front_matter(self) -> dict[str, Any]:
        """Return the values that belong in the file's front matter; None says a key is not wanted."""
        return {
            "id": self.id,
            "title": self.title or None,
            "created": to_text(self.created),
            "modified": to_text(self.modified),
            "kind": self.kind.value,
            "themes": list(self.themes),
            "tags": list(self.tags),
            "visibility": self.visibility.value,
            "status": self.status or None,
            "kept": list(self.kept) or None,
            "people": list(self.people) or None,
            "entries": list(self.entries) or None,
            "sent": [place.front_matter() for place in self.sent] or None,
            "answered_by": self.answered_by or None,
            "prompts": list(self.prompts) or None,
            "attachments": [one.front_matter() for one in self.attachments] or None,
        }

    @classmethod
    def of(cls, document: Document) -> "Entry":
        """Understand `document` as an entry; every missing or broken value gets its quiet default."""
        created = from_text(document.word("created"), from_text(document.word("date"), EPOCH))
        # `is`: the very default, not a note that says it was written in that second
        created = _told_by_file(document) if created is EPOCH else created
        return cls(
            id=document.id,
            title=document.word("title"),
            body=document.body,
            kind=EntryKind.read(document.word("kind")),
            created=created,
            modified=from_text(document.word("modified"), created),
            themes=document.words("themes"),
            tags=document.words("tags"),
            visibility=Visibility.read(document.word("visibility")),
            kept=document.words("kept"),
            people=document.words("people"),
            entries=document.words("entries"),
            status=document.word("status"),
            sent=SentTo.all_of(document.data.get("sent")),
            answered_by=document.word("answered_by"),
            prompts=document.words("prompts"),
            attachments=Attachment.all_of(document.data.get("attachments")),
            path=document.path,
            hash=document.hash,
            problem=document.problem,
        )


_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _told_by_file(document: Document) -> datetime:
    """Return when an entry that does not say so was written: as its id, its file's name or its file's time tell."""
    if moment := moment_of_id(document.id):
        return moment
    if date := _DATE.match(document.path.rpartition("/")[2]):
        midnight = from_text(date[0], EPOCH)
        if midnight != EPOCH:
            return midnight.replace(tzinfo=None).astimezone()
    if document.changed_ns:
        return datetime.fromtimestamp(document.changed_ns // 1_000_000_000, UTC).astimezone()
    return EPOCH


_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")


def first_line(markdown: str) -> str:
    """Return the first line of `markdown` that says something, without its marks; a [[link]] is what it is called."""
    for line in markdown.splitlines():
        words = _BOLD.sub(r"\1", line).strip().lstrip("#>*-+ \t").strip()
        if words:
            return _WIKI.sub(r"\1", words) if "[[" in words else words
    return ""
