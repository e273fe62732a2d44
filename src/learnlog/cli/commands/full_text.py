"""Reading posts whole, from their own pages."""

from typing import TYPE_CHECKING

from learnlog.cli.context import Context
from learnlog.cli.output import Bar, Styled, put_json, say, tell
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.errors import UsageError
from learnlog.model.safe import clean_line

if TYPE_CHECKING:
    from learnlog.model.post import Post
    from learnlog.reading.fetching.full_text import Read


def define_full_text(parser: Parser) -> None:
    """Say what `fulltext` takes."""
    parser.add_argument(
        "post", nargs="*", default=[], metavar="POST", help="ids of posts, or their beginnings"
    )
    parser.add_argument(
        "--of", default="", metavar="WHO", help="a person's newest posts that were not read whole yet"
    )
    parser.add_argument("-n", "--limit", type=count, default=20, metavar="N", help="with --of: how many (20)")
    parser.add_argument(
        "--again", action="store_true", help="with --of: also those that were read or tried before"
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--back", action="store_true", help="bring back what the feed gave")
    instead.add_argument(
        "--always", default="", metavar="WHO", help="from now on, read all that a person's feeds bring"
    )
    instead.add_argument("--never", default="", metavar="WHO", help="take what the feeds give, from now on")


def full_text(context: Context) -> int:
    """Read posts whole, or take that back; fails only when no page could be read."""
    args = context.args
    if args.always or args.never:
        return _want(context, args.always or args.never, bool(args.always))
    posts = [context.workspace.keeping.post(reference) for reference in args.post]
    if args.of:
        posts += context.workspace.full_text.of_person(args.of, args.limit, again=args.again or args.back)
    elif not posts:
        raise UsageError(
            "Which posts?", "`learnlog fulltext POST`, or `--of WHO`; `learnlog river` shows ids."
        )
    if args.back:
        number = context.workspace.full_text.give_back([post.id for post in posts])
        tell(f"{number} as the feed gave {'it' if number == 1 else 'them'}")
        if context.wants_json:
            put_json({"given_back": number})
        return 0
    return _read(context, posts)


def _want(context: Context, reference: str, wanted: bool) -> int:
    person = context.workspace.full_text.want(reference, wanted)
    tell(
        f"{person.name}: {'every post is read whole when it comes' if wanted else 'posts stay as the feed gives them'}"
    )
    if context.wants_json:
        put_json({"person": person.id, "full_text": wanted})
    return 0


def _read(context: Context, posts: "list[Post]") -> int:
    bar = Bar("Reading pages")
    try:
        reads = context.workspace.full_text.read(posts, progress=lambda done, total, _: bar.show(done, total))
    finally:
        bar.close()
    if context.wants_json:
        put_json([_json(one) for one in reads])
    else:
        for one in sorted(reads, key=lambda read: read.post.published, reverse=True):
            headline = clean_line(one.post.headline, 60)
            said = Styled(one.error, "warn") if one.error else f"{one.words:,} words, were {one.post.words:,}"
            say(one.post.id, "  ", headline, "  ", said)
    if not reads:
        tell("No post of theirs is left to read whole; --again reads them anew.")
    return 1 if reads and all(one.error for one in reads) else 0


def _json(one: "Read") -> dict[str, object]:
    return {"id": one.post.id, "words": one.words, "error": one.error}


PARTS: dict[str, Part] = {"fulltext": (define_full_text, full_text)}
