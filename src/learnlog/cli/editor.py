"""Words from the user's own editor or from a pipe."""

from contextlib import AbstractContextManager

from learnlog.cli.output import tell
from learnlog.journal import outside_editor


def edited(text: str, name: str, command: str = "") -> AbstractContextManager[str]:
    """Open `text` in the editor and give what it became; the copy goes unless the block fails.

    Raises:
        LearnlogError: there is no editor, or it failed.
    """
    return outside_editor.edited(text, name, command, tell)


def read_stdin() -> str:
    """Read all of stdin as UTF-8.

    Raises:
        LearnlogError: it is longer than an entry may be.
    """
    import sys

    most = outside_editor.LIMIT + 1
    stream = getattr(sys.stdin, "buffer", None)
    data = stream.read(most) if stream else sys.stdin.read(most).encode("utf-8", "replace")
    return outside_editor.decoded(data)


def words_of(parts: list[str]) -> str:
    """Return the words on the command line; a lone ``-`` reads a pipe."""
    return read_stdin() if parts == ["-"] else " ".join(parts)
