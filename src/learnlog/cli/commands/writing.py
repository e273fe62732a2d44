"""Writing, changing and deleting entries."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from learnlog.cli.context import Context
from learnlog.cli.editor import edited, read_stdin
from learnlog.cli.output import put_json, say, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.interchange import entry_dict, kept_dict
from learnlog.model.visibility import Visibility

if TYPE_CHECKING:
    from learnlog.journal.entries import EditConflictError

KINDS = [kind.value for kind in EntryKind]
LEVELS = [level.value for level in Visibility]


def _define_fields(parser: Parser, again: str = "") -> None:
    parser.add_argument("--title", help="title")
    parser.add_argument("--theme", action="append", metavar="NAME", help=f"theme, by name{again}")
    parser.add_argument("--tag", action="append", metavar="WORD", help=f"tag{again}")
    parser.add_argument("--kind", choices=KINDS, metavar="KIND", help="one of " + ", ".join(KINDS))
    parser.add_argument(
        "--visibility", choices=LEVELS, metavar="LEVEL", help="who may see it: " + ", ".join(LEVELS)
    )
    parser.add_argument(
        "--date", metavar="WHEN", help='when it was: yesterday, "last friday 15:00", "3 days ago", 2026-11-23'
    )


def define_add(parser: Parser) -> None:
    """Say what `add` takes."""
    parser.add_argument(
        "text", nargs="*", metavar="TEXT", help="the text; - or a pipe reads it; nothing opens your editor"
    )
    _define_fields(parser, "; may be repeated")
    parser.add_argument(
        "--attach",
        action="append",
        default=[],
        metavar="FILE",
        help="a file to copy beside it; may be repeated",
    )
    parser.add_argument(
        "--from", dest="post", metavar="POST", help="the post this is an insight from: it is kept and linked"
    )
    parser.add_argument(
        "--reply", default="", metavar="ID", help="the earlier entry, or the coach's comment, it replies to"
    )


def add(context: Context) -> int:
    """Write an entry and print its id."""
    args = context.args
    if args.text == ["-"] or (not args.text and not sys.stdin.isatty()):
        return _add(context, read_stdin())
    if args.text:
        return _add(context, " ".join(args.text))
    with edited("", "new-entry", context.workspace.settings.editor) as text:
        return _add(context, text)


def _add(context: Context, text: str) -> int:
    from learnlog.journal.entries import NewEntry

    args, workspace = context.args, context.workspace
    themes = args.theme or []
    made = [name for name in themes if workspace.themes.find(name) is None]
    entries, kept = _replied_to(context)
    sources = [Path(name).expanduser() for name in args.attach]
    new = NewEntry(
        body=text,
        title=args.title or "",
        kind=EntryKind(args.kind or "reflection"),
        themes=themes,
        tags=args.tag or [],
        visibility=Visibility(args.visibility or "private"),
        created=_moment(context),
        entries=entries,
        kept=kept,
        attachments=workspace.attaching.take_in(sources) if sources else (),
    )
    try:
        entry = workspace.keeping.insight(args.post, new) if args.post else workspace.journal.add(new)
    except LearnlogError:
        workspace.shelf.let_go(one.file for one in new.attachments)
        raise
    for name in made:
        tell(f"New theme: {name}")
    tell(f"Saved “{entry.headline}” in {entry.path}")
    _give(context, entry)
    return 0


def _replied_to(context: Context) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the entries and the kept posts that a reply links to; of a comment, the entry it is about as well."""
    if not context.args.reply:
        return (), ()
    found = context.workspace.shelf.find(context.args.reply, DocumentType.ENTRY, DocumentType.KEPT)
    if found.type is DocumentType.ENTRY:
        return (found.id,), ()
    from learnlog.model.post import KeptPost

    about = KeptPost.of(found).answers
    return (about,) if about else (), (found.id,)


def _moment(context: Context) -> datetime | None:
    if context.args.date is None:
        return None
    from learnlog.cli.dates import read_moment

    return read_moment(context.args.date, context.now)


def _give(context: Context, entry: Entry) -> None:
    if context.wants_json:
        put_json(entry_dict(entry))
    else:
        say(entry.id)


def define_edit(parser: Parser) -> None:
    """Say what `edit` takes."""
    parser.add_argument("id", metavar="ID", help="the entry's id, or its start or end")
    parser.add_argument("--text", help="new text instead of opening the editor; - reads it from a pipe")
    _define_fields(parser, ", in place of those there are; may be repeated; empty for none")
    state = parser.add_mutually_exclusive_group()
    state.add_argument("--close", action="store_true", help="close a question or goal")
    state.add_argument("--reopen", action="store_true", help="open it again")


def edit(context: Context) -> int:
    """Change an entry; on a conflict both versions are kept and shown."""
    args, entry = context.args, context.workspace.journal.get(context.args.id)
    changed = _with_fields(context, entry)
    if args.text is not None:
        return _save(context, entry, replace(changed, body=_body(args.text)))
    if changed != entry:
        return _save(context, entry, changed)
    with edited(entry.body + "\n", f"entry-{entry.id}", context.workspace.settings.editor) as text:
        return _save(context, entry, replace(entry, body=text.rstrip("\n")))


def _body(text: str) -> str:
    return (read_stdin() if text == "-" else text).rstrip("\n")


def _with_fields(context: Context, entry: Entry) -> Entry:
    args = context.args
    given = {
        "title": args.title,
        "themes": _list(args.theme),
        "tags": _list(args.tag),
        "kind": EntryKind(args.kind) if args.kind else None,
        "visibility": Visibility(args.visibility) if args.visibility else None,
        "created": _moment(context),
        "status": "closed" if args.close else "" if args.reopen else None,
    }
    return replace(entry, **{name: value for name, value in given.items() if value is not None})


def _list(words: list[str] | None) -> tuple[str, ...] | None:
    return None if words is None else tuple(word for word in words if word.strip())


def _save(context: Context, before: Entry, changed: Entry) -> int:
    from learnlog.journal.entries import EditConflictError

    workspace = context.workspace
    if changed == before:
        tell("Nothing was changed.")
        _give(context, before)
        return 0
    try:
        entry = workspace.journal.save(changed)
    except EditConflictError as conflict:
        _show_conflict(context, conflict)
        raise
    tell(f"Saved “{entry.headline}”")
    _give(context, entry)
    return 0


def _show_conflict(context: Context, conflict: "EditConflictError") -> None:
    """Tell where each side of a conflict is, and how to choose."""
    entry = conflict.mine
    kept = [v.number for v in context.workspace.vault.versions(entry.id) if v.origin == "conflict"]
    tell(f"Theirs: {entry.path if conflict.theirs else 'the file is gone'} (learnlog show {entry.id})")
    for number in kept[-1:]:
        tell(f"Mine: version {number} (learnlog show {entry.id} --version {number})")
        tell(f"To put mine in place: learnlog restore {entry.id} --version {number}")


def define_delete(parser: Parser) -> None:
    """Say what `delete` takes."""
    parser.add_argument("id", metavar="ID", help="an entry's or kept post's id, or its start or end")


def delete(context: Context) -> int:
    """Move an entry or a kept post to the trash."""
    workspace = context.workspace
    document = workspace.shelf.find(context.args.id)
    if document.type is DocumentType.ENTRY:
        entry = workspace.journal.delete(document.id)
        said, value = entry.headline, entry_dict(entry)
    elif document.type is DocumentType.KEPT:
        kept = workspace.keeping.drop(document.id)
        said, value = kept.headline, kept_dict(kept)
    else:
        other = {"theme": "learnlog theme park, finish or merge", "person": "learnlog unfollow"}
        raise UsageError(f"A {document.type.value} is not deleted.", other[document.type.value])
    tell(f"“{said}” is in the trash; `learnlog restore {document.id}` brings it back")
    if context.wants_json:
        put_json(value)
    return 0


def define_visibility(parser: Parser) -> None:
    """Say what `visibility` takes."""
    parser.add_argument("id", metavar="ID", help="the entry's id, or its start or end")
    parser.add_argument("level", metavar="LEVEL", choices=LEVELS, help=", ".join(LEVELS))


def visibility(context: Context) -> int:
    """Raise or lower who may see an entry."""
    level = Visibility(context.args.level)
    entry = context.workspace.journal.set_visibility(context.args.id, level)
    tell(f"“{entry.headline}” is {entry.visibility.value}")
    if context.wants_json:
        put_json(entry_dict(entry))
    return 0


PARTS: dict[str, Part] = {
    "add": (define_add, add),
    "edit": (define_edit, edit),
    "delete": (define_delete, delete),
    "visibility": (define_visibility, visibility),
}
