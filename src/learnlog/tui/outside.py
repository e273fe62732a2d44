"""The user's own editor, on a copy that nobody else can read; the screens stand aside meanwhile."""

import os
from pathlib import Path

from learnlog.model.errors import LearnlogError, UsageError

LIMIT = 5_000_000


def edit_outside(text: str, name: str, command: str = "") -> str:
    """Return what `text` became in the editor: `command`, else ``VISUAL``, ``EDITOR``, or a usual one there is.

    Raises:
        LearnlogError: there is no editor, or it failed; what was written then stays in the copy, which is named.
    """
    import shutil
    import tempfile

    words = editor_words(command)
    folder = Path(tempfile.mkdtemp(prefix="learnlog-"))
    path = folder / f"{name}.md"
    path.touch(mode=0o600)
    path.write_text(text if text.endswith("\n") else f"{text}\n", encoding="utf-8", newline="\n")
    try:
        _run(words, path)
        result = _read(path)
    except LearnlogError as error:
        if _is_changed(path, text):
            raise LearnlogError(error.message, f"What you wrote is kept in {path}.") from error
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)
    return result


def editor_words(command: str = "") -> list[str]:
    """Return the editor's command as a list of arguments; no shell ever reads it.

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
            f"The editor “{chosen}” cannot be understood: its quotes do not match.",
            "Set VISUAL, EDITOR or `editor` in the settings.",
        ) from error
    if not words:
        raise LearnlogError("There is no editor.", "Set VISUAL, EDITOR or `editor` in the settings.")
    return words


def _run(words: list[str], path: Path) -> None:
    import subprocess

    try:
        code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603 - the user's own command
    except (OSError, ValueError) as error:
        raise LearnlogError(
            f"The editor “{words[0]}” could not be started.",
            "Set VISUAL, EDITOR or `editor` in the settings.",
        ) from error
    if code != 0:
        raise LearnlogError(f"The editor ended with {code}, so its text was not taken over.")


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LearnlogError("The editor left no file behind, so nothing was taken over.") from error
    if len(data) > LIMIT:
        raise LearnlogError("That text is longer than 5 MB.", "Split it into several entries.")
    return data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")


def _is_changed(path: Path, before: str) -> bool:
    try:
        return path.read_bytes().strip() not in (b"", before.strip().encode())
    except OSError:
        return False
