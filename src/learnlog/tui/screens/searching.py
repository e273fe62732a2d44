"""Asking what is typed: in threads of its own, and never longer than someone waits for the answer."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from learnlog.library.cut import Cut
from learnlog.model.document import DocumentType
from learnlog.model.post import KeptPost, Post
from learnlog.tui.screens.hit_lines import Answer
from learnlog.tui.screens.search_hint import hint
from learnlog.workspace import Workspace

LIMIT = 50
"""Hits that are shown at most."""


class Seeker:
    """Answers questions, those that one goes on waiting for.

    Its threads keep their connections to the library, which know its pages and statements by then. There are
    two, so that a question that cannot be ended at once does not hold up the next.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="search")

    async def ask(self, asked: str, limit: int = LIMIT, patience: float | None = None) -> Answer:
        """Answer `asked`; after `patience` seconds with what was found until then.

        Cancelling ends the question as well.

        Raises:
            LearnlogError: the library cannot be read.
        """
        cut, loop = Cut(), asyncio.get_running_loop()
        timer = loop.call_later(patience, cut.now) if patience else None
        try:
            return await loop.run_in_executor(self._threads, find, self._workspace, asked, limit, cut)
        finally:
            cut.now()
            if timer is not None:
                timer.cancel()

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def find(workspace: Workspace, asked: str, limit: int = LIMIT, cut: Cut | None = None) -> Answer:
    """Answer a question; an empty one with the newest entries. Reads the database: call it from a thread."""
    cut, is_blank = cut or Cut(), not asked.strip()
    hits = workspace.search("in:journal" if is_blank else asked, limit=12 if is_blank else limit, cut=cut)
    ids = [hit.id for hit in hits if hit.type == "post"]
    posts = {post.id: post for post in workspace.library.posts.get_many(ids)} if ids else {}
    for hit in hits:
        if hit.type == "kept" and (post := kept_post(workspace, hit.id)):
            posts[hit.id] = post
    needed = any(hit.person and hit.type != "post" for hit in hits)
    people = {p.id: p.name for p in workspace.people.all(unfollowed=True)} if needed else {}
    said = hint(workspace, asked)
    return Answer(
        asked=asked,
        hits=hits,
        posts=posts,
        people=people,
        whole=not cut.was_made,
        hint=said,
        waiting=workspace.library.indexing.waiting(),
    )


def kept_post(workspace: Workspace, kept: str) -> Post | None:
    """Return the River's post that was kept as `kept`, when it is still there."""
    found = workspace.library.documents.by_id(DocumentType.KEPT, kept)
    return workspace.library.posts.get(KeptPost.of(found[0]).post) if found else None
