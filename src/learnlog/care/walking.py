"""Everything there is, page by page, so that no journal is too large to walk through."""

from collections.abc import Iterator

from learnlog.model.document import Document
from learnlog.model.post import Post
from learnlog.model.query import EntryFilter, Place, PostFilter
from learnlog.workspace import Workspace

_PAGE = 500


def all_entries(workspace: Workspace) -> Iterator[Document]:
    """Yield every entry, newest first."""
    after: Place | None = None
    while page := workspace.library.documents.entries(EntryFilter(), after=after, limit=_PAGE):
        yield from (document for _, document in page)
        after = page[-1][0]


def all_posts(workspace: Workspace, asked: PostFilter | None = None) -> Iterator[Post]:
    """Yield every post of the people I follow that fits, newest first; without `asked` hidden ones and all voices."""
    after: Place | None = None
    asked = asked or PostFilter(hidden="too", every_voice=True)
    while page := workspace.library.posts.page(asked, after=after, limit=_PAGE):
        yield from page
        after = Place(int(page[-1].published.timestamp()), page[-1].row)
