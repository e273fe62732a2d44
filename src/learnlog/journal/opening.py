"""Handing a file to the system to be opened, by a list of arguments and never by a shell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from learnlog.model.errors import LearnlogError

_OPENERS = ("xdg-open", "gio", "kde-open", "wslview")
_SECONDS = 20


def open_with_system(path: Path) -> None:
    """Have the system open the file `path` with what it takes for such files, which cannot write on our screen.

    Raises:
        LearnlogError: the system has no opener, or it refused; the hint says where the file is.
    """
    path = path.absolute()
    hint = f"It is here: {path}"
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 - no shell; only kinds of files that do nothing by themselves
        except OSError as error:
            raise LearnlogError("The system did not open the file.", hint) from error
        return
    try:
        done = subprocess.run(  # noqa: S603 - the system's own opener; the path is one absolute argument
            _opener(path, hint),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:  # it shows the file and waits until that is closed
        return
    except OSError as error:
        raise LearnlogError("The system did not open the file.", hint) from error
    if done.returncode != 0:
        raise LearnlogError("The system knows no program for this file.", hint)


def _opener(path: Path, hint: str) -> list[str]:
    names = ("open",) if sys.platform == "darwin" else _OPENERS
    found = next((where for name in names if (where := shutil.which(name))), "")
    if not found:
        raise LearnlogError("This system has no program that opens files.", hint)
    return [found, *(["open"] if found.endswith("/gio") else []), str(path)]
