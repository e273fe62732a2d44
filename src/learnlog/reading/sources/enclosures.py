"""Files beside a post: shown as links at its end, opened where the user opens links, never saved by us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any, Final

from learnlog.model.safe import clean_line
from learnlog.reading.sources.sanitize import absolute

MOST: Final = 10
_LOOKED_AT: Final = 100
"""Of more files nobody looks whether the text shows them: each would be looked for in all of it."""
_UNTOLD: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_ENDINGS: Final = {
    **dict.fromkeys(("mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "flac", "wav"), "audio"),
    **dict.fromkeys(("mp4", "m4v", "mov", "webm", "mkv", "ogv", "avi"), "video"),
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif", "svg"), "picture"),
    "pdf": "PDF",
}
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
    some = islice(reversed(unique.values()), _LOOKED_AT)
    shown = [one for one in some if escape(one.url) not in html and one.url not in html]
    return "".join(
        f'<p>Attached: <a href="{escape(one.url)}">{escape(_said(one))}</a></p>' for one in shown[:MOST]
    )


def of_media(contents: Sequence[Mapping[str, Any]], url: str, *, is_wordless: bool) -> list[Enclosure]:
    """Return the files that Media RSS (``media:content``) names beside a post; addresses count from `url`.

    Pictures are most often decoration there, so they count only where a post has no words.
    """
    found = []
    for said in contents:
        medium = str(said.get("medium") or "").strip().lower()
        media_type = str(said.get("type") or (f"{medium}/*" if medium else "")).strip().lower()
        one = Enclosure(
            url=absolute(str(said.get("url") or ""), url),
            type=media_type,
            size=size_of(said.get("filesize")),
        )
        kind = _kind(one)
        if kind in ("audio", "video", "PDF") or (kind == "picture" and is_wordless):
            found.append(one)
    return found


def size_of(said: object) -> int:
    """Return the bytes that a feed says, 0 for what is no plain number."""
    text = str(said).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _said(one: Enclosure) -> str:
    size = (
        f"{one.size / 1_000_000:,.0f} MB" if one.size >= 1_000_000 else "under 1 MB" if one.size > 1 else ""
    )
    return ", ".join(part for part in (clean_line(one.title, 200), _kind(one), size) if part)


def _kind(one: Enclosure) -> str:
    """Return what a file is, by its type, else by its name."""
    media = one.type.split(";")[0].strip().lower()
    if media in _UNTOLD:
        ending = one.url.partition("?")[0].partition("#")[0].rpartition(".")[2].lower()
        return _ENDINGS.get(ending, "file")
    return _KINDS.get(media) or _KINDS.get(media.partition("/")[0]) or "file"
