"""Posts by their network's own names: a thread, one post, those who passed it on."""

import json
from collections.abc import Iterable

from learnlog.library.connection import Database
from learnlog.library.post_rows import COLUMNS, OF, read_posts
from learnlog.model.post import Post

_MOST = 1000

_ROOT = """
    SELECT root, uri FROM post WHERE uri = ? AND uri <> '' ORDER BY root = '', row LIMIT 1
"""
_THREAD = """
    WHERE p.row IN (
        SELECT row FROM post WHERE uri = :root AND uri <> ''
        UNION SELECT row FROM post WHERE root = :root AND root <> ''
    ) ORDER BY p.published, p.row LIMIT :most
"""
_BY_URI = "WHERE p.uri = :uri AND p.uri <> '' ORDER BY p.boost_of <> '', p.row LIMIT 1"
_BOOSTERS = """
    SELECT o.person FROM post p JOIN channel_person o ON o.channel_id = p.channel_id
    WHERE p.boost_of = ? AND p.boost_of <> '' AND p.gone IS NULL
    GROUP BY o.person ORDER BY min(p.published), o.person
"""


def thread(db: Database, uri: str) -> list[Post]:
    """Return the stored posts of the thread that `uri` (its root, or any post of it) belongs to, oldest first.

    A post that somebody also passed on is there once, as its author's own when that is stored.
    """
    found = db.one(_ROOT, (uri,))
    root = (found["root"] or found["uri"]) if found else uri
    posts = read_posts(db, " ".join((COLUMNS, "FROM post p", OF, _THREAD)), {"root": root, "most": _MOST})
    own = {post.uri for post in posts if not post.is_boost}
    shown: dict[str, Post] = {}
    for post in posts:
        if not (post.is_boost and post.uri in own):
            shown.setdefault(post.uri, post)
    return list(shown.values())


def by_uri(db: Database, uri: str) -> Post | None:
    """Return the post with the network's name `uri`: its author's own, else one that passes it on."""
    found = read_posts(db, " ".join((COLUMNS, "FROM post p", OF, _BY_URI)), {"uri": uri})
    return found[0] if found else None


def boosters(db: Database, uri: str) -> list[str]:
    """Return the ids of the people I follow who passed the post on, the first first."""
    return [row[0] for row in db.rows(_BOOSTERS, (uri,))]


def by_uris(db: Database, uris: Iterable[str]) -> list[Post]:
    """Return every stored post with one of the networks' names `uris`, also those that pass it on."""
    where = "WHERE p.uri IN (SELECT value FROM json_each(:uris)) AND p.uri <> ''"
    sql = " ".join((COLUMNS, "FROM post p", OF, where))
    return read_posts(db, sql, {"uris": json.dumps(list(uris))})
