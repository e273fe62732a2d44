"""One document in full, with its links both ways; every link can be followed, and Esc goes back one step."""

from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.app import ComposeResult

from learnlog.model.article import Article
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.overview.document_page import DocumentPage, LinkGroup, look_at_document
from learnlog.overview.links import Linked
from learnlog.overview.talk_news import saw_answers
from learnlog.overview.who_knows import FIND, who_might_know
from learnlog.tui.commands import LISTS
from learnlog.tui.commands_writing import DOCUMENT, ENTRY
from learnlog.tui.keys import bindings
from learnlog.tui.screens.entry_acts import EntryActs
from learnlog.tui.text import line
from learnlog.tui.wanted import Wanted
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.document_pane import TYPE_WORDS, DocumentPane, read_page

_ENTRY_ACTS = frozenset((*(command.action for command in ENTRY), "attach"))


class DocumentScreen(EntryActs):
    """Shows the document `kind` (entry, kept, person, theme or post) `name`."""

    CSS_PATH = "../styles/journal.tcss"
    scope = "document"
    BINDINGS: ClassVar = bindings(DOCUMENT, LISTS)

    def __init__(self, kind: str, name: str) -> None:
        super().__init__()
        self._kind = kind
        self._target = name
        self._page: DocumentPage | None = None
        self._who: tuple[Linked, ...] = ()
        self._asked = ""

    def compose_body(self) -> ComposeResult:
        """The text and the links."""
        yield DocumentPane(id="document")

    @property
    def _pane(self) -> DocumentPane:
        return self.query_one(DocumentPane)

    def look(self) -> DocumentPage:
        """Gather the page. Runs in a thread."""
        return look_at_document(self.workspace, self._kind, self._target)

    def read(self, page: DocumentPage) -> Article:
        """Return the text of `page` as an article. Runs in a thread."""
        return read_page(page)

    async def load(self) -> None:
        """Show the document as it stands now; go back when it is gone."""
        first = self._page is None
        had_links = bool(self._page and self._page.groups)
        try:
            page = await self.ask(self.look)
        except NotFoundError as error:
            if self.is_current:
                self.desk.say_error(error) if first else None
                self.dismiss()
            return
        article = await self.ask(lambda: self.read(page))
        themes = await self.ask(lambda: self.workspace.themes.all(merged=True))
        if page.entry is None or not page.entry.is_open:
            self._who, self._asked = (), ""
        page = with_people(page, self._who)
        self._page = page
        self.context(line(f"{TYPE_WORDS[page.type]} · {page.title}", 60))
        self._pane.show(page, article, self.workspace.clock(), {theme.slug: theme.name for theme in themes})
        self.refresh_bindings()
        if first or (page.groups and not had_links):
            (self._pane.links if page.groups else self._pane.text).focus()
        await self._saw_answers(page.entry)
        self._look_for_people(page, article)

    @work(group="who", exclusive=True)
    async def _look_for_people(self, page: DocumentPage, article: Article) -> None:
        """Add to an open question who might know, once: every stored post on it is weighed for that."""
        question = page.entry
        if question is None or question.kind is not EntryKind.QUESTION or not question.is_open:
            return
        asked = f"{question.themes} {question.headline}"
        if asked == self._asked:
            return
        try:
            self._who = await self.ask(lambda: who_might_know(self.workspace, question))
        except LearnlogError:
            return  # the question stands there all the same
        self._asked = asked
        if self._who and self._page is page:
            themes = await self.ask(lambda: self.workspace.themes.all(merged=True))
            self._page = with_people(page, self._who)
            names = {theme.slug: theme.name for theme in themes}
            self._pane.show(self._page, article, self.workspace.clock(), names)

    async def _saw_answers(self, entry: Entry | None) -> None:
        if entry is not None and await self.ask(lambda: saw_answers(self.workspace, entry)):
            self.desk.changed()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer an entry's acts for entries only, and the browser where there is an address."""
        if action == "add_evidence":
            return self._kind in ("entry", "kept")
        if action in _ENTRY_ACTS and self._kind != "entry":
            return False
        if action == "browse":
            return bool(self._page and (self._page.url or self.file_at_hand()))
        if action in ("detach", "describe"):
            return bool(self._page and self._page.entry and self._page.entry.attachments)
        return super().check_action(action, parameters)

    def entry_at_hand(self) -> Entry | None:
        """The entry that is shown."""
        return self._page.entry if self._page else None

    def evidence_at_hand(self) -> tuple[str, Entry | None]:
        """The entry or the kept post that is shown."""
        if self._kind == "kept" and self._page:
            return self._page.id, None
        return super().evidence_at_hand()

    def wanted_people(self) -> Wanted | None:
        """Who knows about the theme that is shown, or could be asked what the entry asks."""
        return Wanted(theme=self._target) if self._kind == "theme" else super().wanted_people()

    def on_document_pane_followed(self, event: DocumentPane.Followed) -> None:
        """Follow a link; to somebody without a card, by way of Find."""
        if event.type == FIND:
            self._find_for_it()
        else:
            self.follow_link(event.type, event.name)

    @work(group="find")
    async def _find_for_it(self) -> None:
        await self.desk.action_find()

    def on_article_view_link_opened(self, event: ArticleView.LinkOpened) -> None:
        """Open a link of the text in the browser."""
        self.browse(event.url)

    def file_at_hand(self) -> str:
        """The number of the file under the cursor."""
        return self._pane.links.file_at_hand if self.is_mounted else ""

    def action_browse(self) -> None:
        """Open the post in the browser, or the file under the cursor."""
        if number := self.file_at_hand():
            self.show_file(number)
        elif self._page and self._page.url:
            self.browse(self._page.url)

    def action_read_on(self) -> None:
        """A page on in the text."""
        self._pane.text.action_page(1)

    def action_page_down(self) -> None:
        """A page on in the text."""
        self._pane.text.action_page(1)

    def action_page_up(self) -> None:
        """A page back in the text."""
        self._pane.text.action_page(-1)

    def action_trace(self) -> None:
        """Follow the chain both ways."""
        from learnlog.tui.screens.trace import TraceScreen

        self.app.push_screen(TraceScreen(self._kind, self._target))

    def action_open(self) -> None:
        """Follow the link under the cursor."""
        self._pane.links.action_select()

    def action_back(self) -> None:
        """Back one step."""
        self.dismiss()


def with_people(page: DocumentPage, who: tuple[Linked, ...]) -> DocumentPage:
    """Return `page` with who might know, below the answers that are there already."""
    if not who:
        return page
    answers = [group for group in page.groups if group.title == "Answers"]
    others = [group for group in page.groups if group.title != "Answers"]
    return replace(page, groups=(*answers, LinkGroup(title="Who might know", links=who), *others))
