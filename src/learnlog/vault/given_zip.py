"""Zips that somebody else made: what is looked at before one is believed.

Python unpacks bzip2 and LZMA without a limit: 4 GB come out of 3 kB before anybody can count them. learnlog writes
neither, so nothing packed so is opened. A zip's list of names is read as a whole, so how long it is comes first.
"""

import os
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from learnlog.model.errors import LearnlogError

_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_COMMENT: Final = 2**16


def opened(path: Path) -> BinaryIO:
    """Open the file at `path`; of a pipe or a device, which never ends, nothing is read.

    Raises:
        LearnlogError: it is no plain file.
        OSError: it is not there, or cannot be read.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise LearnlogError(f"{path} is no plain file.")
    return path.open("rb")


def is_plain(member: ZipInfo) -> bool:
    """Tell whether `member` is packed in a way that can be unpacked within a limit, and not encrypted."""
    return member.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not member.flag_bits & 1


def check_plain(archive: ZipFile) -> None:
    """Raise BadZipFile when something in `archive` is packed as learnlog packs nothing."""
    if not all(map(is_plain, archive.infolist())):
        raise BadZipFile("packed in a way that is not read")


def listed_bytes(file: BinaryIO) -> int:
    """Return how long the list of names in the zip `file` may be; 0 when it is no zip."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END_SIZE - _COMMENT))
    tail = file.read()
    file.seek(0)
    lengths, place = [0], tail.find(_END)
    while place >= 0:  # only zipfile knows which of several counts
        lengths.append(int.from_bytes(tail[place + 12 : place + 16], "little"))
        place = tail.find(_END, place + 1)
    return max(lengths)
