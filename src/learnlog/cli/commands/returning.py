"""What comes back: recalling, intentions."""

from typing import TYPE_CHECKING, Any

from learnlog.cli.context import Context
from learnlog.cli.dates import read_day
from learnlog.cli.editor import words_of
from learnlog.cli.output import Styled, put_json, table, tell
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.interchange import entry_dict

if TYPE_CHECKING:
    from learnlog.reflecting.returning import Coming

OUTCOMES = ("done", "changed", "dropped")


def define_back(parser: Parser) -> None:
    """Say what `back` takes."""
    verb = parser.verbs()
    recall = verb("recall", "Look at an insight again; your words become a follow-up that links to it.")
    recall.add_argument("id", metavar="ID", help="the insight's id, or its start or end")
    recall.add_argument("text", nargs="*", metavar="TEXT", help="what you think of it now; - reads a pipe")
    rest = verb("rest", "Let an insight come back no more.")
    rest.add_argument("id", metavar="ID", help="the insight's id, or its start or end")
    rest.add_argument("--again", action="store_true", help="let it come back after all")
    for outcome in OUTCOMES:
        settle = verb(outcome, f"Say that an intention was {outcome}.")
        settle.add_argument("id", metavar="ID", help="the id of the entry it stands on")
        settle.add_argument("--number", type=count, default=1, help="which of its intentions (default: 1)")
        settle.add_argument("--note", default="", metavar="TEXT", help="what came of it")
        settle.add_argument("--later", metavar="DATE", help="let it come back once more on this day")
        if outcome == "changed":
            settle.add_argument(
                "--instead", default="", metavar="TEXT", help="what you intend in its place, back on --later"
            )


def back(context: Context) -> int:
    """List what comes back today, or say what came of it."""
    verb, returns = context.args.verb, context.workspace.returns
    if verb is None:
        return _list_due(context)
    if verb == "recall":
        followed = returns.recall(context.args.id, words_of(context.args.text))
        tell("Recalled." if followed is None else f"Saved “{followed.headline}”, linked to the insight.")
        entry = followed or returns.look(context.args.id)[0]
    elif verb == "rest":
        entry = returns.rest(context.args.id, not context.args.again)
        no_more = "comes back no more; the line `comes_back: no` in its file says so."
        tell(f"“{entry.headline}” {'comes back again.' if context.args.again else no_more}")
    else:
        from learnlog.model.comeback import Outcome

        later = read_day(context.now, context.args.later)
        outcome = Outcome.OPEN if later and verb == "changed" else Outcome(verb)
        number, note = context.args.number - 1, context.args.note
        if verb == "changed" and context.args.instead:
            entry = returns.change(context.args.id, context.args.instead, later, number=number, note=note)
        else:
            entry = returns.settle(context.args.id, outcome, number=number, note=note, later=later)
        tell(f"{verb.capitalize()}.")
    if context.wants_json:
        put_json(entry_dict(entry))
    return 0


def _list_due(context: Context) -> int:
    due = context.workspace.returns.due(recalls=5)
    if context.wants_json:
        put_json([coming_json(one) for one in due])
        return 0
    year = context.now.year
    days = [f"{one.day:%d %b}" if one.day.year == year else f"{one.day:%d %b %Y}" for one in due]
    table(
        [
            [one.entry.id[-6:], day, Styled(_why(one), "dim"), said_of(one)]
            for one, day in zip(due, days, strict=True)
        ]
    )
    if not due:
        tell("Nothing comes back today.")
    return 0


def _why(coming: "Coming") -> str:
    return {"recall": "what do you think now?", "intention": "due", "goal": "how far?"}[coming.kind.value]


def said_of(coming: "Coming") -> str:
    """Return what comes back in words: the intention, or the entry's first line."""
    return coming.intention.words if coming.intention else coming.entry.headline


def coming_json(coming: "Coming") -> dict[str, Any]:
    """Return something that comes back for programs; ``number`` counts from 1."""
    return {
        "kind": coming.kind.value,
        "day": coming.day.isoformat(),
        "entry": coming.entry.id,
        "number": coming.number + 1,
        "words": said_of(coming),
    }


def define_intend(parser: Parser) -> None:
    """Say what `intend` takes."""
    parser.add_argument("id", metavar="ID", help="the entry's id, or its start or end")
    parser.add_argument("text", nargs="+", metavar="TEXT", help='"If …, then I will …"')
    parser.add_argument(
        "--due", metavar="DATE", default="7 days", help="when it comes back (default: in a week)"
    )


def intend(context: Context) -> int:
    """Write an intention on an entry."""
    from datetime import timedelta

    due = (
        context.now.date() + timedelta(weeks=1)
        if context.args.due == "7 days"
        else read_day(context.now, context.args.due)
    )
    entry = context.workspace.returns.intend(context.args.id, " ".join(context.args.text), due)
    tell(f"It comes back on {due:%d %B}." if due else "It stands on the entry.")
    if context.wants_json:
        put_json(entry_dict(entry))
    return 0


PARTS: dict[str, Part] = {
    "back": (define_back, back),
    "intend": (define_intend, intend),
}
