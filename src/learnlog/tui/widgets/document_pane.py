"""A document on the screen: what it is, its text, and its links both ways as a list to follow."""

from collections.abc import Iterator
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from learnlog.model.article import Article, read_html
from learnlog.model.entry import EntryKind, SentTo
from learnlog.model.moments import EPOCH, from_text
from learnlog.model.visibility import Visibility
from learnlog.overview.document_page import DocumentPage
from learnlog.overview.links import Linked
from learnlog.tui.key_names import key_of
from learnlog.tui.text import ago, day, fit, line
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.kinds import SEEN_BY, SIGNS
from learnlog.tui.widgets.line_list import ScreenList, meant
from learnlog.tui.widgets.wiki import read_vault_markdown

TYPE_SIGNS = {
    "entry": "·",
    "kept": "◆",
    "person": "@",
    "theme": "#",
    "post": "●",
    "find": "@",
    "file": "▤",
    "": " ",
}
TYPE_WORDS = {"entry": "entry", "kept": "kept post", "person": "person", "theme": "theme", "post": "post"}


class LinkList(ScreenList):
    """The links of a page, drawn for the width they have."""

    def __init__(self) -> None:
        super().__init__(classes="document-links")
        self._page = DocumentPage(type="", id="", title="")
        self._now = EPOCH

    def show_page(self, page: DocumentPage, now: datetime) -> None:
        """Show the links of `page`; there is no list where there are none."""
        self._page, self._now = page, now
        self.display = bool(page.groups)
        self.on_resize()

    @property
    def file_at_hand(self) -> str:
        """The number of the file under the cursor, "" when it is on something else."""
        kind, _, name = meant(self.highlighted_option).partition(":")[2].partition(":")
        return name if kind == "file" and self.has_focus else ""

    def on_resize(self) -> None:
        """Draw for the new width."""
        if self.size.width:
            self.show(link_options(self._page, self._now, self.scrollable_content_region.width - 2))


class DocumentPane(Vertical):
    """Shows a `DocumentPage`; `Followed` says that a link was chosen."""

    class Followed(Message):
        """A link was chosen: open what it goes to."""

        def __init__(self, type: str, name: str) -> None:
            super().__init__()
            self.type = type
            self.name = name

    def compose(self) -> ComposeResult:
        """The text, and below or beside it the links."""
        yield ArticleView(classes="document-text")
        yield LinkList()

    @property
    def text(self) -> ArticleView:
        """The text."""
        return self.query_one(ArticleView)

    @property
    def links(self) -> LinkList:
        """The links."""
        return self.query_one(LinkList)

    def show(self, page: DocumentPage, article: Article, now: datetime, names: dict[str, str]) -> None:
        """Show `page`; `names` are themes by slug. The same page keeps its place in the text."""
        y = self.text.scroll_offset.y if self.text.article == article else 0
        self.text.show(article, heading(page, now, names))
        self.text.scroll_to(y=y, animate=False, force=True)
        self.links.show_page(page, now)

    def clear(self, words: Content | None = None) -> None:
        """Show nothing but `words`."""
        self.text.show(Article(), words)
        self.links.show_page(DocumentPage(type="", id="", title=""), EPOCH)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Follow the link."""
        event.stop()
        kind, _, name = (event.option_id or "").partition(":")[2].partition(":")
        if kind:
            self.post_message(self.Followed(kind, name))


def read_page(page: DocumentPage) -> Article:
    """Return the page's text as an article; call it from a thread."""
    return read_html(page.html, page.url) if page.html else read_vault_markdown(page.markdown)


def heading(page: DocumentPage, now: datetime, names: dict[str, str]) -> Content:
    """Return the lines above the text: a title of its own, and what else is known of the document."""
    is_told = page.is_named or not (page.markdown.strip() or page.html.strip())
    lines = [Content.styled(line(page.title, 300), "bold")] if is_told else []
    lines += [Content.styled(fact, "$text-muted") for fact in _facts(page, now, names)]
    if page.problem:
        lines.append(Content.styled(f"! {line(page.problem)}", "$error"))
    return Content("\n").join(lines)


def _facts(page: DocumentPage, now: datetime, names: dict[str, str]) -> Iterator[str]:
    entry = page.entry
    if entry is None:
        date = day(page.moment.astimezone(now.tzinfo)) if page.moment else ""
        yield " · ".join(part for part in (TYPE_WORDS[page.type], date) if part)
        yield from (line(fact, 400) for fact in page.facts if fact)
        return
    state = "closed" if entry.status == "closed" else "open" if entry.is_open else ""
    date = f"{day(entry.created)}, {entry.created:%H:%M}"
    yield " · ".join(part for part in (date, entry.kind.value, state) if part)
    about = [line(names.get(slug, slug), 60) for slug in entry.themes] + [
        f"#{line(tag, 60)}" for tag in entry.tags
    ]
    if about:
        yield " · ".join(about)
    is_private = entry.visibility is Visibility.PRIVATE
    yield "private" if is_private else f"{entry.visibility.value}: {SEEN_BY[entry.visibility]}"
    if entry.sent:
        places = (_place(place, now) for place in entry.sent)
        did = "asked" if entry.kind is EntryKind.QUESTION else "shared"
        yield line(f"{did} on {', '.join(places)} · {key_of('browse')} opens it")


def _place(place: SentTo, now: datetime) -> str:
    when = ago(from_text(place.when, now), now) if place.when else ""
    return f"{place.network.title()} {when}".rstrip()


def link_options(page: DocumentPage, now: datetime, width: int) -> Iterator[Option]:
    """Yield the links by what they mean, each with an id that is its own and ends in ``type:id``."""
    for number, group in enumerate(page.groups):
        if number:
            yield Option("", disabled=True)
        yield Option(Content.styled(group.title, "bold $accent"), disabled=True)
        for link in group.links:
            row = _link_row(link, now, width)
            yield Option(row, id=f"{number}:{link.type}:{link.id}", disabled=not link.type)


def _link_row(link: Linked, now: datetime, width: int) -> Content:
    mark = SIGNS[EntryKind.read(link.kind)] if link.kind else TYPE_SIGNS.get(link.type, " ")
    when = ago(link.moment, now) if link.moment else ""
    note = " · ".join(part for part in (line(link.note, 22), when) if part)
    room = width - len(note) - 4
    if room < 16:
        note, room = when, width - len(when) - 4
    style = "" if link.type else "$text-muted"
    return Content.assemble(
        (f" {mark} ", "$primary"), (fit(link.title, max(8, room)), style), (f" {note}", "$text-muted")
    )
