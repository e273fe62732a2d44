"""Posts: listing, keeping and marking them."""

from typing import TYPE_CHECKING

from learnlog.cli.as_text import post_rows
from learnlog.cli.commands.finding import define_span, span
from learnlog.cli.context import Context
from learnlog.cli.output import put_json, say, table, tell
from learnlog.cli.pages import posts_json
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.errors import UsageError
from learnlog.model.interchange import kept_dict
from learnlog.model.query import PostFilter

if TYPE_CHECKING:
    from learnlog.model.post import Post


def define_river(parser: Parser) -> None:
    """Say what `river` takes."""
    parser.add_argument("-n", "--limit", type=count, default=20, metavar="N", help="how many (20)")
    parser.add_argument("--theme", default="", metavar="NAME", help="on this theme")
    parser.add_argument("--circle", default="", metavar="NAME", help="by people of this circle")
    parser.add_argument("--person", default="", metavar="WHO", help="by this person")
    parser.add_argument("--view", default="", metavar="NAME", help="of this view")
    parser.add_argument("--search", default="", metavar="WORDS", help="that this search finds, by time")
    parser.add_argument("--hidden", action="store_true", help="those that rules hide, and no others")
    parser.add_argument("--unread", action="store_true", help="unread ones only")
    parser.add_argument("--starred", action="store_true", help="starred ones only")
    parser.add_argument("--no-boosts", action="store_true", help="without what they only pass on")
    parser.add_argument("--no-answers", action="store_true", help="without their answers to others")
    define_span(parser)


def both(one: str, other: str) -> str:
    """Return the search that finds what each of two finds; "" finds everything."""
    return f"({one}) ({other})" if one.strip() and other.strip() else one or other


def river(context: Context) -> int:
    """List posts, newest first."""
    args, workspace = context.args, context.workspace
    since, until = span(context)
    asked = PostFilter(
        theme=workspace.themes.get(args.theme).slug if args.theme else "",
        circle=args.circle,
        person=workspace.people.get(args.person).id if args.person else "",
        unread=args.unread,
        starred=args.starred,
        boosts=not args.no_boosts,
        answers=not args.no_answers,
        search=both(workspace.views.get(args.view).search if args.view else "", args.search),
        now=workspace.clock(),
        hidden="only" if args.hidden else "out",
        since=since,
        until=until,
    )
    return give_posts(context, workspace.river.page(asked, limit=args.limit))


def give_posts(context: Context, posts: "list[Post]") -> int:
    """Print a list of posts."""
    if context.wants_json:
        put_json(posts_json(context.workspace, posts))
    else:
        table(post_rows(posts, context.theme_names(posts)))
    if not posts:
        tell("No posts fit. `learnlog fetch` asks for new ones.")
    return 0


def define_keep(parser: Parser) -> None:
    """Say what `keep` takes."""
    parser.add_argument("post", metavar="POST", help="the post's id, or its start or end")
    parser.add_argument("--why", help="one line on why")
    parser.add_argument("--theme", action="append", metavar="NAME", help="theme, by name; may be repeated")
    parser.add_argument("--tag", action="append", metavar="WORD", help="tag; may be repeated")


def keep(context: Context) -> int:
    """Keep a post, and print the kept post's id."""
    args = context.args
    kept = context.workspace.keeping.keep(args.post, why=args.why, themes=args.theme, tags=args.tag)
    tell(f"Kept “{kept.headline}” in {kept.path}")
    if context.wants_json:
        put_json(kept_dict(kept))
    else:
        say(kept.id)
    return 0


def define_mark(parser: Parser) -> None:
    """Say what `mark` takes."""
    parser.add_argument("post", nargs="+", metavar="POST", help="a post's id, or its start or end")
    read = parser.add_mutually_exclusive_group()
    read.add_argument("--read", dest="read", action="store_true", default=None, help="mark read")
    read.add_argument("--unread", dest="read", action="store_false", help="mark unread")
    star = parser.add_mutually_exclusive_group()
    star.add_argument("--star", dest="star", action="store_true", default=None, help="star")
    star.add_argument("--unstar", dest="star", action="store_false", help="take the star away")
    parser.add_argument("--show", action="store_true", help="show again, where a rule hides it")
    parser.add_argument("--theme", default="", metavar="NAME", help="put under this theme")
    parser.add_argument(
        "--no-theme", default="", metavar="NAME", help="take from this theme, where you or a rule put it"
    )


def mark(context: Context) -> int:
    """Mark posts."""
    args, workspace = context.args, context.workspace
    if args.read is None and args.star is None and not (args.theme or args.no_theme or args.show):
        hint = "Give --read, --unread, --star, --unstar, --show, --theme NAME or --no-theme NAME."
        raise UsageError("Nothing to mark.", hint)
    ids = [workspace.keeping.post(reference).id for reference in args.post]
    if args.read is not None:
        workspace.river.mark_read(ids, args.read)
    for id in ids:
        if args.star is not None:
            workspace.river.star(id, args.star)
        if args.show:
            workspace.ruler.show(id)
        if args.theme:
            workspace.river.give_theme(id, args.theme)
        if args.no_theme:
            workspace.river.give_theme(id, args.no_theme, given=False)
    posts = [workspace.keeping.post(id) for id in ids]
    if context.wants_json:
        put_json(posts_json(workspace, posts))
    else:
        table(post_rows(posts, context.theme_names(posts)))
    return 0


PARTS: dict[str, Part] = {
    "river": (define_river, river),
    "keep": (define_keep, keep),
    "mark": (define_mark, mark),
}
