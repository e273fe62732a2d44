"""What an entry rests on, as anybody may know it: what was said to few is nobody's source."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from learnlog.library.library import Library
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import Entry
from learnlog.model.person import Person
from learnlog.model.post import KeptPost
from learnlog.model.safe import clean_line, clean_link
from learnlog.model.social import Audience
from learnlog.sharing.shared import SourceUsed

_T = TypeVar("_T")


class Citing:
    """Cites kept posts and people."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def sources(self, entry: Entry, kept: Iterable[KeptPost]) -> Iterable[SourceUsed]:
        """Yield what the entry rests on, as anybody can know it; `kept` are the kept posts among that."""
        named = set()
        for one in kept:
            if one.comment:
                continue
            named.add(one.person)
            if not self._is_for_all(one):
                yield SourceUsed(author=clean_line(one.author, 120) or "a conversation")
                continue
            yield self._cited(one)
        for person in self.documents(DocumentType.PERSON, entry.people, Person.of):
            if person.id not in named:
                addresses = (clean_link(c.address) or clean_link(c.key) for c in person.channels)
                yield SourceUsed(
                    author=clean_line(person.name, 120), url=next((a for a in addresses if a), "")
                )

    def cited(self, kept: KeptPost) -> SourceUsed | None:
        """Return a kept post as everybody may cite it, None where it is a comment or was said to few."""
        return None if kept.comment or not self._is_for_all(kept) else self._cited(kept)

    def _cited(self, kept: KeptPost) -> SourceUsed:
        """Return a kept post that everybody may see as it is cited."""
        author = clean_line(kept.author, 120)
        return SourceUsed(title=clean_line(kept.headline, 200), author=author, url=clean_link(kept.url))

    def _is_for_all(self, kept: KeptPost) -> bool:
        """Tell whether what is kept was said to everybody: an answer to me, or a post to few, may not be cited."""
        if kept.answers:
            return False
        text = self._library.posts.text(kept.post) if kept.post else None
        audience = text.social.audience if text and text.social else Audience.PUBLIC
        return audience in (Audience.PUBLIC, Audience.UNLISTED)

    def documents(self, kind: DocumentType, ids: Iterable[str], of: Callable[[Document], _T]) -> Iterable[_T]:
        """Yield what `of` makes of the documents of a `kind` with these ids; those that are gone are passed over."""
        for id in ids:
            yield from (of(document) for document in self._library.documents.by_id(kind, id)[:1])
