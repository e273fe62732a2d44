"""Where things stand in a vault: the paths of new documents, which paths are allowed, and what is there."""

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from learnlog.model.document import DocumentType
from learnlog.model.errors import LearnlogError
from learnlog.model.ids import slugify
from learnlog.model.safe import clean_text
from learnlog.vault.disk import TEMPORARY, sweep_one

HIDDEN: Final = ".learnlog"
LIMIT: Final = 5_000_000
"""Bytes a document may have."""
LARGEST: Final = 20_000_000
"""Bytes a list of feeds may have."""
ORIGINS: Final = ("save", "outside", "delete", "conflict")
"""Why a version was kept; see `Version`."""
FOLDERS: Final = tuple(kind.folder for kind in DocumentType)


def dated_path(kind: DocumentType, moment: datetime, words: str, doc_id: str) -> str:
    """Return the path of a new document of `kind` from `moment`, named after its first `words`."""
    year = f"{moment.year:04}"
    return f"{kind.folder}/{year}/{year}-{moment:%m-%d}-{slugify(words)}-{doc_id}.md"


def limit(path: str) -> int:
    """Return how many bytes the file at `path` may have."""
    return LARGEST if path.endswith(".opml") else LIMIT


def acceptable(name: str) -> bool:
    """Tell whether a file or folder with this name can belong to a vault: visible, and harmless to show."""
    if not name or name[0] == "." or "\\" in name:
        return False
    return name.isprintable() or (clean_text(name) == name and "\n" not in name and "\t" not in name)


def resolve(root: Path, path: str) -> Path:
    """Return where the vault-relative `path` really is.

    Raises:
        LearnlogError: it is absolute, climbs out, is hidden, or a link leads it out of the vault.
    """
    shown = clean_text(path).replace("\n", " ")
    if not all(acceptable(part) for part in path.split("/")) or Path(path).is_absolute() or Path(path).drive:
        raise LearnlogError(f"“{shown}” is no path inside the vault.", "Use one like journal/2026/name.md.")
    home = os.path.realpath(root)
    real = os.path.realpath(os.path.join(home, path))  # noqa: PTH118 - strings: this runs for every file read
    inner = real[len(home) :].lstrip(os.sep)
    if not real.startswith(home.rstrip(os.sep) + os.sep) or inner.partition(os.sep)[0] == HIDDEN:
        raise LearnlogError(f"“{shown}” leads out of the vault.", "Replace the link by the file itself.")
    return Path(real)


def scan(root: Path, skipped: list[str] | None = None) -> Iterator[tuple[str, int, int]]:
    """Yield (path, mtime_ns, size) of every Markdown file in the vault's folders.

    Hidden names are no part of a vault. Links out of it, folders that are links, and names that cannot be
    shown safely are left out too; `skipped` collects a sentence about each.
    """
    for folder in FOLDERS:
        if os.path.islink(root / folder):  # noqa: PTH114 - one call, no second object
            _skip(skipped, folder, "is a link to another folder")
        else:
            yield from _scan(root, folder, skipped)


def _scan(root: Path, top: str, skipped: list[str] | None) -> Iterator[tuple[str, int, int]]:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            found = os.scandir(root / folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            _skip(skipped, folder, f"cannot be read: {error.strerror}")
            continue
        with found:
            for item in found:
                path = f"{folder}/{item.name}"
                if item.name[0] == ".":
                    if item.name.startswith(TEMPORARY):
                        sweep_one(item)
                elif item.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif item.name[-3:].lower() == ".md" or item.is_symlink():
                    yield from _file(root, path, item, skipped)


def _file(
    root: Path, path: str, item: os.DirEntry[str], skipped: list[str] | None
) -> Iterator[tuple[str, int, int]]:
    try:
        if item.is_symlink():
            if item.is_dir():
                _skip(skipped, path, "is a link to a folder")
                return
            if item.name[-3:].lower() != ".md":
                return
            resolve(root, path)
        if not acceptable(item.name):
            _skip(skipped, path, "has a name that cannot be shown safely")
            return
        state = item.stat()
    except FileNotFoundError:  # gone again, or a link to nothing
        return
    except (OSError, LearnlogError) as error:
        _skip(skipped, path, str(error))
        return
    if stat.S_ISREG(state.st_mode):
        yield path, state.st_mtime_ns, state.st_size


def _skip(skipped: list[str] | None, path: str, why: str) -> None:
    if skipped is not None:
        skipped.append(f"{clean_text(path)}: {why}".replace("\n", " "))
