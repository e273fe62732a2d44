"""A report of what nobody foresaw: where it happened, and none of the user's words."""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

from learnlog import __version__
from learnlog.cli.table import COMMANDS
from learnlog.model.errors import LearnlogError
from learnlog.settings import find_paths


def report(error: BaseException, argv: Sequence[str]) -> LearnlogError:
    """Write the report (mode 0600) and return the sentence that tells where it is.

    It names types, modules and lines only: messages and arguments may hold what somebody wrote.
    """
    said = f"Something went wrong that nobody foresaw ({type(error).__name__})."
    lines = [
        f"learnlog {__version__}, Python {sys.version.split()[0]} on {sys.platform}",
        f"command: {next((word for word in argv if word in COMMANDS), 'none')}",
        *_told(error),
    ]
    try:
        path = _write("\n".join(lines) + "\n", _home(argv))
    except (OSError, LearnlogError):
        return LearnlogError(said, "LEARNLOG_DEBUG=1 shows where it happened.")
    return LearnlogError(said, f"Where it happened, without any of your texts, is written in {path}.")


def _home(argv: Sequence[str]) -> str:
    """Return what ``--home`` says, even on a command line that could not be understood."""
    for number, word in enumerate(argv):
        if word.startswith("--home="):
            return word.partition("=")[2]
        if word == "--home":
            return "".join(argv[number + 1 : number + 2])
    return ""


def _write(text: str, home: str) -> Path:
    folder = find_paths(home).state
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
