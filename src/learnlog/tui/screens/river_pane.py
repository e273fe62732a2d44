"""The reading pane: a post's head, which stays in sight, above its article."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from learnlog.model.article import Article, Block, BlockKind, Span, read_html
from learnlog.model.post import Post
from learnlog.tui.screens.river_row import post_head
from learnlog.tui.text import plain
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.workspace import Workspace


def read_post(workspace: Workspace, post: Post) -> Article:
    """Return the whole text of `post`. Reads the database: call it from a thread."""
    text = workspace.keeping.text(post)
    if text.html:
        return read_html(text.html, post.url)
    parts = [part.strip() for part in (text.text or post.excerpt).split("\n\n")]
    return Article(
        blocks=tuple(Block(kind=BlockKind.PARAGRAPH, spans=(Span(part),)) for part in parts if part)
    )


def first_words(article: Article, limit: int = 600) -> str:
    """Return the article's first paragraph, cut at a word when it is long: what an insight may rest on."""
    for block in article.blocks:
        words = block.plain.strip()
        if block.kind is BlockKind.PARAGRAPH and words:
            return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"
    return ""


class PostPane(Vertical):
    """Shows one post."""

    def compose(self) -> ComposeResult:
        """The head and the article."""
        yield Static(classes="post-head")
        yield ArticleView(classes="post-article")

    @property
    def view(self) -> ArticleView:
        """The article."""
        return self.query_one(ArticleView)

    def show(self, post: Post, article: Article, now: datetime, themes: dict[str, str]) -> None:
        """Show `post` from its beginning."""
        self.show_head(post, now, themes)
        self.view.show(article)

    def show_head(self, post: Post, now: datetime, themes: dict[str, str]) -> None:
        """Show what is known of the post now, the article staying where it is."""
        self.query_one(".post-head", Static).update(
            post_head(post, now, themes, min(76, self.size.width - 4))
        )

    def show_nothing(self, words: str = "") -> None:
        """Show that there is no post, and what would bring one."""
        self.query_one(".post-head", Static).update(plain(words, "$text-muted") if words else Content(""))
        self.view.show(Article())
