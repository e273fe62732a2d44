"""Markdown of the vault as an article: [[links]] by what they are called, everything else as usual."""

from dataclasses import replace
from typing import TYPE_CHECKING

from learnlog.model.article import LIMIT, Article, read_html

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline


def read_vault_markdown(text: str) -> Article:
    """Return Markdown as an article; ``[[stem|Title]]`` reads as ‹Title›, HTML in it is shown as text.

    Takes some milliseconds a page: call it from a thread. What is longer than any article is cut.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    reader.inline.ruler.before("link", "wiki", _wiki)
    article = read_html(reader.render(text[:LIMIT]))
    return replace(article, cut=True) if len(text) > LIMIT else article


def _wiki(state: "StateInline", silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos + 2, min(state.posMax, state.pos + 400))
    words = state.src[state.pos + 2 : end] if end > 0 else ""
    if not words.strip() or "\n" in words or "[" in words:
        return False
    if not silent:
        target, _, label = words.partition("|")
        state.push("em_open", "em", 1)
        state.push("text", "", 0).content = f"‹{(label or target).strip()}›"
        state.push("em_close", "em", -1)
    state.pos = end + 2
    return True
