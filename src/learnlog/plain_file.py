"""Reading a file that should be a plain one: a pipe would be waited for, and a device may never end."""

import errno
import os
import stat
from pathlib import Path
from typing import Any, Final

SMALL: Final = 1_000_000
"""Bytes that settings, and small things remembered between two runs, may have."""
_FLAGS: Final = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)


def plain_bytes(path: Path, most: int = SMALL) -> bytes:
    """Return what is in the file at `path`, at most one byte more than `most`.

    Raises:
        OSError: it is not there, cannot be read, or is no plain file.
    """
    handle = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file")
        with os.fdopen(handle, "rb", closefd=False) as opened:
            return opened.read(most + 1)
    finally:
        os.close(handle)


def plain_text(path: Path) -> str:
    """Return the words of the small file at `path`.

    Raises:
        OSError: it is not there, cannot be read, or is no plain file.
        ValueError: it is larger than a small file is, or no UTF-8.
    """
    data = plain_bytes(path)
    if len(data) > SMALL:
        raise ValueError(f"it is larger than {SMALL // 1_000_000} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("it is no UTF-8 text") from error


def plain_table(path: Path) -> dict[str, Any]:
    """Return what the small file of JSON at `path` has by name, {} when nothing there can be understood."""
    import json

    try:
        data = json.loads(plain_text(path))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
