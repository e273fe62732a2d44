"""Weeks: what each of them has, and how themes went over them."""

from typing import TYPE_CHECKING, Any

from learnlog.cli.context import Context
from learnlog.cli.dates import read_day
from learnlog.cli.output import Styled, put_json, say, tell
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.interchange import entry_dict

if TYPE_CHECKING:
    from learnlog.reflecting.weeks import Calendar, WeekContent, WeekCount

_BARS = "·▁▂▃▄▅▆▇"


def define_weeks(parser: Parser) -> None:
    """Say what `weeks` takes."""
    parser.add_argument("--weeks", type=count, default=26, metavar="N", help="how many (default: 26)")
    parser.add_argument(
        "--week", metavar="DATE", help="list what was written and kept in the week of this day"
    )


def weeks(context: Context) -> int:
    """Show weeks with what they have, or list one week."""
    if context.args.week:
        day = read_day(context.now, context.args.week)
        return _one(context, context.workspace.weeks.open(day or context.now.date()))
    found = context.workspace.weeks.look(context.args.weeks)
    if context.wants_json:
        put_json(_calendar_json(found))
        return 0
    for theme in found.themes:
        most = max(theme.weeks) or 1
        bars = "".join(_BARS[-(-(len(_BARS) - 1) * n // most)] for n in theme.weeks)
        say(Styled(bars, "accent"), f"  {theme.total:>4}  ", theme.name)
    names = {theme.slug: theme.name for theme in found.themes}
    for week in reversed(found.weeks):
        about = ", ".join(f"{names[slug]} {n}" for slug, n in week.themes)
        say(Styled(f"{week.name}  {week.monday:%d %b}  ", "dim"), _said(week), Styled(f"  {about}", "dim"))
    tell(f"{found.reflected} of {len(found.weeks)} weeks with a reflection.")
    return 0


def _said(week: "WeekCount") -> str:
    mark = "●" if week.entries else "◆" if week.kept else "·"
    parts = [f"{week.entries} written"] if week.entries else []
    parts += [f"{week.kept} kept"] if week.kept else []
    return f"{mark} {' · '.join(parts)}".rstrip()


def _one(context: Context, week: "WeekContent") -> int:
    if context.wants_json:
        kept = [
            {"id": one.id, "title": one.headline, "author": one.author, "kept": one.kept.date().isoformat()}
            for one in week.kept
        ]
        entries = [entry_dict(entry) for entry in week.entries]
        put_json({"monday": week.monday.isoformat(), "entries": entries, "kept": kept})
        return 0
    for entry in week.entries:
        say(Styled(f"{entry.id[-6:]}  {entry.created:%a}  ", "dim"), entry.headline)
    for one in week.kept:
        say(
            Styled(f"{one.id[-6:]}  {one.kept:%a}  ", "dim"),
            f"◆ {one.headline}",
            Styled(f"  {one.author}", "dim"),
        )
    if not (week.entries or week.kept):
        tell("Nothing was written or kept in that week.")
    return 0


def _calendar_json(found: "Calendar") -> dict[str, Any]:
    return {
        "with_a_reflection": found.reflected,
        "weeks": [
            {
                "week": week.name,
                "monday": week.monday.isoformat(),
                "entries": week.entries,
                "kept": week.kept,
                "themes": dict(week.themes),
            }
            for week in found.weeks
        ],
        "themes": {theme.slug: {"name": theme.name, "weeks": list(theme.weeks)} for theme in found.themes},
    }


PARTS: dict[str, Part] = {"weeks": (define_weeks, weeks)}
