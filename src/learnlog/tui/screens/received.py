"""One entry of a learner in full, with my comments; and the box to write one in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from learnlog.model.article import Article
from learnlog.model.learner import CoachComment, Learner, ReceivedEntry
from learnlog.tui.commands_dialogs import COMMENT
from learnlog.tui.commands_sharing import RECEIVED
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.leaving import Dialog
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.opens_files import OpensFiles
from learnlog.tui.text import line, plain
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.wiki import read_vault_markdown

KINDS = {"notice": "I notice", "ask": "I ask", "suggest": "I suggest"}


@dataclass(frozen=True, slots=True)
class _Page:
    learner: Learner
    entry: ReceivedEntry
    comments: list[CoachComment]
    article: Article
    next: str


class CommentScreen(Dialog[str | None]):
    """Asks for a comment's words; Ctrl+S gives them, Esc gives None and asks nothing while nothing is written."""

    CSS_PATH = "../styles/sharing.tcss"
    BINDINGS: ClassVar = bindings(COMMENT)

    def __init__(self, kind: str, about: str, words: str = "") -> None:
        super().__init__()
        self._kind = kind
        self._about = about
        self._words = words
        self._is_sure = False

    def compose(self) -> ComposeResult:
        """What it is about, and room for the words."""
        with Vertical(id="comment-box"):
            yield Static(plain(f"{self._kind} …  ({line(self._about, 60)})"), id="comment-about")
            yield TextArea(self._words, id="comment-words", show_line_numbers=False, compact=True)
            yield Static(with_keys("{save} keeps it · {leave} leaves it"), id="comment-keys")

    def action_save(self) -> None:
        """Give the words."""
        self.dismiss(self.query_one(TextArea).text.strip())

    def action_leave(self) -> None:
        """Give nothing; with new words on the page only the second time."""
        if self.query_one(TextArea).text.strip() in ("", self._words.strip()) or self._is_sure:
            self.dismiss(None)
            return
        self._is_sure = True
        self.query_one("#comment-keys", Static).update(
            with_keys("{save} keeps it · {leave} again throws these words away")
        )


class ReceivedScreen(OpensFiles):
    """Reads one entry; opening it is reading it."""

    CSS_PATH = "../styles/sharing.tcss"
    scope = "received"
    BINDINGS: ClassVar = bindings(RECEIVED)
    AUTO_FOCUS = "#received-text"

    def __init__(self, learner: str, entry: str) -> None:
        super().__init__()
        self._learner = learner
        self._entry = entry
        self._page: _Page | None = None

    def compose_body(self) -> ComposeResult:
        """The text."""
        yield ArticleView(id="received-text")

    async def load(self) -> None:
        """Show the entry and my comments on it."""
        page = await self.ask(self._gather)
        self._page = page
        if page is None:
            self.dismiss()
            return
        self.context(line(page.learner.called, 40))
        view = self.query_one(ArticleView)
        view.show(page.article, _heading(page))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is: a comment of mine to write on, files to open."""
        page = self._page
        if action == "change_comment":
            return bool(page and page.comments)
        return bool(page and page.entry.files) if action == "open_file" else True

    def _gather(self) -> _Page | None:
        coaching = self.workspace.coaching
        entries = coaching.entries(self._learner)
        entry = next((one for one in entries if one.id == self._entry), None)
        if entry is None:
            return None
        if not entry.is_read:
            coaching.read(entry)
        unread = [one.id for one in entries if not one.is_read and one.id != entry.id]
        comments = coaching.comments(self._learner, entry.id)
        said = "".join(f"\n\n---\n\n**{KINDS[one.kind]}:** {one.text}" for one in comments)
        article = read_vault_markdown(entry.body + said)
        return _Page(coaching.get(self._learner), entry, comments, article, unread[0] if unread else "")

    def action_notice(self) -> None:
        """Say what I notice."""
        self._comment("notice")

    def action_asks(self) -> None:
        """Ask."""
        self._comment("ask")

    def action_suggest(self) -> None:
        """Suggest."""
        self._comment("suggest")

    @work(group="comment")
    async def _comment(self, kind: str) -> None:
        page = self._page
        if page is None:
            return
        words = await self.app.push_screen_wait(CommentScreen(KINDS[kind], page.entry.title))
        if words:
            self.act(lambda: self.workspace.coaching.comment(page.learner, page.entry, kind, words), "Kept")

    @work(group="comment")
    async def action_change_comment(self) -> None:
        """Write on my last comment here."""
        page = self._page
        if page is None or not page.comments:
            self.desk.say(
                with_keys("There is no comment of yours here yet: {notice}, {asks} and {suggest} write one.")
            )
            return
        last = page.comments[-1]
        words = await self.app.push_screen_wait(CommentScreen(KINDS[last.kind], page.entry.title, last.text))
        if words is not None:
            said = "Changed" if words else "Taken away"
            self.act(lambda: self.workspace.coaching.change_comment(last, words), said)

    @work(group="file", exclusive=True)
    async def action_open_file(self) -> None:
        """Open a file that came with the entry; of several, which one is asked."""
        page = self._page
        if page is None or not page.entry.files:
            self.desk.say("No file came with this entry.")
            return
        choices = [
            Choice(id=str(f.number), label=line(f.name, 60), note=f"  {f.told}") for f in page.entry.files
        ]
        several = len(choices) > 1
        chosen = await self.app.push_screen_wait(Choose("Which file?", choices)) if several else choices[0].id
        if chosen:
            file = page.entry.files[int(chosen) - 1]
            await self.open_file(lambda: self.workspace.coaching.files.lay_out(page.entry, file), file.name)

    def action_next_entry(self) -> None:
        """Go to the next entry that is not read."""
        page = self._page
        if page and page.next:
            self._entry = page.next
            self.query_one(ArticleView).scroll_home(animate=False)
            self.renew()
        else:
            self.desk.say("All of this learner's entries are read.")

    def action_read_on(self) -> None:
        """Read a page on; at the end go to the next one."""
        view = self.query_one(ArticleView)
        if view.scroll_offset.y >= view.max_scroll_y:
            self.action_next_entry()
        else:
            view.scroll_page_down(animate=False)

    def action_back(self) -> None:
        """Back to the entries."""
        self.dismiss()
        self.desk.changed()


def _heading(page: _Page) -> Content:
    entry = page.entry
    facts = [f"{entry.day:%A} {entry.day.day} {entry.day:%B %Y}", entry.kind, *entry.themes]
    if entry.assignment:
        facts.append(f"answers {entry.assignment}")
    sources = entry.more.get("sources") or []
    rests = "; ".join(", ".join(filter(None, (one.get("author"), one.get("title")))) for one in sources[:6])
    lines = [
        Content.styled(line(entry.title, 200), "bold"),
        Content.styled(line(" · ".join(facts), 300), "$text-muted"),
    ]
    for file in entry.files:
        about = f" · {file.alt}" if file.alt else ""
        lines.append(Content.styled(line(f"▤ {file.name} ({file.told}){about}", 300), "$accent"))
    if goal := _how_far(entry.more):
        lines.append(Content.styled(line(goal, 400), "$text-muted"))
    if rests:
        lines.append(Content.styled(line(f"rests on {rests}", 400), "$text-muted"))
    return Content("\n").join(lines)


def _how_far(more: Mapping[str, Any]) -> str:
    """Return how far a goal is, and what shows it, in a line; "" of anything else."""
    parts = [str(more["progress"])] if more.get("progress") else []
    shown = [str(one) for one in more.get("evidence") or []]
    return " · ".join([*parts, *([f"evidence: {'; '.join(shown[:6])}"] if shown else [])])
