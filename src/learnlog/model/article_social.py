"""What a social post carries beyond its words, as blocks below them: pictures, quote, poll, linked page, labels."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from learnlog.model.article import Article, Block, BlockKind, Footnote, Span, Spans
from learnlog.model.safe import clean_line, clean_link, clean_text
from learnlog.model.social import Actor, Choice, LinkCard, Media, Poll, Quoted, Social

KINDS = {"image": "picture", "video": "film", "audio": "sound", "file": "file"}
MOST = 40
"""Pictures, answers of a poll, and labels that are shown of one post."""
_BAR = 12
_LONGEST = 20_000


def called(actor: Actor) -> str:
    """Return how somebody is called on their network, ``@name.example`` or ``@name@host``, cleaned."""
    handle = clean_line(actor.handle, 120)
    if not handle:
        return clean_line(actor.name, 80) or clean_line(actor.key, 80) or "somebody"
    return handle if handle.startswith("@") else f"@{handle}"


def with_social(article: Article, social: Social, now: datetime) -> Article:
    """Return `article` with what `social` adds to it below; moments are told in the zone of `now`."""
    links = _Links(article)
    added = [
        *(_picture(media, links) for media in social.media[:MOST]),
        *(_quote(social.quote, links, now) if social.quote else ()),
        *(_poll(social.poll, now) if social.poll else ()),
        *(_card(social.card, links) if social.card else ()),
        *_labels(social.labels),
    ]
    return replace(article, blocks=(*article.blocks, *added), links=tuple(links.notes)) if added else article


def moment_said(moment: datetime, now: datetime) -> str:
    """Return `moment` with its time in the zone of `now`: 5 Nov 2026, 14:05."""
    here = moment.astimezone(now.tzinfo)
    return f"{here.day} {here:%b %Y}, {here:%H:%M}"


class _Links:
    """The footnotes of an article, to which more are added."""

    def __init__(self, article: Article) -> None:
        self.notes = list(article.links)

    def number(self, url: str) -> int:
        """Return the footnote's number for `url`; 0 when that may not be opened."""
        address = clean_link(url)
        if not address:
            return 0
        for note in self.notes:
            if note.url == address:
                return note.number
        self.notes.append(Footnote(len(self.notes) + 1, address))
        return len(self.notes)


def _paragraph(*spans: Span, quote: int = 0) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, spans=spans, quote=quote)


def _picture(media: Media, links: _Links) -> Block:
    kind = KINDS.get(media.kind, "file")
    alt = clean_text(media.alt[:_LONGEST]).strip()
    number = links.number(media.url)
    if not alt:
        return _paragraph(Span("▣ "), Span(f"{kind} without description", em=True, link=number))
    return _paragraph(Span("▣ "), Span(kind, link=number), Span(f": {alt}", em=True))


def _quote(quoted: Quoted, links: _Links, now: datetime) -> Iterator[Block]:
    name = called(quoted.author) if quoted.author else "a post"
    who = [Span(name, strong=True, link=links.number(quoted.url))]
    if quoted.author and quoted.author.name:
        who.append(Span(f" {clean_line(quoted.author.name, 80)}"))
    if quoted.published:
        who.append(Span(f" · {moment_said(quoted.published, now)}"))
    yield _paragraph(*who, quote=1)
    if quoted.gone:
        yield _paragraph(Span(f"✕ It cannot be shown any more: {clean_line(quoted.gone, 120)}."), quote=1)
    if quoted.warning:
        yield _paragraph(
            Span("! ", strong=True), Span(f"{clean_line(quoted.warning, 300)} — open it to see it"), quote=1
        )
        return
    for part in clean_text(quoted.text[:_LONGEST]).split("\n\n"):
        if part.strip():
            yield _paragraph(Span(part.strip()), quote=1)


def _poll(poll: Poll, now: datetime) -> Iterator[Block]:
    choices = poll.choices[:MOST]
    votes = sum(choice.votes or 0 for choice in choices)
    of = poll.voters if poll.several and poll.voters else votes
    if len(choices) > 1:
        yield Block(kind=BlockKind.TABLE, rows=tuple(_choice(choice, of) for choice in choices))
    else:
        yield from (_paragraph(Span(clean_line(choice.words, 200))) for choice in choices)
    count = poll.voters if poll.voters is not None else votes
    facts = [f"{count:,} {'vote' if count == 1 else 'votes'}"] if of or poll.voters is not None else []
    facts += ["one may choose several"] if poll.several else []
    if poll.closes:
        facts.append(f"{'ended' if poll.closes <= now else 'ends'} {moment_said(poll.closes, now)}")
    if facts:
        yield _paragraph(Span("poll: " + " · ".join(facts), em=True))


def _choice(choice: Choice, of: int) -> tuple[Spans, Spans]:
    words = (Span(clean_line(choice.words, 200)),)
    if choice.votes is None:
        return words, (Span("not told yet", em=True),)
    share = min(1.0, max(0.0, choice.votes / of)) if of else 0.0
    full = round(share * _BAR)
    return words, (Span(f"{'█' * full}{'░' * (_BAR - full)} {choice.votes:,} ({share:.0%})"),)


def _card(card: LinkCard, links: _Links) -> Iterator[Block]:
    number = links.number(card.url)
    if not number:
        return
    title = clean_line(card.title, 300) or "a page"
    host = Footnote(number, clean_link(card.url)).place.partition("/")[0]
    yield _paragraph(Span("→ "), Span(title, strong=True, link=number), Span(f" — {host}"))
    if card.text.strip():
        yield _paragraph(Span(clean_line(card.text, 400), em=True), quote=1)


def _labels(labels: tuple[str, ...]) -> Iterator[Block]:
    words = [said for label in labels[:MOST] if (said := clean_line(label, 60))]
    if words:
        yield _paragraph(Span(f"labelled: {', '.join(words)}", em=True))
