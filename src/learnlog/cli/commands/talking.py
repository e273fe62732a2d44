"""Talking: sharing and asking, the answers, and what concerns me."""

import sys
from typing import TYPE_CHECKING, Any

from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.errors import LearnlogError, UsageError
from learnlog.model.moments import to_text
from learnlog.model.safe import clean_line

if TYPE_CHECKING:
    from learnlog.model.account import Account
    from learnlog.model.entry import Entry
    from learnlog.model.post import KeptPost
    from learnlog.talking.message import Message
    from learnlog.talking.notices import Concerning
    from learnlog.talking.sharing import Wish

AUDIENCES = ("public", "unlisted", "followers", "direct")


def define_sending(parser: Parser, *, several: bool) -> None:
    """Add what says how and as whom something is sent; to `several` accounts, or one."""
    if several:
        parser.add_argument(
            "--to",
            action="append",
            default=[],
            metavar="ACCOUNT",
            help="your account: a handle, an id or a network; may be repeated",
        )
    else:
        parser.add_argument("--to", default="", metavar="ACCOUNT", help="your account, when you have several")
    parser.add_argument(
        "--audience", choices=AUDIENCES, metavar="WHO", help="who can see it: " + ", ".join(AUDIENCES)
    )
    parser.add_argument("--language", default="", metavar="CODE", help="its language, like en or nl")
    parser.add_argument("--warning", default="", metavar="TEXT", help="hide it behind a warning")
    parser.add_argument(
        "--picture",
        action="append",
        default=[],
        metavar="FILE",
        help="a picture; needs --alt; may be repeated",
    )
    parser.add_argument(
        "--alt", action="append", default=[], metavar="TEXT", help="what the picture shows, one for each"
    )
    parser.add_argument("--counters", action="store_true", help="end the posts of a thread in 1/3, 2/3, 3/3")
    parser.add_argument("--send", action="store_true", help="send it at once, without a look at the draft")


def _define_mention(parser: Parser) -> None:
    parser.add_argument(
        "--mention",
        action="append",
        default=[],
        metavar="PERSON",
        help="someone you follow, or a handle; may be repeated",
    )
    parser.add_argument(
        "--publish", action="store_true", help="raise the entry's visibility as far as this audience needs"
    )


def define_share(parser: Parser) -> None:
    """Say what `share` takes."""
    parser.add_argument("entry", metavar="ENTRY", help="the entry's id, or its start or end")
    _define_mention(parser)
    define_sending(parser, several=True)


def share(context: Context) -> int:
    """Draft an entry for my accounts and show what would be sent."""
    messages: list[Message] = []
    accounts = _accounts(context)
    wishes = [wish_of(context, account) for account in accounts]
    for account, wish in zip(accounts, wishes, strict=True):
        messages += context.workspace.sharing.share(context.args.entry, [account], wish)
    return drafted(context, messages)


def define_ask(parser: Parser) -> None:
    """Say what `ask` takes."""
    parser.add_argument("text", nargs="+", metavar="ENTRY", help="a question's id, or the words of a new one")
    _define_mention(parser)
    define_sending(parser, several=True)


def ask(context: Context) -> int:
    """Draft a question for my accounts and show what would be sent."""
    accounts = _accounts(context)
    wishes = [wish_of(context, account) for account in accounts]
    asking = context.workspace.asking
    entry = asking.question(" ".join(context.args.text), wishes[0])
    return drafted(context, asking.ask(entry, accounts, wishes))


def _accounts(context: Context) -> "list[Account]":
    """Return the accounts that ``--to`` names, else the only one there is."""
    accounts = context.workspace.accounts
    found = {one.id: one for one in map(accounts.find, context.args.to)} or {
        one.id: one for one in accounts.all()
    }
    if not found:
        raise UsageError("You have no account to send from.", "`learnlog account add` logs you in.")
    if len(found) > 1 and not context.args.to:
        listed = ", ".join(one.handle for one in found.values())
        raise UsageError(f"Which account: {listed}?", "Say --to ACCOUNT, once for each.")
    return list(found.values())


def wish_of(context: Context, account: "Account") -> "Wish":
    """Return how the options want something sent as `account`."""
    from pathlib import Path

    from learnlog.model.social import Audience
    from learnlog.talking.base import Picture
    from learnlog.talking.sharing import Wish, mentions, offered

    args = context.args
    if len(args.alt) != len(args.picture):
        raise UsageError(
            "Each picture needs words for those who cannot see it.", "Give --alt after each --picture."
        )
    wanted = mentions(getattr(args, "mention", []), account.network, context.workspace.people.get)
    audience = Audience(args.audience or "public")
    offered(account, audience)
    if audience is Audience.DIRECT and not wanted and hasattr(args, "mention"):
        raise UsageError("A direct post reaches only those it names.", "Name them: --mention PERSON.")
    return Wish(
        audience=audience,
        language=args.language,
        warning=args.warning,
        pictures=[Picture(path=Path(p), alt=a) for p, a in zip(args.picture, args.alt, strict=True)],
        mentions=wanted,
        counters=args.counters,
        publish=getattr(args, "publish", False),
    )


def drafted(context: Context, messages: "list[Message]") -> int:
    """Show the drafts; with ``--send`` send them first."""
    from learnlog.cli.talk import send, show_messages

    if not context.args.send:
        for message in messages:
            tell(f"A draft, not sent: `learnlog outbox send {message.id[-6:]}` sends it as {message.account}")
        return show_messages(context, messages)
    if len(messages) == 1:
        return show_messages(context, [send(context, messages[0])])
    failed = 0
    for message in messages:
        try:
            send(context, message)
        except LearnlogError as error:
            tell(Styled("not sent  ", "bad"), f"{message.id[-6:]} as {message.account}: {error.message}")
            failed += 1
    show_messages(context, [context.workspace.outbox.get(message.id) for message in messages])
    return 1 if failed else 0


def define_answers(parser: Parser) -> None:
    """Say what `answers` takes."""
    parser.add_argument("question", nargs="?", default="", metavar="QUESTION", help="one question only")
    closing = parser.add_mutually_exclusive_group()
    closing.add_argument("--close", default="", metavar="ANSWER", help="close it with this answer: its id")
    closing.add_argument("--words", default="", metavar="TEXT", help="close it with your own words")


def answers(context: Context) -> int:
    """Collect the answers to my questions and show them, or close a question."""
    args, asking = context.args, context.workspace.asking
    if args.close or args.words:
        return _close(context)
    collected = asking.collect(args.question)
    for problem in collected.problems:
        tell(Styled("failed  ", "bad"), problem)
    new = {kept.id for kept in collected.new}
    shown = [(entry, asking.answers(entry)) for entry, _messages in asking.open(args.question)]
    if context.wants_json:
        put_json([_question_json(entry, kept, new) for entry, kept in shown])
    else:
        for entry, kept in shown:
            say(Styled(entry.headline, "bold"), "  ", Styled(entry.id[-6:], "accent"))
            table([_answer_row(one, one.id in new) for one in kept])
    if not shown:
        tell("No question of yours is asked and open. `learnlog ask` asks one.")
    return 1 if collected.problems and not shown else 0


def _answer_row(kept: "KeptPost", is_new: bool) -> list[Any]:
    mark = Styled("●" if is_new else " ", "warn")
    return [Styled(kept.id[-6:], "accent"), mark, kept.author, " ".join(kept.body.split())]


def _question_json(entry: "Entry", kept: "list[KeptPost]", new: set[str]) -> dict[str, Any]:
    from learnlog.model.interchange import entry_dict, kept_dict

    listed = [{**kept_dict(one), "new": one.id in new} for one in kept]
    return {"question": entry_dict(entry), "answers": listed}


def _close(context: Context) -> int:
    from learnlog.model.interchange import entry_dict

    args = context.args
    if not args.question:
        raise UsageError("Which question?", "Give its id: learnlog answers QUESTION --close ANSWER.")
    entry = context.workspace.asking.close(args.question, by=args.close, words=args.words)
    tell(f"“{entry.headline}” is closed, answered by {entry.answered_by}")
    if context.wants_json:
        put_json(entry_dict(entry))
    else:
        say(entry.id)
    return 0


def define_notices(parser: Parser) -> None:
    """Say what `notices` takes."""
    parser.add_argument("--keep", action="store_true", help="show them again next time")


def notices(context: Context) -> int:
    """Show what concerns me since I last looked."""
    activity = context.workspace.notices
    news = activity.look()
    for problem in news.problems:
        tell(Styled("failed  ", "bad"), problem)
    if context.wants_json:
        put_json([_notice_json(one) for one in news.new])
    else:
        table([_notice_row(one) for one in news.new])
    if not news.new:
        tell("Nothing new.")
    if not context.args.keep:
        sys.stdout.flush()
        activity.told(news)
        activity.share(news)
    return 1 if news.problems and not news.new else 0


def _notice_row(one: "Concerning") -> list[Any]:
    notice = one.notice
    who = notice.actor.name or notice.actor.handle or notice.actor.key
    words = " ".join(notice.post.plain.split()) if notice.post else ""
    private = (
        notice.post is not None and notice.post.social is not None and notice.post.social.audience == "direct"
    )
    which = f" {one.entry[-6:]}" if one.entry else ""
    about = Styled(f"  on “{clean_line(one.about, 40)}”{which}" if one.about else "", "dim")
    return [
        Styled(f"{notice.moment.astimezone():%Y-%m-%d %H:%M}", "dim"),
        Styled(f"{notice.kind}{', private' if private else ''}", "warn"),
        [Styled(who, "bold"), about],
        words,
    ]


def _notice_json(one: "Concerning") -> dict[str, Any]:
    notice, post = one.notice, one.notice.post
    social = post.social if post else None
    return {
        "account": one.account.id,
        "kind": notice.kind,
        "who": notice.actor.handle or notice.actor.key,
        "name": notice.actor.name,
        "moment": to_text(notice.moment),
        "text": post.plain if post else "",
        "url": post.url if post else notice.actor.url,
        "audience": social.audience.value if social else "",
        "about": notice.about,
        "entry": one.entry,
        "on": one.about,
    }


PARTS: dict[str, Part] = {
    "share": (define_share, share),
    "ask": (define_ask, ask),
    "answers": (define_answers, answers),
    "notices": (define_notices, notices),
}
