"""Whether every value in the library is of the kind its column holds, and putting right what is not.

SQLite lets any program write anything anywhere. What an index holds is made again from the files; what stands
nowhere else and cannot be read any more is put back to what a new row has.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from learnlog.library.connection import Database
from learnlog.library.lenient import day, value_of
from learnlog.library.packing import pack, unpack
from learnlog.model.document import DocumentType


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KINDS: Final = {"INTEGER": "integer", "TEXT": "text", "BLOB": "blob"}
_JSON: Final = {
    ("channel", "state"): "object",
    ("post_new", "tags"): "strings",
    ("post_store", "tags"): "strings",
    ("actor", "links"): "array",
    ("doc_text", "data"): "object",
    ("channel_person", "circles"): "strings",
    ("learner", "agreed"): "strings",
    ("learner", "offers"): "strings",
    ("received", "themes"): "strings",
    ("received", "more"): "object",
    ("cohort", "said"): "object",
}
_DAYS: Final = {("learner", "away_until"), ("learner", "made"), ("received", "day")}
_MOMENTS: Final = _names(
    "published dated updated arrived read_at starred_at gone due seen moment until asked created modified"
)
_PACKED: Final = {("post_store", "packed"), ("post_whole", "fed")}
_UNIQUE: Final = {("channel", "key"), ("post", "id"), ("actor", "key"), ("coach_comment", "id")}
_STAYS: Final = ("coach_comment", "learner")
"""My own words, though nobody can say any more to whom: only a backup can."""
_VERSION: Final = ("post_version", "words")
_TYPES: Final = ", ".join(f"'{kind}'" for kind in DocumentType)
_USUAL: Final = {
    "object": "'{}'",
    "strings": "'[]'",
    "array": "'[]'",
    "integer": "0",
    "text": "''",
    "blob": "x''",
}
_ANY_NAME: Final = "'lost-' || lower(hex(randomblob(8)))"
_ROWS_GO: Final = _names(
    """
    doc doc_text doc_theme doc_tag link comeback theme theme_key person_key channel_person channel_theme
    post_theme unread_theme unread post_version
    """
)
"""Tables that `upkeep.make_anew` makes from nothing, and one whose rows are nothing without their words."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table of ours: the condition ``wrong`` finds what is spoiled, ``cure`` is the SQL against it."""

    table: str
    name: str
    wrong: str
    cure: str


def unsound(db: Database) -> dict[str, int]:
    """Return by ``table.column`` how many values are not what they should be."""
    found = ((f"{one.table}.{one.name}", _count(db, one)) for one in _columns(db))
    return {name: number for name, number in found if number}


def mend(db: Database) -> None:
    """Put right what `unsound` finds.

    A row of an index goes and is made anew, as does one that nobody can find any more; elsewhere the value becomes what
    a new row has.
    """
    with db.transaction():
        for one in _columns(db):
            if (one.table, one.name) != _STAYS and _count(db, one):
                db.run(one.cure)


def _count(db: Database, one: _Column) -> int:
    return db.number(f'SELECT count(*) FROM "{one.table}" WHERE {one.wrong}')  # noqa: S608 - our own names


def _columns(db: Database) -> Iterator[_Column]:
    for name, predicate in _PREDICATES.items():
        db.connection.create_function(name, 1, predicate, deterministic=True)
    tables = db.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    for (table,) in tables:
        if table.startswith("sqlite_"):
            continue
        leads = {row[0] for row in db.rows('SELECT "from" FROM pragma_foreign_key_list(?)', (table,))}
        for row in db.rows('SELECT name, type, pk, "notnull" FROM pragma_table_info(?)', (table,)):
            kind = _KINDS.get(row["type"], "")
            if kind:
                wrong = _wrong(table, row["name"], kind)
                is_key = bool(row["pk"]) and (table, row["name"]) not in _UNIQUE
                is_gone = table in _ROWS_GO or row["name"] in leads or is_key
                usual = "NULL" if not row["notnull"] else _usual(table, row["name"], kind)
                yield _Column(table, row["name"], wrong, _cure(table, row["name"], wrong, usual, is_gone))


def _wrong(table: str, name: str, kind: str) -> str:
    """Return the condition that a value is not of its kind; no value is never wrong."""
    here, shape = f'"{name}"', _JSON.get((table, name), "")
    odd = [f"typeof({here}) <> '{kind}'"]
    if shape:
        odd += [f"NOT json_valid({here})", f"json_type({here}) <> '{shape.replace('strings', 'array')}'"]
    if shape == "strings":
        odd.append(f"EXISTS (SELECT 1 FROM json_each({here}) WHERE type <> 'text')")  # noqa: S608 - our own names
    if (table, name) in _DAYS:
        odd.append(f"{here} <> '' AND NOT is_day({here})")
    if kind == "integer" and name in _MOMENTS:
        odd.append(f"{here} NOT BETWEEN -62135596800 AND 253402214400")
    if (table, name) in _PACKED:
        odd.append(f"NOT is_packed({here})")
    if (table, name) == _VERSION:
        odd.append(f"NOT is_version({here})")
    if (table, name) == ("doc", "type"):
        odd.append(f"{here} NOT IN ({_TYPES})")
    cases = " ".join(
        f"WHEN {one} THEN 1" for one in odd
    )  # in this order: the later ones fail on what is earlier
    return f"{here} IS NOT NULL AND CASE {cases} ELSE 0 END"


def _usual(table: str, name: str, kind: str) -> str:
    """Return what stands in SQL for a value that nobody can read."""
    if (table, name) in _PACKED:
        return f"x'{pack('', '', '').hex()}'"
    if (table, name) == ("received", "day"):
        return "'1970-01-01'"
    if (table, name) in _UNIQUE:
        return _ANY_NAME
    return _USUAL[_JSON.get((table, name), kind)]


def _cure(table: str, name: str, wrong: str, usual: str, is_gone: bool) -> str:
    if is_gone:
        return f'DELETE FROM "{table}" WHERE {wrong}'  # noqa: S608 - our own names
    return f'UPDATE "{table}" SET "{name}" = {usual} WHERE {wrong}'  # noqa: S608 - our own names


def _is_packed(blob: bytes) -> bool:
    try:
        social = unpack(blob)[2]
    except (ValueError, IndexError):
        return False
    return not social or isinstance(value_of(social), dict)


def _is_version(blob: bytes) -> bool:
    with suppress(ValueError, zlib.error, RecursionError):
        said = json.loads(zlib.decompress(blob))
        return isinstance(said, list) and len(said) == 2 and all(isinstance(part, str) for part in said)
    return False


_PREDICATES: Final[dict[str, Callable[..., bool]]] = {
    "is_day": lambda text: day(text) is not None,
    "is_packed": _is_packed,
    "is_version": _is_version,
}
