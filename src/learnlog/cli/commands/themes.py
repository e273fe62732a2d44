"""Themes: what I am working on."""

from collections.abc import Callable

from learnlog.cli.as_text import theme_rows
from learnlog.cli.context import Context
from learnlog.cli.output import put_json, say, table, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.interchange import theme_dict
from learnlog.model.theme import ThemeStatus, WorkTheme

STATUS = {"park": ThemeStatus.PARKED, "finish": ThemeStatus.FINISHED, "reopen": ThemeStatus.ACTIVE}


def define_theme(parser: Parser) -> None:
    """Say what `theme` takes."""
    verb = parser.verbs()
    listing = verb("list", "List the themes, active ones first.")
    listing.add_argument("--all", action="store_true", help="merged ones as well")
    adding = verb("add", "Name something you are working on.")
    adding.add_argument("name", nargs="+", metavar="NAME", help="what you call it")
    adding.add_argument("--question", default="", help="what you want to find out")
    adding.add_argument(
        "--keyword",
        action="append",
        default=[],
        metavar="WORD",
        help="word or phrase that proposes posts for it",
    )
    adding.add_argument(
        "--tag", action="append", default=[], metavar="WORD", help="tag that proposes entries for it"
    )
    renaming = verb("rename", "Give a theme a new name; the old one still finds it.")
    renaming.add_argument("name", metavar="NAME", help="the theme, by name or id")
    renaming.add_argument("new", metavar="NEW", help="its new name")
    words = verb("keywords", "Propose keywords for a theme, from what you wrote on it.")
    words.add_argument("name", nargs="+", metavar="NAME", help="the theme, by name or id")
    words.add_argument("--accept", action="store_true", help="give the theme all of them")
    merging = verb("merge", "Make everything of one theme count for another.")
    merging.add_argument("name", metavar="NAME", help="the theme that goes")
    merging.add_argument("into", metavar="INTO", help="the theme that stays")
    for name, summary in (
        ("show", "Show a theme's page: question, insights, people, posts."),
        ("park", "Put a theme aside for now."),
        ("finish", "Say that a theme is done."),
        ("reopen", "Take a parked or finished theme up again."),
    ):
        verb(name, summary).add_argument("name", nargs="+", metavar="NAME", help="the theme, by name or id")


def theme(context: Context) -> int:
    """Carry out a verb on themes; without one list them."""
    return VERBS[context.args.verb or "list"](context)


def _list(context: Context) -> int:
    themes = context.workspace.themes.all(merged=getattr(context.args, "all", False))
    if context.wants_json:
        put_json([theme_dict(one) for one in themes])
    else:
        table(theme_rows(themes))
    if not themes:
        tell('No themes yet. `learnlog theme add "…"` names one.')
    return 0


def _add(context: Context) -> int:
    args = context.args
    made = context.workspace.themes.add(
        " ".join(args.name), question=args.question, keywords=args.keyword, tags=args.tag
    )
    given = _give(context, made, f"Made the theme “{made.name}” ({made.path})")
    if not made.keywords:
        tell(f"`learnlog theme keywords {made.slug}` proposes keywords from what you write on it.")
    return given


def _keywords(context: Context) -> int:
    args, around = context.args, context.workspace.finder.around
    name = " ".join(args.name)
    words = around.keywords(name)
    if args.accept and words:
        changed = around.accept(name, words)
        tell(f"“{changed.name}” looks for {', '.join(words)} as well now")
    if context.wants_json:
        put_json(words)
    else:
        for word in words:
            say(word)
    if not words:
        tell("Nothing to propose yet: write a few entries under the theme first.")
    elif not args.accept:
        tell("--accept gives the theme all of them; `theme add --keyword` and its page take others.")
    return 0


def _rename(context: Context) -> int:
    renamed = context.workspace.themes.rename(context.args.name, context.args.new)
    return _give(context, renamed, f"It is called “{renamed.name}” now; “{context.args.name}” still finds it")


def _merge(context: Context) -> int:
    target = context.workspace.themes.merge(context.args.name, context.args.into)
    return _give(context, target, f"Everything of “{context.args.name}” counts for “{target.name}” now")


def _show(context: Context) -> int:
    from learnlog.cli.pages import page_of_theme, theme_page_json
    from learnlog.overview.theme_page import look_at_theme

    page = look_at_theme(context.workspace, " ".join(context.args.name))
    if context.wants_json:
        put_json(theme_page_json(context.workspace, page))
    else:
        page_of_theme(page, context.all_theme_names)
    return 0


def _set_status(context: Context) -> int:
    status = STATUS[context.args.verb]
    changed = context.workspace.themes.set_status(" ".join(context.args.name), status)
    return _give(context, changed, f"“{changed.name}” is {changed.status.value}")


def _give(context: Context, found: WorkTheme, said: str) -> int:
    tell(said)
    if context.wants_json:
        put_json(theme_dict(found))
    else:
        say(found.slug)
    return 0


VERBS: dict[str, Callable[[Context], int]] = {
    "list": _list,
    "add": _add,
    "keywords": _keywords,
    "rename": _rename,
    "merge": _merge,
    "show": _show,
    "park": _set_status,
    "finish": _set_status,
    "reopen": _set_status,
}
PARTS: dict[str, Part] = {"theme": (define_theme, theme)}
