"""What nobody foresaw, told in a sentence: where it happened goes into a file, with none of the user's words.

Messages and arguments of an error may hold what somebody wrote, so only types, modules and lines are named.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from learnlog import __version__
from learnlog.model.errors import LearnlogError
from learnlog.settings import Paths


def sentence(error: BaseException, paths: Paths | None, command: str = "") -> LearnlogError:
    """Return what to tell of `error`: that the library is spoiled, when it is, else where the report of it is.

    `command` is what was asked for. The report (mode 0600) stands among the small state of `paths`.
    """
    if paths and (spoiled := _spoiled(paths.library)):
        return spoiled
    said = f"Something went wrong that nobody foresaw ({type(error).__name__})."
    lines = [
        f"learnlog {__version__}, Python {sys.version.split()[0]} on {sys.platform}",
        f"command: {command or 'none'}",
        *_told(error),
    ]
    with suppress(OSError):
        if paths:
            path = _write("\n".join(lines) + "\n", paths.state)
            return LearnlogError(said, f"Where it happened, without any of your texts, is written in {path}.")
    return LearnlogError(said, "LEARNLOG_DEBUG=1 shows where it happened.")


def _spoiled(path: Path) -> LearnlogError | None:
    """Return the sentence on a library in which stands what no reader understands; None when that is not why."""
    from learnlog.library import Library

    with suppress(LearnlogError, OSError):
        if not path.is_file():
            return None
        library = Library(path, patience=1.0)
        try:
            found = library.unsound()
        finally:
            library.close()
        if found:
            return LearnlogError(
                f"In the library {path} stands what nobody can read, in {', '.join(list(found)[:3])}.",
                "`learnlog reindex` puts it right: the index is made anew from your files, which are untouched.",
            )
    return None


def _write(text: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"crash-{datetime.now().astimezone():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _told(error: BaseException, depth: int = 0) -> Iterator[str]:
    kind = type(error)
    yield f"{'  ' * depth}{kind.__module__}.{kind.__qualname__}"
    for place in _places(error.__traceback__):
        yield f"{'  ' * depth}  {place}"
    if depth > 4:
        return
    parts = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    cause = error.__cause__ or error.__context__
    for one in [*parts, *([cause] if cause else [])]:
        yield from _told(one, depth + 1)


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        frame = trace.tb_frame
        yield f"{frame.f_globals.get('__name__', '?')}:{trace.tb_lineno} {frame.f_code.co_name}"
        trace = trace.tb_next
