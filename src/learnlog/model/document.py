"""A file of the vault, understood: its front matter as plain values, and its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Protocol


class DocumentType(StrEnum):
    """What a file of the vault is, told by its folder."""

    ENTRY = "entry"
    THEME = "theme"
    PERSON = "person"
    KEPT = "kept"
    FILED = "filed"

    @property
    def folder(self) -> str:
        """The vault folder where files of this type live."""
        return _FOLDERS[self]

    @classmethod
    def of_path(cls, path: str) -> "DocumentType | None":
        """Return the type of the vault-relative posix `path`, or None for a file that is not ours."""
        folder = path.partition("/")[0]
        for kind, name in _FOLDERS.items():
            if name == folder:
                return kind
        return None


_FOLDERS = {
    DocumentType.ENTRY: "journal",
    DocumentType.THEME: "themes",
    DocumentType.PERSON: "people",
    DocumentType.KEPT: "kept",
    DocumentType.FILED: "filed",
}

PAGES: Final = (DocumentType.ENTRY, DocumentType.THEME, DocumentType.PERSON, DocumentType.KEPT)
"""What can be opened, found and linked to; a filed post is only a remark on a post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One Markdown file of the vault.

    ``path`` is relative to the vault, with forward slashes. ``data`` is the front matter with every
    scalar as text: values are ``str``, ``list`` or ``dict`` of the same. ``text`` is the whole file as
    it stands (front matter too), ``body`` what follows the front matter. ``hash`` is the SHA-256 of the
    file's bytes in hex. ``problem`` is a sentence when the front matter could not be understood.
    ``changed_ns`` is when the file was changed last, in nanoseconds since 1970; 0 where that is not known.
    """

    type: DocumentType
    id: str
    path: str
    body: str
    text: str
    hash: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    changed_ns: int = field(default=0, compare=False)

    def words(self, key: str) -> tuple[str, ...]:
        """Return the front matter's `key`, written as a list or as text, as a tuple of non-empty strings."""
        value = self.data.get(key)
        if isinstance(value, str):
            value = value.split(",")
        if not isinstance(value, list):
            return ()
        return tuple(dict.fromkeys(v.strip() for v in value if isinstance(v, str) and v.strip()))

    def word(self, key: str, default: str = "") -> str:
        """Return the front matter's `key` as one line of text."""
        value = self.data.get(key)
        return " ".join(value.split()) if isinstance(value, str) and value.strip() else default


class Written(Protocol):
    """What a document was read as, an entry or a card: where it stands, and the text it had then."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def path(self) -> str:
        """Where its file is in the vault."""
        ...

    @property
    def body(self) -> str:
        """What stands below the front matter."""
        ...

    @property
    def hash(self) -> str:
        """The hash of the file when it was read."""
        ...
