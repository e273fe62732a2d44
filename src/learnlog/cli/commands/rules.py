"""Rules: what is done to posts as they arrive."""

from collections.abc import Callable, Sequence

from learnlog.cli.as_text import Names, minute, named, post_rows
from learnlog.cli.context import Context
from learnlog.cli.output import Cell, Styled, put_json, say, table, tell
from learnlog.cli.pages import posts_json
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.errors import UsageError
from learnlog.model.interchange import rule_dict
from learnlog.model.moments import to_text
from learnlog.model.post import posts_said
from learnlog.model.view import DOES, Rule


def define_rules(parser: Parser) -> None:
    """Say what `rules` takes."""
    verb = parser.verbs()
    verb("list", "List the rules, what each does, and what keeps one from doing it.")
    adding = verb("add", "Make a rule for the posts that arrive from now on.")
    adding.add_argument("name", metavar="NAME", help="what you call it")
    adding.add_argument(
        "search", nargs="+", metavar="WORDS", help="what it searches for, as `search` takes it"
    )
    _define_deeds(adding)
    adding.add_argument("--apply", action="store_true", help="apply it to the posts that are here as well")
    trying = verb("try", "Show what a search, or a rule, would catch of the posts that are here.")
    trying.add_argument("search", nargs="+", metavar="WORDS", help="what to search for; a rule with --rule")
    trying.add_argument("--rule", action="store_true", help="WORDS are the name of a rule")
    trying.add_argument("-n", "--limit", type=count, default=20, metavar="N", help="how many are listed (20)")
    changing = verb("change", "Change a rule; what is not given stays.")
    changing.add_argument("name", metavar="NAME", help="the rule, by name or its beginning")
    changing.add_argument("--rename", default="", metavar="NEW", help="its new name")
    changing.add_argument("--search", default="", metavar="WORDS", help="what it searches for from now on")
    _define_deeds(changing)
    for name, summary in (
        ("apply", "Apply a rule to the posts that are here."),
        ("off", "Let a rule rest."),
        ("on", "Let a rule work again."),
        ("remove", "Take a rule away; what it did stays."),
    ):
        verb(name, summary).add_argument("name", metavar="NAME", help="the rule")
    undoing = verb("undo", "Take back all that the last run of a rule changed.")
    undoing.add_argument(
        "name", nargs="?", default="", metavar="NAME", help="the rule; without: the last run of any"
    )
    running = verb("runs", "List what rules did, the last run first.")
    running.add_argument("name", nargs="?", default="", metavar="NAME", help="of one rule")


def _define_deeds(parser: Parser) -> None:
    parser.add_argument("--star", action="store_true", help="star the posts")
    parser.add_argument("--read", action="store_true", help="mark them read")
    parser.add_argument("--hide", action="store_true", help="hide them; `river --hidden` shows them")
    parser.add_argument(
        "--theme", action="append", default=[], metavar="NAME", help="put them under a theme; may be repeated"
    )


def rules(context: Context) -> int:
    """Carry out a verb on rules; without one list them."""
    return VERBS[context.args.verb or "list"](context)


def _list(context: Context) -> int:
    workspace = context.workspace
    every = workspace.rules.all()
    if context.wants_json:
        put_json([rule_dict(rule) for rule in every])
    else:
        names = context.all_theme_names if every else {}
        table([[rule.name, _does(rule, names), Styled(rule.search, "dim")] for rule in every])
    for problem in workspace.rules.problems():
        tell(f"rules.md: {problem}")
    if not every:
        tell("No rules yet. `learnlog rules try WORDS` shows what one would catch, `rules add` makes it.")
    return 0


def _does(rule: Rule, names: Names) -> str:
    off = " (does nothing)" if rule.problem else " (off)" if rule.off else ""
    return ", ".join((*rule.does, *(f"theme {name}" for name in named(rule.themes, names)))) + off


def _add(context: Context) -> int:
    args, workspace = context.args, context.workspace
    rule = workspace.rules.add(" ".join(args.search), args.name, does=_deeds(context), themes=args.theme)
    workspace.ruler.begin()
    given = _give(context, rule, f"The rule “{rule.name}” works on what arrives from now on")
    if args.apply:
        return _apply_one(context, rule.id)
    caught = workspace.ruler.catch(rule.search, 1).count
    if caught:
        tell(f"Of the posts that are here it fits {caught:,}: `learnlog rules apply {rule.id}`")
    return given


def _deeds(context: Context) -> list[str]:
    return [word for word in DOES if getattr(context.args, word)]


def _try(context: Context) -> int:
    args, workspace = context.args, context.workspace
    words = " ".join(args.search)
    rule = workspace.rules.get(words) if args.rule else None
    caught = workspace.ruler.catch(rule.search if rule else words, args.limit)
    if context.wants_json:
        posts = posts_json(workspace, list(caught.newest))
        put_json({"count": caught.count, "spared": caught.spared, "posts": posts})
    else:
        table(post_rows(list(caught.newest), context.theme_names(caught.newest)))
    tell(f"It would catch {posts_said(caught.count)} of those that are here")
    if (rule is None or rule.tells_stories) and (spared := caught.spared_said()):
        tell(spared)
    return 0


def _change(context: Context) -> int:
    args = context.args
    deeds = _deeds(context)
    if not (args.rename or args.search or deeds or args.theme):
        raise UsageError("Nothing to change.", "Give --rename, --search, --star, --read, --hide or --theme.")
    rule = context.workspace.rules.change(
        args.name,
        name=args.rename,
        search=args.search,
        does=deeds if deeds or args.theme else None,
        themes=args.theme if deeds or args.theme else None,
    )
    return _give(context, rule, f"Changed the rule “{rule.name}”")


def _apply(context: Context) -> int:
    return _apply_one(context, context.args.name)


def _apply_one(context: Context, name: str) -> int:
    ruled = context.workspace.ruler.apply(name)
    tell(
        f"“{ruled.rule.name}” changed {posts_said(ruled.posts)}"
        if ruled.posts
        else "Nothing was left to change"
    )
    if context.wants_json:
        put_json({**rule_dict(ruled.rule), "changed": ruled.posts, "run": ruled.run})
    elif ruled.posts:
        tell(f"`learnlog rules undo {ruled.rule.id}` takes it back")
    return 0


def _switch(context: Context) -> int:
    off = context.args.verb == "off"
    rule = context.workspace.rules.change(context.args.name, off=off)
    return _give(context, rule, f"The rule “{rule.name}” {'rests' if off else 'works again'}")


def _remove(context: Context) -> int:
    rule = context.workspace.rules.remove(context.args.name)
    return _give(context, rule, f"Removed the rule “{rule.name}”; what it did stays")


def _undo(context: Context) -> int:
    run = context.workspace.ruler.take_back(context.args.name)
    when = minute(run.moment.astimezone(context.now.tzinfo))
    tell(f"Taken back: “{run.name}” on {posts_said(run.posts)}, ", when)
    if context.wants_json:
        put_json({"rule": run.rule, "posts": run.posts, "moment": to_text(run.moment)})
    return 0


def _runs(context: Context) -> int:
    workspace = context.workspace
    name = context.args.name
    runs = workspace.ruler.runs(workspace.rules.get(name).id if name else "")
    if context.wants_json:
        put_json(
            [{"rule": r.rule, "name": r.name, "posts": r.posts, "moment": to_text(r.moment)} for r in runs]
        )
    else:
        rows: Sequence[Sequence[Cell]] = [
            [minute(run.moment.astimezone(context.now.tzinfo)), run.name, posts_said(run.posts)]
            for run in runs
        ]
        table(rows)
    if not runs:
        tell("No rule has changed anything yet.")
    return 0


def _give(context: Context, rule: Rule, said: str) -> int:
    tell(said)
    if context.wants_json:
        put_json(rule_dict(rule))
    else:
        say(rule.id)
    return 0


VERBS: dict[str, Callable[[Context], int]] = {
    "list": _list,
    "add": _add,
    "try": _try,
    "change": _change,
    "apply": _apply,
    "on": _switch,
    "off": _switch,
    "remove": _remove,
    "undo": _undo,
    "runs": _runs,
}
PARTS: dict[str, Part] = {"rules": (define_rules, rules)}
