"""Files on entries: attach, list, open, detach."""

from pathlib import Path
from typing import TYPE_CHECKING

from learnlog.cli.as_text import dashed, short
from learnlog.cli.context import Context
from learnlog.cli.output import Cell, Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.attachment import size_words
from learnlog.model.errors import UsageError
from learnlog.model.interchange import attachment_dict, entry_dict

if TYPE_CHECKING:
    from learnlog.model.attachment import Attachment
    from learnlog.model.entry import Entry


def _define_names(parser: Parser) -> None:
    parser.add_argument("id", metavar="ENTRY", help="the entry's id, or its start or end")


def define_attach(parser: Parser) -> None:
    """Say what `attach` takes."""
    _define_names(parser)
    parser.add_argument("file", nargs="+", metavar="FILE", help="files; each is copied into the vault")
    parser.add_argument(
        "--alt", default="", metavar="TEXT", help="what the file shows, in words: for one file"
    )


def attach(context: Context) -> int:
    """Copy files into the vault and name them on an entry."""
    args = context.args
    sources = [Path(name).expanduser() for name in args.file]
    had = {one.file for one in context.workspace.journal.get(args.id).attachments}
    entry, made = context.workspace.attaching.attach(args.id, sources, args.alt)
    for one in made:
        if one.file in had:
            tell(f"That file is on “{entry.headline}” already, as “{one.name}”")
        else:
            tell(f"Attached “{one.name}” ({one.told}) to “{entry.headline}”")
    for one in made:
        if one.is_picture and not one.alt:
            number = entry.attachments.index(one) + 1
            tell(
                "Say what it shows, for who cannot see it: "
                f"learnlog attachments {entry.id[-6:]} --describe {number} --alt …"
            )
            break
    if context.wants_json:
        put_json(entry_dict(entry))
    else:
        for one in made:
            say(one.file)
    return 0


def define_detach(parser: Parser) -> None:
    """Say what `detach` takes."""
    _define_names(parser)
    parser.add_argument("file", nargs="+", metavar="FILE", help="a file's name or number on the entry")


def detach(context: Context) -> int:
    """Take files off an entry."""
    args = context.args
    entry, gone = context.workspace.attaching.detach(args.id, args.file)
    for one in gone:
        tell(f"“{one.name}” is off “{entry.headline}”; `learnlog restore {entry.id[-6:]}` brings it back")
    if context.wants_json:
        put_json(entry_dict(entry))
    return 0


def define_attachments(parser: Parser) -> None:
    """Say what `attachments` takes."""
    parser.add_argument(
        "id", nargs="?", default="", metavar="ENTRY", help="the entry's id; without one: all that have files"
    )
    parser.add_argument("--open", default="", metavar="FILE", help="open a file, by its name or number")
    parser.add_argument("--describe", default="", metavar="FILE", help="the file that --alt is about")
    parser.add_argument("--alt", default=None, metavar="TEXT", help="what a file shows, in words")


def attachments(context: Context) -> int:
    """List the files of an entry, or of all; open one, or say what it shows."""
    args, attaching = context.args, context.workspace.attaching
    if not args.id:
        if args.open or args.alt is not None:
            raise UsageError("Say which entry's file you mean.", "`learnlog attachments` lists all.")
        return _all(context, attaching.entries())
    entry = context.workspace.journal.get(args.id)
    if args.open:
        from learnlog.journal.opening import open_with_system

        open_with_system(attaching.path_to_open(attaching.find(entry, args.open)))
        return 0
    if args.alt is not None:
        name = args.describe or ("1" if len(entry.attachments) == 1 else "")
        if not name:
            raise UsageError(
                "The entry has several files, or none.", "--describe FILE says which one you mean."
            )
        entry = attaching.describe(entry.id, name, args.alt)
    if context.wants_json:
        put_json([attachment_dict(one) for one in entry.attachments])
    elif entry.attachments:
        table([_row(number, one) for number, one in enumerate(entry.attachments, start=1)])
    else:
        tell(f"“{entry.headline}” has no files. `learnlog attach {entry.id[-6:]} FILE` adds one.")
    return 0


def _row(number: int, one: "Attachment") -> list[Cell]:
    size = size_words(one.size) if one.size else ""
    return [f"{number}", one.kind, Styled(size, "dim"), [one.name, dashed(one.alt)]]


def _all(context: Context, entries: "list[Entry]") -> int:
    if context.wants_json:
        put_json(
            [{"entry": entry.id, **attachment_dict(one)} for entry in entries for one in entry.attachments]
        )
        return 0
    rows: list[list[Cell]] = [
        [short(entry.id), *_row(number, one), Styled(entry.headline, "dim")]
        for entry in entries
        for number, one in enumerate(entry.attachments, start=1)
    ]
    if rows:
        table(rows)
    else:
        tell("No entry has files yet. `learnlog attach ENTRY FILE` adds one.")
    return 0


PARTS: dict[str, Part] = {
    "attach": (define_attach, attach),
    "detach": (define_detach, detach),
    "attachments": (define_attachments, attachments),
}
