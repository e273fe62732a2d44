"""Reading the command line: one small parser for the command that was asked, all of them for the help."""

import argparse
import os
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from learnlog.cli.context import Context
from learnlog.cli.table import COMMANDS, PARTS, Command
from learnlog.model.errors import UsageError

Define = Callable[["Parser"], None]
Run = Callable[[Context], int]
Part = tuple[Define, Run]
"""What a command takes, and what it does."""


class Formatter(argparse.HelpFormatter):
    """Help as wide as the terminal; argparse's own would import shutil for every single argument."""

    def __init__(self, prog: str, width: int | None = None, **others: Any) -> None:
        super().__init__(prog, width=width or _help_width(), **others)


def _help_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 20:
        return min(int(columns), 100) - 2
    try:
        return max(40, min(os.get_terminal_size().columns, 100) - 2)
    except OSError:
        return 78


class Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of ending the process."""

    def __init__(self, **options: Any) -> None:
        options = {"formatter_class": Formatter, "allow_abbrev": False, "add_help": False, **options}
        super().__init__(**options)
        self.add_argument("-h", "--help", action="help", help="show this help and exit")

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the command line as a `UsageError`."""
        said = message[:1].upper() + message[1:].rstrip(".")
        raise UsageError(f"{said}.", f"`{self.prog} --help` shows how.")

    def common(self) -> None:
        """Add what every command takes."""
        self.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="print JSON for programs"
        )
        self.add_argument(
            "--home",
            metavar="DIR",
            default=argparse.SUPPRESS,
            help="folder that holds vault, library and settings",
        )

    def verbs(self, metavar: str = "VERB") -> Callable[[str, str], "Parser"]:
        """Return a function that adds a verb of this command (its name and sentence) and gives its parser."""
        action = self.add_subparsers(dest="verb", metavar=metavar, prog=self.prog)

        def add(name: str, summary: str) -> Parser:
            parser: Parser = action.add_parser(name, help=_lowered(summary), description=summary)
            parser.common()
            return parser

        return add


class RootParser(Parser):
    """The parser of the whole program: its help lists the commands by what a person does with them."""

    def format_help(self) -> str:
        """Return the help: how to begin, the commands part by part, the options that every command takes."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        (commands,) = (one for one in self._actions if isinstance(one, argparse._SubParsersAction))
        lines = {one.dest: one for one in commands._choices_actions}
        parts = [(title, [lines[name] for name in names]) for title, names in PARTS.items()]
        options = [one for one in self._actions if one is not commands]
        for title, actions in (*parts, ("options", options)):
            formatter.start_section(title)
            formatter.add_arguments(actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()


def _lowered(summary: str) -> str:
    return summary[:1].lower() + summary[1:].rstrip(".")


def count(text: str) -> int:
    """Read a whole number from 1, for an option."""
    if text.isdecimal() and 0 < int(text) < 10**9:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1")


def numbers(text: str) -> list[int]:
    """Read whole numbers from 1 with commas between them: ``1,3,5``."""
    return [count(part.strip()) for part in text.split(",") if part.strip()]


def part_of(name: str) -> Part:
    """Import what the command `name` takes and does."""
    module = import_module(f"learnlog.cli.commands.{COMMANDS[name].group}")
    part: Part = module.PARTS[name]
    return part


def parser_of(name: str) -> Parser:
    """Return the parser of one command."""
    parser = Parser(prog=f"learnlog {name}", description=described(COMMANDS[name]))
    _define(parser, name)
    return parser


def described(command: Command) -> str:
    """Return what a command's own help says of it."""
    return f"{command.summary} {command.more}".rstrip()


def _define(parser: Parser, name: str) -> None:
    part_of(name)[0](parser)
    parser.common()


def full_parser(*, deep: bool = True) -> Parser:
    """Return the parser of the whole program; without `deep` the commands' own arguments are left out."""
    parser = RootParser(
        prog="learnlog",
        description="A learning journal in the terminal, and a reader for the people you learn from. "
        "Without a command it opens the screen; `learnlog demo` opens one that is filled already.",
        epilog="`learnlog COMMAND --help` says more about one.",
    )
    parser.common()
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog="learnlog", parser_class=Parser)
    for name, command in COMMANDS.items():
        one: Parser = commands.add_parser(
            name, help=_lowered(command.summary), description=described(command)
        )
        if deep:
            _define(one, name)
    return parser


def split(argv: Sequence[str]) -> tuple[list[str], str, list[str]]:
    """Split `argv` into the options before the command, the command ("" when there is none) and the rest."""
    leading: list[str] = []
    rest = list(argv)
    while rest and rest[0].startswith("-"):
        leading.append(rest.pop(0))
        if leading[-1] == "--home" and rest:
            leading.append(rest.pop(0))
    return leading, rest[0] if rest else "", rest[1:]
