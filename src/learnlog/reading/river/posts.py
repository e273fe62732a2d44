"""The river: posts of the people I follow, and what I did with them."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from learnlog.journal.changes import Changes
from learnlog.library import Library
from learnlog.library.marking import Marked
from learnlog.model.moments import Clock
from learnlog.model.post import Post, posts_said
from learnlog.model.query import Place, PostFilter
from learnlog.reading.sorting.filing import Filing
from learnlog.reading.sorting.ruler import Ruler

if TYPE_CHECKING:
    from learnlog.library.cut import Cut


class River:
    """Pages of posts, newest first, and the marks I put on them."""

    def __init__(
        self,
        library: Library,
        filing: Filing,
        ruler: Ruler,
        changes: Changes,
        clock: Clock,
        gave_theme: Callable[[str, str, bool], object] = lambda post, theme, given: None,
    ) -> None:
        self._library = library
        self._filing = filing
        self._ruler = ruler
        self._gave_theme = gave_theme
        self._changes = changes
        self._clock = clock

    def page(
        self, asked: PostFilter, *, after: Place | None = None, before: Place | None = None, limit: int = 50
    ) -> list[Post]:
        """Return posts newest first: those older than `after`, or the ones just newer than `before`."""
        return self._library.posts.page(asked, after=after, before=before, limit=limit)

    def unread_of(
        self, search: str, *, boosts: bool = True, most: int = sys.maxsize, cut: "Cut | None" = None
    ) -> int:
        """Return how many unread posts a `search` finds, counted no further than `most`; 0 when `cut` ends it."""
        asked = PostFilter(search=search, unread=True, boosts=boosts, now=self._clock())
        return self._library.posts.count(asked, most=most, cut=cut)

    def mark_read(self, posts: Sequence[str], read: bool = True) -> int:
        """Mark posts (ids) read or unread; returns how many really changed."""
        changed = self._library.posts.mark_read(posts, read, self._clock())
        if changed:
            said = f"marked {posts_said(len(changed))} {'read' if read else 'unread'}"
            self._changes.record(
                said, lambda: self._library.posts.mark_read(changed, not read, self._clock())
            )
        return len(changed)

    def mark_all_read(
        self, asked: PostFilter, progress: Callable[[int, int], object] = lambda done, of: None
    ) -> int:
        """Mark every post that fits read; returns how many were unread, a story counted once.

        `progress` hears how many are done of how many.
        """
        posts, marked = self._library.posts, Marked()
        try:
            posts.mark_all_read(asked, self._clock(), marked, progress)
        finally:
            if marked.rows:
                said = f"marked {posts_said(marked.items)} read"
                self._changes.record(said, lambda: posts.mark_unread(marked.rows))
        return marked.items

    def star(self, post: str, starred: bool = True) -> None:
        """Star or unstar a post (id)."""
        if self._library.posts.star([post], starred, self._clock()):
            said = "starred 1 post" if starred else "unstarred 1 post"
            self._changes.record(said, lambda: self._library.posts.star([post], not starred, self._clock()))

    def give_theme(self, post: str, theme: str, given: bool = True) -> str:
        """Put a post (id) under a theme (name or slug), or take it away; returns the theme's name."""
        self._gave_theme(post, theme, given)
        if given:
            return self._filing.give(post, theme)
        before = self._changes.mark()
        name = self._filing.take(post, theme)
        self._ruler.untag(post, self._filing.slug(theme))
        self._changes.group(f"took 1 post from “{name}”", before)
        return name
