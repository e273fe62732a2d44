"""Zips made by hand: what stands in their headers is no promise."""

import struct
from collections.abc import Iterable
from typing import Final, NamedTuple

STORED: Final = 0
BZIP2: Final = 12
LZMA: Final = 14
_LOCAL, _LISTED, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


class Member(NamedTuple):
    """One file of a zip: what is in it, packed by `method`, and what its header says of its size."""

    name: str
    data: bytes
    method: int = STORED
    size: int = 0


def zip_of(members: Iterable[Member]) -> bytes:
    """Return the zip with `members`, whose headers say what they like."""
    out, listed, many = bytearray(), bytearray(), 0
    for one in members:
        many += 1
        name, start = one.name.encode(), len(out)
        sizes = (len(one.data), one.size, len(name))
        facts = struct.pack("<HHHHHLLLHH", 63, 0, one.method, 0, 33, 0, *sizes, 0)
        out += _LOCAL + facts + name + one.data
        listed += _LISTED + struct.pack("<H", 63) + facts + struct.pack("<HHHLL", 0, 0, 0, 0, start) + name
    few = min(many, 0xFFFF)
    return bytes(out + listed + _END + struct.pack("<HHHHLLH", 0, 0, few, few, len(listed), len(out), 0))
