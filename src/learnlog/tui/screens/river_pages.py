"""The posts of one list of the River: a window on the database that holds still under the cursor."""

from collections.abc import Sequence
from dataclasses import replace

from learnlog.model.post import Post
from learnlog.model.query import Place, PostFilter
from learnlog.tui.widgets.window_list import Row
from learnlog.workspace import Workspace


def place_of(post: Post) -> Place:
    """Return where `post` stands in a river."""
    return Place(int(post.published.timestamp()), post.row)


def _key(post: Post) -> tuple[int, int]:
    place = place_of(post)
    return place.moment, place.row


class RiverPages:
    """Pages of the posts that `asked` fits and that had arrived when the list was opened.

    A post that I deal with here stays here, even when it no longer fits (read, in a list of unread ones),
    until another list is asked for; but a story has one line, so a voice that was joined meanwhile gives its own up
    once it is not ``here``, under the cursor. The database is read: call everything from a thread.
    """

    here = ""
    """The id of the post under the cursor."""

    def __init__(self, workspace: Workspace, asked: PostFilter) -> None:
        self._workspace = workspace
        self._staying: dict[str, None] = {}
        self._newest: int | None = None
        self.asked = replace(asked, arrived_until=0)

    @property
    def shown(self) -> PostFilter:
        """The filter with the row up to which posts are shown; opens the list when that is still to be."""
        if self._newest is None:
            self._newest = self._workspace.library.posts.newest_row()
        return replace(self.asked, arrived_until=max(1, self._newest), now=self._workspace.clock())

    def waiting(self) -> int:
        """Return how many posts arrived since the list was opened."""
        until = self.shown.arrived_until
        posts = self._workspace.library.posts
        return (
            posts.arrived_since(until, replace(self.shown, arrived_until=0))
            if posts.newest_row() > until
            else 0
        )

    def stay(self, post: str) -> None:
        """Keep the post (id) in the list whatever becomes of it."""
        self._staying[post] = None

    def leave(self) -> None:
        """Let go of the posts that no longer fit."""
        self._staying.clear()

    def page(self, *, after: Place | None = None, before: Place | None = None, limit: int = 50) -> list[Post]:
        """Return posts newest first: from the top, below the place `after`, or next above `before`."""
        found = self._workspace.river.page(self.shown, after=after, before=before, limit=limit)
        if not self._staying:
            return found
        posts = {post.id: post for post in (*self._kept_back(after, before), *found)}
        ordered = sorted(posts.values(), key=_key, reverse=before is None)[:limit]
        return ordered if before is None else ordered[::-1]

    def _kept_back(self, after: Place | None, before: Place | None) -> list[Post]:
        posts = self._workspace.library.posts.get_many(self._staying)
        posts = [post for post in posts if post.id == self.here or not self._stands_elsewhere(post)]
        if after:
            return [post for post in posts if _key(post) < (after.moment, after.row)]
        if before:
            return [post for post in posts if _key(post) > (before.moment, before.row)]
        return posts

    def _stands_elsewhere(self, post: Post) -> bool:
        """Tell whether the voice that leads the story of `post` is in this list as well."""
        if not post.is_told_again or not post.others:
            return False
        leads = self._workspace.library.posts.get(post.others[0].id)
        if leads is None:
            return False
        place = place_of(leads)
        at = self._workspace.river.page(self.shown, after=replace(place, row=place.row + 1), limit=1)
        return any(one.id == leads.id for one in at)

    def next_unread(self, here: Post | None, times: int = 1) -> Post | None:
        """Return the unread post that is `times` below `here`, else the first of the list, else None."""
        unread = replace(self.shown, unread=True)
        after = place_of(here) if here else None
        below = self._workspace.river.page(unread, after=after, limit=times)
        found = below[-1:] or self._workspace.river.page(unread, limit=1)
        return found[0] if found else None

    def unread_before(self, here: Post | None, times: int = 1) -> Post | None:
        """Return the unread post that is `times` above `here`, or as far as there are any; else None."""
        if here is None:
            return None
        unread = replace(self.shown, unread=True)
        above = self._workspace.river.page(unread, before=place_of(here), limit=times)
        return above[0] if above else None


class RiverPager:
    """The same posts as rows of a list."""

    def __init__(self, pages: RiverPages) -> None:
        self._pages = pages

    def after(self, row: Row[Post] | None, limit: int) -> Sequence[Row[Post]]:
        """Return up to `limit` rows below `row`, the first ones when it is None."""
        return self._rows(self._pages.page(after=place_of(row.item) if row else None, limit=limit))

    def before(self, row: Row[Post], limit: int) -> Sequence[Row[Post]]:
        """Return up to `limit` rows just above `row`."""
        return self._rows(self._pages.page(before=place_of(row.item), limit=limit))

    def last(self, limit: int) -> Sequence[Row[Post]]:
        """Return the oldest `limit` rows."""
        return self._rows(self._pages.page(before=Place(-(2**62), 0), limit=limit))

    @staticmethod
    def _rows(posts: Sequence[Post]) -> Sequence[Row[Post]]:
        return [Row(post.id, post) for post in posts]
