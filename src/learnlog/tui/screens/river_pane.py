"""The reading pane: a post's head, which stays in sight, above its article; a warned one is folded first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from learnlog.model.article import Article, Block, BlockKind, Span, read_html
from learnlog.model.post import Post, PostText
from learnlog.model.social import Social
from learnlog.reading.sorting.theme_scoring import Suggested
from learnlog.tui.key_names import key_of, with_keys
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.river_row import post_head
from learnlog.tui.screens.river_signs import WARNING, head_lines, name_of
from learnlog.tui.text import line, plain
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A post as it is read: its article, what its network knows of it, which others of mine boosted it."""

    article: Article
    social: Social | None = None
    boosters: Sequence[str] = ()
    edited: datetime | None = None
    language: str = ""
    suggested: Suggested | None = None
    """The theme that it may be about."""

    @property
    def warning(self) -> str:
        """What the author warns of, "" when there is nothing to fold."""
        return self.social.warning if self.social else ""


def read_post(workspace: Workspace, post: Post) -> Reading:
    """Return the whole text of `post`. Reads the database: call it from a thread."""
    text = workspace.keeping.text(post)
    reading = read_text(workspace, post, text)
    return replace(reading, suggested=workspace.suggesting.for_post(post, text.text))


def text_of(post: Post) -> str:
    """Return a name for the text of `post`: another one when the post is read whole, or shortened again."""
    return f"{post.id} {post.words}"


def read_text(workspace: Workspace, post: Post, text: PostText) -> Reading:
    """Return `text`, that of `post`, as it is read. Reads the database: call it from a thread."""
    if text.html:
        article = read_html(text.html, post.url)
    else:
        parts = [part.strip() for part in (text.text or post.excerpt).split("\n\n")]
        article = Article(
            blocks=tuple(Block(kind=BlockKind.PARAGRAPH, spans=(Span(part),)) for part in parts if part)
        )
    if text.social is None:
        return Reading(article=article)
    from learnlog.model.article_social import with_social

    return Reading(
        article=with_social(article, text.social, workspace.clock()),
        social=text.social,
        boosters=boosters_of(workspace, post),
        edited=text.updated,
        language=text.language,
    )


def boosters_of(workspace: Workspace, post: Post) -> Sequence[str]:
    """Return the names of the others I follow who passed `post` on."""
    found = workspace.library.posts.boosters(post.uri) if post.uri else []
    others = [person for person in found if person != post.person]
    if not others:
        return ()
    names = {person.id: person.name for person in workspace.people.all()}
    return [names[person] for person in others if person in names]


def first_words(article: Article, limit: int = 600) -> str:
    """Return the article's first paragraph, cut at a word when it is long: what an insight may rest on."""
    for block in article.blocks:
        words = block.plain.strip()
        if block.kind is BlockKind.PARAGRAPH and words:
            return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"
    return ""


def folded(reading: Reading, keys: str = "{read-on} or {open}") -> Article:
    """Return what stands for an article whose warning was not looked behind yet; `keys` show it."""
    warning = Span(f"{WARNING} {line(reading.warning, 300)}", strong=True)
    hint = Span(f"{with_keys(keys)} shows it.", em=True)
    return Article(blocks=tuple(Block(kind=BlockKind.PARAGRAPH, spans=(one,)) for one in (warning, hint)))


class PostPane(Vertical):
    """Shows one post; what its author warns of stays folded until it is asked for, once a sitting."""

    class Unfolded(Message):
        """The reader looked behind the warning of ``post``."""

        def __init__(self, post: Post) -> None:
            super().__init__()
            self.post = post

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._post: Post | None = None
        self._reading = Reading(article=Article())

    def compose(self) -> ComposeResult:
        """The head and the article."""
        yield Static(classes="post-head")
        yield ArticleView(classes="post-article")

    @property
    def view(self) -> ArticleView:
        """The article."""
        return self.query_one(ArticleView)

    @property
    def _desk_screen(self) -> DeskScreen:
        return cast("DeskScreen", self.screen)

    @property
    def is_folded(self) -> bool:
        """Tell whether a warning stands where the words will be."""
        post = self._post
        if post is None or not self._reading.warning:
            return False
        return name_of(post) not in self._desk_screen.desk.unfolded

    def show(self, post: Post, reading: Reading, now: datetime, themes: dict[str, str]) -> None:
        """Show `post` from its beginning."""
        self._post, self._reading = post, reading
        self.show_head(post, now, themes)
        if self.is_folded:
            self.view.show(folded(reading), is_folded=True)
        else:
            self.view.show(reading.article)

    def unfold(self) -> bool:
        """Show what the warning hides; tells whether there was anything to unfold."""
        post = self._post
        if post is None or not self.is_folded:
            return False
        self._desk_screen.desk.unfolded.add(name_of(post))
        self.view.show(self._reading.article)
        self.post_message(self.Unfolded(post))
        return True

    def show_head(self, post: Post, now: datetime, themes: dict[str, str]) -> None:
        """Show what is known of the post now, the article staying where it is."""
        self._post = post
        width, reading = min(76, self.size.width - 4), self._reading
        more = head_lines(
            post,
            reading.social,
            width,
            now,
            boosters=reading.boosters,
            edited=reading.edited,
            language=reading.language,
        )
        more += self._suggestion(post, themes, width)
        head = post_head(post, now, themes, width, more)
        self.query_one(".post-head", Static).update(head)

    def suggested_for(self, post: Post) -> Suggested | None:
        """Return the theme that `post` may be about when it is shown, unless it is under it by now."""
        found = self._reading.suggested if self._post and self._post.id == post.id else None
        return found if found and found.theme not in post.themes else None

    def _suggestion(self, post: Post, themes: dict[str, str], width: int) -> list[Content]:
        found = self.suggested_for(post)
        if found is None or found.theme not in themes:
            return []
        return [
            Content.styled(
                line(f"about {themes[found.theme]}? · {key_of('accept-theme')} puts it there", width),
                "$text-muted",
            )
        ]

    def show_nothing(self, words: str = "") -> None:
        """Show that there is no post, and what would bring one."""
        self._post, self._reading = None, Reading(article=Article())
        self.query_one(".post-head", Static).update(plain(words, "$text-muted") if words else Content(""))
        self.view.show(Article())

    def on_article_view_entered(self, event: ArticleView.Entered) -> None:
        """Show what a warning hides."""
        event.stop()
        self.unfold()

    def on_article_view_link_opened(self, event: ArticleView.LinkOpened) -> None:
        """Open a link of the article in the browser."""
        event.stop()
        self._desk_screen.browse(event.url)
