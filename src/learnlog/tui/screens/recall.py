"""An insight that comes back: first the question, then my words, then what I think now."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from learnlog.model.errors import LearnlogError
from learnlog.overview.looking_back import Recall
from learnlog.tui.commands_reflecting import RECALL
from learnlog.tui.key_names import with_keys
from learnlog.tui.keys import bindings
from learnlog.tui.linking import offered
from learnlog.tui.once import is_under_way
from learnlog.tui.screens.drafted import DraftedScreen
from learnlog.tui.text import day, plain
from learnlog.tui.widgets.article_view import ArticleView
from learnlog.tui.widgets.completion import Completion
from learnlog.tui.widgets.editor import Editor
from learnlog.tui.widgets.keyline import KeyLine
from learnlog.tui.widgets.masthead import Masthead
from learnlog.tui.widgets.wiki import read_vault_markdown


class RecallScreen(DraftedScreen):
    """Asks for an insight before it shows it; what I think now becomes a follow-up that links to it."""

    CSS_PATH = "../styles/reflecting.tcss"
    scope = "recall"
    BINDINGS: ClassVar = bindings(RECALL)
    AUTO_FOCUS = ""

    def __init__(self, recall: Recall) -> None:
        super().__init__()
        self._recall = recall

    @property
    def draft(self) -> str:
        """The draft of the answer."""
        return f"recall-{self._recall.entry.id}"

    def compose(self) -> ComposeResult:
        """The question; below it, once they are asked for, my words and room for what I think now."""
        yield Masthead("today")
        with Vertical(id="recall"):
            yield Static(plain(self._recall.question(self.workspace.clock())), id="recall-question")
            yield Static(with_keys("Think for a moment. {open} shows what you wrote."), id="recall-hint")
            yield ArticleView(id="recall-words")
            yield Static("What do you think now?", id="recall-now")
            yield Editor(id="recall-answer", placeholder="Still so? What changed? Nothing to add: just save.")
        yield Completion(lambda kind, words: offered(self.workspace, kind, words, ""))
        yield KeyLine()

    def on_mount(self) -> None:
        """Take up what was written before."""
        self.context("comes back")
        self._begin()

    @work(group="begin")
    async def _begin(self) -> None:
        if before := await self.take_up():
            self.query_one(Editor).load_text(before)
            self.action_show_words()
        self.keep_from_now()

    @property
    def _is_shown(self) -> bool:
        return self.has_class("-shown")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer saving once my words are shown."""
        if action in ("save", "show_words"):
            return (action == "save") == self._is_shown
        return True

    def action_show_words(self) -> None:
        """Show what I wrote."""
        entry = self._recall.entry
        self.add_class("-shown")
        view = self.query_one("#recall-words", ArticleView)
        view.show(read_vault_markdown(entry.body), plain(f"{entry.headline} · {day(entry.created)}", "bold"))
        self.query_one(Editor).focus()
        self.refresh_bindings()

    def action_let_rest(self) -> None:
        """Let the insight rest."""
        entry = self._recall.entry
        self.dismiss()
        self.act(lambda: self.workspace.returns.rest(entry.id), "It rests, and comes back no more")

    @work(group="save")
    async def action_save(self) -> None:
        """Save what I think now as a follow-up; without words, only that I looked."""
        if is_under_way(self):
            return
        words, entry, returns = self.written, self._recall.entry, self.workspace.returns
        try:
            followed = await self.finish(lambda: returns.recall(entry.id, words))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        self.dismiss()
        self.desk.say("Saved, linked to the insight" if followed else "It still holds", undo=True)
        self.desk.changed()
