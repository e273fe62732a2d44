"""Suggesting a theme for a post, from the themes' words, what I put under them before, and what I wrote on them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from learnlog.journal.themes import Themes
from learnlog.library import Library
from learnlog.model.document import DocumentType
from learnlog.model.filed import FiledPost
from learnlog.model.moments import Clock
from learnlog.model.post import KeptPost, Post
from learnlog.model.query import EntryFilter
from learnlog.model.theme import ThemeStatus, WorkTheme
from learnlog.reading.sorting.passing_over import PassingOver
from learnlog.reading.sorting.theme_scoring import (
    LEAST,
    Habits,
    Suggested,
    Taste,
    habits_of,
    suggest,
    taste_of,
    vocabulary,
)

TAGGED: Final = 50
"""Posts of a theme, and entries, that are learned from at most, the newest."""
FRESH: Final = timedelta(minutes=5)
"""How long what was learned is good."""
_SAMPLE: Final = 1000
"""Posts in which it is seen how posts are worded, spread over all that are stored."""
_GROWN: Final = 1.5
"""How much larger the library must be for them to be looked at anew."""
_LENGTH: Final = 20_000
"""Characters of a post that are looked at."""
_START: Final = 4000
"""Characters of a post that are looked at to see how posts are worded."""


class Suggesting:
    """Suggests at most one theme a post, and none it is under already. Reads the database: call it from a thread."""

    def __init__(
        self,
        library: Library,
        themes: Themes,
        clock: Clock,
        passing_over: PassingOver | None = None,
        *,
        allowed: bool = True,
    ) -> None:
        self._library = library
        self._themes = themes
        self._clock = clock
        self._passing_over = passing_over or PassingOver()
        self._allowed = allowed
        self._tastes: Sequence[Taste] = ()
        self._learned: datetime | None = None
        self._habits = Habits()
        self._seen = 0
        """How many posts were stored when it was seen how they are worded."""
        self._usual: Counter[tuple[str, str]] = Counter()
        """How many posts of a person I put under a theme."""
        self._of_person: Counter[str] = Counter()

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
        clearer = self._passing_over.clearer()
        found = suggest(words, tastes, self._habits, post.themes, self._shares(post.person), clearer)
        if found is not None:
            self._passing_over.suggested(post.id, found.theme)
        return found

    def looked_at(self, post: str) -> None:
        """Note that I look at a post (id) that was unread: not taking what is suggested says something too."""
        self._passing_over.looked_at(post)

    def put_under(self, post: str, theme: str) -> None:
        """Learn from a post (id) that I put under a theme (name or slug)."""
        self.forget()
        if found := self._themes.find(theme):
            self._passing_over.took(post, found.slug)

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
        texts = {theme.slug: [*tagged.get(theme.slug, ()), *self._written(theme)] for theme in themes}
        if all(len(found) < LEAST for found in texts.values()):
            return ()
        self._look_around()
        tastes = (taste_of(theme.slug, theme.terms, texts[theme.slug], self._habits) for theme in themes)
        return [taste for taste in tastes if taste]

    def _look_around(self) -> None:
        """See how posts are worded, in some of those stored, unless these are much the same as before."""
        number, top = self._library.evidence.size()
        if self._seen and number < self._seen * _GROWN:
            return
        rows = range(1, top + 1, max(1, top // _SAMPLE))
        texts = self._library.evidence.texts(rows, _START)
        self._habits, self._seen = habits_of([vocabulary(text) for text in texts.values()]), number

    def _written(self, theme: WorkTheme) -> list[frozenset[str]]:
        """Return the words of what I wrote on the theme: its question, and my newest entries under it."""
        entries = self._library.documents.entries(EntryFilter(themes=(theme.slug,)), limit=TAGGED)
        texts = (f"{entry.data.get('title', '')} {entry.body[:_LENGTH]}" for _, entry in entries)
        return [words for text in (theme.question, *texts) if (words := vocabulary(text))]

    def _tagged(self) -> dict[str, list[frozenset[str]]]:
        """Return the words of the posts that I put under each theme, by hand or by keeping; note whose they are."""
        documents = self._library.documents
        pairs = [(FiledPost.of(one).themes, one.id) for one in documents.all(DocumentType.FILED)]
        pairs += [(kept.themes, kept.post) for kept in map(KeptPost.of, documents.all(DocumentType.KEPT))]
        finals = {slug: theme.slug for slug in _slugs(pairs) if (theme := self._themes.find(slug))}
        filed: dict[str, dict[str, None]] = {}
        for themes, post in pairs:
            for slug in {finals[theme] for theme in themes if theme in finals}:
                here = filed.setdefault(slug, {})
                if post and len(here) < TAGGED:
                    here[post] = None
        posts = {
            one.id: one for one in self._library.posts.get_many({id for ids in filed.values() for id in ids})
        }
        whose = [(slug, posts[id].person) for slug, ids in filed.items() for id in ids if id in posts]
        self._usual, self._of_person = Counter(whose), Counter(person for _, person in whose)
        words = {id: self._words(id, post.title) for id, post in posts.items()}
        return {slug: [words[id] for id in ids if words.get(id)] for slug, ids in filed.items()}

    def _shares(self, person: str) -> dict[str, float]:
        """Return by theme how much of what I filed of `person` is there; of somebody with few posts, less."""
        if not person:
            return {}
        number = self._of_person[person] + 1
        return {slug: times / number for (slug, whose), times in self._usual.items() if whose == person}

    def _words(self, post: str, title: str) -> frozenset[str]:
        text = self._library.posts.text(post)
        return vocabulary(f"{title} {text.text[:_LENGTH]}") if text else frozenset()


def _slugs(pairs: Sequence[tuple[Sequence[str], str]]) -> set[str]:
    return {slug for themes, _ in pairs for slug in themes}
