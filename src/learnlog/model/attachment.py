"""A file that belongs to an entry: what the entry says of it, and what kind of file it is."""

import re
from dataclasses import dataclass
from typing import Final

from learnlog.model.safe import clean_line

FOLDER: Final = "attachments"
"""The vault's folder of attached files."""
PICTURES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""Media types of pictures that can be shown, and drawn anew without what a camera wrote into them."""
ENDINGS: Final = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
"""How files of these media types end."""
UNKNOWN: Final = "application/octet-stream"

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument"
_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN_DOCUMENT}.text",
    "ods": f"{_OPEN_DOCUMENT}.spreadsheet",
    "odp": f"{_OPEN_DOCUMENT}.presentation",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
    "svg": "image/svg+xml",
    "heic": "image/heic",
    "avif": "image/avif",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "html": "text/html",
    "htm": "text/html",
    "json": "application/json",
    "zip": "application/zip",
}
_KINDS: Final = {
    "application/pdf": "PDF",
    "application/zip": "archive",
    "text/csv": "table",
    "text/html": "web page",
    _TYPES["docx"]: "document",
    _TYPES["odt"]: "document",
    _TYPES["xlsx"]: "table",
    _TYPES["ods"]: "table",
    _TYPES["pptx"]: "slides",
    _TYPES["odp"]: "slides",
}
_FAMILIES: Final = {"image": "picture", "audio": "sound", "video": "film", "text": "text"}
_ENDING = re.compile(r"[a-z0-9]{1,8}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that an entry names. ``file`` is its path in the vault, ``name`` what it was called and is called.

    ``size`` is in bytes, ``hash`` the SHA-256 of its bytes in hex ("" where a person wrote the line by hand and did
    not say); ``alt`` says in words what it shows.
    """

    file: str
    name: str
    type: str = UNKNOWN
    size: int = 0
    hash: str = ""
    alt: str = ""

    @property
    def kind(self) -> str:
        """What kind of file it is, in a word."""
        return kind_of(self.type)

    @property
    def is_picture(self) -> bool:
        """Tell whether it says of itself that it is a picture that can be shown."""
        return self.type in PICTURES

    @property
    def told(self) -> str:
        """Kind and size, as a person reads them."""
        return ", ".join((self.kind, *((size_words(self.size),) if self.size else ())))

    def front_matter(self) -> dict[str, str]:
        """Return it as it stands on an entry."""
        values = {
            "name": self.name,
            "file": self.file,
            "type": self.type,
            "size": str(self.size) if self.size else "",
            "hash": self.hash,
            "alt": self.alt,
        }
        return {name: value for name, value in values.items() if value}

    @classmethod
    def all_of(cls, value: object) -> "tuple[Attachment, ...]":
        """Understand the front matter's ``attachments``: mappings, or only paths as a person writes them."""
        items = value if isinstance(value, list) else [value]
        return tuple(found for item in items if (found := _read(item)))


def _read(item: object) -> Attachment | None:
    said = {"file": item} if isinstance(item, str) else item
    if not isinstance(said, dict):
        return None
    words = {key: value.strip() for key, value in said.items() if isinstance(value, str)}
    file = words.get("file", "")
    if not file:
        return None
    name = shown_name(words.get("name", "") or file)
    size, hash = words.get("size", ""), words.get("hash", "").lower()
    return Attachment(
        file=file,
        name=name,
        type=clean_line(words.get("type", ""), 100) or media_type(name),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0,
        hash=hash if _HASH.fullmatch(hash) else "",
        alt=clean_line(words.get("alt", ""), 1500),
    )


def shown_name(path: str) -> str:
    """Return what a file is called, from its path on any system, so that it can be shown and do nothing."""
    last = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return clean_line(last, 120) or "file"


def ending(name: str) -> str:
    """Return the ending of a file's name, lower-case, when it is a plain one, else ``bin``."""
    last = name.rpartition(".")[2].lower() if "." in name else ""
    return last if _ENDING.fullmatch(last) else "bin"


def media_type(name: str, head: bytes = b"") -> str:
    """Return the media type of a file called `name` that begins with the bytes `head`; what they say counts first."""
    said = _TYPES.get(ending(name), UNKNOWN)
    found = _type_of_bytes(head)
    return found or (UNKNOWN if head and (said in PICTURES or said == "application/pdf") else said)


def _type_of_bytes(head: bytes) -> str:
    """Return the media type that a file's first bytes tell, "" when they tell none of those that matter here."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "image/tiff"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"):
        return "image/heic"
    if head[4:8] == b"ftyp" and head[8:12] in (b"avif", b"avis"):
        return "image/avif"
    if head.startswith((b"\0\0\0\x0cJXL ", b"\xff\x0a", b"\0\0\0\x0cjP  ", b"8BPS")):
        return "image/x-other"
    return "application/pdf" if head.startswith(b"%PDF-") else ""


def kind_of(type: str) -> str:
    """Return what a person calls a file of the media type `type`."""
    return _KINDS.get(type) or _FAMILIES.get(type.partition("/")[0], "file")


def size_words(size: int) -> str:
    """Return a number of bytes as a person reads it: ``640 bytes``, ``12 kB``, ``3.4 MB``."""
    if size < 1000:
        return f"{size} bytes"
    if size < 999_500:
        return f"{round(size / 1000)} kB"
    return f"{size / 1_000_000:.1f} MB"
