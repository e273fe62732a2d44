"""An article as the lines of a terminal: wrapped to a width, each knowing what of it is text and what is drawing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len, chop_cells
from textual.content import Content
from textual.style import Style

from learnlog.model.article import Article, Block, BlockKind, Footnote, Spans, plain
from learnlog.model.safe import clean_text
from learnlog.tui.text import line

LINK = "article_link"
MARK = "article_mark"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NARROWEST = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``lead`` characters at its start are bars and indentation; ``glue`` is what parts its text
    from that of the line before (a space where a paragraph was wrapped); ``block`` is its block's number.
    """  # noqa: D205 - the summary needs its second line

    content: Content
    lead: int = 0
    glue: str = "\n"
    block: int = -1

    @property
    def links(self) -> set[int]:
        """The numbers of the links that begin or go on in this line."""
        return {number for _, _, number in pieces(self.content, LINK)}

    def text(self, start: int = 0, end: int | None = None) -> str:
        """Return the words between two characters, without lead, footnote numbers and padding."""
        said = self.content.plain
        end = len(said) if end is None else min(end, len(said))
        kept, place = "", max(start, self.lead)
        for first, last, _ in pieces(self.content, MARK):
            kept, place = kept + said[place : max(place, min(first, end))], max(place, last)
        return (kept + said[place:end]).rstrip()


def pieces(content: Content, name: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and number of the pieces of `content` that carry the meta value `name`."""
    for span in content.spans:
        if isinstance(span.style, Style) and name in span.style.meta:
            yield span.start, span.end, span.style.meta[name]


def words_of(lines: Iterable[Line]) -> str:
    """Return the text of `lines` as it was written: wrapped lines are whole again."""
    said = ""
    for one in lines:
        said += (one.glue if said else "") + one.text()
    return said


def words_between(lines: Iterable[Line], span_of: Callable[[int], tuple[int, int] | None]) -> str:
    """Return the text of the part of each line that `span_of` its place says (an end below 0: to its end)."""
    said = ""
    for place, one in enumerate(lines):
        span = span_of(place)
        if span is None:
            continue
        words = one.text(span[0], None if span[1] < 0 else span[1])
        said += (one.glue if said else "") + words
    return said.strip("\n")


def lay_out(article: Article, width: int, first: int | None = None) -> list[Line]:
    """Return `article` as lines of at most `width` cells, footnotes last; only its `first` blocks if given."""
    lines: list[Line] = []
    before: Block | None = None
    for number, block in enumerate(article.blocks[:first]):
        tight = before is not None and bool(before.depth and block.marker) and before.quote == block.quote
        if before is not None and not tight:
            bars = "▏ " * min(before.quote, block.quote)
            lines.append(Line(Content.styled(bars.rstrip(), "$text-muted"), len(bars)))
        drawn = [replace(one, block=number) for one in lay_block(block, width)]
        if drawn and before is not None and not tight:
            drawn[0] = replace(drawn[0], glue="\n")
        lines += drawn
        before = block
    if first is not None and first < len(article.blocks):
        return lines
    if article.cut:
        lines += [Line(Content("")), Line(Content.styled("… the rest is at the source", "$text-muted"))]
    if article.links:
        lines += [Line(Content("")), *_footnotes(article.links, width)]
    return lines


def _footnotes(links: Sequence[Footnote], width: int) -> Iterator[Line]:
    room = len(str(links[-1].number))
    for note in links:
        content = Content.assemble(
            (f"{note.number:>{room}}", "$accent"),
            "  ",
            (line(note.place, max(8, width - room - 2)), "$text-muted"),
        )
        yield Line(content.stylize(Style.from_meta({LINK: note.number})), room + 2)


def lay_block(block: Block, width: int) -> list[Line]:
    """Return one block as lines."""
    bars, indent = "▏ " * block.quote, "  " * max(0, block.depth - 1)
    marker = f"{block.marker} " if block.marker else "  " if block.depth else ""
    first, rest = bars + indent + marker, bars + indent + " " * cell_len(marker)
    room = max(12, width - cell_len(first))
    match block.kind:
        case BlockKind.RULE:
            return [Line(Content.styled(rest + "─" * min(24, room), "$text-muted"), len(rest) + 24)]
        case BlockKind.CODE:
            body = _code(block, room)
        case BlockKind.TABLE:
            body = _table(block, room)
        case BlockKind.HEADING:
            style = "bold $accent" if block.level <= 2 else "bold"
            body = _wrapped(spans_content(block.spans, style), room)
        case BlockKind.IMAGE:
            body = _wrapped(_image(block.spans), room)
        case BlockKind.PARAGRAPH:
            body = _wrapped(spans_content(block.spans, "italic" if block.quote else ""), room)
    return [_led(one, rest if number else first) for number, one in enumerate(body)]


def _led(one: Line, lead: str) -> Line:
    if not lead:
        return one
    return replace(
        one, content=Content.assemble((lead, "$text-muted"), one.content), lead=one.lead + len(lead)
    )


def _image(spans: Spans) -> Content:
    link = next((span.link for span in spans if span.link), 0)
    words = plain(spans)
    shown = Content.styled(f"[image: {words}]" if words else "[image]", "italic $text-muted")
    return _linked(shown, link, last=True)


def _linked(content: Content, link: int, *, last: bool) -> Content:
    """Return `content` as (a part of) a link, with the number of its footnote after the last part."""
    if not link:
        return content
    style = Style.from_meta({LINK: link})
    content = content.stylize(style)
    if not last:
        return content
    number = Content.styled(str(link).translate(_RAISED), "$accent")
    return Content.assemble(content, number.stylize(style).stylize(Style.from_meta({LINK: link, MARK: link})))


def spans_content(spans: Spans, base: str = "") -> Content:
    """Return spans as styled content; a link is underlined and carries the number of its footnote."""
    parts = []
    for number, span in enumerate(spans):
        flags = (
            (base, True),
            ("bold", span.strong),
            ("italic", span.em),
            ("strike", span.strike),
            ("$text-accent on $surface", span.code),
            ("underline", bool(span.link)),
        )
        style = " ".join(word for word, on in flags if on and word)
        last = number + 1 == len(spans) or spans[number + 1].link != span.link
        parts.append(_linked(Content.styled(span.text, style), span.link, last=last))
    return Content("").join(parts)


def _wrapped(content: Content, room: int) -> list[Line]:
    """Return `content` wrapped to `room` cells, each line knowing whether a space was left out before it."""
    lines: list[Line] = []
    for part in content.split("\n", allow_blank=True):
        said, place = part.plain, 0
        for number, one in enumerate(part.wrap(room) or [part]):
            glue = "\n"
            if number:
                glue = " " if said[place : place + 1].isspace() else ""
                place += len(said[place:]) - len(said[place:].lstrip()) if glue else 0
            place += len(one.plain)
            lines.append(Line(one, glue=glue))
    return lines


def _code(block: Block, room: int) -> list[Line]:
    """Return code on its own ground; a line that is too long goes on below, marked, instead of being cut."""
    lines = []
    for text in clean_text(block.text).expandtabs(4).split("\n"):
        for number, piece in enumerate(chop_cells(text, max(2, room - 2)) or [""]):
            row = ("↪" if number else " ") + piece
            row += " " * (room - cell_len(row))
            lines.append(Line(Content.styled(row, "$foreground on $surface"), 1, "" if number else "\n"))
    return lines


def _table(block: Block, room: int) -> list[Line]:
    """Return a table whose cells wrap within their columns, or a list when there are too many of these."""
    rows = [[spans_content(cell) for cell in row] for row in block.rows]
    columns = max((len(row) for row in rows), default=0)
    if columns * (_NARROWEST + 2) > room:
        return _stacked(rows, room)
    widths = _column_widths(rows, columns, room)
    lines: list[Line] = []
    for number, row in enumerate(rows):
        head = block.header and number == 0
        cells = [[one.content for one in _wrapped(cell, widths[at])] for at, cell in enumerate(row)]
        for height in range(max(len(cell) for cell in cells)):
            parts = [_padded(cell[height : height + 1], widths[at]) for at, cell in enumerate(cells)]
            content = Content("  ").join(parts)
            lines.append(Line(content.stylize("bold") if head else content))
        if head:
            rule = "  ".join("─" * width for width in widths)
            lines.append(Line(Content.styled(rule, "$text-muted"), len(rule)))
    return lines


def _padded(content: list[Content], width: int) -> Content:
    shown = content[0] if content else Content("")
    return shown.pad_right(max(0, width - shown.cell_length))


def _stacked(rows: list[list[Content]], room: int) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        for number, cell in enumerate(cell for cell in row if cell):
            for one in _wrapped(cell, room - 2):
                lines.append(_led(one, "  " if number else "▪ "))
    return lines


def _column_widths(rows: list[list[Content]], columns: int, room: int) -> list[int]:
    """Return a width for each column: what it needs, the widest ones shrunk until all fit."""
    needed = [
        max(
            (part.cell_length for row in rows for part in row[at : at + 1] for part in part.split("\n")),
            default=1,
        )
        for at in range(columns)
    ]
    widths = [max(1, min(width, room)) for width in needed]
    while sum(widths) > room - 2 * (columns - 1) and max(widths) > 2:
        widths[widths.index(max(widths))] -= 1
    return widths
