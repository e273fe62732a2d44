"""The index of the vault: what its files say, ready for lists, filters and backlinks."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from learnlog.library import membership
from learnlog.library.document_rows import (
    COLUMNS,
    SOURCE,
    document_of,
    indexed,
)
from learnlog.library.document_writing import forget_document, write_document
from learnlog.library.entry_selection import Selection, select_entries
from learnlog.library.names import Names
from learnlog.library.section import Section
from learnlog.library.weeks import week_bounds
from learnlog.library.words import key
from learnlog.model.document import PAGES, Document, DocumentType

if TYPE_CHECKING:
    from learnlog.model.query import EntryFilter, Place

_SELECT = f"SELECT {COLUMNS} FROM {SOURCE}"  # noqa: S608 - a constant of ours
_NAMED = (DocumentType.THEME, DocumentType.PERSON)


class Documents(Section):
    """Reads and writes the index of the vault's files."""

    def put(self, document: Document, *, mtime_ns: int, size: int) -> None:
        """Take `document` into the index, replacing what was known of its path."""
        self.put_many([(document, mtime_ns, size)])

    def put_many(self, items: Iterable[tuple[Document, int, int]]) -> None:
        """Take documents, each with its file's ``mtime_ns`` and size, into the index: all or none."""
        db = self._db
        with db.transaction():
            touched: set[tuple[str, str]] = set()
            for document, mtime_ns, size in items:
                touched |= write_document(db, document, mtime_ns, size)
            membership.follow(db, touched)

    def remove(self, *paths: str) -> None:
        """Forget the documents at `paths`."""
        db = self._db
        with db.transaction():
            membership.follow(db, {one for path in paths for one in forget_document(db, path)})

    def by_path(self, path: str) -> Document | None:
        """Return the document at `path` as the index knows it."""
        row = self._db.one(f"{_SELECT} WHERE d.path = ?", (path,))
        return document_of(row) if row else None

    def by_id(self, type: DocumentType, id: str) -> list[Document]:
        """Return the documents with exactly this id, shortest path first: more than one are duplicates."""
        return self._list("WHERE d.type = ? AND d.id = ? ORDER BY length(d.path), d.path", (type.value, id))

    def match(self, fragment: str, types: Iterable[DocumentType] = PAGES) -> list[Document]:
        """Return at most 20 documents whose id starts or ends with `fragment`, in any case; newest first."""
        if not fragment:
            return []
        where = """
            WHERE d.row IN (
                SELECT row FROM doc WHERE type IN (SELECT value FROM json_each(?2))
                AND (substr(lower(id), 1, length(?1)) = ?1 OR substr(lower(id), -length(?1)) = ?1)
                ORDER BY id DESC LIMIT 20
            ) ORDER BY d.created DESC, d.row DESC LIMIT 20
        """
        return self._list(where, (fragment.lower(), json.dumps([kind.value for kind in types])))

    def stat_of(self, path: str) -> tuple[int, int] | None:
        """Return (mtime_ns, size) of the file at `path` when it was indexed, None for an unknown one."""
        for row in self._db.rows("SELECT mtime_ns, size FROM doc WHERE path = ?", (path,)):
            return row[0], row[1]
        return None

    def is_empty(self) -> bool:
        """Tell whether nothing is indexed: a new library, or one that was lost."""
        return self._db.one("SELECT 1 FROM doc LIMIT 1") is None

    def known(self) -> dict[str, tuple[int, int]]:
        """Return ``mtime_ns`` and size by path, as they were when each file was taken in."""
        return {row[0]: (row[1], row[2]) for row in self._db.rows("SELECT path, mtime_ns, size FROM doc")}

    def all(self, type: DocumentType, *, naming: str = "") -> list[Document]:
        """Return all documents of a type: themes and people by name, the others newest first.

        With `naming` only those in whose front matter that name stands, at any depth: no other is read.
        """
        order = "d.name, d.id, d.path" if type in _NAMED else "d.created DESC, d.row DESC"
        where = "WHERE d.type = ?1 AND (?2 = '' OR instr(x.data, ?2))"
        return self._list(f"{where} ORDER BY {order}", (type.value, json.dumps(naming) if naming else ""))

    def entries(
        self,
        filter: "EntryFilter",
        *,
        after: "Place | None" = None,
        before: "Place | None" = None,
        limit: int = 50,
    ) -> list[tuple["Place", Document]]:
        """Return entries, newest first, each with its place: older than `after`, or just newer than `before`."""
        chosen = select_entries(Names(self._db), filter)
        order = _OLDEST if before else _NEWEST
        if after:
            chosen.add("(d.created, d.row) < (:moment, :row)", moment=after.moment, row=after.row)
        if before:
            chosen.add(
                "(d.created, d.row) > (:from_moment, :from_row)",
                from_moment=before.moment,
                from_row=before.row,
            )
        sql = " ".join(
            ("SELECT d.created, d.row,", COLUMNS, "FROM", SOURCE, chosen.where, order, "LIMIT :limit")
        )
        rows = list(self._db.rows(sql, {**chosen.parameters, "limit": limit}))
        from learnlog.model.query import Place

        found = [(Place(row["created"], row["row"]), document_of(row)) for row in rows]
        return found[::-1] if before else found

    def count_entries(self, filter: "EntryFilter") -> int:
        """Return how many entries `filter` shows."""
        chosen = select_entries(Names(self._db), filter)
        return self._db.number(f"SELECT count(*) FROM doc d {chosen.where}", chosen.parameters)  # noqa: S608 - ours

    def kept(
        self, *, theme: str = "", person: str = "", unused: bool = False, limit: int = 50
    ) -> list[Document]:
        """Return kept posts, newest first; `unused` are those no entry links to. A coach's comments are none."""
        chosen = Selection("kept").add("d.kind <> 'comment'")
        chosen.in_themes(Names(self._db), (theme,) if theme else ())
        if person:
            chosen.of_person(Names(self._db), person)
        if unused:
            chosen.add("NOT EXISTS (SELECT 1 FROM link l WHERE l.relation = 'kept' AND l.target = d.id)")
        sql = " ".join(("SELECT", COLUMNS, "FROM", SOURCE, chosen.where, _NEWEST, "LIMIT :limit"))
        return [document_of(row) for row in self._db.rows(sql, {**chosen.parameters, "limit": limit})]

    def linking_to(self, targets: Sequence[tuple[str, str]]) -> list[Document]:
        """Return the documents that link to any of the (relation, target) pairs, newest first.

        The front matter's links count, and ``[[...]]`` with the target's id, title or another of its names.
        """
        pairs = {pair for relation, target in targets for pair in self._ways_to(relation, target)}
        where = """
            WHERE d.row IN (
                SELECT l.row FROM json_each(?) j JOIN link l
                ON l.relation = json_extract(j.value, '$[0]') AND l.target = json_extract(j.value, '$[1]')
            ) ORDER BY d.created DESC, d.row DESC
        """
        found = self._list(where, (json.dumps(sorted(pairs)),))
        return [document for document in found if (document.type.value, document.id) not in targets]

    def having(self, relation: str) -> list[Document]:
        """Return the documents that have any link of this `relation`, newest first."""
        where = "WHERE d.row IN (SELECT row FROM link WHERE relation = ?) ORDER BY d.created DESC, d.row DESC"
        return self._list(where, (relation,))

    def weeks(self, theme: str, since: datetime, n: int) -> list[int]:
        """Return how many entries and kept posts of `theme` ("": of any) each of `n` weeks has.

        The first is the ISO week of `since`, in its zone.
        """
        bounds = week_bounds(since, n)
        counts = [0] * n
        for kind in ("entry", "kept"):
            chosen = Selection(kind).in_themes(Names(self._db), (theme,) if theme else ())
            chosen.add("d.created >= :first AND d.created < :last", first=bounds[0], last=bounds[-1])
            for row in self._db.rows(f"SELECT d.created FROM doc d {chosen.where}", chosen.parameters):  # noqa: S608 - ours
                counts[bisect_right(bounds, row[0]) - 1] += 1
        return counts

    def tags(self) -> list[tuple[str, int]]:
        """Return the tags of entries and kept posts with how often each is used, most used first."""
        rows = self._db.rows("SELECT min(tag), count(*) AS n FROM doc_tag GROUP BY key ORDER BY n DESC, key")
        return [(row[0], row[1]) for row in rows]

    def duplicates(self) -> dict[str, list[str]]:
        """Return the paths of files that claim the same id, by that id; shortest path first."""
        found: dict[str, list[str]] = {}
        rows = self._db.rows("""
            SELECT id, path FROM doc WHERE (type, id) IN
                (SELECT type, id FROM doc GROUP BY type, id HAVING count(*) > 1)
            ORDER BY length(path), path
        """)
        for row in rows:
            found.setdefault(row["id"], []).append(row["path"])
        return found

    def problems(self) -> list[Document]:
        """Return the documents whose front matter could not be understood."""
        return self._list("WHERE d.problem <> '' ORDER BY d.path")

    def titles(self, words: str, limit: int = 20) -> list[Document]:
        """Return documents with `words` in a title or another name, best first: for completing ``[[``."""
        where = """
            WHERE d.row IN (
                SELECT row FROM doc INDEXED BY doc_name WHERE instr(name, ?1) AND type <> 'filed'
                ORDER BY instr(name, ?1) > 1, type = 'entry', created DESC LIMIT ?2
            ) ORDER BY instr(d.name, ?1) > 1, d.type = 'entry', d.created DESC, d.row DESC
        """
        return self._list(where, (key(words), limit))

    def named(self, name: str) -> Document | None:
        """Return what ``[[name]]`` means: by id, the file's name, the title or another name, in any case."""
        where = """
            WHERE (d.id = ?1 OR lower(substr(d.path, -length(?2))) = ?2
            OR instr(' · ' || d.name || ' · ', ' · ' || ?1 || ' · ')) AND d.type <> 'filed'
            ORDER BY d.id = ?1 DESC, lower(substr(d.path, -length(?2))) = ?2 DESC,
            d.type = 'entry', length(d.path), d.path LIMIT 1
        """
        wanted = key(name)
        found = self._list(where, (wanted, f"/{wanted}.md")) if wanted else []
        return found[0] if found else None

    def _list(self, where: str, parameters: Sequence[object] = ()) -> list[Document]:
        return [document_of(row) for row in self._db.rows(f"{_SELECT} {where}", parameters)]

    def _ways_to(self, relation: str, target: str) -> set[tuple[str, str]]:
        ways = {(relation, key(target) if relation == "wiki" else target)}
        if relation == "person":
            ways |= {("person", name) for name in Names(self._db).person_ids([target])}
        if relation in set(DocumentType):
            ways |= {("wiki", key(target))}
            for document in self.by_id(DocumentType(relation), target):
                stem = document.path.rpartition("/")[2].removesuffix(".md")
                names = (indexed(document).title, stem, *document.words("aliases"))
                ways |= {("wiki", key(name)) for name in names if name}
        return ways


_NEWEST = "ORDER BY d.created DESC, d.row DESC"
_OLDEST = "ORDER BY d.created, d.row"
