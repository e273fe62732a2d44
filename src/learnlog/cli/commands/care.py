"""Looking after what is there: index, backups, health."""

from pathlib import Path
from typing import TYPE_CHECKING

from learnlog.cli.as_text import dashed
from learnlog.cli.context import Context
from learnlog.cli.output import Bar, Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.errors import UsageError

if TYPE_CHECKING:
    from learnlog.care.doctor import Finding


def define_reindex(parser: Parser) -> None:
    """Say what `reindex` takes: nothing of its own."""


def reindex(context: Context) -> int:
    """Rebuild the index from the files."""
    bar = Bar("Reading")
    try:
        number = context.workspace.sync.reindex(bar.show)
    finally:
        bar.close()
    tell(f"{number} files are in the index")
    if context.wants_json:
        put_json({"files": number})
    return 0


def define_backup(parser: Parser) -> None:
    """Say what `backup` takes."""
    parser.add_argument("file", metavar="FILE", help="the file to write, or a folder to write it in")


def backup(context: Context) -> int:
    """Write a backup, and print where."""
    from learnlog.care.backup import backup as write

    path = write(context.workspace, Path(context.args.file).expanduser())
    tell("Everything is in this file:")
    if context.wants_json:
        put_json({"path": str(path)})
    else:
        say(str(path))
    return 0


def define_restore_backup(parser: Parser) -> None:
    """Say what `restore-backup` takes."""
    parser.add_argument("file", metavar="FILE", help="a file that backup wrote")


def restore_backup(context: Context) -> int:
    """Put a backup in place, and print where the replaced home was kept."""
    from learnlog.care.backup import restore_backup as put_back

    kept = put_back(context.workspace, Path(context.args.file).expanduser())
    tell("The backup is in place. What was there before is kept here:")
    if context.wants_json:
        put_json({"replaced": str(kept)})
    else:
        say(str(kept))
    return 0


def define_doctor(parser: Parser) -> None:
    """Say what `doctor` takes."""
    parser.add_argument(
        "--repair", action="store_true", help="first mend attached files, as far as that loses nothing"
    )


def _keys(context: Context) -> "list[Finding]":
    """Look at the settings' keys, which only the screens know: those of an unknown command keep them shut."""
    from learnlog.care.doctor import Finding
    from learnlog.settings import load_settings

    settings = load_settings(context.workspace.paths.settings)
    if not (settings.keys or settings.macro):
        return []
    from learnlog.tui.keys import clashes, keymap
    from learnlog.tui.macros import checked

    try:
        checked(settings.macro)
        wrong = clashes(keymap(settings.keys, settings.macro))
    except UsageError as error:
        return [Finding(False, error.message, f"{error.hint} Until then the screens do not open.")]
    if wrong:
        return [Finding(False, clash, "Give one of them another key in the settings.") for clash in wrong]
    return [Finding(True, "The keys in the settings are those of known commands")]


def doctor(context: Context) -> int:
    """Check everything; fails when anything is not well."""
    from learnlog.care.doctor import examine

    if context.args.repair:
        from learnlog.care.attached import repair

        for done in repair(context.workspace):
            tell(f"{done[:1].upper()}{done[1:]}")
    findings = [*_keys(context), *examine(context.workspace)]
    if context.wants_json:
        put_json([{"ok": f.ok, "what": f.what, "hint": f.hint} for f in findings])
    else:
        table(
            [
                [
                    Styled("ok", "good") if f.ok else Styled("look", "bad"),
                    [f.what, dashed(f.hint)],
                ]
                for f in findings
            ]
        )
    wrong = sum(not finding.ok for finding in findings)
    tell("Everything is well." if not wrong else f"{wrong} of {len(findings)} need a look.")
    return 1 if wrong else 0


def define_tidy(parser: Parser) -> None:
    """Say what `tidy` takes."""
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    parser.add_argument(
        "--keep", metavar="WHAT", help="what stays, in place of the settings: “90 days”, “1000 posts”, “all”"
    )
    parser.add_argument("--again", metavar="WHO", help="let what went of a person come with the next fetch")


def tidy(context: Context) -> int:
    """Let old posts go that nothing of mine rests on, or say which would."""
    from learnlog.model.limits import read_limit

    args, tidying = context.args, context.workspace.tidying
    if args.again:
        count = tidying.allow_again(args.again)
        tell(f"{_posts(count)} may come again with the next fetch, as far as the channels still have them")
        if context.wants_json:
            put_json({"posts": count})
        return 0
    limit = read_limit(args.keep) if args.keep else None
    found = tidying.look(limit) if args.dry_run else tidying.tidy(limit)
    if context.wants_json:
        put_json(
            [
                {"channel": t.key, "person": t.person, "keep": str(t.limit), "over": t.over, "going": t.going}
                for t in found
            ]
        )
    else:
        table(
            [
                [f"{t.going:,}", f"of {t.over:,}", t.person or "nobody you follow", Styled(t.key, "dim")]
                for t in found
            ]
        )
    going = sum(one.going for one in found)
    spared = sum(one.over for one in found) - going
    said = "would go" if args.dry_run else "went and are not fetched again"
    rest = f"; {spared:,} more stay: unread, or something of yours rests on them" if spared else ""
    hint = "" if found else ". The settings `keep` and `keep_found` say what stays."
    tell(f"{_posts(going)} {said}{rest}{hint}")
    return 0


def _posts(number: int) -> str:
    return "1 post" if number == 1 else f"{number:,} posts"


PARTS: dict[str, Part] = {
    "reindex": (define_reindex, reindex),
    "backup": (define_backup, backup),
    "restore-backup": (define_restore_backup, restore_backup),
    "doctor": (define_doctor, doctor),
    "tidy": (define_tidy, tidy),
}
