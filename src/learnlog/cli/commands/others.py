"""The demo, shell completion and the version."""

from pathlib import Path

from learnlog import __version__
from learnlog.cli.context import Context
from learnlog.cli.output import put_json, say, tell
from learnlog.cli.parser import Parser, Part, full_parser

SHELLS = ["bash", "zsh", "fish", "tcsh"]


def define_demo(parser: Parser) -> None:
    """Say what `demo` takes."""
    parser.add_argument("--remove", action="store_true", help="take the demo away again")


def demo(context: Context) -> int:
    """Open the fictional journal, in a home of its own; with ``--json`` only make it and say where."""
    home = Path(context.home).expanduser() if context.home else None
    if context.args.remove:
        from learnlog.demo.folder import DemoFolder

        gone = DemoFolder(home).remove()
        tell("The demo is gone." if gone else "There is no demo.")
        if context.wants_json:
            put_json({"removed": gone})
        return 0
    from learnlog.demo.loader import open_demo

    workspace = open_demo(home)
    try:
        if context.wants_json:
            put_json({"vault": str(workspace.paths.vault), "library": str(workspace.paths.library)})
            return 0
        from learnlog.tui.app import run

        return run(workspace)
    finally:
        workspace.close()


def define_completion(parser: Parser) -> None:
    """Say what `completion` takes."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def completion(context: Context) -> int:
    """Print a completion script."""
    import shtab

    parser = full_parser()
    script = shtab.complete(parser, context.args.shell)
    if context.wants_json:
        put_json({"shell": context.args.shell, "script": script})
    else:
        say(script.rstrip("\n"))
    return 0


def define_version(parser: Parser) -> None:
    """Say what `version` takes: nothing of its own."""


def version(context: Context) -> int:
    """Print the version."""
    if context.wants_json:
        put_json({"version": __version__})
    else:
        say(f"learnlog {__version__}")
    return 0


PARTS: dict[str, Part] = {
    "demo": (define_demo, demo),
    "completion": (define_completion, completion),
    "version": (define_version, version),
}
