"""Taking everything out, and taking others' files in."""

import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TextIO

from learnlog.cli.choosing import define_follows, import_follows
from learnlog.cli.context import Context
from learnlog.cli.output import Bar, Styled, json_door, put_json, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.errors import UsageError
from learnlog.model.interchange import person_dict
from learnlog.model.safe import clean_line


def define_export(parser: Parser) -> None:
    """Say what `export` takes."""
    parser.add_argument(
        "target",
        nargs="?",
        default="",
        metavar="TARGET",
        help="a new folder for Markdown; a file for JSON or OPML",
    )
    parser.add_argument(
        "--format",
        choices=["markdown", "json", "opml"],
        metavar="FORMAT",
        help="markdown (a new folder; what you get without this), json (a file, else stdout), or opml (the feeds "
        "of those you follow, for another reader; a file, else stdout)",
    )


def export(context: Context) -> int:
    """Write the owner's full copy."""
    target, form = context.args.target, context.args.format
    if form == "json" or (form is None and context.wants_json):
        number = _export_json(context, target)
    elif form == "opml":
        return _export_opml(context, target)
    elif not target:
        raise UsageError("Where to?", "`learnlog export FOLDER`, or `learnlog export --format json`.")
    else:
        from learnlog.care.exporting import export_markdown

        number = export_markdown(context.workspace, Path(target).expanduser())
    tell(f"{number} documents and posts written" + (f" to {target}" if target else ""))
    if context.wants_json and target:
        put_json({"path": target, "written": number})
    return 0


def _export_json(context: Context, target: str) -> int:
    from learnlog.care.exporting import export_json

    if not target:
        return export_json(context.workspace, json_door(sys.stdout))
    with _new_file(target) as file:
        return export_json(context.workspace, json_door(file))


def _export_opml(context: Context, target: str) -> int:
    from learnlog.care.importing import export_opml

    text, number = export_opml(context.workspace)
    if target:
        with _new_file(target) as file:
            file.write(text)
    else:
        sys.stdout.write(text)
    tell(f"{number} {'feed' if number == 1 else 'feeds'} written" + (f" to {target}" if target else ""))
    if context.wants_json and target:
        put_json({"path": target, "written": number})
    return 0


def _new_file(target: str) -> TextIO:
    """Open a file only I can read; what stands there already is never written over."""
    try:
        handle = os.open(Path(target).expanduser(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(f"There is a file {target} already.", "Name a new one.") from None
    return os.fdopen(handle, "w", encoding="utf-8")


def define_import(parser: Parser) -> None:
    """Say what `import` takes."""
    verb = parser.verbs("KIND")
    for name, summary, what in (
        ("opml", "Follow the people in another reader's subscriptions.", "the OPML file"),
        ("markdown", "Take in Markdown files as entries.", "a file, or a folder with all in it"),
    ):
        kind = verb(name, summary)
        kind.add_argument("path", metavar="PATH", help=what)
        kind.add_argument("--dry-run", action="store_true", help="only say what would happen")
    define_follows(verb("follows", "Choose among those you follow elsewhere, or who are in a list."))


def import_(context: Context) -> int:
    """Take in files."""
    if context.args.verb == "opml":
        from learnlog.care.importing_opml import outline_at

        path = Path(context.args.path)
        return take_in_outline(context, outline_at(path), path.name, dry_run=context.args.dry_run)
    if context.args.verb == "markdown":
        return _import_markdown(context)
    if context.args.verb == "follows":
        return import_follows(context)
    raise UsageError(
        "What kind?",
        "learnlog import opml FILE, learnlog import markdown PATH, or learnlog import follows FROM",
    )


def _import_markdown(context: Context) -> int:
    from learnlog.care.importing import import_markdown

    bar = Bar("Taking in")
    path = Path(context.args.path).expanduser()
    try:
        report = import_markdown(context.workspace, path, dry_run=context.args.dry_run, progress=bar.show)
    finally:
        bar.close()
    left_out = [(name, why) for name, why in report.skipped if name not in report.known]
    _tell_left_out(left_out)
    known = (*report.merged, *report.known)
    counts = f"{len(report.added)} added, {len(known)} known already, {len(left_out)} left out"
    tell(f"{_would(context.args.dry_run)}{counts}")
    if context.wants_json:
        skipped = [{"path": name, "why": why} for name, why in left_out]
        put_json({"added": report.added, "merged": report.merged, "known": report.known, "skipped": skipped})
    return _code(report.added or known, left_out)


def take_in_outline(
    context: Context,
    data: bytes,
    name: str,
    *,
    dry_run: bool = False,
    only: Collection[str] | None = None,
    is_mine: bool = True,
) -> int:
    """Follow the people in an OPML file, or `only` those with these ids, and say who they are; return the exit code."""
    from learnlog.care.importing import take_in_opml

    report = take_in_opml(context.workspace, data, name, dry_run=dry_run, only=only, is_mine=is_mine)
    _tell_left_out(report.left_out)
    for person in report.added:
        tell(Styled("follow  ", "good"), person.name)
    tell(
        f"{_would(dry_run)}{len(report.added)} followed, {len(report.known)} known already, "
        f"{len(report.left_out)} left out."
        f"{' `learnlog fetch` brings their posts.' if report.added else ''}"
    )
    for address in report.unfollowed:
        tell(f"You unfollowed {clean_line(address, 200)}: `learnlog follow` takes it up again")
    if context.wants_json:
        left_out = [{"text": text, "why": why} for text, why in report.left_out]
        added = [person_dict(person) for person in report.added]
        put_json({"added": added, "known": list(report.known), "left_out": left_out})
    return _code(report.added or report.known, report.left_out)


def _would(dry_run: bool) -> str:
    return "It would be: " if dry_run else ""


def _tell_left_out(pairs: Sequence[tuple[str, str]]) -> None:
    for name, why in pairs:
        tell(Styled("left out  ", "warn"), f"{name}: {why}")


def _code(taken: object, left_out: Sequence[object]) -> int:
    """Return 1 when there was something to take in and none of it could be."""
    return 1 if left_out and not taken else 0


PARTS: dict[str, Part] = {"export": (define_export, export), "import": (define_import, import_)}
