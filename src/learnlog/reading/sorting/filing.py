"""Putting posts under themes by hand: each decision is a small file of the vault."""

from dataclasses import replace
from datetime import UTC

from learnlog.journal.changes import Changes
from learnlog.journal.shelf import Shelf
from learnlog.journal.themes import Themes
from learnlog.model.document import DocumentType
from learnlog.model.filed import FiledPost
from learnlog.model.post import Post, no_post
from learnlog.model.safe import clean_line


class Filing:
    """The themes I give posts, beside those that their words and their authors give them."""

    def __init__(self, shelf: Shelf, themes: Themes, changes: Changes) -> None:
        self._shelf = shelf
        self._themes = themes
        self._changes = changes

    def give(self, post_id: str, theme: str) -> str:
        """Put a post under a theme (name or slug; made when there is none); returns the theme's name.

        Raises:
            NotFoundError: the library has no such post.
        """
        post = self._post(post_id)
        before = self._changes.mark()
        slugs, made = self._themes.ensure([theme])
        found = made[0] if made else self._themes.get(slugs[0])
        filed = self._filed(post_id)
        if not any(found.slug in self._finals(one) for one in filed):
            self._add(post, found.slug, filed)
        self._changes.group(f"put 1 post under “{found.name}”", before)
        return found.name

    def take(self, post_id: str, theme: str) -> str:
        """Take a post from a theme that I put it under; returns the theme's name.

        What its words or its author say of it stays.

        Raises:
            NotFoundError: there is no such theme.
        """
        found, before = self._themes.get(theme), self._changes.mark()
        for filed in self._filed(post_id):
            left = tuple(slug for slug, final in self._finals(filed).items() if final != found.slug)
            if left != filed.themes:
                self._save(replace(filed, themes=left))
        self._changes.group(f"took 1 post from “{found.name}”", before)
        return found.name

    def slug(self, theme: str) -> str:
        """Return the slug of the theme that a name or slug means.

        Raises:
            NotFoundError: there is no such theme.
        """
        return self._themes.get(theme).slug

    def carry_over(self) -> None:
        """Write down in the vault what an earlier learnlog noted in the library alone."""
        noted = self._shelf.library.posts.themes_noted_before()
        for post_id, theme in noted:
            filed = self._filed(post_id)
            if theme not in {slug for one in filed for slug in one.themes}:
                self._add(self._post(post_id), theme, filed)
            self._shelf.library.posts.forget_noted(post_id, theme)

    def _post(self, post_id: str) -> Post:
        post = self._shelf.library.posts.get(post_id)
        if post is None:
            raise no_post(post_id)
        return post

    def _filed(self, post_id: str) -> list[FiledPost]:
        """Return the files about a post as they stand now; more than one are conflict copies, all of them count."""
        known = self._shelf.library.documents.by_id(DocumentType.FILED, post_id)
        current = [self._shelf.notice(document.path) for document in known]
        return [FiledPost.of(document) for document in current if document]

    def _finals(self, filed: FiledPost) -> dict[str, str]:
        """Return where each theme of `filed` was merged into in the end, else itself."""
        found = {slug: self._themes.find(slug) for slug in filed.themes}
        return {slug: theme.slug if theme else slug for slug, theme in found.items()}

    def _add(self, post: Post, slug: str, filed: list[FiledPost]) -> None:
        if filed:
            self._save(replace(filed[0], themes=(*filed[0].themes, slug)))
            return
        new = FiledPost(
            id=post.id,
            title=clean_line(post.headline, 300),
            person=post.person,
            url=post.url,
            published=post.published,
            themes=(slug,),
        )
        path = self._shelf.vault.filed_path(post.published.astimezone(UTC), new.title, post.id)
        document = self._shelf.write(path, post.id, new.front_matter(), "")
        self._changes.record("filed 1 post", lambda: self._shelf.take_back(document))

    def _save(self, filed: FiledPost) -> None:
        if not filed.themes and not filed.body.strip():
            self._drop(filed)
            return
        self._shelf.save(filed, filed.front_matter(), self._changes, f"changed {filed.path}")

    def _drop(self, filed: FiledPost) -> None:
        document = self._shelf.notice(filed.path)
        if document is None:
            return
        self._shelf.delete(document)
        self._changes.record(
            f"dropped {document.path}",
            lambda: self._shelf.put_text(document.path, document.id, document.text, expected=""),
        )
