"""An article: what a post or an entry says, as plain blocks that a terminal or a Markdown file can show.

`read_html` turns any HTML into an `Article`, `to_markdown` an `Article` into Markdown. Both live in
modules of their own, loaded when first called, because lists never need them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

LIMIT = 500_000
"""Characters of HTML that are read; the rest is left at the source."""

_LONGEST_HOST = 48
_ADDRESS = re.compile(r"https?://(?:[^/?#]*@)?([^/?#]*)([^?#]*)(\??)", re.IGNORECASE)


class BlockKind(StrEnum):
    """What a block is. A list's item is any block whose ``depth`` is not 0."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. ``link`` is the number of a footnote, 0 for no link."""

    text: str
    strong: bool = False
    em: bool = False
    code: bool = False
    strike: bool = False
    link: int = 0


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of text.

    ``level`` is a heading's (1 to 6). ``quote`` counts the quotes around it, ``depth`` the lists;
    ``marker`` (``•`` or ``3.``) stands on the first block of a list's item only. A newline in a span is a
    line break. ``text`` is the code of a code block, with its ``language``. A table has ``rows`` of cells,
    of which the first is a heading when ``header``. An image's spans are its description.
    """

    kind: BlockKind
    spans: Spans = ()
    level: int = 0
    quote: int = 0
    depth: int = 0
    marker: str = ""
    text: str = ""
    language: str = ""
    rows: tuple[tuple[Spans, ...], ...] = ()
    header: bool = False

    @property
    def plain(self) -> str:
        """The block's words without any style; a table's cells are parted by tabs."""
        if self.kind is BlockKind.CODE:
            return self.text
        if self.kind is BlockKind.TABLE:
            return "\n".join("\t".join(plain(cell) for cell in row) for row in self.rows)
        return plain(self.spans)


def _ascii(host: str) -> str:
    """Return a host as the network names it, so that no letter passes for another."""
    labels = host.lower().split(".")
    return ".".join(
        one if one.isascii() else "xn--" + one.encode("punycode").decode("ascii") for one in labels
    )


@dataclass(frozen=True, slots=True)
class Footnote:
    """A link of the article: its ``number`` and the whole ``url``."""

    number: int
    url: str

    @property
    def place(self) -> str:
        """Where the link really goes, short: host and path, without scheme, user, or query.

        Of a very long host the end is shown, which says whose it is.
        """
        found = _ADDRESS.match(self.url)
        if not found:
            return self.url
        host, path, query = found.groups()
        host = _ascii(host).removeprefix("www.")
        host = host if len(host) <= _LONGEST_HOST else f"…{host[1 - _LONGEST_HOST :]}"
        return host + path.rstrip("/") + ("?…" if query else "")

    @property
    def address(self) -> str:
        """The whole address as the network reads it, without a user who is only there to mislead."""
        found = _ADDRESS.match(self.url)
        return (
            f"{self.url[: self.url.index('//')]}//{_ascii(found[1])}{self.url[found.end(1) :]}"
            if found
            else self.url
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The blocks in reading order and the links they refer to; ``cut`` when there was more than is shown."""

    blocks: tuple[Block, ...] = ()
    links: tuple[Footnote, ...] = ()
    cut: bool = False

    @property
    def plain(self) -> str:
        """All the words, a blank line between blocks."""
        return "\n\n".join(words for block in self.blocks if (words := block.plain))


def plain(spans: Spans) -> str:
    """Return the text of `spans` without style."""
    return "".join(span.text for span in spans)


def read_html(html: str, base: str = "", schemes: Collection[str] = ()) -> Article:
    """Read any `html`, however broken, as an article; never raises, in time linear to its length.

    Links are kept when they go to http(s), mailto or one of the further `schemes`; relative ones are
    resolved against `base`, or dropped without one.
    """
    from learnlog.model.article_html import read

    return read(html, base, schemes)


def to_markdown(article: Article) -> str:
    """Return `article` as Markdown in which no text becomes a mark by accident."""
    from learnlog.model.article_markdown import write

    return write(article)
