"""Found people as the shell shows them: in lines for a person, in JSON for programs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from learnlog.cli.as_text import day, short
from learnlog.cli.output import Cell, Styled, cut, say, tell, terminal_width
from learnlog.model.finding import AskAbout, Candidate, Figure, Findings, Review, Rising, Suggestion
from learnlog.model.moments import to_text
from learnlog.model.person import Channel

_WIDTH = 100
_REASONS = 4
_POSTS = 3


def say_findings(found: Findings) -> None:
    """Print both circles, numbered through, each person with reasons and best posts."""
    tell(
        Styled(f"Who knows about {found.asked}", "bold"),
        f"   among mine {len(found.mine)} · new {len(found.new)} · beyond my bubble {found.beyond}",
        Styled(f"   {found.searched}", "dim"),
    )
    number = 0
    for title, listed in (("Among those you follow", found.mine), ("New people", found.new)):
        if listed:
            say(Styled(title, "bold"))
        for one in listed:
            number += 1
            _say_one(number, one)
    for note in found.notes:
        tell(Styled("not asked  ", "warn"), note)
    if found.left_out:
        kept_back = " · ".join(f"{number} {why}" for why, number in found.left_out)
        tell(Styled(f"left out: {kept_back}", "dim"))


def _say_one(number: int, one: Suggestion) -> None:
    width, candidate = terminal_width() or _WIDTH, one.candidate
    signs = [
        *(["a bot"] if candidate.is_bot else []),
        *(["none of yours passes them on"] if one.beyond else []),
    ]
    where = " · ".join(dict.fromkeys(filter(None, (candidate.handle, *places_of(candidate)))))
    name = cut(candidate.name, 40)
    say(
        Styled(f"{number:>3}  ", "accent"),
        Styled(name, "bold"),
        "  ",
        Styled(cut(where, max(10, width - len(name) - 8)), "dim"),
        Styled(f"  {' · '.join(signs)}" if signs else "", "warn"),
    )
    for line in _lines([reason.words for reason in one.reasons[:_REASONS]], width - 5):
        say("     ", line)
    if one.identity:
        say("     ", Styled(cut(f"one person: {one.identity}", width - 5), "dim"))
    for post in one.evidence[:_POSTS]:
        say("       ", short(post.id), "  ", day(post.published), "  ", cut(post.headline, width - 28))


def _lines(parts: list[str], width: int) -> Iterator[str]:
    """Yield `parts` with dots between them, as many on a line as there is room for."""
    line = ""
    for part in parts:
        if line and len(line) + len(part) + 3 > width:
            yield cut(line, width)
            line = part
        else:
            line = f"{line} · {part}" if line else part
    if line:
        yield cut(line, width)


def places_of(candidate: Candidate) -> list[str]:
    """Return where somebody publishes; the page of a profile whose handle is told is left out."""
    told = {"bluesky", "mastodon"} if candidate.handle and not candidate.person else set()
    return [place_of(channel) for channel in candidate.channels if channel.kind not in told]


def place_of(channel: Channel) -> str:
    """Return where a channel is, as short as can be."""
    address = channel.address or channel.key
    return "" if address.startswith("did:") else address.partition("://")[2].removeprefix("www.").rstrip("/")


def say_figure(figure: Figure, depth: int = 0) -> None:
    """Print an explanation as a tree of figures."""
    value = "" if figure.value is None else f"  {figure.value:,.3f}".rstrip("0").rstrip(".")
    post = Styled(f"  {figure.post[-6:]}", "accent") if figure.post else ""
    words = cut(figure.words, max(20, (terminal_width() or _WIDTH) - 2 * depth - len(value) - 8))
    say("  " * depth, Styled(words, "bold") if depth == 0 else words, Styled(value, "good"), post)
    for part in figure.parts:
        say_figure(part, depth + 1)


def figure_json(figure: Figure) -> dict[str, Any]:
    """Return an explanation for programs."""
    return {
        "words": figure.words,
        "value": figure.value,
        "post": figure.post,
        "parts": [figure_json(part) for part in figure.parts],
    }


def findings_json(found: Findings) -> dict[str, Any]:
    """Return what was found for programs."""
    return {
        "asked": found.asked,
        "theme": found.theme,
        "terms": found.terms,
        "mine": [suggestion_json(one) for one in found.mine],
        "new": [suggestion_json(one) for one in found.new],
        "searched": found.searched,
        "notes": found.notes,
        "left_out": [{"why": why, "number": number} for why, number in found.left_out],
    }


def suggestion_json(one: Suggestion) -> dict[str, Any]:
    """Return a found person with their proof for programs."""
    return {
        **candidate_json(one.candidate),
        "circle": one.circle.value,
        "score": round(one.score, 6),
        "beyond": one.beyond,
        "identity": one.identity,
        "reasons": [
            {
                "kind": reason.kind.value,
                "words": reason.words,
                "count": reason.count,
                "posts": reason.posts,
                "people": reason.people,
                "address": reason.address,
                "entries": reason.entries,
            }
            for reason in one.reasons
        ],
        "evidence": [
            {"id": p.id, "title": p.headline, "url": p.url, "published": to_text(p.published)}
            for p in one.evidence
        ],
    }


def candidate_json(candidate: Candidate) -> dict[str, Any]:
    """Return somebody who may know for programs."""
    return {
        "key": candidate.key,
        "name": candidate.name,
        "handle": candidate.handle,
        "bio": candidate.bio,
        "person": candidate.person,
        "channels": [channel.front_matter() for channel in candidate.channels],
        "proposed": [
            {"channel": one.channel.front_matter(), "evidence": one.evidence, "proven": one.proven}
            for one in candidate.proposed
        ],
        "last": _moment(candidate.last),
        "is_bot": candidate.is_bot,
    }


def rising_row(one: Rising) -> list[Cell]:
    """Return a word that rises as a line."""
    return [
        Styled(one.word, "bold"),
        f"{some(one.count, 'post')} by {len(one.people)} people",
        f"usually {one.usual:g} a week",
        Styled(f"yours: {one.known}" if one.known else "", "accent"),
        Styled(" ".join(post[-6:] for post in one.posts[:3]), "dim"),
    ]


def rising_json(one: Rising) -> dict[str, Any]:
    """Return a word that rises for programs."""
    return {
        "word": one.word,
        "posts": one.posts,
        "people": one.people,
        "usual": one.usual,
        "known": one.known,
    }


def about_row(one: AskAbout) -> list[Cell]:
    """Return something I could be asked about as a line."""
    return [
        Styled(one.name, "bold"),
        f"{one.entries} {'entry' if one.entries == 1 else 'entries'}, {some(one.insights, 'insight')}",
        f"in {some(one.weeks, 'week')}",
        Styled(" · ".join(one.words), "dim"),
    ]


def about_json(one: AskAbout) -> dict[str, Any]:
    """Return something I could be asked about for programs."""
    return {
        "name": one.name,
        "theme": one.theme,
        "entries": one.entries,
        "insights": one.insights,
        "weeks": one.weeks,
        "words": one.words,
        "last": _moment(one.last),
    }


def review_row(one: Review) -> list[Cell]:
    """Return a look back as a line."""
    return [
        Styled(one.name, "bold"),
        f"{one.read:,} of {some(one.posts, 'post')} read",
        some(one.insights, "insight"),
        Styled(f"last {one.last:%Y-%m-%d}" if one.last else "nothing stored", "dim"),
        Styled(one.person, "accent"),
    ]


def review_json(one: Review) -> dict[str, Any]:
    """Return a look back for programs."""
    return {
        "person": one.person,
        "name": one.name,
        "posts": one.posts,
        "read": one.read,
        "insights": one.insights,
        "last": _moment(one.last),
        "since": _moment(one.since),
    }


def _moment(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None


def some(number: int, thing: str) -> str:
    """Return a number with what it counts."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
