"""The lines that the pages of themes and people are made of."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.article import Article
from learnlog.model.entry import Entry
from learnlog.model.post import KeptPost, Post
from learnlog.tui.text import ago, fit, line, plain
from learnlog.tui.widgets.article_lines import lay_block
from learnlog.tui.widgets.kinds import sign
from learnlog.tui.widgets.wiki import read_vault_markdown

WHEN = 8
LABEL = 10
MEASURE = 76

TEXT = 200_000
"""Characters of a page's own text that are shown on it."""


def gap() -> Option:
    """Return an empty line."""
    return Option("", disabled=True)


def told(content: Content | str) -> Option:
    """Return a line that only tells something."""
    return Option(content, disabled=True)


def section(title: str, note: str = "") -> Option:
    """Return a heading, with a muted note behind it."""
    return told(
        Content.assemble((line(title), "bold $accent"), (f"  {line(note)}" if note else "", "$text-muted"))
    )


def wrapped(text: str, width: int, style: str = "", indent: str = "") -> Option:
    """Return `text` as lines of at most a comfortable measure."""
    rows = plain(line(text), style).wrap(max(12, min(MEASURE, width) - len(indent)))
    return told(Content("\n").join(Content.assemble(indent, row) for row in rows))


def fact(label: str, text: str, width: int) -> Option:
    """Return a fact with its name before it, its further lines under its first."""
    rows = plain(line(text)).wrap(max(12, min(MEASURE, width) - LABEL)) or [Content("")]
    parts = [
        Content.assemble((fit(label if number == 0 else "", LABEL), "$text-muted"), row)
        for number, row in enumerate(rows)
    ]
    return told(Content("\n").join(parts))


def row(id: str, when: str, sign: str, words: str, note: str, width: int, *, strong: bool = False) -> Option:
    """Return one line that opens: its date, a sign, words, and a muted note at the right end."""
    note = line(note, max(0, min(24, width - WHEN - 22)))
    room = max(8, min(width, 110) - WHEN - 4 - (len(note) + 2 if note else 0))
    parts = Content.assemble(
        ("  " + fit(when, WHEN), "$text-muted"),
        (sign + " ", "$primary"),
        (fit(words, room), "bold" if strong else ""),
        ("  " + note if note else "", "$text-muted"),
    )
    return Option(parts, id=id)


def entries(
    title: str, listed: Sequence[Entry], now: datetime, width: int, names: dict[str, str]
) -> Iterator[Option]:
    """Yield a section of entries; `names` are themes by slug."""
    if listed:
        yield section(title, f"{len(listed)}")
    for entry in listed:
        note = " · ".join(name for slug in entry.themes if (name := names.get(slug, slug)))
        yield row(f"entry:{entry.id}", ago(entry.created, now), sign(entry), entry.headline, note, width)
    if listed:
        yield gap()


def kept_posts(
    listed: Sequence[KeptPost], now: datetime, width: int, *, named: bool = True
) -> Iterator[Option]:
    """Yield a section of what I kept, with my line on why when there is one; `named` tells whose."""
    if listed:
        yield section("Kept posts", f"{len(listed)}")
    for kept in listed:
        author = kept.author if named else ""
        yield row(f"kept:{kept.id}", ago(kept.kept, now), "◆", kept.headline, author, width)
        if kept.why:
            words = line(kept.why, max(8, min(width, 110) - WHEN - 4))
            yield told(Content.assemble(" " * (WHEN + 4), (words, "italic $text-muted")))
    if listed:
        yield gap()


def posts(
    title: str, note: str, listed: Iterable[Post], now: datetime, width: int, *, named: bool
) -> Iterator[Option]:
    """Yield a section of posts, unread ones bold and with their sign; `named` tells whose they are."""
    drawn = [
        row(
            f"post:{post.id}",
            ago(post.published, now),
            "★" if post.starred else " " if post.read else "●",
            post.headline,
            post.person_name if named else "",
            width,
            strong=not post.read,
        )
        for post in listed
    ]
    if drawn:
        yield section(title, note)
        yield from drawn
        yield gap()


def read_body(body: str) -> Article:
    """Return a page's own Markdown as an article."""
    return read_vault_markdown(body[:TEXT])


def wiki_text(title: str, kind: str, article: Article, width: int) -> Iterator[Option]:
    """Yield the page's own text, a line of the list for each of its blocks; `kind` says what Enter opens."""
    if not article.blocks:
        return
    yield section(title)
    for number, block in enumerate(article.blocks[:400]):
        drawn = [
            Content.assemble("  ", one.content) for one in lay_block(block, max(20, min(MEASURE, width) - 2))
        ]
        yield Option(Content("\n").join(drawn), id=f"text:{kind}:{number}")
        following = article.blocks[number + 1 : number + 2]
        if following and not (block.depth and following[0].depth):
            yield gap()
    yield gap()
