"""From an entry's Markdown to the plain text that a network shows."""

import re
from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING, Final

from learnlog.model.safe import clean_text
from learnlog.talking.splitting import BREAK

if TYPE_CHECKING:
    from learnlog.model.article import Block, Spans
    from learnlog.model.entry import Entry

Names = Callable[[str], str]
"""Tells what a [[target]] is called."""

_WIKI = re.compile(r"\[\[([^\[\]\n|#]{0,200})(?:#[^\[\]\n|]{0,200})?(?:\|([^\[\]\n]{0,200}))?\]\]")
_RULE = re.compile(rf"^[ \t]*{BREAK}[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*?^[ \t]*(?:```|~~~)[ \t]*$", re.MULTILINE | re.DOTALL)
_INDENT: Final = "  "


def text_of_entry(entry: "Entry", names: Names = str) -> str:
    """Return what is shared of `entry`: its title, and its text without marks."""
    body = plain_text(entry.body, names)
    title = clean_text(entry.title).strip()
    if not title or body.startswith(title):
        return body
    return f"{title}\n\n{body}".strip()


def plain_text(markdown: str, names: Names = str) -> str:
    """Return `markdown` as a network shows it.

    Emphasis and headings lose their marks, links become "words (address)", lists "- ", quotes "> ", a
    [[link]] what it is called; a line ``---`` stays, as it parts posts.
    """
    from markdown_it import MarkdownIt

    from learnlog.model.article import read_html

    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    article = read_html(reader.render(_prepared(clean_text(markdown), names)))
    urls = {link.number: link.url for link in article.links}
    said = ""
    before: Block | None = None
    for block in article.blocks:
        if before is not None:
            tight = before.depth > 0 and bool(block.marker) and before.quote == block.quote
            said += "\n" if tight else "\n\n"
        said += _placed(block, urls)
        before = block
    return said.strip()


def _prepared(markdown: str, names: Names) -> str:
    """Resolve [[links]] and make every ``---`` a rule of its own, except in code."""
    said, end = "", 0
    for fence in [*_FENCE.finditer(markdown), None]:
        text = markdown[end : fence.start() if fence else len(markdown)]
        text = _WIKI.sub(lambda match: (match[2] or names(match[1].strip())).strip(), text)
        said += _RULE.sub(f"\n{BREAK}\n", text)
        if fence:
            said += fence[0]
            end = fence.end()
    return said


def _placed(block: "Block", urls: dict[int, str]) -> str:
    """Return the text of one block behind the marks of its list and quote."""
    from learnlog.model.article import BlockKind

    if block.kind is BlockKind.RULE:
        return BREAK
    if block.kind is BlockKind.CODE:
        text = block.text
    elif block.kind is BlockKind.TABLE:
        text = "\n".join(" · ".join(_words(cell, urls) for cell in row) for row in block.rows)
    else:
        text = _words(block.spans, urls)
    lines = text.strip("\n").split("\n")
    if block.depth:
        lead = _INDENT * (block.depth - 1)
        mark = f"{'-' if block.marker == '•' else block.marker} " if block.marker else _INDENT
        lines = [
            lead + (_INDENT if number or not block.marker else mark) + line
            for number, line in enumerate(lines)
        ]
    return "\n".join(("> " * block.quote + line).rstrip() for line in lines)


def _words(spans: "Spans", urls: dict[int, str]) -> str:
    said = ""
    for number, run in groupby(spans, key=lambda span: span.link):
        words = "".join(span.text for span in run)
        said += _link(words, urls[number]) if number in urls else words
    return said


def _link(words: str, url: str) -> str:
    """Return a link as plain text: the address alone where the words only repeat it."""
    bare = url.removeprefix("mailto:")
    shown = words.strip()
    if not shown or shown in (url, bare) or bare.removeprefix("https://").startswith(shown.rstrip("…/")):
        return words.replace(shown, bare) if shown else bare
    return f"{words.rstrip()} ({bare})"
