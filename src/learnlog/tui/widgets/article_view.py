"""An article on the screen: headings, lists, quotes, code, tables and footnoted links in a comfortable measure."""

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len, chop_cells, set_cell_size
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from learnlog.model.article import Article, Block, BlockKind, Spans, plain, read_html
from learnlog.model.safe import clean_text
from learnlog.tui.text import fit, line

MEASURE = 72
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_markdown(text: str) -> Article:
    """Return Markdown as an article; HTML in it is shown as text, never read."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return read_html(reader.render(text))


def spans_content(spans: Spans, base: str = "") -> Content:
    """Return spans as styled content; a link is underlined and carries the number of its footnote."""
    parts = []
    for number, span in enumerate(spans):
        style = " ".join(
            word
            for word, on in (
                ("bold", span.strong),
                ("italic", span.em),
                ("strike", span.strike),
                ("$text-accent on $surface", span.code),
                ("underline", bool(span.link)),
                (base, bool(base)),
            )
            if on
        )
        parts.append(Content.styled(span.text, style) if style else Content(span.text))
        last = number + 1 == len(spans) or spans[number + 1].link != span.link
        if span.link and last:
            parts.append(Content.styled(str(span.link).translate(_RAISED), "$accent"))
    return Content("").join(parts)


def _wrapped(content: Content, width: int, first: str, rest: str, mark: str = "") -> Content:
    """Return `content` wrapped to `width`, with `first` before its first line and `rest` before the others."""
    room = max(12, width - cell_len(first))
    drawn = []
    for number, one in enumerate(content.wrap(room) or [content]):
        drawn.append(
            Content.assemble(Content.styled(first if number == 0 else rest, mark or "$text-muted"), one)
        )
    return Content("\n").join(drawn)


def draw_article(article: Article, width: int) -> Content:
    """Return the whole article drawn for `width` cells, its links listed at the end."""
    parts: list[Content] = []
    before: Block | None = None
    for block in article.blocks:
        if before is not None:
            close = before.depth and block.depth
            parts.append(Content("\n" if close else "\n\n"))
        parts.append(draw_block(block, width))
        before = block
    if article.cut:
        parts.append(Content.styled("\n\n… the rest is at the source", "$text-muted"))
    for number, note in enumerate(article.links):
        sign = str(note.number).translate(_RAISED)
        gap = "\n\n" if number == 0 else "\n"
        parts.append(
            Content.assemble(
                gap, (sign, "$accent"), " ", (line(note.place, max(20, width - 4)), "$text-muted")
            )
        )
    return Content("").join(parts)


def draw_block(block: Block, width: int) -> Content:
    """Return one block drawn for `width` cells."""
    bar = "▏ " * block.quote
    indent = "  " * max(0, block.depth - 1)
    marker = f"{block.marker} " if block.depth else ""
    first = bar + indent + (marker or ("  " if block.depth else ""))
    rest = bar + indent + " " * cell_len(marker or ("  " if block.depth else ""))
    if block.kind is BlockKind.HEADING:
        style = "bold $accent" if block.level <= 2 else "bold"
        return _wrapped(spans_content(block.spans, style), width, first, rest)
    if block.kind is BlockKind.CODE:
        return _code(block, width, rest)
    if block.kind is BlockKind.TABLE:
        return _table(block, width - cell_len(rest))
    if block.kind is BlockKind.RULE:
        return Content.styled(rest + "─" * min(24, width), "$border")
    if block.kind is BlockKind.IMAGE:
        words = plain(block.spans) or "no description"
        return _wrapped(Content.styled(f"[image: {words}]", "italic $text-muted"), width, first, rest)
    body = spans_content(block.spans, "italic" if block.quote else "")
    return _wrapped(body, width, first, rest)


def _code(block: Block, width: int, rest: str) -> Content:
    """Return code on its own ground; a line that is too long goes on below, marked, instead of being cut."""
    room = max(12, width - cell_len(rest) - 2)
    drawn = []
    for text in clean_text(block.text).expandtabs(4).splitlines() or [""]:
        for number, piece in enumerate(_pieces(text, room)):
            sign = "↪" if number else " "
            row = sign + set_cell_size(piece, room) + " "
            drawn.append(Content.assemble(rest, Content.styled(row, "$foreground on $surface")))
    return Content("\n").join(drawn)


def _pieces(text: str, room: int) -> list[str]:
    return chop_cells(text, room) or [""]


def _table(block: Block, width: int) -> Content:
    """Return a table whose cells wrap within their columns."""
    rows = [[plain(cell).replace("\n", " ") for cell in row] for row in block.rows]
    widths = _column_widths(rows, width)
    drawn = []
    for number, row in enumerate(rows):
        head = block.header and number == 0
        cells = [_cell(row[at] if at < len(row) else "", room) for at, room in enumerate(widths)]
        for height in range(max(len(cell) for cell in cells)):
            parts = [
                fit(cell[height] if height < len(cell) else "", widths[at]) for at, cell in enumerate(cells)
            ]
            drawn.append(Content.styled("  ".join(parts), "bold" if head else ""))
        if head:
            drawn.append(Content.styled("  ".join("─" * room for room in widths), "$border"))
    return Content("\n").join(drawn)


def _cell(text: str, room: int) -> list[str]:
    """Return a cell's lines, at most six of them."""
    lines = [one.plain for one in Content(line(text)).wrap(room)] or [""]
    return lines if len(lines) <= 6 else [*lines[:5], line(lines[5], room - 1) + "…"]


def _column_widths(rows: list[list[str]], width: int) -> list[int]:
    """Return a width for each column: what it needs, the widest ones shrunk until all fit."""
    count = max((len(row) for row in rows), default=0)
    widths = [
        max((cell_len(row[at]) for row in rows if at < len(row)), default=1) or 1 for at in range(count)
    ]
    room = max(count * 3, width - 2 * (count - 1))
    while sum(widths) > room and max(widths) > 3:
        widths[widths.index(max(widths))] -= 1
    return widths


class ArticleView(VerticalScroll):
    """Shows one article under a few lines of heading. Tab walks its links, Enter asks to open the marked one."""

    DEFAULT_CSS = """
    ArticleView { padding: 0 2; background: $background; scrollbar-size-vertical: 1; }
    ArticleView > Static { width: 100%; max-width: 76; height: auto; }
    """
    BINDINGS: ClassVar = [
        Binding("j,down", "scroll_down", show=False),
        Binding("k,up", "scroll_up", show=False),
        Binding("g,home", "scroll_home", show=False),
        Binding("G,end", "scroll_end", show=False),
        Binding("space,pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("right_square_bracket", "next_link(1)", show=False),
        Binding("left_square_bracket", "next_link(-1)", show=False),
        Binding("enter", "open_link", show=False),
    ]

    class LinkOpened(Message):
        """A link of the article was chosen; nothing is opened by itself."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._heading = Content("")
        self._article = Article()
        self._link = 0
        self._width = 0

    @property
    def article(self) -> Article:
        """What is shown."""
        return self._article

    def compose(self) -> ComposeResult:
        """One text for all: it can be selected across blocks."""
        yield Static(id="article-text")

    def show(self, article: Article, heading: Content | None = None) -> None:
        """Show `article` from its beginning, under `heading`."""
        self._article, self._heading, self._link = article, heading or Content(""), 0
        self.scroll_home(animate=False)
        self._draw()

    def on_resize(self) -> None:
        """Draw for the new width."""
        if self.content_size.width != self._width:
            self._draw()

    def _draw(self) -> None:
        self._width = self.content_size.width
        width = max(20, min(MEASURE, self._width - 1))
        parts = [draw_article(self._article, width)]
        if self._heading:
            parts = [self._heading, Content("\n\n"), *parts]
        if self._link:
            note = self._article.links[self._link - 1]
            parts.append(
                Content.assemble("\n\n", ("Enter opens ", "bold $accent"), line(note.url, width - 12))
            )
        self.query_one("#article-text", Static).update(Content("").join(parts))

    def selected_text(self) -> str:
        """Return what is selected with the mouse in the article, "" for nothing."""
        return self.screen.get_selected_text() or ""

    def action_next_link(self, step: int) -> None:
        """Mark the next link, showing where it really goes."""
        count = len(self._article.links)
        if count:
            self._link = (self._link + step) % (count + 1)
            self._draw()

    def action_open_link(self) -> None:
        """Ask to open the marked link."""
        if self._link:
            self.post_message(self.LinkOpened(self._article.links[self._link - 1].url))

    def links(self) -> Iterator[str]:
        """Yield the addresses of all links."""
        for note in self._article.links:
            yield note.url
