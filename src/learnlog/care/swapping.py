"""Putting a restored folder or file in the place of the old one: after a crash it is the one or the other."""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

_HERE: Final = -100  # AT_FDCWD: paths are not relative to an open folder
_EXCHANGE: Final = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False when this system or disk cannot."""
    import ctypes

    names = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*names, ctypes.c_uint(_EXCHANGE)) == 0)
        done = library.renameat2(_HERE, names[0], _HERE, names[1], ctypes.c_uint(_EXCHANGE))
    except (AttributeError, OSError, TypeError):  # an older system, or Windows
        return False
    return bool(done == 0)


def swap_folder(new: Path, place: Path, aside: Path) -> None:
    """Put the folder `new` at `place`; what stood there stays as `aside`."""
    if exchange(new, place):
        try:
            new.rename(aside)
        except OSError:
            exchange(new, place)
            raise
        return
    place.rename(aside)
    try:
        new.rename(place)
    except OSError:
        aside.rename(place)
        raise


def swap_file(new: Path, place: Path, aside: Path) -> None:
    """Put the file `new` at `place`; what stood there, if anything, stays as `aside`."""
    if place.exists():
        try:
            os.link(place, aside)
        except OSError:  # a disk without hard links
            shutil.copy2(place, aside)
    new.replace(place)


def free_name(wanted: Path) -> Path:
    """Return `wanted`, or with a number when something stands there already."""
    name, number = wanted, 2
    while os.path.lexists(name):
        name, number = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}"), number + 1
    return name
