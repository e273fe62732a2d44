"""Reading a Markdown file that another program wrote (Obsidian, Hugo, Jekyll, jrnl, plain text)."""

import re
import textwrap
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from learnlog.journal.entries import clean_tags
from learnlog.model.attachment import Attachment
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import EntryKind
from learnlog.model.ids import derived_id, is_id
from learnlog.model.safe import clean_line, clean_text
from learnlog.vault.documents import read_document
from learnlog.vault.files import Stored

TITLE_LIMIT = 200
_DATES = ("created", "date", "created_at", "date created", "creation_date", "day")
_CHANGES = ("modified", "updated", "lastmod", "date modified", "date updated")
_OWN = ("kept", "people", "entries")
_OURS = frozenset(
    (
        *(
            "id",
            "title",
            "kind",
            "status",
            "visibility",
            "created",
            "modified",
            "themes",
            "tags",
            "attachments",
        ),
        *_OWN,
    )
)
_FRONT_MATTER_LIMIT = 64 * 1024

_STEM_DATE = re.compile(r"(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)[-_ T]*")
_SLASHED = re.compile(r"(\d{4})/(\d\d)/(\d\d)")
_ZONE = re.compile(r"\s+(?:UTC|Z)$|\s+(?=[+-]\d\d:?\d\d$)")
_CLOSING_MARKS = re.compile(r" +#+$")
_FENCED = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_TAG = re.compile(r"(?:(?<=\s)|(?<=\()|^)#([^\W\d_][\w/-]{0,59})", re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a foreign file says. ``original`` is its text when its front matter can stay as it is, else "".

    ``id`` is always the same for the same content; ``is_own`` says it was learnlog that gave it. ``created``
    is None when nothing tells. ``themes`` are names as written. ``extra`` is what our own keys would hide.
    """

    id: str
    is_own: bool
    title: str
    body: str
    created: datetime | None
    modified: datetime | None
    kind: EntryKind = EntryKind.REFLECTION
    status: str = ""
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    original: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def read_note(text: str, name: str) -> Note:
    """Understand the `text` of the file called `name`; nothing it says is lost, and none of it can act."""
    text = _without_jrnl_body(clean_text(text))
    document, unmapped = _read(text)
    data = document.data
    own_id = document.word("id").lower()
    is_own = is_id(own_id) and "kind" in data
    title, body = _title_and_body(document, PurePath(name).stem)
    stated = _first_moment(data, _DATES) or _moment_of_stem(PurePath(name).stem)
    kind, status = _kind_and_status(document, is_own)
    note = Note(
        id=own_id if is_own else derived_id("import", title, str(stated or ""), text),
        is_own=is_own,
        title=title,
        body=body,
        created=stated,
        modified=_first_moment(data, _CHANGES),
        kind=kind,
        status=status,
        themes=(*document.words("themes"), *document.words("theme")),
        tags=_tags(document, body, is_own),
        links={key: document.words(key) for key in _OWN} if is_own else {},
        attachments=Attachment.all_of(data.get("attachments")) if is_own else (),
        original="" if document.problem or unmapped is not None else text,
    )
    return replace(note, extra={**(unmapped or {}), **_hidden(document, note)})


def _without_jrnl_body(text: str) -> str:
    """Return jrnl's "YAML" with its text below the front matter, where a text belongs."""
    head, mark, rest = text.partition("\nbody: |")
    is_jrnl = head.startswith("---\ntitle: ") and "\ndate: " in head and "\n---" not in head
    rest = rest.rstrip()
    if not (mark and is_jrnl and rest.endswith("...") and len(head) < _FRONT_MATTER_LIMIT):
        return text
    body = textwrap.dedent(rest.removesuffix("...").strip("\n"))
    return f"{head}\n---\n\n{body}\n"


def _read(text: str) -> tuple[Document, dict[str, Any] | None]:
    """Return the file as a document; from TOML also the values that have to be written anew as YAML."""
    found = _TOML.match(text)
    if found:
        try:
            data = {clean_line(key, 200): _plain(value) for key, value in tomllib.loads(found[1]).items()}
        except (tomllib.TOMLDecodeError, RecursionError):
            return _document(text, {}, text), None
        kept = {key: value for key, value in data.items() if key not in _OURS}
        return _document(text, data, text[found.end() :].strip("\n")), kept
    document = read_document(Stored("journal/import.md", text, "", 0, 0))
    if document is None:
        return _document(text, {}, text), None
    if document.problem:  # its values are guesses then, so the block itself stays readable in the text
        return replace(document, body=text.strip("\n")), None
    return document, None


def _document(text: str, data: Mapping[str, Any], body: str) -> Document:
    return Document(type=DocumentType.ENTRY, id="", path="", body=body, text=text, data=data)


def _plain(value: Any) -> Any:
    """Return a TOML value as texts, lists and mappings of texts."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {clean_line(key, 200): _plain(item) for key, item in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else clean_text(str(value))


def _title_and_body(document: Document, stem: str) -> tuple[str, str]:
    title = clean_line(document.word("title"), TITLE_LIMIT)
    if title:
        return title, document.body
    first, _, below = document.body.partition("\n")
    if first.startswith("# ") and len(first) <= TITLE_LIMIT and not document.problem:
        heading = clean_line(_CLOSING_MARKS.sub("", first[2:].strip()))
        if heading:
            return heading, below.strip("\n")
    rest = _STEM_DATE.sub("", stem, count=1) if _STEM_DATE.match(stem) else stem
    if rest != stem and " " not in rest:
        rest = rest.replace("-", " ").replace("_", " ")
    return clean_line(rest, TITLE_LIMIT), document.body


def _kind_and_status(document: Document, is_own: bool) -> tuple[EntryKind, str]:
    kind = EntryKind.read(document.word("kind"))
    closes = is_own or kind in (EntryKind.QUESTION, EntryKind.GOAL)
    return kind, "closed" if closes and document.word("status").lower() == "closed" else ""


def _tags(document: Document, body: str, is_own: bool) -> tuple[str, ...]:
    written = [*document.words("tags"), *document.words("tag")]
    if not is_own:
        written = [word for tag in written for word in (tag.split() if "#" in tag else [tag])]
        written += _TAG.findall(_CODE.sub("", _FENCED.sub("", body)))
    return clean_tags(list(dict.fromkeys(written))[:200])


def _first_moment(data: Mapping[str, Any], keys: Iterable[str]) -> datetime | None:
    values = (data.get(key) for key in keys)
    found = (_moment(value) for value in values if isinstance(value, str))
    return next((moment for moment in found if moment), None)


def _moment(text: str) -> datetime | None:
    """Read a date as programs write them; one without a zone is the machine's own."""
    text = _SLASHED.sub(r"\1-\2-\3", text.strip()[:60])
    text = _ZONE.sub(lambda found: "" if found[0].isspace() else "+00:00", text)
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.astimezone()
        moment.timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return moment


def _moment_of_stem(stem: str) -> datetime | None:
    found = _STEM_DATE.match(stem)
    return _moment("-".join(found.groups())) if found else None


def _hidden(document: Document, note: Note) -> dict[str, Any]:
    """Return, under ``imported_`` names, what the file said under our own keys with another meaning."""
    if document.problem:
        return {}  # the whole block stays in the text
    data = document.data
    said = {
        "id": note.id if note.is_own else "",
        "kind": note.kind.value,
        "status": note.status,
        "visibility": "private",
        **{key: note.links.get(key, ()) for key in _OWN},
    }
    lost = {key for key, value in said.items() if key in data and not _same(document, key, value)}
    lost |= {key for key in ("created", "modified") if key in data and not _first_moment(data, (key,))}
    lost |= {key for key in ("tags", "themes") if key in data and not _is_words(data[key])}
    if data.get("attachments") and not note.is_own:
        lost.add("attachments")  # whatever it names there is no file of this vault
    if "title" in data and clean_line(document.word("title"), TITLE_LIMIT) != data["title"]:
        lost.add("title")
    return {f"imported_{key}": data[key] for key in sorted(lost) if data[key]}


def _is_words(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(item, str) for item in value)
    )


def _same(document: Document, key: str, value: object) -> bool:
    if isinstance(value, tuple):
        return document.words(key) == value
    return document.word(key).lower() == value
