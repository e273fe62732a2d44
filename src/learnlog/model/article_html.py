"""From HTML to blocks: one pass over the tags, with counters for a tree, so that depth costs nothing."""

import re
from collections.abc import Collection

from learnlog.model.article import LIMIT, Article, Block, BlockKind, Footnote, Span, Spans
from learnlog.model.article_parts import Runs, Table
from learnlog.model.article_tokens import tokens
from learnlog.model.safe import clean_line, clean_link, clean_text

MOST_BLOCKS = 20_000
MOST_DEPTH = 8
"""Quotes, lists and tables are shown nested this deep; what is deeper stays on the deepest level."""

_SPACE = re.compile(r"\s+")
_MAIL = re.compile(r"mailto:[^\s<>\"\\]{3,300}", re.IGNORECASE)
_WORD = re.compile(r"[\w+#.-]{1,20}")
_STYLES = {
    "strong": "strong b dt summary",
    "em": "em i cite dfn var",
    "code": "code kbd samp tt",
    "strike": "s del strike",
}
_STYLE_OF = {name: style for style, names in _STYLES.items() for name in names.split()}
_BREAKING = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure"
        " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol option p pre section summary"
        " table tbody td tfoot th thead tr ul",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu"))
_RAISED = {
    "sup": str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}


class _Reader:
    """The state of one reading."""

    def __init__(self, base: str, schemes: Collection[str]) -> None:
        self.base = base
        self.schemes = tuple(f"{scheme}:" for scheme in schemes)
        self.blocks: list[Block] = []
        self.numbers: dict[str, int] = {}
        self.tables: list[Table] = []
        self.ignored_tables = 0
        self.styles = dict.fromkeys(_STYLES, 0)
        self.raised = ""
        self.link = 0
        self.runs = Runs()
        self.heading = 0
        self.quote = 0
        self.lists: list[int] = []
        self.indented = 0
        self.marker = ""
        self.code: list[str] | None = None
        self.language = ""
        self.count = 0

    # what is read

    def text(self, text: str) -> None:
        """Take in text, with white space folded as HTML does outside ``pre``."""
        text = clean_text(text)
        if self.code is not None:
            self.code.append(text)
            return
        text = _SPACE.sub(" ", text)
        if self.raised:
            changed = text.translate(_RAISED[self.raised])
            text = changed if changed.isnumeric() else text
        if self.runs.last in " \n":
            text = text.removeprefix(" ")
        self.add(text)

    def add(self, text: str) -> None:
        """Append `text` in the present style."""
        on = self.styles
        self.runs.add(text, (on["strong"] > 0, on["em"] > 0, on["code"] > 0, on["strike"] > 0, self.link))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element."""
        if name in _BREAKING:
            self.flush()
            self.start_block(name, attributes)
        if name in _STYLE_OF:
            self.styles[_STYLE_OF[name]] += 1
        elif name == "br":
            self.line_break()
        elif name == "a":
            self.link = self.number(attributes.get("href", ""))
        elif name == "img":
            self.image(attributes)
        elif name == "q":
            self.add("“")
        elif name in _RAISED:
            self.raised = name
        if name == "code" and self.code is not None:
            self.name_language(attributes)

    def start_block(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the start of an element that begins a line of its own."""
        if name in _HEADINGS:
            self.heading = _HEADINGS[name]
        elif name == "blockquote":
            self.quote += 1
        elif name in _LISTS:
            first = attributes.get("start", "1")
            number = int(first) if first.isascii() and first.isdigit() and len(first) < 10 else 1
            self.lists.append(number if name == "ol" else -1)
        elif name == "li":
            self.item()
        elif name == "dd":
            self.indented = 1
            self.styles["strong"] = 0
        elif name == "pre":
            self.code = []
            self.name_language(attributes)
        elif name == "hr":
            self.emit(Block(kind=BlockKind.RULE, quote=min(self.quote, MOST_DEPTH)))
        else:
            self.start_table(name)

    def start_table(self, name: str) -> None:
        if name == "table":
            if len(self.tables) < MOST_DEPTH:
                self.tables.append(Table())
            else:
                self.ignored_tables += 1
        elif self.tables and name == "tr":
            self.tables[-1].row()
        elif self.tables and name in ("td", "th"):
            self.styles["strong"] = 0
            self.tables[-1].cell()
            self.tables[-1].header |= name == "th" and len(self.tables[-1].rows) == 1

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        if name == "pre":
            self.flush()
            self.code = None
        elif name in _BREAKING:
            self.flush()
            self.end_block(name)
        if name in _STYLE_OF:
            self.styles[_STYLE_OF[name]] = max(0, self.styles[_STYLE_OF[name]] - 1)
        elif name == "a":
            self.link = 0
        elif name == "q":
            self.add("”")
        elif name in _RAISED:
            self.raised = ""
        elif name == "p":
            self.raised, self.link = "", 0

    def end_block(self, name: str) -> None:
        if name in _HEADINGS:
            self.heading = 0
        elif name == "blockquote":
            self.quote = max(0, self.quote - 1)
        elif name in _LISTS and self.lists:
            self.lists.pop()
            self.marker = ""
        elif name == "li":
            self.marker = ""
        elif name == "dd":
            self.indented = 0
        elif name == "table":
            self.end_table()

    def end_table(self) -> None:
        """Close the innermost table and put what it is into the one around it, or the article."""
        if self.ignored_tables:
            self.ignored_tables -= 1
        elif self.tables:
            done = self.tables.pop()
            for block in done.blocks(min(self.quote, MOST_DEPTH), min(len(self.lists), MOST_DEPTH)):
                self.place(block)

    # what comes of it

    def item(self) -> None:
        self.heading = 0
        if self.lists and self.lists[-1] >= 0:
            self.marker = f"{self.lists[-1]}."
            self.lists[-1] += 1
        else:
            self.marker = "•"

    def name_language(self, attributes: dict[str, str]) -> None:
        for word in attributes.get("class", "").split():
            tail = word.removeprefix("language-").removeprefix("lang-")
            if tail != word and _WORD.fullmatch(tail):
                self.language = tail

    def line_break(self) -> None:
        if self.code is not None:
            self.code.append("\n")
        elif self.runs:
            self.add("\n")

    def image(self, attributes: dict[str, str]) -> None:
        """Take in an image: words in a sentence, a block with a link where it stands alone."""
        alt = clean_line(attributes.get("alt", "") or attributes.get("title", ""), 300)
        if self.code is not None or ((self.runs or self.heading) and not alt):
            return
        if self.runs or self.heading or 0 < len(alt) <= 2:
            self.add(alt if len(alt) <= 2 else f"[image: {alt}]")
            return
        link = self.link or self.number(attributes.get("src", ""))
        if link or alt:
            self.emit(self.shaped(BlockKind.IMAGE, (Span(alt, link=link),)))

    def number(self, address: str) -> int:
        """Return the footnote for `address`, the same for the same, 0 for what must not be followed."""
        address = clean_text(address).strip()
        if self.base and address and not address.startswith("#") and not _MAIL.match(address):
            address = self.resolve(address)
        url = clean_link(address) or (address if _MAIL.fullmatch(address) else "")
        if self.schemes and address.startswith(self.schemes):
            url = clean_line(address, 300)
        return self.numbers.setdefault(url, len(self.numbers) + 1) if url else 0

    def resolve(self, address: str) -> str:
        from urllib.parse import urljoin

        try:
            return urljoin(self.base, address)
        except ValueError:
            return ""

    def shaped(self, kind: BlockKind, spans: Spans = (), text: str = "") -> Block:
        """Return a block at the present place in quotes and lists, with the marker of a new item."""
        depth = min(len(self.lists) or bool(self.marker), MOST_DEPTH - 1) + self.indented
        marker, self.marker = self.marker, ""
        quote = min(self.quote, MOST_DEPTH)
        level = self.heading if kind is BlockKind.HEADING else 0
        language, self.language = self.language if text else "", ""
        return Block(
            kind=kind,
            spans=spans,
            level=level,
            quote=quote,
            depth=depth,
            marker=marker,
            text=text,
            language=language,
        )

    def flush(self) -> None:
        """Make a block of what was said since the last."""
        if self.code is not None:
            text = "".join(self.code).expandtabs(4).strip("\n").rstrip()
            self.code = []
            if text:
                self.emit(self.shaped(BlockKind.CODE, text=text))
            return
        spans = self.runs.take()
        if spans:
            self.emit(self.shaped(BlockKind.HEADING if self.heading else BlockKind.PARAGRAPH, spans))

    def emit(self, block: Block) -> None:
        self.count += 1
        if self.count <= MOST_BLOCKS:
            self.place(block)

    def place(self, block: Block) -> None:
        if self.tables:
            self.tables[-1].add(block)
        elif block.kind is not BlockKind.RULE or (self.blocks and self.blocks[-1].kind is not BlockKind.RULE):
            self.blocks.append(block)

    def finish(self, cut: bool) -> Article:
        """Close whatever is open and return the article."""
        self.flush()
        while self.tables:
            self.end_table()
        links = tuple(Footnote(number, url) for url, number in self.numbers.items())
        return Article(blocks=tuple(self.blocks), links=links, cut=cut or self.count > MOST_BLOCKS)


def read(html: str, base: str, schemes: Collection[str]) -> Article:
    """Read `html` as `learnlog.model.article.read_html` describes."""
    reader = _Reader(base, schemes)
    for text, name, closing, attributes in tokens(html[:LIMIT]):
        if reader.count > MOST_BLOCKS:
            break
        if not name:
            reader.text(text)
        elif closing:
            reader.end(name)
        else:
            reader.start(name, attributes)
    return reader.finish(cut=len(html) > LIMIT)
