"""Keeping a post of somebody I do not follow, as a thread shows it: its text moves into the vault as well."""

from learnlog.journal.changes import Changes
from learnlog.journal.shelf import Shelf
from learnlog.model.article_social import called
from learnlog.model.document import DocumentType
from learnlog.model.errors import UsageError
from learnlog.model.ids import new_id
from learnlog.model.moments import Clock
from learnlog.model.post import KeptPost, NewPost, PostText
from learnlog.model.safe import clean_line, clean_link, clean_text
from learnlog.reading.river.threads import library_id


class KeepingOthers:
    """Keeps what is not in the library. Following its writer later finds it kept already: the id is the same."""

    def __init__(self, shelf: Shelf, changes: Changes, clock: Clock) -> None:
        self._shelf = shelf
        self._changes = changes
        self._clock = clock

    def kept(self, new: NewPost) -> KeptPost | None:
        """Return the kept copy of `new`, if I kept it."""
        found = self._shelf.library.documents.linking_to([("post", library_id(new))])
        kept = next((document for document in found if document.type is DocumentType.KEPT), None)
        return KeptPost.of(kept) if kept else None

    def keep(self, new: NewPost, why: str = "") -> KeptPost:
        """Keep `new` with its text and a line on why.

        Raises:
            UsageError: it is kept already.
        """
        if self.kept(new):
            raise UsageError("This post is kept already.", "Search finds it among what you kept.")
        from learnlog.reading.keeping.kept_body import kept_body

        now, social = self._clock(), new.social
        author = called(social.author) if social else clean_line(new.author, 120)
        kept = KeptPost(
            id=new_id(now),
            title=clean_line(new.title, 300),
            url=clean_link(new.url),
            author=author,
            person="",
            published=new.published,
            kept=now,
            why=clean_line(why),
            post=library_id(new),
            channel=social.author.key if social else "",
            body=kept_body(PostText(html=new.html, text=clean_text(new.plain), social=social), new.url),
        )
        headline = kept.title or clean_line(new.plain, 120) or author
        path = self._shelf.vault.kept_path(now, headline, kept.id)
        document = self._shelf.write(path, kept.id, kept.front_matter(), kept.body)
        self._changes.record(f"kept “{clean_line(headline, 60)}”", lambda: self._shelf.take_back(document))
        return KeptPost.of(document)
