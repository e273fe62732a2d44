"""Saving what was written: a new entry, an edit, and what was chosen between two versions."""

from dataclasses import replace
from typing import TYPE_CHECKING

from learnlog.journal.drafting import Writing
from learnlog.journal.entries import NewEntry
from learnlog.model.entry import Entry
from learnlog.tui.text import line
from learnlog.workspace import Workspace

if TYPE_CHECKING:
    from learnlog.reflecting.packs import Part
    from learnlog.reflecting.prompting import Asked


def save(workspace: Workspace, writing: Writing, entry: Entry | None) -> str:
    """Save `writing` as a new entry, or as an edit of `entry`; returns what to say.

    A theme that had to be made for it is one change with it, so that one undo takes both back.

    Raises:
        EditConflictError: the entry's file changed meanwhile.
    """
    before = workspace.changes.mark()
    known = {theme.slug for theme in workspace.themes.all(merged=True)}
    saved = workspace.journal.save(writing.on(entry)) if entry else _add(workspace, writing)
    made = [slug for slug in saved.themes if slug not in known]
    words = line(saved.headline, 50)
    if len(workspace.changes) > before + 1:
        workspace.changes.group(f"{'changed' if entry else 'wrote'} “{words}”", before)
    said = f"Saved “{words}”"
    return said + (f" with the new theme {', '.join(made)}" if made else "")


def left_open(workspace: Workspace, writing: Writing) -> "Part | None":
    """Return the one part of the questions in `writing` to ask about once more; None when I am not to be asked."""
    if not writing.pack or not workspace.preferences.asks:
        return None
    return workspace.prompting.finish(writing.body, _asked(writing)).left


def follow_up(workspace: Workspace, writing: Writing, part: "Part", words: str) -> Writing:
    """Return `writing` with `words` below the question of `part`."""
    return replace(writing, body=workspace.prompting.follow_up(writing.body, part, words))


def _asked(writing: Writing) -> "Asked":
    from learnlog.reflecting.prompting import Asked

    return Asked(pack=writing.pack, about=writing.about)


def _add(workspace: Workspace, writing: Writing) -> Entry:
    covered: tuple[str, ...] = ()
    if writing.pack:
        done = workspace.prompting.finish(writing.body, _asked(writing))
        writing, covered = replace(writing, body=done.body), done.covered
    new = _new(writing, covered)
    if writing.assignment:
        return workspace.programmes.answer(writing.assignment, new)
    return workspace.journal.add(new)


def _new(writing: Writing, prompts: tuple[str, ...] = ()) -> NewEntry:
    return NewEntry(
        prompts=prompts,
        body=writing.body,
        title=writing.title,
        kind=writing.kind,
        themes=writing.themes,
        tags=writing.tags,
        visibility=writing.visibility,
        kept=writing.kept,
        people=writing.people,
        entries=writing.entries,
        attachments=writing.attachments,
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
