"""From the command line to an exit code: 0 well, 1 failed, 2 not understood."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from learnlog.cli import output
from learnlog.cli.context import Context
from learnlog.cli.parser import full_parser, parser_of, part_of, split
from learnlog.cli.table import COMMANDS, READS_POSTS
from learnlog.model.errors import LearnlogError, UsageError

if TYPE_CHECKING:
    from learnlog.workspace import Workspace

INTERRUPTED = 130


def main(argv: Sequence[str], opener: "Callable[[str], Workspace] | None" = None) -> int:
    """Carry out the command in `argv` and return the exit code; `opener` opens the workspace of a home."""
    output.prepare()
    try:
        code = _run(argv, opener)
        sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        output.abandon()
        return 1
    except LearnlogError as error:
        return _failed(error)
    except OSError as error:
        return _failed(_refused(error))
    except Exception as error:
        if os.environ.get("LEARNLOG_DEBUG"):
            raise
        from learnlog.cli.crash import report

        return _failed(report(error, argv))
    return code


def _failed(error: LearnlogError) -> int:
    output.tell("learnlog: ", error.message)
    if error.hint:
        output.tell("  ", error.hint)
    return 2 if isinstance(error, UsageError) else 1


def _refused(error: OSError) -> LearnlogError:
    """Put what the system refused in a sentence."""
    where = f": {error.filename}" if error.filename else ""
    return LearnlogError(f"The system refused it{where} ({error.strerror or error}).")


def _run(argv: Sequence[str], opener: "Callable[[str], Workspace] | None") -> int:
    leading, name, rest = split(argv)
    if name not in COMMANDS:
        return _without_command(leading, name, opener)
    args = parser_of(name).parse_args([*leading, *_prepared(name, rest)])
    context = Context(args, opener)
    try:
        run = part_of(name)[1]
        if name in READS_POSTS:
            context.catch_up()
        return run(context)
    finally:
        context.close()


def _prepared(name: str, rest: list[str]) -> list[str]:
    if name == "search":
        from learnlog.cli.commands.finding import words_last

        return words_last(rest)
    if name == "coach":
        from learnlog.cli.commands.coaching import opened_first

        return opened_first(rest)
    return rest


def _without_command(leading: list[str], name: str, opener: "Callable[[str], Workspace] | None") -> int:
    if name:
        raise UsageError(f"There is no command “{name}”.", _nearest(name))
    args = full_parser(deep=False).parse_args(leading)
    if args.version:
        return part_of("version")[1](Context(args))
    context = Context(args, opener)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The screen needs a terminal.", "`learnlog --help` lists the commands of the shell.")
    from learnlog.tui.app import run

    try:
        return run(context.workspace)
    finally:
        context.close()


def _nearest(name: str) -> str:
    import difflib

    close = difflib.get_close_matches(name, list(COMMANDS), 1, 0.5)
    return f"Did you mean `learnlog {close[0]}`?" if close else "`learnlog --help` lists them all."
