"""Suggesting a theme for a post, from the themes' words and from what I put under them before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from learnlog.journal.themes import Themes
from learnlog.library import Library
from learnlog.model.document import DocumentType
from learnlog.model.filed import FiledPost
from learnlog.model.moments import Clock
from learnlog.model.post import KeptPost, Post
from learnlog.model.theme import ThemeStatus, WorkTheme
from learnlog.reading.sorting.theme_scoring import Suggested, Taste, suggest, taste_of, vocabulary

TAGGED: Final = 40
"""Posts of a theme that are learned from at most, the newest."""
FRESH: Final = timedelta(minutes=5)
"""How long what was learned is good."""
_COMMON: Final = 5000
_SHARE: Final = 20
"""Posts up to which it is counted how many have a word, or this part of all: one that more have tells nothing."""
_LENGTH: Final = 20_000
"""Characters of a post that are looked at."""


class Suggesting:
    """Suggests at most one theme a post, and none it is under already. Reads the database: call it from a thread."""

    def __init__(self, library: Library, themes: Themes, clock: Clock, *, allowed: bool = True) -> None:
        self._library = library
        self._themes = themes
        self._clock = clock
        self._allowed = allowed
        self._tastes: Sequence[Taste] = ()
        self._learned: datetime | None = None
        self._frequencies: dict[str, int] = {}

    def for_post(self, post: Post, text: str | None = None) -> Suggested | None:
        """Return the theme that `post` may be about, None when none speaks clearly, or suggesting is switched off.

        `text` are its words, when they are at hand.
        """
        if not self._allowed:
            return None
        tastes = self._taste()
        if not tastes:
            return None
        words = (
            self._words(post.id, post.title) if text is None else vocabulary(f"{post.title} {text[:_LENGTH]}")
        )
        return suggest(words, tastes, post.themes)

    def forget(self) -> None:
        """Learn anew when next asked: I put something under a theme."""
        self._learned = None

    def _taste(self) -> Sequence[Taste]:
        now = self._clock()
        if self._learned is None or now - self._learned > FRESH:
            self._tastes, self._learned = self._learn(), now
        return self._tastes

    def _learn(self) -> Sequence[Taste]:
        themes = [theme for theme in self._themes.all() if theme.status is ThemeStatus.ACTIVE]
        tagged = self._tagged()
        size = self._library.evidence.size()[0]
        return [self._of(theme, tagged.get(theme.slug, []), size) for theme in themes]

    def _of(self, theme: WorkTheme, posts: Sequence[frozenset[str]], size: int) -> Taste:
        return taste_of(theme.slug, theme.terms, posts, lambda word: self._frequency(word, size), size)

    def _frequency(self, word: str, size: int) -> int:
        most = max(_COMMON, size // _SHARE)
        if word not in self._frequencies:
            self._frequencies[word] = self._library.evidence.frequency(word, most)
        return self._frequencies[word] if self._frequencies[word] <= most else size

    def _tagged(self) -> dict[str, list[frozenset[str]]]:
        """Return the words of the posts that I put under each theme, by hand or when I kept them."""
        documents = self._library.documents
        pairs = [(FiledPost.of(one).themes, one.id) for one in documents.all(DocumentType.FILED)]
        pairs += [(kept.themes, kept.post) for kept in map(KeptPost.of, documents.all(DocumentType.KEPT))]
        found: dict[str, dict[str, frozenset[str]]] = {}
        finals = {slug: theme.slug for slug in _slugs(pairs) if (theme := self._themes.find(slug))}
        for themes, post in pairs:
            for slug in {finals[theme] for theme in themes if theme in finals}:
                here = found.setdefault(slug, {})
                if post and post not in here and len(here) < TAGGED:
                    here[post] = self._words(post)
        return {slug: [words for words in posts.values() if words] for slug, posts in found.items()}

    def _words(self, post: str, title: str = "") -> frozenset[str]:
        text = self._library.posts.text(post)
        known = title or (found.title if text and (found := self._library.posts.get(post)) else "")
        return vocabulary(f"{known} {text.text[:_LENGTH]}") if text else frozenset()


def _slugs(pairs: Sequence[tuple[Sequence[str], str]]) -> set[str]:
    return {slug for themes, _ in pairs for slug in themes}
