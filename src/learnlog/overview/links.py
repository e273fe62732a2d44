"""Where links of documents go and what links to them, by id, slug or name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from learnlog.library.document_rows import indexed, wiki_links
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import Entry
from learnlog.model.moments import EPOCH
from learnlog.model.person import Person
from learnlog.model.post import KeptPost, Post, Voice
from learnlog.model.theme import WorkTheme
from learnlog.workspace import Workspace

LIMIT = 40
"""Links of one kind that a page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """One end of a link: ``type`` is as in `Hit.type`, "" when there is nothing to open any more.

    ``kind`` is an entry's kind; ``note`` says who or what it is in a word or two.
    """

    type: str
    id: str
    title: str
    kind: str = ""
    note: str = ""
    moment: datetime | None = None


class Chain:
    """Follows links by id, slug or name, in both directions."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._documents = workspace.library.documents

    def final(self, slug: str) -> str:
        """Return the slug that `slug` ends at when merges are followed."""
        theme = self._workspace.themes.find(slug)
        return theme.slug if theme else slug

    def to(self, relation: str, target: str) -> Linked:
        """Return where a link goes; what is gone keeps its id as a title."""
        if relation == "person":
            person = self._workspace.people.find(target)
            if person is not None:
                return Linked(type="person", id=person.id, title=person.name, note=person.role)
        elif relation in set(DocumentType):
            found = self._documents.by_id(DocumentType(relation), target)
            if found:
                return linked_document(found[0])
        return Linked(type="", id=target, title=target, note="gone")

    def themes(self, names: Iterable[str]) -> list[Linked]:
        """Return themes by slug, through merges."""
        found = []
        for name in names:
            theme = self._workspace.themes.find(name)
            gone = Linked(type="", id=name, title=name, note="not found")
            found.append(Linked(type="theme", id=theme.slug, title=theme.name) if theme else gone)
        return found

    def wiki(self, markdown: str) -> list[Linked]:
        """Return what the ``[[...]]`` of a text mean."""
        found = []
        for name in wiki_links(markdown)[:LIMIT]:
            document = self._documents.named(name)
            gone = Linked(type="", id=name, title=name, note="not found")
            found.append(linked_document(document) if document else gone)
        return found

    def back(self, relation: str, target: str) -> list[Linked]:
        """Return what links here, newest first."""
        return [linked_document(d) for d in self._documents.linking_to([(relation, target)])[:LIMIT]]


def linked_document(document: Document) -> Linked:
    """Return `document` as the end of a link."""
    title = indexed(document).title
    kind, note, moment = "", "", None
    if document.type is DocumentType.ENTRY:
        entry = Entry.of(document)
        kind, moment = entry.kind.value, entry.created
    elif document.type is DocumentType.KEPT:
        kept = KeptPost.of(document)
        note, moment = kept.author, kept.kept
    elif document.type is DocumentType.PERSON:
        note = Person.of(document).role
    else:
        note = WorkTheme.of(document).status.value
    moment = None if moment == EPOCH else moment
    return Linked(type=document.type.value, id=document.id, title=title, kind=kind, note=note, moment=moment)


def linked_post(post: Post) -> Linked:
    """Return `post` as the end of a link."""
    note = post.person_name or post.author
    return Linked(type="post", id=post.id, title=post.headline, note=note, moment=post.published)


def linked_voice(voice: Voice) -> Linked:
    """Return another voice of a post's story as the end of a link."""
    return Linked(type="post", id=voice.id, title=voice.called, moment=voice.published)
