"""Writing one document into the index of the vault, and taking it out again."""

from learnlog.library.connection import Database
from learnlog.library.document_rows import Indexed, column_values, indexed, storable, wiki_links
from learnlog.library.words import key
from learnlog.model.document import Document
from learnlog.model.ids import slugify

Named = set[tuple[str, str]]
"""Types and ids of documents, for those who follow such changes."""

_PUT = """
    INSERT INTO doc (path, type, id, created, modified, day, kind, visibility, status, person, mtime_ns, size,
                     hash, problem, title, name)
    VALUES (:path, :type, :id, :created, :modified, :day, :kind, :visibility, :status, :person, :mtime_ns,
            :size, :hash, :problem, :title, :name)
    ON CONFLICT (path) DO UPDATE SET
        type = excluded.type, id = excluded.id, created = excluded.created, modified = excluded.modified,
        day = excluded.day, kind = excluded.kind, visibility = excluded.visibility, status = excluded.status,
        person = excluded.person, mtime_ns = excluded.mtime_ns, size = excluded.size, hash = excluded.hash,
        problem = excluded.problem, title = excluded.title, name = excluded.name
"""
_PUT_TEXT = """
    INSERT OR REPLACE INTO doc_text (row, data, words, body, text)
    VALUES (:row, :data, :words, :body, :text)
"""
_PUT_WORDS = "INSERT INTO doc_fts (rowid, title, body, words) VALUES (:row, :title, :body, :words)"
_FORGET_WORDS = """
    INSERT INTO doc_fts (doc_fts, rowid, title, body, words)
    SELECT 'delete', row, title, body, words FROM doc_search WHERE row = ?
"""


def write_document(db: Database, document: Document, mtime_ns: int, size: int) -> Named:
    """Write `document`, replacing what was known of its path; return what it was and what it is."""
    document = storable(document)
    facts = indexed(document)
    known = db.one("SELECT row, type, id FROM doc WHERE path = ?", (document.path,))
    values = {**column_values(document, facts), "mtime_ns": mtime_ns, "size": size}
    if known:
        db.run(_FORGET_WORDS, (known["row"],))
        for table in ("doc_theme", "doc_tag", "link", "comeback"):
            db.run(f"DELETE FROM {table} WHERE row = ?", (known["row"],))  # noqa: S608 - names of our tables
    inserted = db.run(_PUT, values)
    values["row"] = known["row"] if known else inserted
    db.run(_PUT_TEXT, values)
    db.run(_PUT_WORDS, values)
    _write_relations(db, values["row"], document, facts)
    if facts.kind in ("insight", "goal") or "intentions" in document.data:
        from learnlog.library import comebacks  # few entries come back

        comebacks.write(db, values["row"], document, facts.created.date())
    return {(document.type.value, document.id)} | ({(known["type"], known["id"])} if known else set())


def forget_document(db: Database, path: str) -> Named:
    """Forget the document at `path`; return what it was, nothing when there was none."""
    row = db.one("SELECT row, type, id FROM doc WHERE path = ?", (path,))
    if row is None:
        return set()
    db.run(_FORGET_WORDS, (row["row"],))
    db.run("DELETE FROM doc WHERE row = ?", (row["row"],))
    return {(row["type"], row["id"])}


def _write_relations(db: Database, row: int, document: Document, facts: Indexed) -> None:
    tags = {key(tag): tag for tag in reversed(facts.tags)}
    db.run_many("INSERT INTO doc_theme VALUES (?, ?)", {(slugify(theme), row) for theme in facts.themes})
    db.run_many("INSERT INTO doc_tag VALUES (?, ?, ?)", ((folded, row, tag) for folded, tag in tags.items()))
    links = dict.fromkeys((*facts.links, *(("wiki", target) for target in wiki_links(document.body))))
    db.run_many("INSERT INTO link VALUES (?, ?, ?)", ((relation, target, row) for relation, target in links))
