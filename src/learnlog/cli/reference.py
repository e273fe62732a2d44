"""The reference of all commands as Markdown, made from the parsers: `docs/commands.md`."""

import argparse
from collections.abc import Iterator

from learnlog.cli.json_names import NAMES
from learnlog.cli.output import say
from learnlog.cli.parser import Parser, full_parser
from learnlog.cli.table import PARTS

COMMON = ("help", "json", "home", "version", "command", "verb")

INTRODUCTION = """\
# Commands

Made by `python -m learnlog.cli.reference > docs/commands.md`; a test compares.

`learnlog` alone opens the screen. Every command takes `--json` (JSON for programs), `--home DIR` (the folder
that holds vault, library and settings; also `LEARNLOG_HOME`) and `--help`.

- Data goes to stdout, narration to stderr. There is no colour in a pipe or under `NO_COLOR`.
- The exit code is 0 when it went well, 1 when it failed, 2 when the command was not understood, and 130 after
  Ctrl-C.
- An id may be typed as the six letters that lists show, or as any start or end that fits one thing only.
- Themes and people may be typed by name, by id, or by an earlier name.
- Dates: `2026-11-23`, `2026-11-23T15:00`, `yesterday`, `"last friday 15:00"`, `"3 days ago"`, `"5 november"`;
  `--since` and `--until` also take `7d`, `2026-11`, `2026`, `"last week"`.
"""


def render() -> str:
    """Return the whole reference."""
    parts = [INTRODUCTION, _contents()]
    for name, parser in _commands(full_parser()):
        parts.append(_section(f"learnlog {name}", parser, "##"))
        parts += [_section(f"learnlog {name} {verb}", one, "###") for verb, one in _commands(parser)]
    return "\n".join([*parts, _json_names()])


def _contents() -> str:
    """Return the commands by what a person does with them, each a link to its section."""
    lines = []
    for title, names in PARTS.items():
        links = " · ".join(f"[{name}](#learnlog-{name})" for name in names)
        lines.append(f"- {title[:1].upper()}{title[1:]}: {links}")
    return "\n".join(lines) + "\n"


def _commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, Parser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _section(title: str, parser: Parser, level: str) -> str:
    rows = [row for action in parser._actions if (row := _row(action))]
    lines = [f"{level} {title}", "", parser.description or "", ""]
    if rows:
        lines += ["| argument | what it is |", "| --- | --- |", *rows, ""]
    return "\n".join(lines)


def _row(action: argparse.Action) -> str:
    is_program_version = action.dest == "version" and action.nargs == 0
    if action.dest in COMMON and (action.dest != "version" or is_program_version):
        return ""
    name = ", ".join(action.option_strings)
    if action.nargs != 0:
        value = str(action.metavar or action.dest.upper())
        value = {"*": f"[{value} ...]", "+": f"{value} ...", "?": f"[{value}]"}.get(str(action.nargs), value)
        name = f"{name} {value}".strip()
    return f"| `{name}` | {(action.help or '').replace('|', '&#124;')} |"


def _json_names() -> str:
    lines = [
        "## JSON",
        "",
        "Lists print an array, single things an object. Names are added, never renamed or removed; moments",
        "are null where none is known.",
    ]
    for kind, names in NAMES.items():
        lines += ["", f"### {kind}", "", "| name | what it is |", "| --- | --- |"]
        lines += [f"| `{name}` | {said} |" for name, said in names.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    say(render().rstrip("\n"))
