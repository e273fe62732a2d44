"""A command that failed unforeseen: of which home it was, and which command."""

from collections.abc import Sequence
from contextlib import suppress

from learnlog.care.crashes import sentence
from learnlog.cli.table import COMMANDS
from learnlog.model.errors import LearnlogError
from learnlog.settings import find_paths


def report(error: BaseException, argv: Sequence[str]) -> LearnlogError:
    """Return the sentence that tells of `error`, and where the report of it is."""
    command = next((word for word in argv if word in COMMANDS), "")
    paths = None
    with suppress(OSError, RuntimeError):  # the home of a user that is none
        paths = find_paths(_home(argv))
    return sentence(error, paths, command)


def _home(argv: Sequence[str]) -> str:
    """Return what ``--home`` says, even on a command line that could not be understood."""
    for number, word in enumerate(argv):
        if word.startswith("--home="):
            return word.partition("=")[2]
        if word == "--home":
            return "".join(argv[number + 1 : number + 2])
    return ""
