"""A coach reads in the shell: what a learner shared, an entry in full, a file that came with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from learnlog.cli.coach_json import entry_json, learner_json
from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.model.errors import NotFoundError

if TYPE_CHECKING:
    from learnlog.model.learner import Learner, ReceivedEntry


def show(context: Context) -> int:
    """Show what a learner shared, or one entry in full."""
    coaching = context.workspace.coaching
    learner = coaching.get(context.args.learner)
    if context.args.entry:
        return _show_entry(context, learner, entry_of(context, learner, context.args.entry))
    entries = coaching.entries(learner.id)
    if context.wants_json:
        put_json({**learner_json(learner), "shared": [entry_json(one) for one in entries]})
        return 0
    if learner.question:
        say(Styled("Their question: ", "accent"), learner.question)
    rows = [
        [one.id[-6:], " " if one.is_read else "●", f"{one.day:%d %b}", one.title, Styled(one.kind, "dim")]
        for one in entries
    ]
    if rows:
        table(rows)
    return 0


def entry_of(context: Context, learner: "Learner", reference: str) -> "ReceivedEntry":
    """Return the entry that an id, or the end of it, means.

    Raises:
        NotFoundError: none fits, or several do.
    """
    word = reference.strip().lower()
    fits = [one for one in context.workspace.coaching.entries(learner.id) if one.id.endswith(word)]
    if len(fits) != 1:
        raise NotFoundError(
            f"{learner.called} shared no entry “{reference}”.",
            f"`learnlog coach show {learner.id[-6:]}` lists them.",
        )
    return fits[0]


def _show_entry(context: Context, learner: "Learner", entry: "ReceivedEntry") -> int:
    coaching = context.workspace.coaching
    comments = coaching.comments(learner.id, entry.id)
    coaching.read(entry)
    if context.wants_json:
        said = [{"id": one.id, "kind": one.kind, "text": one.text} for one in comments]
        put_json({**entry_json(entry), "comments": said})
        return 0
    say(Styled(entry.title, "bold"))
    tell(" · ".join([f"{entry.day:%d %B %Y}", entry.kind, *entry.themes]))
    say(entry.body)
    for file in entry.files:
        about = f" — {file.alt}" if file.alt else ""
        say(Styled(f"file {file.number}: ", "accent"), file.name, Styled(f" ({file.told}){about}", "dim"))
    for one in comments:
        say(Styled(f"{one.kind}: ", "accent"), one.text)
    return 0


def open_file(context: Context) -> int:
    """Open a file that came with an entry, or write it to where ``--output`` says."""
    args, coaching = context.args, context.workspace.coaching
    entry = entry_of(context, coaching.get(args.learner), args.entry)
    file = coaching.files.find(entry, args.file)
    if args.output:
        path = coaching.files.save(entry, file, Path(args.output))
    else:
        from learnlog.journal.opening import open_with_system

        path = coaching.files.lay_out(entry, file)
        open_with_system(path)
    if context.wants_json:
        put_json({"path": str(path)})
    elif args.output:
        say(str(path))
    return 0
