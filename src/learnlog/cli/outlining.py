"""`follow` with an OPML file: a numbered list, and those of it who are chosen."""

import argparse
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from learnlog.cli.context import Context
from learnlog.cli.output import Styled, cut, put_json, table, tell
from learnlog.cli.parser import numbers
from learnlog.model.errors import UsageError
from learnlog.model.interchange import person_dict

if TYPE_CHECKING:
    from learnlog.model.person import Person


def chosen_in(context: Context, data: bytes, name: str, wanted: Sequence[int]) -> Collection[str]:
    """Return the ids of those in the OPML file `data` who are `wanted`; without numbers, list them and ask.

    Raises:
        UsageError: a number is beyond the list.
        LearnlogError: it cannot be read as OPML.
    """
    from learnlog.care.importing import take_in_opml

    report = take_in_opml(context.workspace, data, name, dry_run=True)
    people = report.added
    if not wanted:
        _show(context, people, len(report.known), report.left_out)
        wanted = _asked_for() if people else ()
    if wanted and max(wanted) > len(people):
        raise UsageError(f"There is no number {max(wanted)}: {len(people)} are new in this list.")
    return {people[number - 1].id for number in wanted}


def _show(
    context: Context, people: "Sequence[Person]", known: int, left_out: Sequence[tuple[str, str]]
) -> None:
    for row, why in left_out:
        tell(Styled("left out  ", "warn"), f"{row}: {why}")
    if context.wants_json:
        put_json([{"number": number, **person_dict(person)} for number, person in enumerate(people, start=1)])
    else:
        table(
            [
                [
                    Styled(f"{number}", "accent"),
                    Styled(person.name, "bold"),
                    Styled(cut(", ".join((*person.circles, *person.themes)), 40), "dim"),
                    Styled(cut(person.channels[0].address or person.channels[0].key, 60), "dim"),
                ]
                for number, person in enumerate(people, start=1)
            ]
        )
    tell(f"A list of feeds: {len(people)} new, {known} known already, {len(left_out)} left out.")


def _asked_for() -> Sequence[int]:
    """Ask on a terminal whom to follow; elsewhere say how to name them."""
    if not sys.stdin.isatty():
        tell("Nobody was followed yet: --choose 1,3,5 follows these, --all everybody.")
        return ()
    tell("Whom? Numbers with commas; Enter for nobody.")
    typed = sys.stdin.readline().strip()
    try:
        return numbers(typed) if typed else ()
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"{error}.", "Nobody was followed.") from error
