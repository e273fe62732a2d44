"""`import follows`: a numbered list first, and then only those who were chosen."""

from typing import TYPE_CHECKING

from learnlog.cli.context import Context
from learnlog.cli.output import Bar, Styled, cut, put_json, table, tell
from learnlog.cli.parser import Parser, numbers
from learnlog.model.errors import UsageError
from learnlog.model.interchange import person_dict

if TYPE_CHECKING:
    from learnlog.reading.sources.follows import Followed


def define_follows(parser: Parser) -> None:
    """Say what `import follows` takes."""
    parser.add_argument(
        "path",
        metavar="FROM",
        help="Mastodon's CSV; @me@instance, me.bsky.social, or a list or starter pack on bsky.app",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--choose",
        type=numbers,
        metavar="N,N",
        help="follow these of the list; without it the list is only shown",
    )
    which.add_argument("--all", action="store_true", help="follow everybody in it")


def import_follows(context: Context) -> int:
    """List whom I follow elsewhere, or follow those who are chosen."""
    from learnlog.reading.following.importing import ImportingFollows

    args, space = context.args, context.workspace
    importing = ImportingFollows(space.library, space.following, space.sources, space.changes, space.clock)
    listed = importing.listed(args.path)
    if not (args.all or args.choose):
        return _show(context, listed)
    wanted = range(1, len(listed) + 1) if args.all else args.choose
    if max(wanted) > len(listed):
        raise UsageError(f"There is no number {max(wanted)}: {len(listed)} are in the list.")
    chosen = [listed[number - 1] for number in dict.fromkeys(wanted)]
    bar = Bar("Following")
    try:
        people, left_out = importing.follow(chosen, lambda done, of, _: bar.show(done, of))
    finally:
        bar.close()
    for person in people:
        tell(Styled("follow  ", "good"), person.name)
    for address, why in left_out:
        tell(Styled("left out  ", "warn"), f"{address}: {why}")
    tell(f"{len(people)} followed, {len(left_out)} left out")
    if context.wants_json:
        left = [{"text": address, "why": why} for address, why in left_out]
        put_json({"added": [person_dict(person) for person in people], "known": [], "left_out": left})
    return 1 if left_out and not people else 0


def _show(context: Context, listed: "list[Followed]") -> int:
    if context.wants_json:
        put_json(
            [
                {
                    "number": number,
                    "address": one.address,
                    "handle": one.handle,
                    "name": one.name,
                    "boosts": one.boosts,
                    "known": one.known,
                }
                for number, one in enumerate(listed, start=1)
            ]
        )
        return 0
    table(
        [
            [
                Styled(f"{number}", "accent"),
                Styled(one.name or one.handle or one.address, "bold"),
                (one.handle or one.address) if one.name else "",
                ["followed here" if one.known else "", "" if one.boosts else " boosts hidden"],
                Styled(cut(one.bio, 60), "dim"),
            ]
            for number, one in enumerate(listed, start=1)
        ]
    )
    tell("Nobody was followed yet: --choose 1,3,5 follows these, --all everybody.")
    return 0
