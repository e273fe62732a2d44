"""Between files and documents: what a file of the vault says, and what a document's file should say."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from learnlog.model.document import Document, DocumentType
from learnlog.model.ids import derived_id, is_id, slugify
from learnlog.model.safe import clean_line, clean_text
from learnlog.vault.files import Stored

_ID = re.compile(r"\w[\w.-]{0,63}")


def read_document(stored: Stored) -> Document | None:
    """Return what `stored` says, or None when it is in none of the vault's folders.

    Values and body come out without anything that could act on a terminal; ``text`` is the file as it is.
    """
    kind = DocumentType.of_path(stored.path)
    if kind is None:
        return None
    from learnlog.vault.front_matter import parse

    data, body, problem = parse(stored.text)
    values = {clean_line(key, 200): _clean(value) for key, value in data.items()}
    return Document(
        type=kind,
        id=_id(kind, stored.path, values.get("id")),
        path=stored.path,
        body=clean_text(body),
        text=stored.text,
        hash=stored.hash,
        data=values,
        problem=problem,
        changed_ns=stored.mtime_ns,
    )


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isprintable() else clean_text(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {clean_line(key, 200): _clean(item) for key, item in value.items() if item is not None}
    return value


def _id(kind: DocumentType, path: str, said: Any) -> str:
    """Return the id in the front matter when it can be one, else the one that the file's name gives."""
    written = said.strip() if isinstance(said, str) else ""
    if _ID.fullmatch(written):
        return written.lower() if is_id(written) else written
    stem = PurePosixPath(path).stem
    if kind in (DocumentType.THEME, DocumentType.PERSON):
        return stem if _ID.fullmatch(stem) else slugify(stem)
    if kind is DocumentType.FILED:  # a post's id is shorter
        return stem.rpartition("-")[2].lower()
    last = stem[-26:]
    return last.lower() if is_id(last) else derived_id(path)


def write_text(values: Mapping[str, Any], body: str, original: str = "") -> str:
    """Return the text of a file that says `values` and has `body`; all else in `original` stays as it is."""
    from learnlog.vault.front_matter import splice

    return splice(original, values, body)


def new_document(stored: Stored, values: Mapping[str, Any]) -> Document:
    """Return what the just written new file `stored` says, knowing the `values` it was made from.

    The same as `read_document`, without the cost of a YAML parser.
    """
    from learnlog.vault.front_matter import split, tidy

    kind = DocumentType.of_path(stored.path)
    assert kind is not None  # noqa: S101 - only called for files that the vault itself has placed
    data = {key: value for key, value in values.items() if value is not None}
    return Document(
        type=kind,
        id=_id(kind, stored.path, data.get("id")),
        path=stored.path,
        body=clean_text(tidy(split(stored.text)[1])),
        text=stored.text,
        hash=stored.hash,
        data={key: _clean(value) for key, value in data.items()},
        changed_ns=stored.mtime_ns,
    )
