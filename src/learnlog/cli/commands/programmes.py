"""Programmes of weekly assignments: begin one, answer it, leave it."""

from typing import TYPE_CHECKING, Any

from learnlog.cli.context import Context
from learnlog.cli.dates import read_day
from learnlog.cli.editor import edited, words_of
from learnlog.cli.output import Styled, put_json, say, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.interchange import entry_dict

if TYPE_CHECKING:
    from learnlog.reflecting.programmes import Standing


def define_programme(parser: Parser) -> None:
    """Say what `programme` takes."""
    verb = parser.verbs()
    begin = verb("begin", "Begin a programme: a coach's file, or one that comes with learnlog.")
    begin.add_argument("source", metavar="FILE", help="the file, or working-out-loud, or privacy-in-the-team")
    begin.add_argument("--on", metavar="DATE", help="the day its first week opens (default: this Monday)")
    leave = verb("leave", "Leave a programme; its file and your answers stay.")
    leave.add_argument("programme", metavar="PROGRAMME", help="its name, such as working-out-loud")
    show = verb("show", "Show an assignment in full: its task, people to look at, what it leads to.")
    show.add_argument("assignment", metavar="ASSIGNMENT", help="such as working-out-loud/3")
    answer = verb("answer", "Answer an assignment.")
    answer.add_argument("assignment", metavar="ASSIGNMENT", help="such as working-out-loud/3")
    answer.add_argument(
        "text", nargs="*", metavar="TEXT", help="your answer; - reads a pipe; nothing opens the editor"
    )


def programme(context: Context) -> int:
    """Show the assignments that opened, begin a programme, or answer one."""
    if context.args.verb == "begin":
        return _begin(context)
    if context.args.verb == "answer":
        return _answer(context)
    if context.args.verb == "leave":
        return _leave(context)
    if context.args.verb == "show":
        return _show_assignment(context)
    standing = context.workspace.programmes.standing()
    if context.wants_json:
        put_json([_standing_json(one) for one in standing])
        return 0
    for one in standing:
        week = one.assignment
        state = "answered" if one.answers else "this week" if one.is_current else "open"
        say(Styled(f"{week.id}  ", "dim"), Styled(week.title, "bold"), Styled(f"  {state}", "accent"))
        say("  ", week.task)
    if not standing:
        tell("No programme has begun. `learnlog programme begin working-out-loud` begins one.")
    return 0


def _begin(context: Context) -> int:
    made = context.workspace.programmes.begin(context.args.source, read_day(context.now, context.args.on))
    tell(f"“{made.title}” begins on {made.start:%d %B %Y}, {len(made.weeks)} weeks.")
    if context.wants_json:
        put_json(
            {"name": made.name, "title": made.title, "start": made.start.isoformat() if made.start else None}
        )
    return 0


def _leave(context: Context) -> int:
    left = context.workspace.programmes.leave(context.args.programme)
    tell(f"You left “{left.title}”. `learnlog programme begin {left.name}` takes it up again.")
    if context.wants_json:
        put_json(
            {"name": left.name, "title": left.title, "left": left.left.isoformat() if left.left else None}
        )
    return 0


def _show_assignment(context: Context) -> int:
    programmes = context.workspace.programmes
    wanted = programmes.get(context.args.assignment)
    programme = next(one for one in programmes.all() if one.name == wanted.programme)
    one = next(week for week in programmes.weeks_of(programme) if week.assignment.id == wanted.id)
    if context.wants_json:
        put_json(_standing_json(one))
        return 0
    say(Styled(wanted.title, "bold"), Styled(f"  {programme.title}, week {wanted.number}", "dim"))
    say(wanted.task)
    for heading, lines in (
        ("To show for it", [wanted.evidence] if wanted.evidence else []),
        ("People to look at", wanted.people),
        ("What you can do after it", wanted.outcomes),
        ("Answered", [f"{entry.id}  {entry.headline}" for entry in one.answers]),
    ):
        if lines:
            say(Styled(heading, "accent"))
            for words in lines:
                say("  ", words)
    return 0


def _answer(context: Context) -> int:
    from learnlog.journal.entries import NewEntry
    from learnlog.reflecting.packs import answered, laid_out

    args, workspace = context.args, context.workspace
    assignment = workspace.programmes.get(args.assignment)
    if args.text:
        text = words_of(args.text)
    else:
        language = workspace.showing.profiles.get().language
        pack = workspace.packs.get(assignment.prompts or "programme", language)
        pack = pack.asking(assignment.theme or assignment.title)
        with edited(laid_out(pack), "assignment", workspace.settings.editor) as written:
            text = answered(pack, written)[0]
    entry = workspace.programmes.answer(assignment.id, NewEntry(body=text))
    tell(f"Saved “{entry.headline}” as an answer to {assignment.id}.")
    if context.wants_json:
        put_json(entry_dict(entry))
    else:
        say(entry.id)
    return 0


def _standing_json(one: "Standing") -> dict[str, Any]:
    week = one.assignment
    return {
        "id": week.id,
        "programme": one.programme.title,
        "title": week.title,
        "task": week.task,
        "opens": week.opens.isoformat(),
        "theme": week.theme,
        "evidence": week.evidence,
        "people": list(week.people),
        "outcomes": list(week.outcomes),
        "open": one.is_open,
        "current": one.is_current,
        "answers": [entry.id for entry in one.answers],
    }


PARTS: dict[str, Part] = {"programme": (define_programme, programme)}
