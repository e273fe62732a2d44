"""Showing a coach, and everybody: summaries and bundles."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.errors import UsageError

if TYPE_CHECKING:
    from learnlog.sharing.bundle import Bundle, Shown
    from learnlog.sharing.showing import Asked

AUDIENCES = ("coach", "cohort", "public")
FORMATS = ("html", "pdf", "markdown", "json", "csv")


def _define_asked(parser: Parser) -> None:
    parser.add_argument(
        "--question", default="", metavar="TEXT", help="the one question you have for your coach"
    )
    parser.add_argument("--as", dest="called", default="", metavar="NAME", help="how you want to be called")
    parser.add_argument("--week", action="store_true", help="only this week")
    parser.add_argument("--since", metavar="DATE", help="only from this day on")
    parser.add_argument("--until", metavar="DATE", help="only up to this day")
    parser.add_argument("--theme", default="", metavar="THEME", help="only of this theme")
    parser.add_argument(
        "--programme",
        default="",
        metavar="NAME",
        help="only what answers this programme; its weeks are listed, answered or not",
    )
    parser.add_argument(
        "--entry",
        action="append",
        default=[],
        metavar="ID",
        help="only these entries, in this order; may be repeated",
    )
    parser.add_argument(
        "--for",
        dest="audience",
        choices=AUDIENCES,
        default="coach",
        metavar="WHO",
        help="who reads it: " + ", ".join(AUDIENCES) + " (default: coach)",
    )
    parser.add_argument("--output", metavar="FILE", help="the file to write, or a folder to write it in")


def _asked(context: Context) -> "Asked":
    from learnlog.cli.dates import read_end, read_start
    from learnlog.model.moments import week_start
    from learnlog.model.visibility import Visibility
    from learnlog.sharing.audience import Wanted
    from learnlog.sharing.showing import Asked

    args, now = context.args, context.now
    since = week_start(now) if args.week else None
    wanted = Wanted(
        audience=Visibility(args.audience),
        since=read_start(args.since, now) if args.since else since,
        until=read_end(args.until, now) if args.until else None,
        theme=args.theme,
        programme=args.programme,
        chosen=tuple(args.entry),
    )
    return Asked(wanted=wanted, question=args.question or _question(context), called=args.called)


def _question(context: Context) -> str:
    """Ask for the one question to the coach, where somebody sits there to answer."""
    args = context.args
    is_asked = args.audience == "coach" and not (context.wants_json or getattr(args, "yes", False))
    if not is_asked or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    tell("One question to your coach (Enter: none yet): ")
    return sys.stdin.readline().strip()


def define_summary(parser: Parser) -> None:
    """Say what `summary` takes."""
    _define_asked(parser)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        metavar="FORM",
        help=", ".join(FORMATS) + " (default: what the file's name says, else html)",
    )


def summary(context: Context) -> int:
    """Write a summary to a file, or print it where its form is text."""
    from learnlog.sharing.showing import ENDINGS, rendered
    from learnlog.sharing.writing_out import write_new

    output = context.args.output
    form = (
        context.args.format or _form_of(output) or ("json" if context.wants_json and not output else "html")
    )
    context.workspace.sync.scan()
    asked = _asked(context)
    shown = context.workspace.showing.summary(asked)
    made, withheld = shown.summary, shown.selection.withheld
    language = context.workspace.showing.profiles.get().language
    data = rendered(made, form, page_id="", language=language)
    if not output and form not in ("html", "pdf"):
        say(data.decode("utf-8", "replace").rstrip("\n"))
    else:
        path = Path(output).expanduser() if output else Path.cwd()
        if path.is_dir():
            path /= f"learnlog-summary-{made.made:%Y-%m-%d}.{ENDINGS[form]}"
        path = write_new(path, data)
        if context.wants_json:
            put_json({"path": str(path), "entries": [entry.id for entry in shown.selection.entries]})
        else:
            say(str(path))
    tell(
        f"{_some(len(made.every))} in it; {_some(withheld, 'private ')} of the same time {_stay(withheld)} here."
    )
    _tell_cut(shown)
    _tell_left_out(shown)
    if not made.question:
        tell("Your coach would be glad of one question: --question TEXT.")
    return 0


def _tell_cut(shown: "Shown") -> None:
    for name in shown.cut:
        tell(Styled(f"A link to something that is not shared was cut out of your {name}.", "warn"))


def _tell_left_out(shown: "Shown") -> None:
    for one in shown.selection.left_out:
        tell(Styled("stays here  ", "warn"), f"{one.name}: {one.why}")


def _some(number: int, which: str = "") -> str:
    return f"1 {which}entry" if number == 1 else f"{number:,} {which}entries"


def _stay(number: int) -> str:
    return "stays" if number == 1 else "stay"


def _form_of(output: str | None) -> str:
    from learnlog.sharing.showing import ENDINGS

    ending = Path(output).suffix.lstrip(".").lower() if output else ""
    return next((form for form, known in ENDINGS.items() if known == ending), "")


def define_bundle(parser: Parser) -> None:
    """Say what `bundle` takes."""
    _define_asked(parser)
    parser.add_argument("--yes", action="store_true", help="write it without asking, after the same preview")
    parser.add_argument("--preview", action="store_true", help="only show what would leave, with every text")


def bundle(context: Context) -> int:
    """Show what would leave, ask, and write the bundle."""
    context.workspace.sync.scan()
    made = context.workspace.showing.bundle(_asked(context))
    if context.args.preview:
        _preview(made, texts=True)
        if context.wants_json:
            put_json(_bundle_json(made))
        return 0
    _preview(made, texts=False)
    if not context.args.yes and not _agreed():
        tell("Nothing left. `learnlog bundle --preview` shows every text.")
        return 1
    output = context.args.output
    path = context.workspace.showing.hand_out(made, Path(output).expanduser() if output else Path.cwd())
    if context.wants_json:
        put_json({"path": str(path), **_bundle_json(made)})
    else:
        say(str(path))
    tell("Nothing was sent: give this file to your coach yourself.")
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise UsageError(
            "A bundle is written only after a yes.",
            "`learnlog bundle --preview` shows it; then say `learnlog bundle --yes`.",
        )
    tell("Write this bundle? [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes", "j", "ja")


def _preview(made: "Bundle", *, texts: bool) -> None:
    tell(Styled(f"What would leave, for {made.selection.audience.value}:", "bold"))
    marks = dict.fromkeys(made.fresh, "new") | dict.fromkeys(made.changed, "changed")
    marks = {made.shown.names[id][-8:]: mark for id, mark in marks.items()}
    for name, bytes_ in made.sizes.items():
        size = f"{bytes_:,} bytes"
        mark = next((mark for id, mark in marks.items() if id in name), "")
        called = f"  “{made.enclosed[name].name}”" if name in made.enclosed else ""
        tell("  ", name, called, Styled(f"  {size}  {mark}".rstrip(), "dim"))
    _tell_left_out(made.shown)
    if made.withdrawn:
        tell(
            f"Withdrawn: {_some(len(made.withdrawn))} that left before; your coach's learnlog drops what was withdrawn."
        )
    tell(f"{_some(made.withheld, 'private ')} of the same time {_stay(made.withheld)} here.")
    _tell_cut(made.shown)
    _tell_named(made)
    if made.enclosed:
        tell(
            "What the attached files say inside was not looked through; pictures leave without what a camera adds."
        )
    if texts:
        from learnlog.sharing.plain import render_markdown

        for name, text in made.files.items():
            is_page = name.endswith(".html")
            say(f"\n───── {name}{', as it reads' if is_page else ''}")
            say((render_markdown(made.shown.summary) if is_page else text).rstrip("\n"))


def _tell_named(made: "Bundle") -> None:
    if not made.named:
        tell("No names of people you know, handles, mail addresses or phone numbers were found in it.")
        return
    tell(Styled("Others who are named in it (there may be more than a program can find):", "warn"))
    for one in made.named[:30]:
        tell(f"  {one.kind}  {one.words}", Styled(f"  {one.times} ×" if one.times > 1 else "", "dim"))
    if len(made.named) > 30:
        tell(f"  and {len(made.named) - 30} more; --json lists all")


def _bundle_json(made: "Bundle") -> dict[str, Any]:
    return {
        "id": made.id,
        "files": made.sizes,
        "files_left_out": [{"entry": o.entry, "name": o.name, "why": o.why} for o in made.selection.left_out],
        "entries": [entry.id for entry in made.selection.entries],
        "new": list(made.fresh),
        "changed": list(made.changed),
        "withdrawn": list(made.withdrawn),
        "private": made.withheld,
        "cut": list(made.shown.cut),
        "named": [{"kind": one.kind, "words": one.words, "times": one.times} for one in made.named],
    }


PARTS: dict[str, Part] = {
    "summary": (define_summary, summary),
    "bundle": (define_bundle, bundle),
}
