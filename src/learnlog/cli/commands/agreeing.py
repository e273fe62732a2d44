"""How I share: what I am called, what I agree to, until when I am away, and what I can help with."""

from typing import TYPE_CHECKING, Any

from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, tell
from learnlog.cli.parser import Parser, Part

if TYPE_CHECKING:
    from learnlog.sharing.profile import Profile

CONSENTS = ("topics", "matches", "rhythm", "cohort")


def define_sharing(parser: Parser) -> None:
    """Say what `sharing` takes."""
    what = ", ".join(CONSENTS)
    parser.add_argument("--as", dest="called", metavar="NAME", help="how you want to be called")
    parser.add_argument(
        "--agree", action="append", default=[], choices=CONSENTS, metavar="WHAT", help=f"say yes to {what}"
    )
    parser.add_argument(
        "--withdraw", action="append", default=[], choices=CONSENTS, metavar="WHAT", help="take a yes back"
    )
    parser.add_argument("--away", metavar="DATE", help="until when nobody waits for you")
    parser.add_argument("--here", action="store_true", help="you are not away any more")
    parser.add_argument(
        "--offer", action="append", default=[], metavar="TEXT", help="something you can help others with"
    )
    parser.add_argument(
        "--no-offer", action="append", default=[], metavar="TEXT", help="something you help with no more"
    )
    parser.add_argument("--introduction", metavar="TEXT", help="what the cohort reads of you before you meet")


def sharing(context: Context) -> int:
    """Change how I share, and show it."""
    from dataclasses import replace

    args, showing = context.args, context.workspace.showing
    before = showing.profiles.get()
    agreed = [*before.agreed, *args.agree]
    offers = [*before.offers, *args.offer]
    wanted = replace(
        before,
        called=before.called if args.called is None else args.called,
        agreed=tuple(name for name in CONSENTS if name in agreed and name not in args.withdraw),
        away_until=_away(context, before),
        offers=tuple(dict.fromkeys(one for one in offers if one not in args.no_offer)),
        introduction=before.introduction if args.introduction is None else args.introduction,
    )
    told = showing.say_how(wanted) if wanted != before else before
    if context.wants_json:
        put_json(_json(told))
    else:
        _show(told)
    if wanted != before:
        tell("It goes along with your next bundle.")
    return 0


def _away(context: Context, before: "Profile") -> Any:
    from learnlog.cli.dates import read_start

    if context.args.here:
        return None
    return read_start(context.args.away, context.now).date() if context.args.away else before.away_until


def _show(profile: "Profile") -> None:
    from learnlog.sharing.profile import CONSENTS as MEANINGS

    say(Styled("called        ", "dim"), profile.called or "not said yet: --as NAME")
    for name, meaning in MEANINGS.items():
        say(Styled("yes  " if name in profile.agreed else "no   ", "accent"), f"{name:<9}{meaning}")
    if profile.away_until:
        say(Styled("away until    ", "dim"), f"{profile.away_until:%d %B %Y}")
    for offer in profile.offers:
        say(Styled("can help with ", "dim"), offer)
    if profile.introduction:
        say(Styled("introduction  ", "dim"), profile.introduction)


def _json(profile: "Profile") -> dict[str, Any]:
    return {
        "called": profile.called,
        "agreed": list(profile.agreed),
        "away_until": profile.away_until.isoformat() if profile.away_until else None,
        "offers": list(profile.offers),
        "introduction": profile.introduction,
    }


PARTS: dict[str, Part] = {"sharing": (define_sharing, sharing)}
