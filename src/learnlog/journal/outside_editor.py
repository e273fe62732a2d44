"""The user's own editor, on a file of the vault or on a copy that nobody else can read; no screen is known here."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from learnlog.model.errors import LearnlogError, UsageError

LIMIT = 5_000_000
HINT = "Set VISUAL, EDITOR or `editor` in the settings."


@contextmanager
def edited(text: str, name: str, command: str, keeping: Callable[[str], object]) -> Iterator[str]:
    """Open a copy of `text` in the editor and give what it became.

    The copy goes when the block ends well. When the editor or the block fails and something was written,
    it stays, and `keeping` is told a sentence that names it.

    Raises:
        LearnlogError: there is no editor, or it failed.
    """
    import shutil
    import tempfile

    words = editor_words(command)
    folder = Path(tempfile.mkdtemp(prefix="learnlog-"))
    path = folder / f"{name}.md"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8", newline="\n")
    try:
        run_editor(words, path)
        yield _read(path)
    except BaseException:
        if _is_worth_keeping(path, text):
            keeping(f"What you wrote is kept in {path}.")
        else:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def editor_words(command: str = "") -> list[str]:
    """Return the editor's command as a list of arguments; no shell ever reads it.

    It is `command` (the settings' editor), else ``VISUAL``, ``EDITOR``, or the first usual one there is.

    Raises:
        LearnlogError: there is none, or its quotes do not match.
    """
    import shlex
    import shutil

    chosen = command or os.environ.get("VISUAL", "") or os.environ.get("EDITOR", "")
    chosen = chosen or next((name for name in ("nano", "vim", "vi") if shutil.which(name)), "")
    try:
        words = shlex.split(chosen)
    except ValueError as error:
        raise UsageError(
            f"The editor “{chosen}” cannot be understood: its quotes do not match.", HINT
        ) from error
    if not words:
        raise LearnlogError("There is no editor.", HINT)
    return words


def run_editor(words: list[str], path: Path) -> None:
    """Let the editor `words` work on the file `path` until it ends.

    Raises:
        LearnlogError: it cannot be started, or ended badly.
    """
    import subprocess

    try:
        code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603 - the user's own command
    except (OSError, ValueError) as error:
        raise LearnlogError(f"The editor “{words[0]}” could not be started.", HINT) from error
    if code != 0:
        raise LearnlogError(f"The editor ended with {code}, so its text was not taken over.")


def decoded(data: bytes) -> str:
    """Return the UTF-8 text of `data`, at most `LIMIT` bytes; a broken byte becomes a mark.

    Raises:
        LearnlogError: it is longer.
    """
    if len(data) > LIMIT:
        raise LearnlogError("That text is longer than 5 MB.", "Split it into several entries.")
    return data.decode("utf-8", "replace").removeprefix("\ufeff")


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LearnlogError("The editor left no file behind, so nothing was taken over.") from error
    return decoded(data).replace("\r\n", "\n")


def _is_worth_keeping(path: Path, before: str) -> bool:
    try:
        return path.read_bytes().strip() not in (b"", before.strip().encode())
    except OSError:
        return False
