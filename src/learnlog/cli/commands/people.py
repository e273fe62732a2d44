"""Following people, and looking at whom I follow."""

from typing import TYPE_CHECKING

from learnlog.cli.as_text import person_rows
from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.errors import UsageError
from learnlog.model.interchange import person_dict

if TYPE_CHECKING:
    from learnlog.reading.sources.base import Found


def define_follow(parser: Parser) -> None:
    """Say what `follow` takes."""
    parser.add_argument("url", metavar="URL", help="a feed or a home page")
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="the person's name")
    parser.add_argument(
        "--theme", action="append", default=[], metavar="NAME", help="theme they help with; may be repeated"
    )
    parser.add_argument(
        "--circle", action="append", default=[], metavar="NAME", help="circle they belong to; may be repeated"
    )
    parser.add_argument("--why", default="", help="one line on why you follow them")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="all feeds found, not just the first")
    which.add_argument("--choose", type=count, metavar="N", help="the Nth feed found")


def follow(context: Context) -> int:
    """Look at an address and follow what is there."""
    args, following = context.args, context.workspace.following
    tell(f"Looking at {args.url} …")
    found = following.look(args.url)
    chosen = _choose(context, found)
    person, arrived = following.follow(
        chosen, name=args.name, themes=args.theme, circles=args.circle, why=args.why
    )
    tell(f"You follow {person.name} now; {_posts(arrived)} arrived")
    if context.wants_json:
        put_json({**person_dict(person), "new": arrived})
    else:
        say(person.id)
    return 0


def _choose(context: Context, found: "list[Found]") -> "list[Found]":
    """Show what was found, and return what is to be followed."""
    wanted = context.args.choose or 1
    if wanted > len(found):
        raise UsageError(f"There is no number {wanted}: {_feeds(len(found))} found.")
    for number, one in enumerate(found, start=1):
        mark = "→" if context.args.all or number == wanted else " "
        tell(
            f"{mark} {number}. ",
            Styled(one.title or one.key, "bold"),
            f"  {one.key}  {_posts(len(one.newest))}",
        )
    if len(found) > 1 and not context.args.all and not context.args.choose:
        tell("Following the first; --all or --choose N takes others.")
    return found if context.args.all else [found[wanted - 1]]


def _feeds(number: int) -> str:
    return "one feed was" if number == 1 else f"{number} feeds were"


def _posts(number: int) -> str:
    return "1 post" if number == 1 else f"{number} posts"


def define_unfollow(parser: Parser) -> None:
    """Say what `unfollow` takes."""
    parser.add_argument("who", nargs="+", metavar="WHO", help="a person's name, id or channel")


def unfollow(context: Context) -> int:
    """Stop following someone."""
    person = context.workspace.people.unfollow(" ".join(context.args.who))
    tell(f"You do not follow {person.name} any more; the card, kept posts and insights stay")
    if context.wants_json:
        put_json(person_dict(person))
    return 0


def define_people(parser: Parser) -> None:
    """Say what `people` takes."""
    parser.add_argument("--theme", default="", metavar="NAME", help="who help with this theme")
    parser.add_argument("--circle", default="", metavar="NAME", help="of this circle")
    parser.add_argument("--all", action="store_true", help="those you unfollowed as well")


def people(context: Context) -> int:
    """List the people I follow."""
    args, workspace = context.args, context.workspace
    slug = workspace.themes.get(args.theme).slug if args.theme else ""
    circle = args.circle.casefold()
    found = [
        person
        for person in workspace.people.all(unfollowed=args.all)
        if (not slug or slug in person.themes) and (not circle or circle in map(str.casefold, person.circles))
    ]
    if context.wants_json:
        put_json([person_dict(person) for person in found])
    else:
        posts = workspace.library.posts
        table(
            person_rows(found, context.theme_names(found), posts.unread_by_person(), posts.last_by_person())
        )
    if not found:
        tell("Nobody yet. `learnlog follow URL` follows someone.")
    return 0


PARTS: dict[str, Part] = {
    "follow": (define_follow, follow),
    "unfollow": (define_unfollow, unfollow),
    "people": (define_people, people),
}
