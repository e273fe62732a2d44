"""The user's own editor, while the screens stand aside."""

from pathlib import Path

from textual.app import App

from learnlog.journal.outside_editor import edited, editor_words, run_editor
from learnlog.model.errors import LearnlogError
from learnlog.workspace import Workspace


def edit_outside(app: App[int], text: str, name: str, command: str = "") -> str:
    """Return what `text` became in the editor.

    Raises:
        SuspendNotSupported: the terminal cannot be given away.
        LearnlogError: there is no editor, or it failed; what was written then stays in a copy, which is named.
    """
    kept: list[str] = []
    before = text if text.endswith("\n") else f"{text}\n"
    try:
        with app.suspend(), edited(before, name, command, kept.append) as result:
            return result
    except LearnlogError as error:
        raise LearnlogError(error.message, kept[0] if kept else error.hint) from error


def edit_file(app: App[int], path: Path, command: str = "") -> None:
    """Give the terminal to the editor, on the file `path` itself, until it ends.

    Raises:
        LearnlogError: it cannot be started, ended badly, or the terminal cannot be given away.
    """
    from textual.app import SuspendNotSupported

    words = editor_words(command)
    try:
        with app.suspend():
            run_editor(words, path)
    except SuspendNotSupported as error:
        raise LearnlogError("No editor can be opened from here.", f"The file is {path}.") from error
    except LearnlogError as error:
        raise LearnlogError(error.message, error.hint or f"What it saved is in {path}.") from error


def take_in(workspace: Workspace, path: str, before: str, said: str) -> bool:
    """Notice what an editor did to the vault's file `path`; tells whether it differs from `before`."""
    workspace.sync.scan()
    document = workspace.shelf.notice(path)
    if document is None or document.text == before:
        return False
    workspace.changes.record(said, lambda: workspace.shelf.put_back(document, before))
    return True
