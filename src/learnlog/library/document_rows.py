"""Documents as rows: what is written down of each, and how it is read back without YAML."""

import json
import re
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from learnlog.library.lenient import mapping
from learnlog.library.words import key
from learnlog.model.document import Document, DocumentType
from learnlog.model.errors import SpoiledError
from learnlog.model.moments import EPOCH
from learnlog.model.safe import clean_line

COLUMNS = "d.type, d.id, d.path, x.body, x.text, d.hash, x.data, d.problem, d.mtime_ns"
"""What `document_of` needs, of `SOURCE`."""

SOURCE = "doc d CROSS JOIN doc_text x ON x.row = d.row"
"""The tables that hold documents: ``doc d`` leads, so that only what is shown reads texts."""

_TYPES = frozenset(DocumentType)
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIKI = re.compile(r"\[\[([^\[\]\n|#]{1,200})(?:[#|][^\[\]\n]{0,200})?\]\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What the index keeps of a document besides its text."""

    title: str
    created: datetime
    modified: datetime = EPOCH
    kind: str = ""
    visibility: str = ""
    status: str = ""
    person: str = ""
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def document_of(row: sqlite3.Row) -> Document:
    """Return the document that a row with COLUMNS holds.

    Raises:
        SpoiledError: another program spoiled the row; what stands in the file is better not guessed from it.
    """
    data = mapping(row["data"])
    if row["type"] not in _TYPES or not (data or row["data"] == "{}"):
        raise SpoiledError(
            "The index of your files holds what nobody can read.",
            "`learnlog reindex` makes it anew from the files, which are untouched.",
        )
    return Document(
        type=DocumentType(row["type"]),
        id=row["id"],
        path=row["path"],
        body=row["body"],
        text=row["text"],
        hash=row["hash"],
        data=data,
        problem=row["problem"],
        changed_ns=row["mtime_ns"],
    )


def storable(document: Document) -> Document:
    """Return `document` without lone surrogates, which SQLite cannot hold; nearly always itself."""
    data = json.dumps(document.data, ensure_ascii=False)
    if not _SURROGATE.search("".join((document.id, document.text, document.body, data))):
        return document

    def plain(text: str) -> str:
        return _SURROGATE.sub("\ufffd", text)

    return replace(
        document,
        id=plain(document.id),
        body=plain(document.body),
        text=plain(document.text),
        data=json.loads(plain(data)),
    )


def indexed(document: Document) -> Indexed:
    """Understand `document` as far as lists, filters and the search need it."""
    return _READERS[document.type](document)


def wiki_links(markdown: str) -> list[str]:
    """Return the folded targets of ``[[target]]``, ``[[target|label]]`` and ``[[target#heading]]``."""
    return list(dict.fromkeys(key(found[1]) for found in _WIKI.finditer(markdown) if found[1].strip()))


def column_values(document: Document, facts: Indexed) -> dict[str, Any]:
    """Return the row of `document` by column."""
    title = clean_line(facts.title, 500)
    words = clean_line(" · ".join((*facts.words, *facts.names, *facts.tags, *facts.themes)), 5000)
    return {
        "path": document.path,
        "type": document.type.value,
        "id": document.id,
        "created": _seconds(facts.created),
        "modified": _seconds(facts.modified),
        "day": facts.created.date().isoformat(),
        "kind": facts.kind,
        "visibility": facts.visibility,
        "status": facts.status,
        "person": facts.person,
        "hash": document.hash,
        "problem": document.problem,
        "title": title,
        "name": key(" · ".join((title, *facts.names)))[:1000],
        "data": json.dumps(document.data, ensure_ascii=False),
        "words": words,
        "body": document.body,
        "text": document.text,
    }


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _entry(document: Document) -> Indexed:
    from learnlog.model.entry import Entry

    entry = Entry.of(document)
    return Indexed(
        title=entry.headline,
        created=entry.created,
        modified=entry.modified,
        kind=entry.kind.value,
        visibility=entry.visibility.value,
        status=entry.status,
        themes=entry.themes,
        tags=entry.tags,
        words=(
            *entry.people,
            *(words for one in entry.attachments for words in (one.name, one.alt) if words),
        ),
        links=(
            *((link.relation, link.target) for link in entry.links),
            *(("file", one.file) for one in entry.attachments),
            *((("assignment", assignment),) if (assignment := document.word("assignment")) else ()),
            *(_evidence(document) if "evidence" in document.data else ()),
        ),
    )


def _evidence(document: Document) -> tuple[tuple[str, str], ...]:
    """Return what shows how far a goal is, as links like all others, and as what they are."""
    from learnlog.model.goal import evidence_of

    found = [(kind.value, id) for kind, id in evidence_of(document)]
    return (*found, *(("evidence", id) for _, id in found))


def _theme(document: Document) -> Indexed:
    from learnlog.model.theme import WorkTheme

    theme = WorkTheme.of(document)
    return Indexed(
        title=theme.name,
        created=theme.created,
        modified=theme.created,
        status=theme.status.value,
        names=theme.aliases,
        words=(theme.question, *theme.keywords, *theme.tags),
    )


def _person(document: Document) -> Indexed:
    from learnlog.model.person import Person

    person = Person.of(document)
    listed = [text for channel in person.channels for text in (channel.title, channel.address or channel.key)]
    return Indexed(
        title=person.name,
        created=person.created,
        modified=person.created,
        status=person.status,
        person=person.id,
        themes=person.themes,
        names=person.aliases,
        words=(person.why, person.role, *person.circles, *listed),
    )


def _kept(document: Document) -> Indexed:
    from learnlog.model.post import KeptPost

    kept = KeptPost.of(document)
    links = (("person", kept.person), ("post", kept.post), ("entry", kept.answers))
    return Indexed(
        title=kept.headline,
        created=kept.kept,
        modified=kept.kept,
        kind="comment" if kept.comment else "",
        person=kept.person,
        themes=kept.themes,
        tags=kept.tags,
        words=(kept.why, kept.author, kept.person, kept.url),
        links=tuple((relation, target) for relation, target in links if target),
    )


def _filed(document: Document) -> Indexed:
    from learnlog.model.filed import FiledPost

    filed = FiledPost.of(document)
    moment = filed.published
    return Indexed(
        title=filed.title, created=moment, modified=moment, person=filed.person, themes=filed.themes
    )


_READERS = {
    DocumentType.ENTRY: _entry,
    DocumentType.THEME: _theme,
    DocumentType.PERSON: _person,
    DocumentType.KEPT: _kept,
    DocumentType.FILED: _filed,
}
