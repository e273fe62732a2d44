"""From blocks to Markdown (CommonMark with tables and strikethrough), for posts that are kept.

Text is escaped where a mark could be read in it, and only there, so that it stays pleasant to read raw.
"""

import re
import unicodedata
from itertools import groupby

from learnlog.model.article import Article, Block, BlockKind, Span, Spans

_MARKS = re.compile(
    r"[\\`*\[\]~|]"
    r"|<(?=[A-Za-z/!?])"
    r"|(?<![^\W_])_|_(?![^\W_])"  # snake_case is no emphasis
    r"|&(?=#?\w+;)"
    r"|(?<!\S)#(?=\w)"  # a #tag would be one in some editors
    r"|=(?==)|%(?=%)"
)
_LINE_START = re.compile(r"^([#>+=-]|\d{1,9}(?=[.)]))", re.ASCII)
_FENCE = re.compile("`+")


def write(article: Article) -> str:
    """Write `article` as `learnlog.model.article.to_markdown` describes."""
    urls = {link.number: link.url for link in article.links}
    parts: list[str] = []
    indents: list[tuple[int, int]] = []
    before: Block | None = None
    for block in article.blocks:
        if before is None or before.quote != block.quote:
            indents.clear()
        tight = before is not None and before.quote == block.quote and before.depth > 0 and bool(block.marker)
        if before is not None:
            quoted = "> " * min(before.quote, block.quote)
            parts.append("\n" if tight else f"\n{quoted.rstrip()}\n")
        parts.append(_placed(block, _body(block, urls), indents))
        before = block
    if article.cut:
        parts.append("\n\n…")
    return "".join(parts) + "\n" if parts else ""


def as_words(line: str) -> str:
    """Return Markdown that shows one `line` of text as it is, also at the start of a line."""
    return _LINE_START.sub(_at_start, _escaped(line), count=1)


def as_link(words: str, url: str) -> str:
    """Return Markdown that shows one line of `words` as a link to the web address `url`."""
    return f"[{_escaped(words)}]({_target(url)})"


def _placed(block: Block, body: str, indents: list[tuple[int, int]]) -> str:
    """Return `body` with its quote marks, list marker and indentation; `indents` are the open items'."""
    while indents and (indents[-1][0] >= block.depth if block.marker else indents[-1][0] > block.depth):
        indents.pop()
    room = sum(width for _, width in indents)
    marker = ("-" if block.marker == "•" else block.marker) + " " if block.marker else ""
    if marker:
        indents.append((block.depth, len(marker)))
    first, *rest = body.split("\n")
    lines = [" " * room + marker + first]
    lines += [" " * (room + len(marker)) + line if line else "" for line in rest]
    return "\n".join(("> " * block.quote + line).rstrip(" ") for line in lines)


def _body(block: Block, urls: dict[int, str]) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return "#" * max(1, block.level) + " " + _inline(block.spans, urls, " ")
        case BlockKind.CODE:
            fence = "`" * max(3, *(len(run) + 1 for run in _FENCE.findall(block.text)), 3)
            return f"{fence}{block.language}\n{block.text}\n{fence}"
        case BlockKind.TABLE:
            return _table(block, urls)
        case BlockKind.RULE:
            return "* * *"
        case BlockKind.IMAGE:
            spans = tuple(
                Span(f"image: {span.text}" if span.text else "image", link=span.link) for span in block.spans
            )
            return _inline(spans, urls, " ")
    lines = _inline(block.spans, urls, "\\\n").split("\n")
    return "\n".join(_LINE_START.sub(_at_start, line, count=1) for line in lines)


def _at_start(match: re.Match[str]) -> str:
    """Escape what would begin a heading, quote, list or rule; a minus before a word begins nothing."""
    mark, text, end = match[0], match.string, match.end()
    if mark in "+-" and text[end : end + 1].isalnum():
        return mark
    return mark + "\\" if mark.isdigit() else "\\" + mark


def _table(block: Block, urls: dict[int, str]) -> str:
    rows = [[_inline(cell, urls, " ") for cell in row] for row in block.rows]
    width = max(len(row) for row in rows)
    head = rows.pop(0) if block.header else [""] * width
    lines = [head, ["---"] * width, *rows]
    return "\n".join("| " + " | ".join(cells + [""] * (width - len(cells))) + " |" for cells in lines)


def _inline(spans: Spans, urls: dict[int, str], line_break: str) -> str:
    """Return `spans` with marks for their styles and links, line breaks as `line_break`."""
    said = ""
    for link, run in groupby(spans, key=lambda span: span.link):
        if link in urls:
            if said.endswith(
                "!"
            ):  # it would make a picture of the link, which is loaded where the text is shown
                said = f"{said[:-1]}\\!"
            said += f"[{_styled(list(run), '[', ' ').strip()}]({_target(urls[link])})"
        else:
            said += _styled(list(run), said, line_break)
    return said


def _styled(spans: list[Span], before: str, line_break: str) -> str:
    """Return `spans` with the marks of their styles wherever Markdown would understand them."""
    said = ""
    for index, span in enumerate(spans):
        words = span.text.strip()
        head, tail = span.text.partition(words)[::2] if words else (span.text, "")
        last = ((before + said)[-1:] if not head else " ") or " "
        if span.code and words and last != "`":  # two codes side by side would be one
            core = _code(words.replace("\n", " "))
        else:
            core = _escaped(words).replace("\n", line_break)
        mark = "***"[: 2 * span.strong + span.em] if words else ""
        mark += "~~" if span.strike and words else ""
        follows = tail or (spans[index + 1].text if index + 1 < len(spans) else " ")
        inner = core.startswith("`") or len(set(mark)) > 1  # a mark right inside a mark is punctuation to it
        if mark and _stands(last, words[0], inner) and _stands(follows[:1] or " ", words[-1], inner):
            core = f"{mark}{core}{mark[::-1]}"
        said += head.replace("\n", line_break) + core + tail.replace("\n", line_break)
    return said


def _stands(outside: str, inside: str, marked: bool) -> bool:
    """Tell whether a mark between the characters `outside` and `inside` opens or closes (CommonMark 6.2)."""
    if outside in "*~`":
        return False
    return outside.isspace() or not (marked or _is_punctuation(inside)) or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda match: "\\" + match[0], text)


def _code(text: str) -> str:
    """Return `text` between backticks, more of them than it has in a row itself."""
    fence = "`" * (max((len(run) for run in _FENCE.findall(text)), default=0) + 1)
    room = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{room}{text}{room}{fence}"


def _target(url: str) -> str:
    url = url.replace(">", "%3E").replace("|", "%7C")
    url = re.sub(r"&(?=#?\w+;)", "&amp;", url)
    return f"<{url}>" if re.search(r"[()\[\]*_`~]", url) else url
