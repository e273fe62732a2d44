"""From the Markdown of an entry to HTML that can do nothing: no script, no picture from anywhere, no raw HTML."""

from functools import cache
from typing import TYPE_CHECKING, Any

from learnlog.model.safe import clean_text

if TYPE_CHECKING:
    import nh3
    from markdown_it import MarkdownIt

_TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_LOWEST = 6


def prose(markdown: str, *, under: int = 3) -> str:
    """Return `markdown` as HTML; its headings begin below level `under`, so that they fit the page's own."""
    html = _parser(under).render(clean_text(markdown))
    return _cleaner().clean(html)


@cache
def _parser(under: int) -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])

    def lower(tokens: list[Any], index: int, *_: Any) -> str:
        token = tokens[index]
        level = min(_LOWEST, int(token.tag[1]) + under)
        return f"<h{level}>" if token.nesting == 1 else f"</h{level}>\n"

    def as_link(tokens: list[Any], index: int, *_: Any) -> str:
        # a picture would be loaded from somewhere: its words stand for it, and lead to it
        from html import escape

        token = tokens[index]
        words, url = escape(token.content or "picture"), str(token.attrGet("src") or "")
        return f'<a href="{escape(url)}">{words}</a>' if url.startswith(("http://", "https://")) else words

    parser.renderer.rules.update({"heading_open": lower, "heading_close": lower, "image": as_link})  # type: ignore[attr-defined]
    return parser


@cache
def _cleaner() -> "nh3.Cleaner":
    import nh3

    return nh3.Cleaner(
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
