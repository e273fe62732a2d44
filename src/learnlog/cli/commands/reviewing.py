"""Looking back on purpose: prompts, the weekly review."""

from typing import TYPE_CHECKING, Any

from learnlog.cli.commands.returning import coming_json, said_of
from learnlog.cli.context import Context
from learnlog.cli.dates import read_day
from learnlog.cli.editor import edited, read_stdin
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.interchange import entry_dict

if TYPE_CHECKING:
    from learnlog.reflecting.reviewing import Week

_BARS = "·▁▂▃▄▅▆▇"


def define_prompts(parser: Parser) -> None:
    """Say what `prompts` takes."""
    parser.add_argument("name", nargs="?", default="", metavar="PACK", help="show the questions of this pack")
    parser.add_argument("--theme", default="", metavar="THEME", help="with this theme's name in them")
    parser.add_argument("--language", default="", metavar="CODE", help="en or nl")
    asking = parser.add_mutually_exclusive_group()
    asking.add_argument(
        "--quiet",
        type=count,
        nargs="?",
        const=1,
        metavar="WEEKS",
        help="ask nothing by itself for a week, or so many",
    )
    asking.add_argument("--off", action="store_true", help="never ask anything by itself")
    asking.add_argument("--on", action="store_true", help="ask again, once, what was left open")
    parser.add_argument(
        "--explain",
        choices=("yes", "no"),
        metavar="yes|no",
        help="whether the screen explains things, once each",
    )


def _prefer(context: Context) -> int:
    """Say how much is asked and explained, after changing what was asked for."""
    args, preferences = context.args, context.workspace.preferences
    if args.quiet:
        preferences.be_quiet(args.quiet)
    if args.off or args.on:
        preferences.set_asking(bool(args.on))
    if args.explain:
        preferences.set_helping(args.explain == "yes")
    until = preferences.quiet_until
    if context.wants_json:
        put_json(
            {
                "asks": preferences.asks,
                "quiet_until": until.isoformat() if until else None,
                "explains": preferences.helps,
            }
        )
        return 0
    quiet = f"Nothing is asked until {until.day} {until:%B}." if until else "Nothing is asked by itself."
    tell("What you leave open is asked about once." if preferences.asks else quiet)
    tell("Things are explained once each." if preferences.helps else "Nothing is explained by itself.")
    return 0


def prompts(context: Context) -> int:
    """List prompt packs, or print one to write in; or say how much is asked."""
    from learnlog.reflecting.packs import laid_out

    args, packs = context.args, context.workspace.packs
    if args.quiet or args.off or args.on or args.explain:
        return _prefer(context)
    language = args.language or context.workspace.showing.profiles.get().language
    if not args.name:
        found = packs.all(language)
        if context.wants_json:
            put_json(
                [{"name": p.name, "title": p.title, "language": p.language, "about": p.about} for p in found]
            )
        else:
            table([[p.name, p.title, Styled(p.about, "dim")] for p in found])
        return 0
    theme = context.workspace.themes.find(args.theme) if args.theme else None
    pack = packs.get(args.name, language).asking(theme.name if theme else args.theme)
    if context.wants_json:
        parts = [{"key": part.key, "ask": part.ask, "follow": part.follow} for part in pack.parts]
        put_json({"name": pack.name, "title": pack.title, "language": pack.language, "parts": parts})
    else:
        say(laid_out(pack).rstrip("\n"))
    return 0


def define_review(parser: Parser) -> None:
    """Say what `review` takes."""
    parser.add_argument("--week", metavar="DATE", help="the week this day is in (default: this week)")
    parser.add_argument(
        "--write", action="store_true", help="write the review in your editor, where you left it"
    )
    parser.add_argument("--text", metavar="TEXT", help="the review's text; - reads a pipe")


def review(context: Context) -> int:
    """Show the week as it lies there, and write its review."""
    workspace = context.workspace
    week = workspace.reviewing.week(read_day(context.now, context.args.week))
    if context.args.text is not None or context.args.write:
        return _write_review(context, week)
    if context.wants_json:
        put_json(_week_json(week))
        return 0
    _show_week(week)
    if week.review:
        tell(f"Reviewed already: {week.review.id}")
    else:
        tell("`learnlog review --write` asks three questions about it.")
    return 0


def _write_review(context: Context, week: "Week") -> int:
    workspace = context.workspace
    language = workspace.showing.profiles.get().language
    pack, questions = workspace.reviewing.asked(week, language)
    if context.args.text is not None:
        text = read_stdin() if context.args.text == "-" else context.args.text
        entry = workspace.reviewing.save(week, text, pack)
    else:
        begun = workspace.drafts.read(week.draft) or questions
        with edited(begun, week.draft, workspace.settings.editor) as text:
            workspace.drafts.save(week.draft, text)
            entry = workspace.reviewing.save(week, text, pack)
        workspace.drafts.discard(week.draft)
    tell(f"Saved “{entry.headline}”, linked to {len(week.entries)} entries of the week.")
    if context.wants_json:
        put_json(entry_dict(entry))
    else:
        say(entry.id)
    return 0


def _show_week(week: "Week") -> None:
    say(Styled(f"Week {week.name}, from {week.monday:%d %B}", "bold"))
    parts = (
        ("Carried on from last week", [week.carried] if week.carried else []),
        ("Written", [entry.headline for entry in week.entries]),
        ("Kept, not yet used", [kept.headline for kept in week.unused[:8]]),
        ("Open questions", [entry.headline for entry in week.questions[:8]]),
        ("Due", [said_of(one) for one in week.due[:8]]),
    )
    for heading, lines in parts:
        if lines:
            say(Styled(heading, "accent"))
            for line in lines:
                say("  ", line.replace("\n", " "))
    for name, weeks in week.themes.items():
        most = max(weeks) or 1
        bars = "".join(_BARS[round((len(_BARS) - 1) * n / most)] for n in weeks)
        say("  ", bars, f"  {sum(weeks):>3}  ", name)
    say(
        "  ",
        "".join(
            "●" if wrote else "◆" if kept else "·"
            for wrote, kept in zip(week.reflected, week.kept, strict=True)
        ),
        f"  {sum(week.reflected)} of {len(week.reflected)} weeks with a reflection",
    )


def _week_json(week: "Week") -> dict[str, Any]:
    return {
        "week": week.name,
        "monday": week.monday.isoformat(),
        "entries": [entry.id for entry in week.entries],
        "unused": [kept.id for kept in week.unused],
        "questions": [entry.id for entry in week.questions],
        "due": [coming_json(one) for one in week.due],
        "themes": {name: list(weeks) for name, weeks in week.themes.items()},
        "reflected": list(week.reflected),
        "kept": list(week.kept),
        "review": week.review.id if week.review else "",
        "carried": week.carried,
    }


PARTS: dict[str, Part] = {
    "prompts": (define_prompts, prompts),
    "review": (define_review, review),
}
