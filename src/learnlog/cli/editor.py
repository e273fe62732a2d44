"""The user's own editor, on a copy that nobody else can read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learnlog.cli.output import tell
from learnlog.model.errors import LearnlogError, UsageError

LIMIT = 5_000_000


@contextmanager
def edited(text: str, name: str, command: str = "") -> Iterator[str]:
    """Open `text` in the editor and give what it became; the copy goes unless the block fails.

    `command` is the settings' editor; else ``VISUAL``, ``EDITOR``, or the first usual one there is.

    Raises:
        LearnlogError: there is no editor, or it failed.
    """
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="learnlog-"))
    path = folder / f"{name}.md"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8", newline="\n")
    try:
        _open(_words(command), path)
        result = read_text(path)
        yield result.replace("\r\n", "\n")
    except BaseException:
        if _is_worth_keeping(path, text):
            tell(f"What you wrote is kept in {path}.")
        else:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _is_worth_keeping(path: Path, before: str) -> bool:
    try:
        return path.read_bytes().strip() not in (b"", before.strip().encode())
    except OSError:
        return False


def _words(command: str) -> list[str]:
    import shlex
    import shutil

    chosen = command or os.environ.get("VISUAL", "") or os.environ.get("EDITOR", "")
    chosen = chosen or next((name for name in ("nano", "vim", "vi") if shutil.which(name)), "")
    try:
        words = shlex.split(chosen)
    except ValueError as error:
        raise UsageError(f"The editor “{chosen}” cannot be understood ({error}).") from error
    if not words:
        raise LearnlogError(
            "There is no editor.", "Set VISUAL or EDITOR, or give the text: learnlog add TEXT."
        )
    return words


def _open(words: list[str], path: Path) -> None:
    import subprocess

    try:
        code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603 - the user's own command
    except (OSError, ValueError) as error:
        raise LearnlogError(
            f"The editor “{words[0]}” could not be started.",
            "Set VISUAL, EDITOR or `editor` in the settings.",
        ) from error
    if code != 0:
        raise LearnlogError(f"The editor ended with {code}, so nothing was saved.")


def read_text(path: Path) -> str:
    """Read the UTF-8 text of `path`, at most `LIMIT` bytes; a broken byte becomes a mark."""
    data = path.read_bytes()
    if len(data) > LIMIT:
        raise LearnlogError("That text is longer than 5 MB.", "Split it into several entries.")
    return data.decode("utf-8", "replace").removeprefix("\ufeff")


def read_stdin() -> str:
    """Read all of stdin as UTF-8, at most `LIMIT` bytes."""
    import sys

    stream = getattr(sys.stdin, "buffer", None)
    data = stream.read(LIMIT + 1) if stream else sys.stdin.read(LIMIT + 1).encode("utf-8", "replace")
    if len(data) > LIMIT:
        raise LearnlogError("That text is longer than 5 MB.", "Split it into several entries.")
    text: str = data.decode("utf-8", "replace")
    return text.removeprefix("\ufeff")
