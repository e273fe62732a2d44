"""Files that leave with an entry: pictures without what a camera wrote into them, all else as it is, within limits."""

import hashlib
from collections.abc import Callable
from typing import Final

from learnlog.model.attachment import (
    ENDINGS,
    PICTURES,
    Attachment,
    ending,
    media_type,
    shown_name,
    size_words,
)
from learnlog.model.entry import Entry
from learnlog.model.errors import LearnlogError
from learnlog.model.ids import slugify
from learnlog.sharing.shared import LeftOut, SharedFile
from learnlog.talking.pictures import MOST_READ, drawn
from learnlog.vault.attachments import HEAD, AttachmentFiles

MOST_PICTURE: Final = 1_000_000
"""Bytes of a picture as it leaves: it also stands in the page itself."""
MOST_TOGETHER: Final = 30_000_000
"""Bytes of all files that leave at once: what a coach's learnlog takes in has a limit too."""


class Enclosing:
    """Makes what may leave of attached files, each once."""

    def __init__(self, files: AttachmentFiles) -> None:
        self._files = files
        self._drawn: dict[tuple[str, str], tuple[bytes, str]] = {}

    def of(self, attachment: Attachment) -> tuple[bytes, str] | str:
        """Return the bytes that leave and their media type, or a sentence's worth of why the file stays."""
        known = (attachment.file, attachment.hash)
        drawn_before = self._drawn.get(known)
        if drawn_before and self._files.hash_of(attachment.file) == attachment.hash:
            return drawn_before
        made = self._make(attachment)
        if not isinstance(made, str) and made[1] in PICTURES:  # what costs most to make
            self._drawn[known] = made
        return made

    def _make(self, attachment: Attachment) -> tuple[bytes, str] | str:
        try:
            data = self._files.read(attachment.file, MOST_READ)
        except LearnlogError as error:
            return error.message
        if not attachment.hash or hashlib.sha256(data).hexdigest() != attachment.hash:
            return _CHANGED  # whatever stands there now, it is not what the entry's writer chose
        kind = media_type(attachment.name, data[:HEAD])
        if kind in PICTURES:
            try:
                return drawn(data, MOST_PICTURE, attachment.name)
            except LearnlogError as error:
                return error.message
        if "image" in (kind.partition("/")[0], media_type(attachment.name).partition("/")[0]):
            return "what is hidden in such a picture cannot be taken out; save it as PNG or JPEG"
        return data, kind


_CHANGED: Final = "it is not what was attached, or nobody said what it is; `learnlog doctor` tells more"


class Room:
    """The files of one output: how many bytes may still leave, and what had to stay."""

    def __init__(self, enclosing: Enclosing) -> None:
        self._enclosing = enclosing
        self._places: set[str] = set()
        self._left = MOST_TOGETHER
        self.left_out: list[LeftOut] = []

    def of(self, entry: Entry, inert: Callable[[str], str]) -> tuple[SharedFile, ...]:
        """Return the files of `entry` as they leave, each once.

        What they are called and said to show is text like any other: `inert` cuts what it may not name.
        """
        found = (
            self._enclose(entry.id, one, shown_name(inert(one.name)), inert(one.alt))
            for one in entry.attachments
        )
        return tuple({one.place: one for one in found if one}.values())

    def _enclose(self, entry: str, attachment: Attachment, name: str, alt: str) -> SharedFile | None:
        made = self._enclosing.of(attachment) if self._left > 0 else _FULL
        file = made if isinstance(made, str) else _shared(made, name, alt)
        if isinstance(file, SharedFile) and file.place not in self._places:
            if file.size > self._left:
                file = _FULL
            else:
                self._places.add(file.place)
                self._left -= file.size
        if isinstance(file, str):
            self.left_out.append(LeftOut(entry=entry, name=name, why=file))
            return None
        return file


_FULL: Final = f"all files together would be larger than {size_words(MOST_TOGETHER)}"


def _shared(made: tuple[bytes, str], name: str, alt: str) -> SharedFile:
    data, kind = made
    digest = hashlib.sha256(data).hexdigest()
    stem = name.rpartition(".")[0] or name
    end = ENDINGS.get(kind) or ending(name)
    called = name if ending(name) == end else shown_name(f"{stem}.{end}")
    if kind == "image/jpeg" and ending(name) == "jpeg":
        called = name
    return SharedFile(
        name=called,
        type=kind,
        alt=alt,
        data=data,
        hash=digest,
        place=f"{slugify(stem, 40)}-{digest[:12]}.{end}",
    )
