"""Views: searches that are lists of the River."""

from collections.abc import Callable

from learnlog.cli.commands.posts import give_posts
from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.interchange import view_dict
from learnlog.model.query import PostFilter
from learnlog.model.view import View


def define_views(parser: Parser) -> None:
    """Say what `views` takes."""
    verb = parser.verbs()
    verb("list", "List the views, each with its unread posts.")
    adding = verb("add", "Keep a search as a view.")
    adding.add_argument("name", metavar="NAME", help="what you call it")
    adding.add_argument(
        "search", nargs="+", metavar="WORDS", help="what it searches for, as `search` takes it"
    )
    showing = verb("show", "List the posts of a view, newest first.")
    showing.add_argument("name", metavar="NAME", help="the view, by name or its beginning")
    showing.add_argument("--unread", action="store_true", help="unread ones only")
    showing.add_argument("-n", "--limit", type=count, default=20, metavar="N", help="how many (20)")
    renaming = verb("rename", "Give a view another name.")
    renaming.add_argument("name", metavar="NAME", help="the view")
    renaming.add_argument("new", metavar="NEW", help="its new name")
    changing = verb("change", "Give a view another search.")
    changing.add_argument("name", metavar="NAME", help="the view")
    changing.add_argument("search", nargs="+", metavar="WORDS", help="what it searches for from now on")
    moving = verb("move", "Move a view up or down among the others.")
    moving.add_argument("name", metavar="NAME", help="the view")
    moving.add_argument(
        "way", choices=("up", "down", "first", "last"), metavar="WAY", help="up, down, first or last"
    )
    verb("remove", "Take a view away; its posts stay.").add_argument("name", metavar="NAME", help="the view")


def views(context: Context) -> int:
    """Carry out a verb on views; without one list them."""
    return VERBS[context.args.verb or "list"](context)


def _list(context: Context) -> int:
    workspace = context.workspace
    every = workspace.views.all()
    counts = {view.id: workspace.river.unread_of(view.search) for view in every}
    if context.wants_json:
        put_json([{**view_dict(view), "unread": counts[view.id]} for view in every])
    else:
        table([[view.name, f"{counts[view.id]:,}", Styled(view.search, "dim")] for view in every])
    if problem := workspace.views.problem():
        tell(f"views.md: {problem}")
    elif not every:
        tell("No views yet. `learnlog views add NAME WORDS` keeps a search as one.")
    return 0


def _add(context: Context) -> int:
    args = context.args
    view = context.workspace.views.add(" ".join(args.search), args.name)
    return _give(context, view, f"“{view.name}” is a list of the River now")


def _show(context: Context) -> int:
    args, workspace = context.args, context.workspace
    search = workspace.views.get(args.name).search
    asked = PostFilter(search=search, unread=args.unread, now=workspace.clock())
    return give_posts(context, workspace.river.page(asked, limit=args.limit))


def _rename(context: Context) -> int:
    view = context.workspace.views.change(context.args.name, name=context.args.new)
    return _give(context, view, f"It is called “{view.name}” now")


def _change(context: Context) -> int:
    view = context.workspace.views.change(context.args.name, search=" ".join(context.args.search))
    return _give(context, view, f"“{view.name}” searches for {view.search} now")


def _move(context: Context) -> int:
    steps = {"up": -1, "down": 1, "first": -1000, "last": 1000}
    view = context.workspace.views.move(context.args.name, steps[context.args.way])
    return _give(context, view, f"Moved “{view.name}”")


def _remove(context: Context) -> int:
    view = context.workspace.views.remove(context.args.name)
    return _give(context, view, f"Removed “{view.name}”, which searched for {view.search}")


def _give(context: Context, view: View, said: str) -> int:
    tell(said)
    if context.wants_json:
        put_json(view_dict(view))
    else:
        say(view.id)
    return 0


VERBS: dict[str, Callable[[Context], int]] = {
    "list": _list,
    "add": _add,
    "show": _show,
    "rename": _rename,
    "change": _change,
    "move": _move,
    "remove": _remove,
}
PARTS: dict[str, Part] = {"views": (define_views, views)}
