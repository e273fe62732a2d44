"""What is kept of a social post: its words with everything that carries meaning, as Markdown that stays readable."""

from collections.abc import Iterator
from dataclasses import replace

from learnlog.model.article import Article, Block, BlockKind, Footnote, Span, read_html, to_markdown
from learnlog.model.post import PostText
from learnlog.model.safe import clean_line, clean_link, clean_text
from learnlog.model.social import Actor, Media, Quoted, Social


def kept_body(text: PostText, base: str = "") -> str:
    """Return the Markdown of `text`: the warning first, then the words, pictures, quote, poll and linked page."""
    social = text.social
    if social is None:
        return to_markdown(read_html(text.html, base)) if text.html else text.text
    article = read_html(text.html, base) if text.html else Article(blocks=tuple(_words(text.text)))
    notes = _Notes(article)
    warning = [_bold("Content warning:", clean_line(social.warning, 500))] if social.warning else []
    blocks = (*warning, *article.blocks, *_below(social, notes))
    return to_markdown(replace(article, blocks=blocks, links=tuple(notes.links)))


def written_by(social: Social) -> str:
    """Return who wrote a post, of a boost the post that was passed on: the name, and how they are called there."""
    return _called(social.author)


class _Notes:
    """The links of an article, to which more are added."""

    def __init__(self, article: Article) -> None:
        self.links = list(article.links)

    def span(self, words: str, url: str) -> Span:
        """Return `words` as a link to `url`, or plain when that may not be opened."""
        address = clean_link(url)
        if not address:
            return Span(words)
        number = max((link.number for link in self.links), default=0) + 1
        self.links.append(Footnote(number, address))
        return Span(words, link=number)


def _below(social: Social, notes: _Notes) -> Iterator[Block]:
    for media in social.media:
        yield _picture(media, notes)
    if social.poll:
        for choice in social.poll.choices:
            votes = "" if choice.votes is None else f" ({choice.votes:,})"
            yield _paragraph(Span(clean_line(choice.words, 500) + votes), depth=1, marker="•")
    if social.quote:
        yield from _quote(social.quote, notes)
    if social.card:
        yield _paragraph(notes.span(clean_line(social.card.title or social.card.url, 300), social.card.url))


def _picture(media: Media, notes: _Notes) -> Block:
    said = f"{media.kind}: {media.alt[:20_000]}" if media.alt else f"{media.kind} without description"
    return _paragraph(notes.span(clean_line(said, 5000), media.url))


def _quote(quoted: Quoted, notes: _Notes) -> Iterator[Block]:
    if quoted.gone:
        yield _paragraph(
            Span(f"(quotes a post that cannot be shown: {clean_line(quoted.gone, 200)})"), quote=1
        )
    if quoted.warning:
        yield replace(_bold("Content warning:", clean_line(quoted.warning, 500)), quote=1)
    yield from (replace(block, quote=1) for block in _words(quoted.text))
    name = _called(quoted.author) if quoted.author else "a post"
    yield _paragraph(Span("— "), notes.span(name, quoted.url), quote=1)


def _words(text: str) -> Iterator[Block]:
    for part in clean_text(text).split("\n\n"):
        if part.strip():
            yield _paragraph(Span(part.strip()))


def _bold(title: str, words: str) -> Block:
    return _paragraph(Span(title, strong=True), Span(f" {words}"))


def _paragraph(*spans: Span, quote: int = 0, depth: int = 0, marker: str = "") -> Block:
    return Block(kind=BlockKind.PARAGRAPH, spans=spans, quote=quote, depth=depth, marker=marker)


def _called(actor: Actor) -> str:
    handle = actor.handle and f"@{actor.handle.removeprefix('@')}"
    said = f"{actor.name} ({handle})" if actor.name and handle else actor.name or handle or actor.key
    return clean_line(said, 300)
