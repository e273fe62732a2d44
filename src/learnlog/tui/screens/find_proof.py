"""What speaks for a found person: reasons that open, posts to read, and why their channels are theirs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.finding import Candidate, Reason, ReasonKind, Suggestion
from learnlog.model.person import Channel
from learnlog.model.post import Post
from learnlog.model.safe import clean_link
from learnlog.reading.following.meeting import KINDS
from learnlog.tui.key_names import key_of
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.find_rows import about_this, place_of
from learnlog.tui.screens.river_signs import name_of
from learnlog.tui.text import ago, fit, line, plain

FEW = 5
"""Posts below a reason, until all are wanted."""
BIO = 3
"""Lines of what somebody says of themselves."""
OPEN, SHUT = "▾", "▸"


def proof_options(
    one: Suggestion,
    opened: Collection[str],
    posts: Mapping[str, Post],
    now: datetime,
    width: int,
    *,
    asked: str = "",
    followed: bool = False,
    peeked: Sequence[Post] | None = None,
) -> Iterator[Option]:
    """Draw the proof; `opened` are the numbers of unfolded reasons, `posts` what is known of posts by name.

    `asked` is what the screen says already; `peeked` are their newest posts, once somebody looked at them.
    """
    found = one.candidate
    yield from _head(found, followed, width)
    if peeked is not None:
        yield rows.section("Their newest posts", "peeked, not followed" if peeked else "none to be seen")
        yield from posts_options(peeked, now, width)
        yield rows.gap()
    for number, reason in enumerate(one.reasons):
        if reason.kind is ReasonKind.BIO and found.bio:
            continue  # what they say of themselves stands on top already
        is_open = str(number) in opened
        yield _reason(number, reason, about_this(reason, asked, " on this"), is_open, width)
        if is_open and reason.posts:
            below = shown_posts(one, number, opened)
            yield from posts_options([posts[id] for id in below if id in posts], now, width)
            if rest := len(reason.posts) - len(below):
                yield Option(Content.styled(f"    … and {rest:,} more", "$text-muted"), id=f"more:{number}")
    if not one.reasons:
        yield from posts_options(one.evidence, now, width)
    yield rows.gap()
    yield from _identity(one, width)


def _head(found: Candidate, followed: bool, width: int) -> Iterator[Option]:
    """Draw who it is, and what they say of themselves."""
    state = "  ✓ followed" if followed else "  says: a bot" if found.is_bot else ""
    name = line(found.name or found.handle or found.key, width - len(state))
    yield rows.told(Content.assemble((name, "bold"), (state, "$success")))
    if found.bio:
        yield rows.told(Content("\n").join(_few_lines(found.bio, width)))
    yield rows.gap()


def first_opened(one: Suggestion) -> set[str]:
    """Return which reasons are unfolded at first: the first one with posts."""
    return set([str(number) for number, reason in enumerate(one.reasons) if reason.posts][:1])


def shown_posts(one: Suggestion, number: int, opened: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the posts that stand below an unfolded reason: a few, the best ones, until all are wanted."""
    reason = one.reasons[number]
    if f"{number}+" in opened or len(reason.posts) <= FEW:
        return reason.posts
    best = [post.id for post in one.evidence if post.id in reason.posts][:FEW]
    chosen = best or reason.posts[:FEW]
    return tuple(id for id in reason.posts if id in chosen)


def _few_lines(text: str, width: int) -> list[Content]:
    drawn = plain(line(text, 400), "italic $text-muted").wrap(max(12, min(rows.MEASURE, width)))
    if len(drawn) <= BIO:
        return list(drawn)
    rest = line(" ".join(row.plain for row in drawn[BIO - 1 :]), max(12, min(rows.MEASURE, width)))
    return [*drawn[: BIO - 1], Content.styled(rest, "italic $text-muted")]


def _reason(number: int, reason: Reason, words: str, is_open: bool, width: int) -> Option:
    sign = "·" if not reason.posts else OPEN if is_open else SHUT
    rows_ = plain(line(words)).wrap(max(12, min(rows.MEASURE, width) - 2)) or [Content("")]
    drawn = Content("\n").join(
        Content.assemble((f"{sign} " if n == 0 else "  ", "$accent"), row) for n, row in enumerate(rows_)
    )
    if reason.posts:
        return Option(drawn, id=f"reason:{number}")
    address = clean_link(reason.address)
    return Option(drawn, id=f"link:{address}") if address else rows.told(drawn)


def posts_options(
    listed: Sequence[Post], now: datetime, width: int, *, named: bool = False
) -> Iterator[Option]:
    """Draw posts to read, a line each; `named` tells whose they are."""
    for post in listed:
        words = f"! {post.warning}" if post.warning else post.headline
        words = f"{post.person_name}: {words}" if named and post.person_name else words
        mark = "◆ " if post.kept else "★ " if post.starred else ""
        room = max(8, min(width, 110) - rows.WHEN - 4 - len(mark))
        yield Option(
            Content.assemble(
                "    ",
                (fit(ago(post.published, now), rows.WHEN), "$text-muted"),
                (mark, "$accent"),
                line(words, room),
            ),
            id=f"post:{name_of(post)}",
        )


def _identity(one: Suggestion, width: int) -> Iterator[Option]:
    found = one.candidate
    if found.channels:
        proven = len(found.channels) > 1 or one.identity
        yield rows.section(
            "One person" if proven else "Where", "" if found.person else f"{key_of('follow-them')} follows"
        )
        for channel in found.channels:
            yield _channel(channel, found, width)
        if one.identity:
            yield rows.wrapped(one.identity, width, "$text-muted", "  ")
        yield rows.gap()
    if found.proposed:
        yield rows.section("Perhaps theirs too", f"{key_of('join', 'find')} joins")
    for perhaps in found.proposed:
        yield _channel(perhaps.channel, found, width, "perhaps")
        if perhaps.evidence:
            yield rows.wrapped(perhaps.evidence, width, "$text-muted", "    ")


def _channel(channel: Channel, found: Candidate, width: int, kind: str = "channel") -> Option:
    name = KINDS.get(channel.kind, channel.kind)
    place = fit(place_of(channel, found), max(12, min(width, 48) - len(name) - 4))
    return Option(Content.assemble("  ", place, "  ", (name, "$text-muted")), id=f"{kind}:{channel.key}")
