"""Answering a post: a reply, a like, a boost, a bookmark; following someone on their network."""

import sys

from learnlog.cli.commands.talking import define_sending, drafted, wish_of
from learnlog.cli.context import Context
from learnlog.cli.output import put_json, tell
from learnlog.cli.parser import Parser, Part


def define_reply(parser: Parser) -> None:
    """Say what `reply` takes."""
    parser.add_argument("post", metavar="POST", help="the post's id, or its start or end")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="the answer; - or a pipe reads it")
    define_sending(parser, several=False)


def reply(context: Context) -> int:
    """Draft an answer to a post of the library and show what would be sent."""
    from learnlog.cli.editor import edited, read_stdin
    from learnlog.cli.talk import account_on

    args, workspace = context.args, context.workspace
    network = workspace.answering.network(workspace.keeping.post(args.post))
    account = account_on(context, network)
    wish = wish_of(context, account)
    if args.text and args.text != ["-"]:
        text = " ".join(args.text)
    elif args.text or not sys.stdin.isatty():
        text = read_stdin()
    else:
        with edited("", "answer", workspace.settings.editor) as written:
            text = written
    return drafted(context, [workspace.answering.reply(args.post, text, account, wish)])


def _define_deed(parser: Parser) -> None:
    parser.add_argument("post", metavar="POST", help="the post's id, or its start or end")
    parser.add_argument("--undo", action="store_true", help="take it back")
    parser.add_argument("--to", default="", metavar="ACCOUNT", help="your account, when you have several")


def _deed(context: Context, name: str, done: str, undone: str) -> int:
    from learnlog.cli.pages import posts_json
    from learnlog.cli.talk import account_on, with_leave
    from learnlog.talking.base import Deed

    args, workspace = context.args, context.workspace
    account = account_on(context, workspace.answering.network(workspace.keeping.post(args.post)))
    account = with_leave(context, account)
    post = workspace.answering.act(Deed(name), args.post, account, undo=args.undo)
    tell(f"{undone if args.undo else done} as {account.handle}: {post.headline}")
    if context.wants_json:
        put_json(posts_json(workspace, [post])[0])
    return 0


def like(context: Context) -> int:
    """Like a post."""
    return _deed(context, "like", "Liked", "Not liked any more")


def boost(context: Context) -> int:
    """Boost a post."""
    return _deed(context, "boost", "Boosted", "Not boosted any more")


def bookmark(context: Context) -> int:
    """Bookmark a post."""
    return _deed(context, "bookmark", "Bookmarked", "Not bookmarked any more")


def define_follow_there(parser: Parser) -> None:
    """Say what `follow-there` takes."""
    parser.add_argument("who", metavar="WHO", help="a person you follow here")
    parser.add_argument("--to", required=True, metavar="ACCOUNT", help="your account or its network")
    parser.add_argument("--undo", action="store_true", help="stop following them there")


def follow_there(context: Context) -> int:
    """Follow someone on a network as well."""
    from learnlog.cli.talk import with_leave

    args, workspace = context.args, context.workspace
    account = with_leave(context, workspace.accounts.find(args.to))
    name = workspace.answering.follow(args.who, account, undo=args.undo)
    tell(f"{account.handle} {'does not follow' if args.undo else 'follows'} {name} on {account.network}")
    if context.wants_json:
        put_json({"person": name, "account": account.id, "follows": not args.undo})
    return 0


PARTS: dict[str, Part] = {
    "reply": (define_reply, reply),
    "like": (_define_deed, like),
    "boost": (_define_deed, boost),
    "bookmark": (_define_deed, bookmark),
    "follow-there": (define_follow_there, follow_there),
}
