"""Keeping a post: its text moves into the vault, where it stays readable when the source is gone."""

from collections.abc import Sequence
from dataclasses import replace

from learnlog.journal.changes import Changes
from learnlog.journal.entries import Journal, NewEntry, clean_tags
from learnlog.journal.shelf import Shelf
from learnlog.journal.themes import Themes
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import AmbiguousError
from learnlog.model.ids import new_id
from learnlog.model.moments import Clock
from learnlog.model.post import KeptPost, Post, PostText, no_post
from learnlog.model.safe import clean_line, clean_link, clean_text


class Keeping:
    """Kept posts, and the insights that rest on them."""

    def __init__(
        self, shelf: Shelf, journal: Journal, themes: Themes, changes: Changes, clock: Clock
    ) -> None:
        self._shelf = shelf
        self._journal = journal
        self._themes = themes
        self._changes = changes
        self._clock = clock

    def post(self, reference: str) -> Post:
        """Return the post that an id, or its start, means.

        Raises:
            NotFoundError: no post fits.
            AmbiguousError: several fit.
        """
        posts = self._shelf.library.posts
        found = posts.get(reference.strip())
        if found is not None:
            return found
        fits = posts.match(reference.strip()) if len(reference.strip()) >= 4 else []
        if len(fits) > 1:
            listed = ", ".join(f"{p.id} ({clean_line(p.headline, 40)})" for p in fits[:5])
            raise AmbiguousError(
                f"“{reference}” fits several posts: {listed}.", "Give a longer piece of the id."
            )
        if not fits:
            raise no_post(reference)
        return fits[0]

    def text(self, post: Post) -> PostText:
        """Return the whole text of `post`."""
        return self._shelf.library.posts.text(post.id) or PostText(html="", text=post.excerpt)

    def keep(
        self,
        reference: str,
        *,
        why: str | None = None,
        themes: Sequence[str] | None = None,
        tags: Sequence[str] | None = None,
    ) -> KeptPost:
        """Keep a post; keeping it again only changes the line on why, the themes and tags that are given."""
        post = self.post(reference)
        slugs = None if themes is None else self._themes.ensure(themes)[0]
        known = self.kept(post.id)
        if known is None:
            return self._keep_new(post, why or "", slugs or (), tags or ())
        changed = replace(
            known,
            why=known.why if why is None else clean_line(why),
            themes=known.themes if slugs is None else tuple(dict.fromkeys((*known.themes, *slugs))),
            tags=known.tags if tags is None else clean_tags((*known.tags, *tags)),
        )
        return self.save(changed)

    def _keep_new(self, post: Post, why: str, themes: Sequence[str], tags: Sequence[str]) -> KeptPost:
        from learnlog.reading.keeping.kept_body import kept_body, written_by

        now, text = self._clock(), self.text(post)
        author = written_by(text.social) if text.social and post.is_boost else post.author or post.person_name
        kept = KeptPost(
            id=new_id(now),
            title=clean_line(post.title, 300),
            url=post.url,
            author=clean_line(author, 120),
            person=self._person(post),
            published=post.published,
            kept=now,
            why=clean_line(why),
            post=post.id,
            channel=post.channel,
            themes=tuple(themes),
            tags=clean_tags(tags),
            body=kept_body(text),
        )
        path = self._shelf.vault.kept_path(now, post.headline, kept.id)
        document = self._shelf.write(path, kept.id, kept.front_matter(), kept.body)
        self._changes.record(
            f"kept “{clean_line(post.headline, 60)}”", lambda: self._shelf.take_back(document)
        )
        return KeptPost.of(document)

    def _person(self, post: Post) -> str:
        """Return whose card a kept post counts for: its writer's, or theirs through whom it came to me."""
        original = self._shelf.library.posts.by_uri(post.uri) if post.is_boost else None
        return (original.person if original else "") or post.person

    def is_gone(self, kept: KeptPost) -> bool:
        """Tell whether the source of `kept` was taken back by its author; what is kept stays as it was."""
        post = self._shelf.library.posts.get(kept.post) if kept.post else None
        return post is not None and post.gone

    def kept(self, post_id: str) -> KeptPost | None:
        """Return the kept copy of the post with id `post_id`, if I kept it."""
        post = self._shelf.library.posts.get(post_id)
        if post is None or not post.kept:
            return None
        found = self._shelf.library.documents.by_id(DocumentType.KEPT, post.kept)
        current = self._shelf.notice(found[0].path) if found else None
        return KeptPost.of(current) if current else None

    def get(self, reference: str) -> KeptPost:
        """Return the kept post that an id, or its start or end, means."""
        return KeptPost.of(self._shelf.find(reference, DocumentType.KEPT))

    def save(self, kept: KeptPost, said: str = "") -> KeptPost:
        """Write `kept` over the version it was loaded from."""
        said = said or f"changed what is kept of “{kept.headline}”"
        return KeptPost.of(self._shelf.save(kept, kept.front_matter(), self._changes, said))

    def drop(self, reference: str) -> KeptPost:
        """Stop keeping a post: its file goes to the trash; the post in the river is untouched."""
        document = self._shelf.find(reference, DocumentType.KEPT)
        self._shelf.delete(document)
        kept = KeptPost.of(document)
        self._changes.record(
            f"dropped “{kept.headline}”",
            lambda: self._shelf.put_text(document.path, document.id, document.text, expected=""),
        )
        return kept

    def insight(self, reference: str, new: NewEntry) -> Entry:
        """Write `new` as an insight that rests on a post, which is kept: the link outlives its source."""
        before = self._changes.mark()
        kept = self.keep(reference, themes=new.themes)
        people = tuple(dict.fromkeys((*new.people, *([kept.person] if kept.person else []))))
        entry = self._journal.add(
            replace(
                new, kind=EntryKind.INSIGHT, kept=tuple(dict.fromkeys((*new.kept, kept.id))), people=people
            )
        )
        self._changes.group(f"wrote the insight “{clean_line(entry.headline, 60)}”", before)
        return entry


def quote(passage: str, post: Post) -> str:
    """Return `passage`, the words of somebody else, as a Markdown quote that names and links its source."""
    from learnlog.model.article_markdown import as_link, as_words

    lines = [f"> {as_words(line)}".rstrip() for line in clean_text(passage).strip().splitlines()]
    title, url = clean_line(post.headline, 120), clean_link(post.url)
    name = as_words(clean_line((post.is_boost and post.by) or post.author or post.person_name, 80))
    source = as_link(title, url) if url else f"“{as_words(title)}”"
    return "\n".join([*lines, ">", f"> — {name}, {source}"]) + "\n"
