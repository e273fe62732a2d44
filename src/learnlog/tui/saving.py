"""Saving what was written: a new entry, an edit, and what was chosen between two versions."""

from learnlog.journal.drafting import Writing
from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry
from learnlog.tui.text import line
from learnlog.workspace import Workspace


def save(workspace: Workspace, writing: Writing, entry: Entry | None) -> str:
    """Save `writing` as a new entry, or as an edit of `entry`; returns what to say.

    A theme that had to be made for it is one change with it, so that one undo takes both back.

    Raises:
        EditConflictError: the entry's file changed meanwhile.
    """
    before = workspace.changes.mark()
    known = {theme.slug for theme in workspace.themes.all(merged=True)}
    saved = workspace.journal.save(writing.on(entry)) if entry else workspace.journal.add(_new(writing))
    made = [slug for slug in saved.themes if slug not in known]
    words = line(saved.headline, 50)
    if len(workspace.changes) > before + 1:
        workspace.changes.group(f"{'changed' if entry else 'wrote'} “{words}”", before)
    said = f"Saved “{words}”"
    return said + (f" with the new theme {', '.join(made)}" if made else "")


def _new(writing: Writing) -> NewEntry:
    return NewEntry(
        body=writing.body,
        title=writing.title,
        kind=writing.kind,
        themes=writing.themes,
        tags=writing.tags,
        visibility=writing.visibility,
        kept=writing.kept,
        people=writing.people,
        entries=writing.entries,
    )


def settle(workspace: Workspace, mine: Entry, chosen: str) -> str:
    """Do what was chosen between two versions (``mine``, ``theirs`` or ``both``); returns what to say."""
    if chosen == "mine":
        workspace.journal.overwrite(mine)
        return "Saved yours; the other version is in the history"
    if chosen == "both":
        workspace.journal.save_as_new(mine)
        return "Kept both: yours is an entry of its own now"
    return "Theirs stays as it is; yours is in its history."
