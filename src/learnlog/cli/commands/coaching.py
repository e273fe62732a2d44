"""A coach's side: bundles of learners, comments, and what a cohort has in common."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from learnlog.cli.coach_json import cohort_json, learner_json
from learnlog.cli.coach_reading import entry_of, open_file, show
from learnlog.cli.context import Context
from learnlog.cli.editor import words_of
from learnlog.cli.output import Bar, Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part

if TYPE_CHECKING:
    from learnlog.model.learner import Learner

VERBS = ("open", "list", "show", "file", "comment", "give", "cohort", "page", "trust", "forget")
KINDS = ("notice", "ask", "suggest")
Verb = Callable[[str, str], Parser]


def opened_first(words: list[str]) -> list[str]:
    """Return the words after ``coach`` with ``open`` before those that name bundles: the short form of it."""
    values = {number + 1 for number, word in enumerate(words) if word == "--home"}
    said = (word for number, word in enumerate(words) if number not in values and not word.startswith("-"))
    first = next(said, "")
    return ["open", *words] if first and first not in VERBS else words


def _take_learner(parser: Parser) -> None:
    parser.add_argument("learner", metavar="LEARNER", help="their name, or the end of their id")


def _take_file(parser: Parser) -> None:
    parser.add_argument("--as", dest="called", default="", metavar="NAME", help="how you sign")
    parser.add_argument(
        "--output", default=".", metavar="FILE", help="the file to write, or a folder to write it in"
    )


def define_coach(parser: Parser) -> None:
    """Say what `coach` takes."""
    verb = parser.verbs()
    opening = verb("open", "Take bundles in; `learnlog coach FILE…` is the short form.")
    opening.add_argument("place", nargs="+", metavar="FILE", help="bundles, or folders with bundles in them")
    verb("list", "List the learners, with how much of theirs you have not read.")
    _define_reading(verb)
    _define_answering(verb)
    trust = verb("trust", "Take a learner's next bundle in though it is signed anew: they lost their key.")
    _take_learner(trust)
    forget = verb("forget", "Take a learner out of your library with everything of theirs.")
    _take_learner(forget)


def _define_reading(verb: Verb) -> None:
    show = verb("show", "Show what a learner shared, or one entry in full.")
    _take_learner(show)
    show.add_argument(
        "entry", nargs="?", default="", metavar="ENTRY", help="the entry's id, or the end of it"
    )
    file = verb("file", "Open a file that came with an entry, or write it where you say.")
    _take_learner(file)
    file.add_argument("entry", metavar="ENTRY", help="the entry's id, or the end of it")
    file.add_argument("file", metavar="FILE", help="the file's number or name")
    file.add_argument(
        "--output", default="", metavar="PATH", help="the file to write, or a folder to write it in"
    )


def _define_answering(verb: Verb) -> None:
    comment = verb("comment", "Comment on an entry, or on the learner's question.")
    _take_learner(comment)
    comment.add_argument(
        "entry", metavar="ENTRY", help="the entry's id, or its end; `question` for their question"
    )
    comment.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    comment.add_argument("text", nargs="+", metavar="TEXT", help="your words; - reads a pipe")
    give = verb("give", "Write your new comments into a file for the learner.")
    _take_learner(give)
    _take_file(give)
    cohort = verb("cohort", "What the learners have in common, of those who agreed.")
    cohort.add_argument("place", nargs="*", metavar="DIR", help="bundles to take in first")
    page = verb("page", "Write the cohort's page, for those who agreed to be on it.")
    page.add_argument(
        "--announce", action="append", default=[], metavar="TEXT", help="something to say to all"
    )
    _take_file(page)


def coach(context: Context) -> int:
    """Do what a coach does."""
    verbs = {
        "open": _open,
        "list": _list,
        "page": _page,
        "show": show,
        "file": open_file,
        "comment": _comment,
        "give": _give,
        "cohort": _cohort,
        "trust": _trust,
        "forget": _forget,
    }
    return verbs.get(context.args.verb, _desk)(context)


def _take(context: Context, places: list[str]) -> int:
    bar = Bar("Taking in")
    try:
        report = context.workspace.coaching.open([Path(place).expanduser() for place in places], bar.show)
    finally:
        bar.close()
    for name, why in report.left_out:
        tell(Styled("left out  ", "warn"), f"{name}: {why}")
    for before, now in report.renamed:
        tell(f"{before} is called {now} now. If that surprises you, ask them whether the bundle is theirs.")
    tell(f"{report.new} new, {report.known} known already, {len(report.left_out)} left out")
    return 1 if report.left_out and not (report.new or report.known) else 0


def _open(context: Context) -> int:
    code = _take(context, context.args.place)
    return code or _desk(context)


def _desk(context: Context) -> int:
    """Open the coach's desk where there is a terminal, else list the learners."""
    if context.wants_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _list(context)
    from learnlog.tui.app import run

    return run(context.workspace, "app.coach")


def _list(context: Context) -> int:
    learners = context.workspace.coaching.learners()
    if context.wants_json:
        put_json([learner_json(one) for one in learners])
        return 0
    table(
        [
            [
                one.id[-6:],
                one.called,
                f"{one.fresh} new" if one.fresh else "",
                _dim(one),
                one.question.replace("\n", " "),
            ]
            for one in learners
        ]
    )
    if not learners:
        tell("Nobody shared with you yet. `learnlog coach FILE…` takes their bundles in.")
    return 0


def _fresh(learner: "Learner") -> str:
    return f"{learner.fresh} new" if learner.fresh else ""


def _dim(learner: "Learner") -> Styled:
    when = f"{learner.made:%d %b}" if learner.made else ""
    return Styled(f"{learner.entries} entries · {when}", "dim")


def _comment(context: Context) -> int:
    coaching, args = context.workspace.coaching, context.args
    learner = coaching.get(args.learner)
    entry = None if args.entry == "question" else entry_of(context, learner, args.entry)
    made = coaching.comment(learner, entry, args.kind, words_of(args.text))
    tell(f"Kept. `learnlog coach give {learner.id[-6:]}` writes it into a file for {learner.called}.")
    if context.wants_json:
        put_json({"id": made.id, "kind": made.kind, "text": made.text})
    return 0


def _give(context: Context) -> int:
    coaching, args = context.workspace.coaching, context.args
    learner = coaching.get(args.learner)
    by = args.called or context.workspace.showing.profiles.get().called or "your coach"
    path = coaching.give(learner, Path(args.output).expanduser(), by=by)
    if path is None:
        tell(f"There are no new comments for {learner.called}.")
        return 1
    if context.wants_json:
        put_json({"path": str(path)})
    else:
        say(str(path))
    tell("Nothing was sent: mail it yourself.")
    return 0


def _cohort(context: Context) -> int:
    if context.args.place:
        _take(context, context.args.place)
    found = context.workspace.coaching.cohort()
    if context.wants_json:
        put_json(cohort_json(found))
        return 0
    say(Styled(f"{found.learners} learners", "bold"))
    parts = (
        ("Topics three or more share", [f"{one.name}  ({one.learners})" for one in found.topics]),
        (
            "Could meet (both agreed)",
            [f"{m.first.called} and {m.second.called}: {', '.join(m.themes)}" for m in found.matches],
        ),
        ("Open questions", [f"{entry.title}  ({one.called})" for entry, one in found.questions]),
        ("Can help with", [f"{offer}  ({one.called})" for offer, one in found.offers]),
        (
            "Longer silent than they usually are (agreed to be told)",
            [
                f"{q.learner.called}: no shared entry for {q.days} days (usual gap {q.usual})"
                for q in found.quiet
            ],
        ),
    )
    for heading, lines in parts:
        if lines:
            say(Styled(heading, "accent"))
            for line in lines:
                say("  ", line)
    return 0


def _page(context: Context) -> int:
    args, workspace = context.args, context.workspace
    by = args.called or workspace.showing.profiles.get().called or "your coach"
    place = Path(args.output).expanduser()
    path, file = workspace.cohorts.give(place, announcements=args.announce, by=by)
    if context.wants_json:
        put_json({"path": str(path), "learners": len(file.members), "number": file.number})
    else:
        say(str(path))
    number = "1 learner is" if len(file.members) == 1 else f"{len(file.members)} learners are"
    tell(f"{number} on it. Nothing was sent: give it to them yourself.")
    return 0


def _trust(context: Context) -> int:
    coaching = context.workspace.coaching
    learner = coaching.get(context.args.learner)
    coaching.trust(learner)
    tell(f"The next bundle of {learner.called} may be signed anew. Did they tell you so themselves?")
    if context.wants_json:
        put_json({"trusted": learner.id})
    return 0


def _forget(context: Context) -> int:
    coaching = context.workspace.coaching
    learner = coaching.get(context.args.learner)
    coaching.forget(learner)
    tell(f"Everything of {learner.called} is gone from your library.")
    if context.wants_json:
        put_json({"forgotten": learner.id})
    return 0


PARTS: dict[str, Part] = {"coach": (define_coach, coach)}
