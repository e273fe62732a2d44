"""Writing in one of the vault's own files with the user's editor, while the screen waits."""

import subprocess
from pathlib import Path

from textual.app import App

from learnlog.model.errors import LearnlogError
from learnlog.workspace import Workspace


def open_editor(app: App[int], words: list[str], path: Path) -> None:
    """Give the terminal to the editor until it ends.

    Raises:
        LearnlogError: it cannot be started, ended badly, or the terminal cannot be given away.
    """
    from textual.app import SuspendNotSupported

    try:
        with app.suspend():
            code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603 - the user's own
    except SuspendNotSupported as error:
        raise LearnlogError("No editor can be opened from here.", f"The file is {path}.") from error
    except (OSError, ValueError) as error:
        hint = "Set VISUAL, EDITOR or `editor` in the settings."
        raise LearnlogError(f"The editor “{words[0]}” could not be started.", hint) from error
    if code != 0:
        raise LearnlogError(f"The editor ended with {code}; what it saved is in {path}.")


def take_in(workspace: Workspace, path: str, doc_id: str, before: str, said: str) -> bool:
    """Notice what an editor did to the vault's file `path`; tells whether it differs from `before`."""
    workspace.sync.scan()
    stored = workspace.vault.read(path)
    if stored is None or stored.text == before:
        return False
    workspace.changes.record(said, lambda: workspace.shelf.put_text(path, doc_id, before, expected=None))
    return True
