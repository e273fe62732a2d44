"""Files beside a post: shown as links at its end, opened where the user opens links, never saved by us."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from learnlog.model.safe import clean_line

MOST: Final = 10
_KINDS: Final = {"audio": "audio", "video": "video", "image": "picture", "application/pdf": "PDF"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file beside a post (RSS 2.0 ``enclosure``, RFC 4287 4.2.7.2, JSON Feed ``attachments``), as it says it.

    ``url`` is absolute or "", ``type`` its media type, ``size`` in bytes (0 when nobody says).
    """

    url: str
    type: str = ""
    title: str = ""
    size: int = 0


def enclosed(enclosures: Sequence[Enclosure], html: str) -> str:
    """Return HTML that names each of the `enclosures` once, save those that `html` links or shows already."""
    unique = {enclosure.url: enclosure for enclosure in reversed(enclosures) if enclosure.url}
    shown = [one for one in reversed(unique.values()) if escape(one.url) not in html and one.url not in html]
    return "".join(
        f'<p>Attached: <a href="{escape(one.url)}">{escape(_said(one))}</a></p>' for one in shown[:MOST]
    )


def size_of(said: object) -> int:
    """Return the bytes that a feed says, 0 for what is no plain number."""
    text = str(said).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _said(one: Enclosure) -> str:
    media = one.type.split(";")[0].strip().lower()
    kind = _KINDS.get(media) or _KINDS.get(media.partition("/")[0]) or "file"
    size = (
        f"{one.size / 1_000_000:,.0f} MB" if one.size >= 1_000_000 else "under 1 MB" if one.size > 1 else ""
    )
    return ", ".join(part for part in (clean_line(one.title, 200), kind, size) if part)
