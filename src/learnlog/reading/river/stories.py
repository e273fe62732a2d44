"""Stories: posts that say the same as one item, and what I said is none: ``apart.md`` in the vault, one line each."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import Final

from learnlog.journal.changes import Changes
from learnlog.library import Library
from learnlog.model.errors import UsageError
from learnlog.model.moments import Clock
from learnlog.model.post import Post
from learnlog.model.safe import clean_line
from learnlog.vault.files import Vault
from learnlog.vault.line_pages import LinePage

PAGE: Final = "apart.md"
_HEAD: Final = """# Not the same story

Posts that learnlog took for one story and that I divided, one a line: the first is no story with those after it.
Take a line away and they may be joined again.
"""
_FACT: Final = re.compile(r"(\d{4}-\d\d-\d\d) ((?:[0-9a-z]{16} ){2,})— (.*)")


class Stories:
    """Joins what arrived, and divides what was joined wrongly; such a decision is remembered."""

    def __init__(self, library: Library, vault: Vault, changes: Changes, clock: Clock) -> None:
        self._library = library
        self._page = LinePage(vault, PAGE, _HEAD)
        self._changes = changes
        self._clock = clock

    def join(self, *, cancelled: Callable[[], bool] = lambda: False, most: int = sys.maxsize) -> int:
        """Compare the posts that arrived since the last time; return how many were joined with another's story.

        It goes on in slices until nothing waits, about `most` were compared, or `cancelled` says so. Blocks: call it
        from a thread.
        """
        return self._library.stories.join(self._apart(), cancelled=cancelled, most=most)

    def voices(self, post: Post) -> list[Post]:
        """Return all posts that tell the story of `post`, the leading one first; it alone when there is no other."""
        posts = self._library.posts
        found = posts.get_many([post.id, *(voice.id for voice in post.others)])
        if len(found) < 2:
            return found
        leads = next((one.id for one in found if not one.is_told_again), found[0].id)
        order = [leads, *(voice.id for one in found if one.id == leads for voice in one.others)]
        return sorted(found, key=lambda one: order.index(one.id) if one.id in order else len(order))

    def split(self, post: Post) -> int:
        """Take `post` out of its story for good; returns how many voices the story has left.

        Raises:
            UsageError: it is no voice of a story.
        """
        if not post.others:
            raise UsageError("This post stands alone: nothing was joined with it.")
        left = self._library.stories.split(post.id)
        if not left:
            return 0
        name = clean_line(post.headline, 80)
        fact = " ".join((date.isoformat(self._clock().date()), post.id, *left, "—", name))
        self._page.change(lambda facts: [*facts, fact])
        self._changes.record(f"divided “{clean_line(name, 40)}” from its story", lambda: self._rejoin(fact))
        return len(left)

    def rejoin(self, post: Post) -> bool:
        """Take back that `post` is no story with others, and join it again; tells whether it is one with any now."""
        lost = [fact for fact in self._page.facts() if post.id in _ids(fact)]
        if not lost:
            return bool(post.others)
        for fact in lost:
            self._rejoin(fact)

        def divide_again() -> None:
            self._page.change(lambda facts: [*facts, *lost])
            self.join()

        self._changes.record(f"joined “{clean_line(post.headline, 40)}” with its story again", divide_again)
        now = self._library.posts.get(post.id)
        return bool(now and now.others)

    def _rejoin(self, fact: str) -> None:
        self._page.change(lambda facts: [one for one in facts if one != fact])
        self._library.stories.compare_again(_ids(fact)[:1])
        self.join()

    def _apart(self) -> Sequence[tuple[str, str]]:
        return list(self._pairs())

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for fact in self._page.facts():
            ids = _ids(fact)
            yield from product(ids[:1], ids[1:])


def _ids(fact: str) -> tuple[str, ...]:
    match = _FACT.fullmatch(fact)
    return tuple(match[2].split()) if match else ()
