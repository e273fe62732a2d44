"""The cohort I am in: what came back from its coach, and what my own bundle tells of me there."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, tell
from learnlog.cli.parser import Parser, Part

if TYPE_CHECKING:
    from learnlog.coaching.cohorts import Mine
    from learnlog.model.cohort import CohortFile, MemberEntry


def define_cohort(parser: Parser) -> None:
    """Say what `cohort` takes."""
    parser.add_argument("file", nargs="*", metavar="FILE", help="pages that a coach gave back, to take in")
    parser.add_argument(
        "--mine", action="store_true", help="what a coach's view of the cohort would take from my bundle"
    )
    parser.add_argument("--forget", metavar="COHORT", help="take a cohort out of my library")


def cohort(context: Context) -> int:
    """Take pages in and show what they say; or what my own bundle would tell."""
    cohorts, args = context.workspace.cohorts, context.args
    if args.forget:
        file = cohorts.get(args.forget)
        cohorts.forget(file)
        tell(f"The cohort of {file.by} is gone from your library.")
        if context.wants_json:
            put_json({"forgotten": file.id})
        return 0
    if args.mine:
        context.workspace.sync.scan()
        return _show_mine(context, cohorts.mine())
    for name in args.file:
        file, is_new = cohorts.take(Path(name).expanduser())
        tell(f"{file.by}: {'taken in' if is_new else 'known already, or older than what is known'}")
    files = cohorts.all()
    if context.wants_json:
        put_json([_file_json(file) for file in files])
        return 0
    for file in files:
        _show(file)
    if not files:
        tell("You are in no cohort yet. `learnlog cohort FILE` takes in the page your coach gives you.")
    return 0


def _show(file: "CohortFile") -> None:
    say(Styled(f"The cohort of {file.by}", "bold"), Styled(f"  {file.made:%d %B %Y} · {file.id[-6:]}", "dim"))
    for words in file.announcements:
        say(words)
    parts = (
        ("Who is here", [_member(one.called, one.introduction, one.offers) for one in file.members]),
        (
            "You could meet",
            [f"{one.first} and {one.second}: {', '.join(one.themes)}" for one in file.meetings],
        ),
    )
    for heading, lines in parts:
        if lines:
            say(Styled(heading, "accent"))
            for line in lines:
                say("  ", line)
    _show_entries("Open questions", file.questions)
    for thread in file.threads:
        _show_entries(f"Answers to {thread.title}", thread.entries)
    _show_entries("Also shared", file.others)


def _member(called: str, introduction: str, offers: tuple[str, ...]) -> str:
    helps = f"can help with {', '.join(offers)}" if offers else ""
    return " · ".join(part for part in (called, introduction, helps) if part)


def _show_entries(heading: str, entries: "tuple[MemberEntry, ...]") -> None:
    if entries:
        say(Styled(heading, "accent"))
    for entry in entries:
        say(Styled(entry.title, "bold"), Styled(f"  {entry.by} · {entry.day:%d %B %Y}", "dim"))
        if entry.below:
            say(entry.below)


def _show_mine(context: Context, mine: "Mine") -> int:
    from learnlog.coaching.telling import told_of_me

    rows = list(told_of_me(mine))
    if context.wants_json:
        put_json({"agreed": list(mine.learner.agreed), "view": dict(rows)})
        return 0
    say(Styled("What the cohort's view would take from my bundle", "bold"))
    for heading, said in rows:
        say(Styled(heading, "accent"))
        say("  ", said)
    tell("`learnlog sharing` says what you agreed to, and changes it.")
    return 0


def _file_json(file: "CohortFile") -> dict[str, Any]:
    from dataclasses import asdict

    values = asdict(file)
    values["made"] = file.made.isoformat()
    for entry in (
        *values["others"],
        *values["questions"],
        *(e for t in values["threads"] for e in t["entries"]),
    ):
        entry["day"] = entry["day"].isoformat()
    return values


PARTS: dict[str, Part] = {"cohort": (define_cohort, cohort)}
