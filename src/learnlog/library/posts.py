"""What they wrote, and what I did with it: pages of the river, reading state, counts."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from learnlog.library import threads, unread, versions
from learnlog.library.lenient import strings
from learnlog.library.marking import Marked, Progress, mark_all_read, mark_unread
from learnlog.library.names import Names
from learnlog.library.post_rows import COLUMNS, OF, read_posts
from learnlog.library.post_rows import moment as moment_of
from learnlog.library.post_selection import PostSelection, select_posts
from learnlog.library.section import Section
from learnlog.library.weeks import week_bounds
from learnlog.model.post import Post, PostText, PostVersion
from learnlog.model.query import Place, PostFilter

if TYPE_CHECKING:
    from learnlog.library.connection import Connections
    from learnlog.library.cut import Cut
    from learnlog.library.post_searching import Density


FEW_UNREAD = 20_000
"""Fewer unread posts are looked at one by one to be counted."""


class Posts(Section):
    """Reads posts, newest first, and keeps what is read and starred."""

    def __init__(self, connections: "Connections") -> None:
        super().__init__(connections)
        self._density: Density = {}

    def page(
        self, filter: PostFilter, *, after: Place | None = None, before: Place | None = None, limit: int = 50
    ) -> list[Post]:
        """Return posts, newest first: from the top, below the place `after`, or next above `before`."""
        chosen = self._select(filter)
        if chosen.is_empty:
            return []
        chosen.begin(after, before)
        keys = chosen.keys("ASC" if before else "DESC")
        order = "ORDER BY k.published DESC, k.row DESC"
        sql = " ".join((COLUMNS, "FROM (", keys, ") k CROSS JOIN post p ON p.row = k.row", OF, order))
        return self._posts(sql, {**chosen.parameters, "limit": limit})

    def get(self, id: str) -> Post | None:
        """Return the post with this id, also one whose person is not followed."""
        found = self._posts(" ".join((COLUMNS, "FROM post p", OF, "WHERE p.id = :id")), {"id": id})
        return found[0] if found else None

    def get_many(self, ids: Iterable[str]) -> list[Post]:
        """Return the posts with these ids, in the given order; unknown ones are left out."""
        wanted = list(ids)
        where = "WHERE p.id IN (SELECT value FROM json_each(:ids))"
        found = self._posts(" ".join((COLUMNS, "FROM post p", OF, where)), {"ids": json.dumps(wanted)})
        by_id = {post.id: post for post in found}
        return [by_id[id] for id in wanted if id in by_id]

    def of_channel(self, key: str, limit: int) -> list[Post]:
        """Return the newest posts of the channel `key`, also one whose person is not followed."""
        where = """
            WHERE p.channel_id = (SELECT id FROM channel WHERE key = :key)
            ORDER BY p.published DESC, p.row DESC LIMIT :limit
        """
        return self._posts(" ".join((COLUMNS, "FROM post p", OF, where)), {"key": key, "limit": limit})

    def text(self, id: str) -> PostText | None:
        """Return the whole of a post."""
        row = self._db.one(
            """SELECT b.html, b.text, b.tags, b.language, b.social, p.updated
               FROM post p JOIN post_body b ON b.row = p.row WHERE p.id = ?""",
            (id,),
        )
        if row is None:
            return None
        social = None
        if row["social"]:
            from learnlog.library.social_rows import from_json

            social = from_json(row["social"])
        return PostText(
            html=row["html"] or "",
            text=row["text"] or "",
            tags=strings(row["tags"]),
            language=row["language"] or "",
            social=social,
            updated=moment_of(row["updated"]) if row["updated"] is not None else None,
        )

    def versions(self, id: str) -> list[PostVersion]:
        """Return what a post said before its author edited it, the oldest first; a few at most."""
        return versions.versions(self._db, id)

    def thread(self, root_or_uri: str) -> list[Post]:
        """Return the stored posts of a thread, oldest first, by its first post's uri or any other's."""
        return threads.thread(self._db, root_or_uri)

    def by_uri(self, uri: str) -> Post | None:
        """Return the post that its network calls `uri`: its author's own, else one that passes it on."""
        return threads.by_uri(self._db, uri)

    def by_uris(self, uris: Iterable[str]) -> list[Post]:
        """Return every post with one of the networks' names `uris`, also those that pass it on."""
        return threads.by_uris(self._db, uris)

    def boosters(self, uri: str) -> list[str]:
        """Return the ids of the people I follow who passed the post `uri` on: they vouch for it."""
        return threads.boosters(self._db, uri)

    def match(self, fragment: str) -> list[Post]:
        """Return at most 20 posts whose id starts or ends with `fragment`, newest first."""
        fragment = fragment.lower()
        exact = self.get(fragment)
        if exact or not fragment:
            return [exact] if exact else []
        where = """
            WHERE p.row IN (
                SELECT row FROM post
                WHERE substr(id, 1, length(:part)) = :part OR substr(id, -length(:part)) = :part
            ) ORDER BY p.published DESC, p.row DESC LIMIT 20
        """
        return self._posts(" ".join((COLUMNS, "FROM post p", OF, where)), {"part": fragment})

    def rows_of(self, filter: PostFilter, limit: int) -> list[int]:
        """Return the rows of the first `limit` posts that `filter` shows, in the order they arrived."""
        chosen = self._select(filter)
        if chosen.is_empty:
            return []
        sql = f"{chosen.rows()} ORDER BY x.row LIMIT :limit"
        return [row[0] for row in self._db.rows(sql, {**chosen.parameters, "limit": limit})]

    def count(self, filter: PostFilter, *, most: int = sys.maxsize, cut: "Cut | None" = None) -> int:
        """Return how many posts `filter` shows, counted no further than `most`; 0 when `cut` ends it before."""
        few = filter.unread and self._db.number(_UNREAD, (FEW_UNREAD,)) < FEW_UNREAD
        chosen = self._select(filter, counted=not few)
        if chosen.is_empty:
            return 0
        rows = chosen.rows("1", walks=most < sys.maxsize)
        sql = f"SELECT count(*) FROM ({rows} LIMIT :most)"  # noqa: S608 - ours
        values = {**chosen.parameters, "most": most}
        if cut is None:
            return self._db.number(sql, values)
        return sum(row[0] for row in cut.until(self._db, self._db.each(sql, values)))

    def mark_read(self, ids: Sequence[str], read: bool, moment: datetime) -> list[str]:
        """Make posts read or unread, with all voices of their stories; return the ids that really changed."""
        return self._mark("read_at", self._stories(ids), read, moment)

    def star(self, ids: Sequence[str], starred: bool, moment: datetime) -> list[str]:
        """Give posts a star, or take it from all voices of their stories; return the ids that really changed."""
        return self._mark("starred_at", ids if starred else self._stories(ids), starred, moment)

    def mark_all_read(
        self,
        filter: PostFilter,
        moment: datetime,
        marked: Marked | None = None,
        progress: Progress = lambda done, of: None,
    ) -> Marked:
        """Make all stories that `filter` shows read; return which posts really changed, for `mark_unread`.

        It goes slice by slice: `marked` says what was done when another's writing or a full disk ended it.
        """
        chosen, marked = self._select(filter), marked or Marked()
        if not chosen.is_empty:
            mark_all_read(self._db, chosen, moment, marked, progress)
        return marked

    def mark_unread(self, rows: Sequence[int]) -> None:
        """Make posts unread again, by their rows."""
        mark_unread(self._db, rows)

    def themes_noted_before(self) -> list[tuple[str, str]]:
        """Return (post id, theme) of what was decided before such decisions were files of the vault."""
        rows = self._db.rows(
            "SELECT p.id, t.theme FROM post_tag t JOIN post p ON p.row = t.row ORDER BY p.id"
        )
        return [(row[0], row[1]) for row in rows]

    def forget_noted(self, id: str, theme: str) -> None:
        """Forget one of `themes_noted_before`: it is a file now."""
        of_post = "row = (SELECT row FROM post WHERE id = ?)"
        with self._db.transaction():
            self._db.run(f"DELETE FROM post_tag WHERE {of_post} AND theme = ?", (id, theme))  # noqa: S608 - ours

    def unread_by_theme(self, *, boosts: bool = True) -> dict[str, int]:
        """Return the number of unread stories by theme, merges followed; themes without any are left out."""
        return unread.by_theme(self._db, boosts)

    def unread_by_circle(self, *, boosts: bool = True) -> dict[str, int]:
        """Return the number of unread stories by circle."""
        return unread.by_circle(self._db, boosts)

    def unread_by_person(self, *, boosts: bool = True) -> dict[str, int]:
        """Return the number of unread stories by person."""
        return unread.by_person(self._db, boosts)

    def unread_total(self, *, boosts: bool = True) -> int:
        """Return the number of unread stories of all people I follow."""
        return unread.total(self._db, boosts)

    def weeks(self, theme: str, since: datetime, n: int, *, boosts: bool = True) -> list[int]:
        """Return how many posts of `theme` ("": any) each of `n` weeks has, from the ISO week of `since`."""
        bounds = week_bounds(since, n)
        spans = pairwise(bounds)
        filters = (
            PostFilter(theme=theme, since=moment_of(first), until=moment_of(last), boosts=boosts)
            for first, last in spans
        )
        return [self.count(filter) for filter in filters]

    def by_theme(self, person: str) -> dict[str, int]:
        """Return how many posts of `person` are in each theme."""
        rows = self._db.rows(
            """
            SELECT t.theme, count(*) FROM channel_person o CROSS JOIN post p ON p.channel_id = o.channel_id
            CROSS JOIN post_theme t INDEXED BY post_theme_row ON t.row = p.row
            WHERE o.person = ? GROUP BY t.theme
            """,
            (Names(self._db).person(person),),
        )
        return {row[0]: row[1] for row in rows}

    def newest_row(self) -> int:
        """Return the row of the post that arrived last."""
        return self._db.number("SELECT max(row) FROM post")

    def arrived_since(self, row: int, filter: PostFilter) -> int:
        """Return how many posts that `filter` shows arrived after `row`."""
        chosen = self._select(filter, whole=False)
        return 0 if chosen.is_empty else self._db.number(chosen.rows_after(row), chosen.parameters)

    def last_by_person(self) -> dict[str, datetime]:
        """Return when each person I follow last published."""
        rows = self._db.rows("""
            SELECT person, max((SELECT max(published) FROM post WHERE channel_id = o.channel_id)) AS last
            FROM channel_person o GROUP BY person
        """)
        return {row["person"]: moment_of(row["last"]) for row in rows if row["last"] is not None}

    def place(self, name: str) -> Place | None:
        """Return where I was in the list `name`."""
        row = self._db.one("SELECT moment, row FROM position WHERE name = ?", (name,))
        return Place(row["moment"], row["row"]) if row else None

    def remember_place(self, name: str, place: Place) -> None:
        """Keep where I am in the list `name`."""
        with self._db.transaction():
            self._db.run("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", (name, place.moment, place.row))

    def _select(self, filter: PostFilter, *, whole: bool = True, counted: bool = False) -> PostSelection:
        chosen = select_posts(Names(self._db), filter)
        if filter.search:
            from learnlog.library.post_searching import narrow

            how = {"whole": whole, "counted": counted}
            narrow(self._db, chosen, filter.search, filter.now, known=self._density, **how)
        return chosen

    def _posts(self, sql: str, parameters: dict[str, object]) -> list[Post]:
        return read_posts(self._db, sql, parameters)

    def _stories(self, ids: Sequence[str]) -> list[str]:
        """Return `ids`, and after them those of the other voices of their stories."""
        voices = self._db.rows(_VOICES, (json.dumps(list(ids)),))
        return list(dict.fromkeys((*ids, *(row[0] for row in voices))))

    def _mark(self, column: str, ids: Sequence[str], on: bool, moment: datetime) -> list[str]:
        db = self._db
        with db.transaction():
            rows = db.rows(
                f"""SELECT row, id FROM post
                    WHERE id IN (SELECT value FROM json_each(?)) AND ({column} IS NULL) = ?""",  # noqa: S608 - a column of ours
                (json.dumps(list(ids)), on),
            )
            db.run(
                f"UPDATE post SET {column} = ? WHERE row IN (SELECT value FROM json_each(?))",  # noqa: S608 - as above
                (int(moment.timestamp()) if on else None, json.dumps([row["row"] for row in rows])),
            )
        changed = {row["id"] for row in rows}
        return [id for id in dict.fromkeys(ids) if id in changed]


_UNREAD = "SELECT count(*) FROM (SELECT 1 FROM post INDEXED BY post_unread WHERE read_at IS NULL LIMIT ?)"
_VOICES = """
    SELECT p.id FROM json_each(?) j CROSS JOIN post o ON o.id = j.value CROSS JOIN voice me ON me.row = o.row
    JOIN voice v ON v.story = me.story JOIN post p ON p.row = v.row
"""
