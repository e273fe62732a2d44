"""How far I read: compared with what my networks keep of it, and evened out when I say so."""

from typing import TYPE_CHECKING

from learnlog.cli.context import Context
from learnlog.cli.output import put_json, say, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.moments import to_text

if TYPE_CHECKING:
    from typing import Any

    from learnlog.talking.base import HomePost
    from learnlog.talking.positions import Standing


def define_position(parser: Parser) -> None:
    """Say what `position` takes."""
    parser.add_argument("--to", default="", metavar="ACCOUNT", help="your account, when you have several")
    parser.add_argument("--take", action="store_true", help="mark read here what you read there")
    parser.add_argument("--share", action="store_true", help="say there how far you read here")
    parser.add_argument(
        "--past-unread",
        action="store_true",
        help="with --share: up to the last post you read, also past some that you did not",
    )


def position(context: Context) -> int:
    """Compare how far I read here and on my network, and even it out."""
    from learnlog.cli.talk import account_on, with_leave
    from learnlog.model.post import posts_said

    args, positions = context.args, context.workspace.positions
    account = account_on(context, "mastodon")
    standing = positions.look(account)
    if args.take:
        tell(f"{posts_said(positions.take(standing))} marked read here")
    if args.share:
        with_leave(context, account)
        place = positions.share(standing, skipping=args.past_unread)
        tell(
            f"{account.handle} has read up to {called(place)}"
            if place
            else "There is nothing new to say there."
        )
    if context.wants_json:
        put_json(_json(standing))
    elif not (args.take or args.share):
        _show(standing)
    return 0


def _show(standing: "Standing") -> None:
    handle = standing.account.handle
    place = standing.place
    say(f"{handle} has read up to {called(place)}" if place else f"Nobody says how far {handle} read.")
    if standing.read_there:
        say(f"{len(standing.read_there)} of these are unread here: --take marks them read.")
    if standing.ahead:
        say(f"Here you read on, up to {called(standing.ahead)}: --share says so there.")
    if standing.furthest:
        say(
            f"The last you read here is {called(standing.furthest)}; before it are {standing.skipped} that you did "
            "not read: --share --past-unread goes past them."
        )
    if standing.is_even:
        say("You read as far here as there.")


def called(place: "HomePost") -> str:
    """Return a line of a timeline in words."""
    return f"{place.who}, “{place.words}” ({place.moment.astimezone():%Y-%m-%d %H:%M})"


def _json(standing: "Standing") -> "dict[str, Any]":
    def place(one: "HomePost | None") -> "dict[str, Any] | None":
        if one is None:
            return None
        return {"uri": one.uri, "who": one.who, "text": one.words, "moment": to_text(one.moment)}

    return {
        "account": standing.account.id,
        "place": place(standing.place),
        "read_there": [post.id for post in standing.read_there],
        "ahead": place(standing.ahead),
        "furthest": place(standing.furthest),
        "skipped": standing.skipped,
    }


PARTS: dict[str, Part] = {"position": (define_position, position)}
