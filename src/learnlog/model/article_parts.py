"""What a reading of HTML gathers before it knows what it is: runs of styled text, and tables."""

from learnlog.model.article import Block, BlockKind, Span, Spans

Looks = tuple[bool, bool, bool, bool, int]


class Table:
    """A table being read: rows of cells, each a list of blocks, until it shows whether it is one at all."""

    def __init__(self) -> None:
        self.rows: list[list[list[Block]]] = []
        self.header = False

    def row(self) -> None:
        """Begin a row."""
        self.rows.append([])

    def cell(self) -> None:
        """Begin a cell."""
        if not self.rows:
            self.row()
        self.rows[-1].append([])

    def add(self, block: Block) -> None:
        """Put `block` into the present cell."""
        if not self.rows or not self.rows[-1]:
            self.cell()
        self.rows[-1][-1].append(block)

    def blocks(self, quote: int, depth: int) -> list[Block]:
        """Return one table when cells hold no more than words; else, a layout table, what it holds."""
        rows = [row for row in self.rows if any(row)]
        cells = [cell for row in rows for cell in row]
        columns = max(map(len, rows), default=0)
        words = [block for cell in cells for block in cell]
        simple = all(block.kind is BlockKind.PARAGRAPH and not block.marker for block in words)
        if len(rows) < 2 or columns < 2 or columns > 40 or not simple or any(_long(cell) for cell in cells):
            return words
        drawn = tuple(tuple(_joined(cell) for cell in row) + ((),) * (columns - len(row)) for row in rows)
        return [Block(kind=BlockKind.TABLE, rows=drawn, header=self.header, quote=quote, depth=depth)]


def _long(cell: list[Block]) -> bool:
    return sum(len(block.plain) for block in cell) > 400


def _joined(cell: list[Block]) -> Spans:
    spans: list[Span] = []
    for block in cell:
        spans += ([Span("\n")] if spans else []) + list(block.spans)
    return tuple(spans)


class Runs:
    """The words of the block being read, run by run; ``last`` is their last character."""

    def __init__(self) -> None:
        self.last = "\n"
        self._runs: list[tuple[Looks, list[str]]] = []

    def __bool__(self) -> bool:
        return bool(self._runs)

    def add(self, text: str, looks: Looks) -> None:
        """Append `text`, to the last run when that looks the same."""
        if not text:
            return
        if not self._runs or self._runs[-1][0] != looks:
            self._runs.append((looks, []))
        self._runs[-1][1].append(text)
        self.last = text[-1]

    def take(self) -> Spans:
        """Return the runs as spans without white space at either end, none without words, and start anew."""
        if not self._runs:
            return ()
        runs = [("".join(texts), looks) for looks, texts in self._runs]
        self._runs, self.last = [], "\n"
        worded = [index for index, (text, _) in enumerate(runs) if text.strip()]
        if not worded:
            return ()
        runs = runs[worded[0] : worded[-1] + 1]
        runs[0] = (runs[0][0].lstrip(), runs[0][1])
        runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
        return tuple(Span(text, *looks) for text, looks in runs)
