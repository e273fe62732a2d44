"""Goals: what I want to be able to do, how far I say it is, and what shows it."""

from typing import TYPE_CHECKING, Any

from learnlog.cli.context import Context
from learnlog.cli.dates import read_day
from learnlog.cli.output import Styled, put_json, say, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.errors import UsageError
from learnlog.model.interchange import entry_dict

if TYPE_CHECKING:
    from learnlog.reflecting.goals import Goal

PROGRESS = ("not started", "working", "can show", "taught others")


def define_goal(parser: Parser) -> None:
    """Say what `goal` takes."""
    parser.add_argument("id", nargs="?", default="", metavar="ID", help="the goal's id, or its start or end")
    parser.add_argument(
        "--new", default="", metavar="TEXT", help="set a goal: what you want to be able to do"
    )
    parser.add_argument("--outcome", default="", metavar="TEXT", help="of a new goal: how you will see it")
    parser.add_argument("--theme", action="append", default=[], metavar="THEME", help="of a new goal")
    parser.add_argument("--progress", choices=PROGRESS, metavar="HOW", help="how far: " + ", ".join(PROGRESS))
    parser.add_argument("--note", default="", metavar="TEXT", help="why, in a line")
    parser.add_argument("--review", metavar="DATE", help="when you look at it again")
    parser.add_argument(
        "--evidence", action="append", default=[], metavar="ID", help="an entry or kept post that shows it"
    )
    parser.add_argument(
        "--drop-evidence", action="append", default=[], metavar="ID", help="take it off the evidence"
    )


def goal(context: Context) -> int:
    """List goals, set one, say how far one is, or what shows it."""
    args = context.args
    if not (args.id or args.new):
        changes = (args.outcome, args.theme, args.progress, args.note, args.review, args.evidence)
        if any(changes) or args.drop_evidence:
            raise UsageError("Which goal is meant?", "`learnlog goal` lists them with their ids.")
        return _list(context)
    made = _new(context) if args.new else _changed(context, args.id)
    if context.wants_json:
        put_json(_goal_json(made))
    else:
        _show(made)
    return 0


def _new(context: Context) -> "Goal":
    args, goals = context.args, context.workspace.goals
    if args.id or args.drop_evidence:
        raise UsageError("A new goal has no id yet.", 'For example: learnlog goal --new "Run a retro"')
    day = read_day(context.now, args.review)
    made = goals.begin(args.new, outcome=args.outcome, review=day, themes=args.theme)
    return _changed(context, made.entry.id, is_new=True)


def _changed(context: Context, id: str, *, is_new: bool = False) -> "Goal":
    args, goals = context.args, context.workspace.goals
    if not is_new and (args.outcome or args.theme):
        raise UsageError("A goal's words are changed as an entry's.", "`learnlog edit ID` opens them.")
    found = goals.get(id)
    if args.progress or args.note or (args.review and not is_new):
        from learnlog.model.comeback import Progress

        progress = Progress(args.progress) if args.progress else None
        day = read_day(context.now, args.review)
        found = goals.look_again(found.entry.id, progress=progress, review=day, note=args.note)
    if args.drop_evidence:
        found = goals.drop_evidence(found.entry.id, *args.drop_evidence)
    if args.evidence:
        found = goals.add_evidence(found.entry.id, *args.evidence)
    return found


def _list(context: Context) -> int:
    found = context.workspace.goals.all()
    if context.wants_json:
        put_json([_goal_json(one) for one in found])
        return 0
    for one in found:
        state = one.progress.value if one.entry.is_open else "closed"
        shown = f"  {len(one.evidence)} to show it" if one.evidence else ""
        back = f"  back on {one.review:%d %b}" if one.review and one.entry.is_open else ""
        say(
            Styled(f"{one.entry.id[-6:]}  ", "dim"),
            Styled(one.entry.headline, "bold"),
            Styled(f"  {state}", "accent"),
            Styled(shown + back, "dim"),
        )
    if not found:
        tell('No goal yet. `learnlog goal --new "What I want to be able to do"` sets one.')
    return 0


def _show(one: "Goal") -> None:
    say(Styled(one.entry.headline, "bold"))
    if one.outcome:
        say(one.outcome)
    tell(one.progress.value + (f", looked at again on {one.review:%d %B}" if one.review else ""))
    for review in one.reviews:
        note = f": {review.note}" if review.note else ""
        say(Styled(f"  {review.day:%d %b %Y}  ", "dim"), f"{review.progress.value}{note}")
    for file in one.entry.attachments:
        say("  ", f"{file.name}, {file.told}")
    for shown in one.evidence:
        day = f"{shown.day:%d %b %Y}" if shown.day else "gone       "
        say(Styled(f"  {shown.id[-6:]}  {day}  ", "dim"), ", ".join((shown.title, *shown.files)))
    tell(one.entry.id)


def _goal_json(one: "Goal") -> dict[str, Any]:
    return {
        **entry_dict(one.entry),
        "outcome": one.outcome,
        "progress": one.progress.value,
        "review": one.review.isoformat() if one.review else None,
        "reviews": [review.front_matter() for review in one.reviews],
        "evidence": [
            {
                "kind": shown.kind.value,
                "id": shown.id,
                "title": shown.title,
                "day": shown.day.isoformat() if shown.day else None,
                "files": list(shown.files),
            }
            for shown in one.evidence
        ],
    }


PARTS: dict[str, Part] = {"goal": (define_goal, goal)}
