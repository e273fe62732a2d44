"""Following people, and looking at whom I follow."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from learnlog.cli.as_text import person_rows
from learnlog.cli.context import Context
from learnlog.cli.introducing import introduce, list_offers
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part, numbers
from learnlog.model.circles import circles_around
from learnlog.model.errors import UsageError
from learnlog.model.interchange import person_dict

if TYPE_CHECKING:
    from learnlog.model.person import Person
    from learnlog.reading.following.meeting import Meeting
    from learnlog.reading.sources.base import Found


def define_follow(parser: Parser) -> None:
    """Say what `follow` takes."""
    parser.add_argument(
        "url",
        metavar="ADDRESS",
        help="a homepage, feed, domain, profile, @name@host, name.bsky.social or DID; or OPML, a file or its address",
    )
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="the person's name")
    parser.add_argument(
        "--theme", action="append", default=[], metavar="NAME", help="theme they help with; may be repeated"
    )
    parser.add_argument(
        "--circle", action="append", default=[], metavar="NAME", help="circle they belong to; may be repeated"
    )
    parser.add_argument("--why", default="", help="one line on why you follow them")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--all", action="store_true", help="every channel found, proven theirs or not; everybody in OPML"
    )
    which.add_argument(
        "--choose", type=numbers, metavar="N,N", help="only the Nth channel found, or these of an OPML file"
    )
    which.add_argument(
        "--with",
        dest="others",
        action="extend",
        nargs="+",
        type=numbers,
        default=[],
        metavar="N",
        help="the Nth channel found as well, though it is not proven theirs",
    )


def follow(context: Context) -> int:
    """Look at an address and follow whom it leads to, or everybody in an OPML file."""
    from learnlog.reading.following.importing import is_outline, name_at
    from learnlog.reading.sorting.ruler import ruled_said
    from learnlog.reading.sources.base import OutlineError

    args, following = context.args, context.workspace.following
    if is_outline(args.url):
        from learnlog.care.importing_opml import outline_at

        path = Path(args.url)
        return _follow_outline(context, outline_at(path), path.name, is_mine=True)
    tell(f"Looking at {args.url} …")
    try:
        meeting = following.meet(args.url)
    except OutlineError as found:
        return _follow_outline(context, found.body, name_at(found.url), is_mine=False)
    introduce(meeting, context.now)
    chosen = _choose(context, meeting)
    person, arrived = following.follow(
        chosen, name=args.name, themes=args.theme, circles=args.circle, why=args.why
    )
    ruled = ruled_said(context.workspace.ruler.done) if arrived else ""
    tell(f"You follow {person.name} now; {_posts(arrived)} arrived" + (f". {ruled}" if ruled else ""))
    if context.wants_json:
        put_json({**person_dict(person), "new": arrived})
    else:
        say(person.id)
    return 0


def _follow_outline(context: Context, data: bytes, name: str, *, is_mine: bool) -> int:
    """Follow those in an OPML file who were chosen: everybody in one of mine, unless I say whom."""
    from learnlog.cli.commands.exchange import take_in_outline
    from learnlog.cli.outlining import chosen_in

    args = context.args
    if args.name or args.theme or args.circle or args.why or args.others:
        raise UsageError(
            "An OPML file says itself who is in it: names, circles and themes.",
            f"`learnlog follow {args.url} --choose 1,3` follows these of it, --all everybody.",
        )
    ids = None if args.all or (is_mine and not args.choose) else chosen_in(context, data, name, args.choose)
    return take_in_outline(context, data, name, only=ids, is_mine=is_mine) if ids is None or ids else 0


def _choose(context: Context, meeting: "Meeting") -> "list[Found]":
    """Show the channels that were found, and return those to follow."""
    args, offers = context.args, meeting.offers
    own = {number for number, offer in enumerate(offers, start=1) if offer.proven or number == 1}
    wanted = set(range(1, len(offers) + 1)) if args.all else set(args.choose) if args.choose else own
    wanted |= {number for given in args.others for number in given}
    if max(wanted) > len(offers):
        raise UsageError(f"There is no number {max(wanted)}: {_channels(len(offers))} found.")
    list_offers(meeting, wanted)
    if len(offers) > len(own) and not (args.all or args.choose or args.others):
        wanted |= _asked_for(len(offers))
    return [offer.found for number, offer in enumerate(offers, start=1) if number in wanted]


def _asked_for(most: int) -> set[int]:
    """Ask on a terminal which of the others are theirs too; elsewhere say how to name them."""
    if not sys.stdin.isatty():
        tell("What is not marked is not proven theirs: --with N adds one, --choose N takes only it.")
        return set()
    tell("Which others are theirs too? Numbers with commas; Enter for none.")
    typed = sys.stdin.readline().strip()
    try:
        chosen = set(numbers(typed)) if typed else set()
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"{error}.", "Nothing was followed.") from error
    if chosen and max(chosen) > most:
        raise UsageError(f"There is no number {max(chosen)}: {_channels(most)} found.")
    return chosen


def _channels(number: int) -> str:
    return "one channel was" if number == 1 else f"{number} channels were"


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
    parser.add_argument(
        "--review", action="store_true", help="once a season: is it still useful to follow them?"
    )
    verb = parser.verbs()
    for name, said in (
        ("keep", "Go on following somebody; --review asks again next season."),
        ("mute", "Leave somebody out of the River and of every count."),
        ("unmute", "Show somebody's posts in the River again."),
    ):
        verb(name, said).add_argument("who", nargs="+", metavar="WHO", help="the person, by name or id")
    joining = verb("join", "Make one person of two cards.")
    joining.add_argument("who", metavar="A", help="who stays, by name or id")
    joining.add_argument("other", metavar="B", help="whose card moves to A's; old names still find it")
    splitting = verb("split", "Give a channel of a person a card of its own.")
    splitting.add_argument("who", metavar="WHO", help="the person, by name or id")
    splitting.add_argument("channel", metavar="CHANNEL", help="its number on the card, address or title")
    splitting.add_argument("--as", dest="name", required=True, metavar="NAME", help="whose it is")
    limiting = verb("limit", "Say how many posts of somebody stay, on one channel or on all.")
    limiting.add_argument("who", metavar="WHO", help="the person, by name or id")
    limiting.add_argument(
        "--keep",
        required=True,
        metavar="WHAT",
        help="“90 days”, “1000 posts”, “all”, or “as set”: the settings",
    )
    limiting.add_argument(
        "--channel", default="", metavar="CHANNEL", help="its number on the card, address or title"
    )
    moving = verb("move", "Follow somebody who moved to a new account.")
    moving.add_argument("who", nargs="+", metavar="WHO", help="the person, by name or id")


def people(context: Context) -> int:
    """List the people I follow, or change whose a channel is."""
    args, workspace = context.args, context.workspace
    if args.verb == "join":
        other = workspace.people.get(args.other)
        return _give(context, workspace.people.join(args.who, other.id), f"{other.name} is one with %s now")
    if args.verb == "split":
        made = workspace.people.split(args.who, args.channel, args.name)
        return _give(context, made, "%s has a card now")
    if args.verb == "move":
        moved = workspace.following.follow_move(" ".join(args.who))
        return _give(context, moved, "You follow %s at the new account now; what came before stays")
    if args.verb == "limit":
        changed = workspace.people.limit(args.who, args.keep, args.channel)
        return _give(
            context, changed, f"Of %s stays: {args.keep}. `learnlog tidy --dry-run` says what would go"
        )
    if args.verb in _SEASONAL:
        seasons = workspace.finder.seasons
        done = getattr(seasons, args.verb)(" ".join(args.who))
        return _give(context, done, _SEASONAL[args.verb])
    return _review(context) if args.review else _list(context)


_SEASONAL = {
    "keep": "You go on following %s",
    "mute": "%s is muted: fetched and found, but not in the River",
    "unmute": "%s is in the River again",
}


def _review(context: Context) -> int:
    """List whom it is time to look back at."""
    from learnlog.cli.find_text import review_json, review_row

    found = context.workspace.finder.reviews()
    if context.wants_json:
        put_json([review_json(one) for one in found])
        return 0
    table([review_row(one) for one in found])
    if found:
        tell("Still useful? `learnlog people keep WHO`, `people mute WHO`, or `unfollow WHO`.")
    else:
        tell("Nobody to look back at: those you follow were looked at this season, or are new.")
    return 0


def _give(context: Context, person: "Person", said: str) -> int:
    tell(said.replace("%s", person.name))
    if context.wants_json:
        put_json(person_dict(person))
    else:
        say(person.id)
    return 0


def _list(context: Context) -> int:
    args, workspace = context.args, context.workspace
    slug = workspace.themes.get(args.theme).slug if args.theme else ""
    circle = args.circle.casefold()
    found = [
        person
        for person in workspace.people.all(unfollowed=args.all)
        if (not slug or slug in person.themes)
        and (not circle or circle in map(str.casefold, circles_around(person.circles)))
    ]
    if context.wants_json:
        put_json([person_dict(person) for person in found])
    else:
        posts = workspace.library.posts
        table(
            person_rows(found, context.theme_names(found), posts.unread_by_person(), posts.last_by_person())
        )
        _tell_moves(context, found)
    if not found:
        _tell_nobody(context, narrowed=bool(slug or circle))
    return 0


def _tell_nobody(context: Context, *, narrowed: bool) -> None:
    """Say why nobody is listed."""
    if narrowed:
        tell("Nobody you follow fits. `learnlog people` lists all of them.")
    elif context.workspace.people.all(unfollowed=True):
        tell("Nobody now. `learnlog people --all` lists those you unfollowed as well.")
    else:
        tell("Nobody yet. `learnlog follow ADDRESS` follows someone.")


def _tell_moves(context: Context, people: "list[Person]") -> None:
    """Say who moved to a new account."""
    states = context.workspace.library.channels.states()
    for person in people:
        for channel in person.channels:
            moved = states[channel.key].moved_to if channel.key in states else ""
            if moved and moved not in channel.keys:
                tell(
                    Styled(f"{person.name} moved", "warn"),
                    f" to {moved}: `learnlog people move {person.id}` follows them there.",
                )


PARTS: dict[str, Part] = {
    "follow": (define_follow, follow),
    "unfollow": (define_unfollow, unfollow),
    "people": (define_people, people),
}
