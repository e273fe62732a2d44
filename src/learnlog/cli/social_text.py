"""Social posts as a terminal shows them: whose words they are, what is folded, what hangs on them."""

from typing import TYPE_CHECKING

from learnlog.cli.output import cut

if TYPE_CHECKING:
    from learnlog.model.post import Post, PostText

GONE = "taken back by its author"


def said_in_a_row(post: "Post") -> str:
    """Return what a list says of `post`: ↻ passed on, ↪ an answer, ▣ pictures, ± edited, ! folded, ✕ taken back."""
    signs = f"↻ {post.by or post.author}: " if post.is_boost else "↪ " if post.is_answer else ""
    if post.is_emptied:
        return f"{signs}✕ {post.headline}"
    signs += "✕ " if post.gone else ""
    signs += "▣ " if post.has_media else ""
    signs += "± " if post.edited else ""
    return f"{signs}! {post.warning}" if post.warning else f"{signs}{post.headline}"


def facts_of(post: "Post", text: "PostText") -> list[tuple[str, str]]:
    """Return what there is to know of a social post beside its words."""
    social = text.social
    if social is None:
        return []
    from learnlog.model.article_social import called

    return [
        ("written by", called(social.author) if post.is_boost else ""),
        ("answers", called(social.answers) if social.answers else ""),
        ("warning", post.warning),
        ("source", GONE if post.gone else ""),
    ]


def whole_text(text: "PostText") -> str:
    """Return the words of a post with the pictures, quote, poll and linked page below them."""
    if text.social is None:
        return text.text
    from learnlog.model.article import Article
    from learnlog.model.article_social import with_social
    from learnlog.model.moments import local_now

    below = with_social(Article(), text.social, local_now()).plain
    return "\n\n".join(part for part in (text.text, below) if part)


def links_of(text: "PostText", base: str) -> list[list[str]]:
    """Return the links of a post, each with its words and where it really goes; files beside it are among them."""
    if "<a" not in text.html:
        return []
    from learnlog.model.article import read_html

    article = read_html(text.html, base)
    words: dict[int, str] = {}
    for block in article.blocks:
        for span in (*block.spans, *(span for row in block.rows for cell in row for span in cell)):
            if span.link:
                words[span.link] = words.get(span.link, "") + span.text
    return [[cut(words.get(link.number, ""), 60), link.address] for link in article.links]
