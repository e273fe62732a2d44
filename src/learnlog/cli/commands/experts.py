"""Finding people: who knows about a theme, whom I set aside."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part, count, numbers
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.finding import Circle, Findings

if TYPE_CHECKING:
    from learnlog.model.finding import Candidate
    from learnlog.model.post import Post
    from learnlog.reading.sources.people_search import Sending


def define_find(parser: Parser) -> None:
    """Say what `find` takes."""
    parser.add_argument("what", nargs="+", metavar="WHAT", help="a theme, by name or id, or any words")
    parser.add_argument("-n", "--limit", type=count, default=20, metavar="N", help="how many of each (20)")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--mine", action="store_true", help="only among those you follow")
    which.add_argument("--new", action="store_true", help="only people who are new to you")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--offline", action="store_true", help="look in stored posts only, as without it")
    where.add_argument(
        "--online",
        action="store_true",
        help="search the networks first; says which words go to which server, and asks",
    )
    parser.add_argument("--yes", action="store_true", help="with --online: send without asking")
    parser.add_argument("--inactive", action="store_true", help="those who were silent for 18 months as well")
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--why", metavar="WHO", help="explain one of them to the last number (number or key)")
    act.add_argument("--follow", type=numbers, metavar="N,N", help="follow these, with all their channels")
    act.add_argument("--dismiss", type=numbers, metavar="N,N", help="set these aside for good")
    act.add_argument("--peek", type=count, metavar="N", help="show their newest posts, without following")


def find(context: Context) -> int:
    """Show who knows about a theme or any words."""
    args, finder = context.args, context.workspace.finder
    asked = " ".join(args.what)
    searched = _search(context, asked) if args.online else None
    circle = Circle.MINE if args.mine else Circle.NEW if args.new else None
    found = finder.find(asked, circle=circle, limit=args.limit, include_inactive=args.inactive)
    if searched:
        found = replace(found, searched=searched[0], notes=searched[1])
    if args.why:
        return _explain(context, asked, found)
    if args.follow or args.dismiss:
        return _act(context, found)
    if args.peek:
        return _peek(context, _numbered(found, [args.peek])[0])
    if context.wants_json:
        from learnlog.cli.find_text import findings_json

        put_json(findings_json(found))
        return 0
    from learnlog.cli.find_text import say_findings

    say_findings(found)
    if not (found.mine or found.new):
        tell("Nobody yet. More posts make it better: `learnlog follow`, `import follows`, or --online.")
    return 0


def _explain(context: Context, asked: str, found: Findings) -> int:
    from learnlog.cli.find_text import figure_json, say_figure

    key = context.args.why
    if key.isdecimal() and len(key) < 5:
        key = _numbered(found, [int(key)])[0].key
    figure = context.workspace.finder.explain(asked, key)
    if context.wants_json:
        put_json(figure_json(figure))
    else:
        say_figure(figure)
    return 0


def _act(context: Context, found: Findings) -> int:
    """Follow or set aside those of the list whose numbers are given."""
    from learnlog.cli.find_text import candidate_json

    args, finder = context.args, context.workspace.finder
    chosen = _numbered(found, args.follow or args.dismiss)
    for one in chosen:
        if args.dismiss:
            finder.dismiss(one)
            tell(
                Styled("not for me  ", "warn"), one.name, "; `learnlog dismissed --restore` brings them back"
            )
        else:
            person = finder.follow(one, theme=found.theme)
            tell(Styled("follow  ", "good"), person.name)
    if context.wants_json:
        put_json([candidate_json(one) for one in chosen])
    else:
        for one in chosen:
            say(one.key)
    return 0


def _peek(context: Context, one: "Candidate") -> int:
    """List somebody's newest posts, after asking their channels for news; what is stored is shown all the same."""
    from learnlog.cli.as_text import post_rows
    from learnlog.cli.pages import posts_json

    searching = context.workspace.searching
    found: dict[str, Post] = {}
    for channel in one.channels:
        try:
            listed = searching.newest(channel.key) if context.args.offline else searching.peek(channel.key)
        except LearnlogError as error:
            tell(Styled("not asked  ", "warn"), error.message)
            listed = searching.newest(channel.key)
        found |= {post.id: post for post in listed}
    posts = sorted(found.values(), key=lambda post: post.published, reverse=True)[: context.args.limit]
    if context.wants_json:
        put_json(posts_json(context.workspace, posts))
    else:
        table(post_rows(posts, context.theme_names(posts)))
    if not posts:
        tell(f"Nothing of {one.name} is stored here.")
    return 0


def _numbered(found: Findings, wanted: "list[int]") -> "list[Candidate]":
    listed = [one.candidate for one in (*found.mine, *found.new)]
    if max(wanted) > len(listed):
        raise UsageError(f"There is no number {max(wanted)}: {len(listed)} were found.")
    return [listed[number - 1] for number in dict.fromkeys(wanted)]


def _search(context: Context, asked: str) -> tuple[str, tuple[str, ...]]:
    """Search the networks, when whoever sits there agrees to what is sent; return where, and what failed."""
    space = context.workspace
    theme = space.themes.find(asked)
    words = theme.terms if theme else (asked,)
    slug = theme.slug if theme else ""
    plan = space.searching.plan(words, theme=slug)
    if plan:
        _say_plan(plan)
        if not context.args.yes:
            _agree()
    done = space.searching.search(
        words, theme=slug, told=lambda progress: tell(Styled(f"{progress.doing} …", "dim"))
    )
    tell(f"{done.people:,} people and {done.new_posts:,} new posts came")
    return done.where, done.notes


def _say_plan(plan: "tuple[Sending, ...]") -> None:
    """Say which words go to which server."""
    tell(Styled("This is sent:", "bold"))
    for one in plan:
        words = ", ".join(f"“{word}”" for word in one.words)
        about = f", naming {', '.join(one.about[:3])}" if one.about else ""
        more = f" and {len(one.about) - 3} others" if len(one.about) > 3 else ""
        login = f" (as {one.login})" if one.login else ""
        tell(f"  {one.server}: {one.what}{f': {words}' if words else ''}{about}{more}{login}")


def _agree() -> None:
    if not sys.stdin.isatty():
        raise UsageError("Nothing was sent: nobody is here to agree.", "--yes sends it without asking.")
    tell("Send it? [y/N] ")
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise LearnlogError("Nothing was sent.")


def define_dismissed(parser: Parser) -> None:
    """Say what `dismissed` takes."""
    parser.add_argument("--restore", metavar="WHO", help="let them be proposed again, by name or key")


def dismissed(context: Context) -> int:
    """List those who are not for me, or let one be proposed again."""
    from learnlog.cli.find_text import candidate_json

    finder, restored = context.workspace.finder, context.args.restore
    if restored:
        one = finder.restore(restored)
        tell(f"{one.name} may be proposed again")
        listed = [one]
    else:
        listed = finder.dismissed()
    if context.wants_json:
        put_json([candidate_json(one) for one in listed])
    else:
        table([[Styled(one.name, "bold"), Styled(one.key, "dim")] for one in listed])
    if not listed:
        tell("Nobody is set aside. `learnlog find WHAT --dismiss N` does that.")
    return 0


def define_rising(parser: Parser) -> None:
    """Say what `rising` takes."""


def rising(context: Context) -> int:
    """List what several people suddenly write this week."""
    from learnlog.cli.find_text import rising_json, rising_row

    found = context.workspace.finder.rising()
    if context.wants_json:
        put_json([rising_json(one) for one in found])
        return 0
    table([rising_row(one) for one in found])
    if found:
        tell("`learnlog theme add WORD` makes a theme of one; `learnlog show ID` shows a post.")
    else:
        tell("Nothing rises: several of those you follow must write it this week, and seldom before.")
    return 0


def define_me(parser: Parser) -> None:
    """Say what `me` takes."""


def me(context: Context) -> int:
    """Show what I could be asked about, by what I wrote."""
    from learnlog.cli.find_text import about_json, about_row

    found = context.workspace.finder.around.about_me()
    if context.wants_json:
        put_json([about_json(one) for one in found])
        return 0
    table([about_row(one) for one in found])
    tell("What you could be asked about. Only you see this." if found else "Write a few entries first.")
    return 0


PARTS: dict[str, Part] = {
    "find": (define_find, find),
    "dismissed": (define_dismissed, dismissed),
    "rising": (define_rising, rising),
    "me": (define_me, me),
}
